import { Injectable } from '@nestjs/common';
import { EntityManager } from '@mikro-orm/core';
import { currentRequest } from '#libs/observability';
import type { Actor } from '../access/actor.js';
import { AuditEntry } from './audit-entry.entity.js';

/** What was done, in the past tense: `staff.approved`, `role.changed`. */
export interface AuditRecord {
  /** `module.past_participle` */
  action: string;
  object: { type: string; id: string };
  /** Whose personal data `before` and `after` hold, if anybody's: it is encrypted with a key of theirs, which erasing them destroys. */
  person?: string;
  /** Only what changed. */
  before?: Readonly<Record<string, unknown>>;
  after?: Readonly<Record<string, unknown>>;
}

@Injectable()
export class AuditService {
  constructor(private readonly em: EntityManager) {}

  /** Adds an entry to the caller's unit of work: it is written in the transaction of the change, or not at all. */
  async record(actor: Actor, { action, object, before, after }: AuditRecord): Promise<void> {
    this.em.create(AuditEntry, {
      ...{ actorKind: actor.kind, actorId: actor.id, onBehalfOf: actor.onBehalfOf ?? null },
      ...{ action, objectType: object.type, objectId: object.id },
      ...{ before: before ?? null, after: after ?? null },
      correlationId: currentRequest()?.correlationId ?? null,
    });
  }
}
