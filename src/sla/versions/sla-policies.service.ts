import { Injectable } from '@nestjs/common';
import { EntityManager } from '@mikro-orm/core';
import { NotFound } from '#libs/errors';
import { EventOutbox, PublishesEvents } from '#libs/events';
import type { ExpectedVersions } from '#libs/http';
import { Clock } from '#libs/time';
import type { Actor } from '../../access/actor.js';
import { AuditService } from '../../audit/audit.service.js';
import { RetargetingTooEarly } from '../sla.errors.js';
import { slaPolicyPublished } from '../sla.events.js';
import { SlaPolicy } from '../sla-policy.entity.js';
import type { CreateSlaPolicyInput, PublishSlaPolicyInput } from './sla-policies.schemas.js';
import { VersionsService } from './versions.service.js';

@PublishesEvents(slaPolicyPublished)
@Injectable()
export class SlaPoliciesService extends VersionsService<SlaPolicy, CreateSlaPolicyInput> {
  constructor(
    em: EntityManager,
    audit: AuditService,
    clock: Clock,
    private readonly events: EventOutbox,
  ) {
    super({ entity: SlaPolicy, object: 'sla_policy' }, em, audit, clock);
  }

  /**
   * What is filed from then on is under it; what is open as well, where that is asked for.
   * @throws NotFound, SlaVersionNotDraft, SlaWindowInvalid, RetargetingTooEarly, PreconditionFailed
   */
  publish(
    actor: Actor,
    number: number,
    { validFrom, isForOpenCases }: PublishSlaPolicyInput,
    expected: ExpectedVersions,
  ): Promise<SlaPolicy> {
    if (isForOpenCases && validFrom && validFrom > this.clock.now()) throw new RetargetingTooEarly(validFrom);
    return this.publishing(actor, number, validFrom, expected, () => {
      this.events.publish(slaPolicyPublished, String(number), { number, isForOpenCases });
    });
  }

  protected async columnsOf(_em: EntityManager, input: CreateSlaPolicyInput) {
    return input;
  }

  protected notFound(number: number) {
    return new NotFound('SLA policy', String(number));
  }

  protected forEverybody() {
    return { status: { $ne: 'draft' as const } };
  }

  /** What came under it keeps it. */
  protected tellRetired(): void {}
}
