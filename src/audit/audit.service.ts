import { Injectable } from '@nestjs/common';
import { EntityManager } from '@mikro-orm/core';
import { NotFound } from '#libs/errors';
import { currentRequest } from '#libs/observability';
import { newId } from '#libs/orm';
import { SealBroken } from '#libs/secrets';
import { Clock } from '#libs/time';
import { programOf, type Actor } from '../access/actor.js';
import { AuditEntry, type AuditFacts } from './audit-entry.entity.js';
import { maskedFacts, networkOf, withoutSecrets } from './masking.js';
import { PersonKeys } from './person-keys.js';

/** What was done, in the past tense: `staff.approved`, `role.changed`. */
export interface AuditRecord {
  /** `module.past_participle` */
  action: string;
  object: { type: string; id: string };
  /**
   * Whose personal data `before` and `after` hold: it is encrypted with a key of theirs, which erasing them destroys. By default the
   * customer or staff member that it is done to, else whoever does it, because the address that they did it from is theirs.
   */
  person?: string;
  /** Only what changed. Personal data is masked and secrets are left out by the name of the field (`masking.ts`). */
  before?: AuditFacts;
  after?: AuditFacts;
}

/** What an entry hides from those who search. */
export interface UnsealedEntry {
  before: AuditFacts | null;
  after: AuditFacts | null;
  address?: string;
  userAgent?: string;
}

export const unsealedReasons = ['nothing_sealed', 'person_erased', 'cannot_be_opened'] as const;

/** What was hidden, or why it is not shown. */
export type OpenedEntry =
  | { unsealed: UnsealedEntry; unsealedReason: null }
  | { unsealed: null; unsealedReason: (typeof unsealedReasons)[number] };

/** Types of objects that are persons: an erased customer must not live on under the key of the staff who dealt with them. */
const people: ReadonlySet<string> = new Set(['customer', 'staff']);

@Injectable()
export class AuditService {
  constructor(
    private readonly em: EntityManager,
    private readonly keys: PersonKeys,
    private readonly clock: Clock,
  ) {}

  /** Adds an entry to the caller's unit of work: it is written in the transaction of the change, or not at all. */
  async record(actor: Actor, { action, object, ...what }: AuditRecord): Promise<void> {
    const { address, userAgent, correlationId = null } = currentRequest() ?? {};
    const [before, after] = [withoutSecrets(what.before), withoutSecrets(what.after)];
    const person = what.person ?? (people.has(object.type) ? object.id : personBehind(actor));
    const id = newId();
    const hidden: UnsealedEntry = { before, after, address, userAgent };
    // Without a person nobody could ever ask for it to be erased: then only the network is kept.
    const sealed = person === null ? null : await this.keys.seal(person, id, JSON.stringify(hidden));
    this.em.create(AuditEntry, {
      id,
      at: this.clock.now(),
      action,
      objectType: object.type,
      objectId: object.id,
      actorKind: actor.kind,
      actorId: actor.id,
      onBehalfOf: actor.onBehalfOf,
      sessionId: actor.sessionId,
      apiKeyId: programOf(actor),
      before: maskedFacts(before),
      after: maskedFacts(after),
      person,
      sealed,
      address: networkOf(address),
      correlationId,
    });
  }

  /**
   * Makes what the log has sealed about a person unreadable, for good; the entries and their chain stay. To be called in the transaction
   * that erases the person.
   */
  async forget(person: string): Promise<void> {
    await this.keys.destroy(person);
  }

  /**
   * One entry with what it hides, where it can be opened. Looking is recorded.
   * @throws NotFound
   */
  async open(actor: Actor, id: string): Promise<AuditEntry & OpenedEntry> {
    return this.em.transactional(async () => {
      const entry = await this.em.findOne(
        AuditEntry,
        { id },
        { populate: ['sealed'], disableIdentityMap: true },
      );
      if (!entry) throw new NotFound('Audit entry', id);
      const opened = await this.opened(entry);
      await this.record(actor, { action: 'audit.entry_opened', object: { type: 'audit_entry', id } });
      return Object.assign(entry, opened);
    });
  }

  private async opened({ id, person, sealed }: AuditEntry): Promise<OpenedEntry> {
    if (person == null || !sealed) return { unsealed: null, unsealedReason: 'nothing_sealed' };
    try {
      const text = await this.keys.open(person, id, sealed);
      if (text === null) return { unsealed: null, unsealedReason: 'person_erased' };
      return { unsealed: JSON.parse(text) as UnsealedEntry, unsealedReason: null };
    } catch (error) {
      if (!(error instanceof SealBroken)) throw error;
      return { unsealed: null, unsealedReason: 'cannot_be_opened' };
    }
  }
}

/** Who is to be told apart by the address: a person, also when an agent of theirs acts; the program and the unknown are nobody. */
function personBehind({ kind, id, onBehalfOf }: Actor): string | null {
  return kind === 'customer' || kind === 'staff' ? id : (onBehalfOf ?? null);
}
