// The life of a version, told once for calendars and policies: drafted, rewritten, published, retired, each of it audited.
import {
  LockMode,
  type EntityClass,
  type EntityManager,
  type FilterQuery,
  type RequiredEntityData,
} from '@mikro-orm/core';
import type { NotFound } from '#libs/errors';
import { checkVersion, type ExpectedVersions } from '#libs/http';
import { lockFor } from '#libs/orm';
import type { Clock } from '#libs/time';
import type { Actor } from '../../access/actor.js';
import type { AuditService } from '../../audit/audit.service.js';
import { inForceAt } from '../clock/sla-versions.js';
import { LastSlaVersion, TooManySlaVersions } from '../sla.errors.js';
import { publish, retire, rewrite, type SlaVersionRow } from './sla-version.js';

/** They are listed in one page, and kept in memory. */
export const versionsAtMost = 500;

export interface VersionKind<Row> {
  entity: EntityClass<Row>;
  /** In the audit: `sla_calendar`. */
  object: string;
}

export abstract class VersionsService<Row extends SlaVersionRow, Input extends { note: string }> {
  protected constructor(
    private readonly kind: VersionKind<Row>,
    protected readonly em: EntityManager,
    private readonly audit: AuditService,
    protected readonly clock: Clock,
  ) {}

  /** The newest first. */
  list(_actor: Actor): Promise<Row[]> {
    return this.em.find(
      this.kind.entity,
      {},
      { orderBy: { number: 'desc' } as never, limit: versionsAtMost },
    );
  }

  /** @throws NotFound */
  async get(_actor: Actor, number: number): Promise<Row> {
    const found = await this.em.findOne(this.kind.entity, byNumber(number));
    if (!found) throw this.notFound(number);
    return found;
  }

  /** A draft, of which nothing follows until it is published. @throws TooManySlaVersions, NotFound */
  create(actor: Actor, input: Input): Promise<Row> {
    return this.em.transactional(async (em) => {
      // One at a time, so that numbers have no gaps.
      await lockFor(em, 'sla.creation', this.kind.object);
      const number = (await em.count(this.kind.entity)) + 1;
      if (number > versionsAtMost) throw new TooManySlaVersions(versionsAtMost);
      const columns = { number, validFrom: null, retiredAt: null, ...(await this.columnsOf(em, input)) };
      const draft = em.create(this.kind.entity, columns as unknown as RequiredEntityData<Row>);
      await this.record(actor, number, 'created', { after: { number, note: input.note } });
      return draft;
    });
  }

  /** @throws NotFound, SlaVersionNotDraft, PreconditionFailed */
  replace(actor: Actor, number: number, input: Input, expected: ExpectedVersions): Promise<Row> {
    return this.changing(actor, number, 'changed', expected, async (draft, em) =>
      rewrite(draft, await this.columnsOf(em, input)),
    );
  }

  /**
   * For one that was published by mistake: the one before holds again, from now on.
   * @throws NotFound, SlaVersionNotPublished, LastSlaVersion when none would be in force for everybody, PreconditionFailed
   */
  retire(actor: Actor, number: number, expected: ExpectedVersions): Promise<Row> {
    const now = this.clock.now();
    return this.changing(actor, number, 'retired', expected, async (version, em) => {
      retire(version, now);
      await em.flush();
      const remaining = await em.find(this.kind.entity, this.forEverybody());
      // Read as published: whatever was is not a draft.
      if (!inForceAt(remaining as (Row & { validFrom: Date; retiredAt: Date | null })[], now.getTime()))
        throw new LastSlaVersion(number);
      this.tellRetired(version);
    });
  }

  /** For good: a published version is never changed. @param tell of it, in the same transaction */
  protected publishing(
    actor: Actor,
    number: number,
    validFrom: Date | undefined,
    expected: ExpectedVersions,
    tell: (version: Row) => void,
  ): Promise<Row> {
    const now = this.clock.now();
    return this.changing(actor, number, 'published', expected, (draft) => {
      publish(draft, validFrom ?? now, now);
      tell(draft);
    });
  }

  /** @throws NotFound of what the input names and is not there */
  protected abstract columnsOf(em: EntityManager, input: Input): Promise<Partial<Row>>;
  protected abstract notFound(number: number): NotFound;
  /** Those of which one has to be in force: published and retired ones for whoever has none of their own. */
  protected abstract forEverybody(): FilterQuery<Row>;
  protected abstract tellRetired(version: Row): void;

  /** One at a time over all versions: of two that retire the last two, the second sees the first. */
  private changing(
    actor: Actor,
    number: number,
    what: string,
    expected: ExpectedVersions,
    change: (version: Row, em: EntityManager) => void | Promise<void>,
  ): Promise<Row> {
    return this.em.transactional(async (em) => {
      await lockFor(em, 'sla.change', this.kind.object);
      const options = { lockMode: LockMode.PESSIMISTIC_WRITE, refresh: true };
      const version = await em.findOne(this.kind.entity, byNumber<Row>(number), options);
      if (!version) throw this.notFound(number);
      checkVersion(version, expected);
      const before = factsOf(version);
      await change(version, em);
      await this.record(actor, number, what, { before, after: factsOf(version) });
      return version;
    });
  }

  private record(
    actor: Actor,
    number: number,
    what: string,
    change: { before?: Record<string, unknown>; after?: Record<string, unknown> },
  ): Promise<void> {
    const object = { type: this.kind.object, id: String(number) };
    return this.audit.record(actor, { action: `${this.kind.object}.${what}`, object, ...change });
  }
}

const byNumber = <Row>(number: number) => ({ number }) as FilterQuery<Row>;

/** Not the terms: the version itself keeps those, and they are long. */
function factsOf({ status, note, validFrom }: SlaVersionRow): Record<string, unknown> {
  return { status, note, validFrom: validFrom?.toISOString() ?? null };
}
