import { Injectable } from '@nestjs/common';
import { EntityManager, LockMode } from '@mikro-orm/core';
import { BoundedMap } from '#libs/cache';
import { NotFound } from '#libs/errors';
import { checkVersion, type ExpectedVersions } from '#libs/http';
import { lockFor } from '#libs/orm';
import { Clock } from '#libs/time';
import type { Actor } from '../access/actor.js';
import { AuditService } from '../audit/audit.service.js';
import { LastPolicy, TooManyPolicies } from './policies.errors.js';
import type { CreatePolicyInput, PublishPolicyInput } from './policies.schemas.js';
import { PolicyVersion } from './policy-version.entity.js';

/** They are listed in one page. */
const versionsAtMost = 500;

@Injectable()
export class PoliciesService {
  /** What was published never changes, so that a copy is never stale. Detached: nobody's unit of work holds them. */
  private readonly published = new BoundedMap<number, PolicyVersion>(versionsAtMost);

  constructor(
    private readonly em: EntityManager,
    private readonly audit: AuditService,
    private readonly clock: Clock,
  ) {}

  /** The version that a booking is under that is made at this moment. @throws Error where there is none, which `retire` excludes */
  async current(): Promise<PolicyVersion> {
    const inForce = await findInForce(this.em, this.clock.now());
    if (!inForce) throw new Error('No policy is in force.');
    return inForce;
  }

  /** A version that was published, also one that is retired: what a booking holds on to. From memory after the first time. */
  async publishedVersion(number: number): Promise<PolicyVersion> {
    const known = this.published.get(number);
    if (known) return known;
    const wanted = { number, status: { $ne: 'draft' as const } };
    const found = await this.em.findOneOrFail(PolicyVersion, wanted, { disableIdentityMap: true });
    this.published.set(number, found);
    return found;
  }

  /** The newest first. */
  list(_actor: Actor): Promise<PolicyVersion[]> {
    return this.em.find(PolicyVersion, {}, { orderBy: { number: 'desc' }, limit: versionsAtMost });
  }

  /** @throws NotFound */
  async get(_actor: Actor, number: number): Promise<PolicyVersion> {
    const found = await this.em.findOne(PolicyVersion, { number });
    if (!found) throw new NotFound('Policy', String(number));
    return found;
  }

  /** A draft, of which nothing follows until it is published. @throws TooManyPolicies */
  create(actor: Actor, input: CreatePolicyInput): Promise<PolicyVersion> {
    return this.em.transactional(async (em) => {
      // One at a time, so that numbers have no gaps.
      await lockFor(em, 'policies.creation');
      const number = (await em.count(PolicyVersion)) + 1;
      if (number > versionsAtMost) throw new TooManyPolicies(versionsAtMost);
      const draft = em.create(PolicyVersion, { number, ...input, validFrom: null, retiredAt: null });
      await this.record(actor, draft, 'created', { after: { number, note: input.note } });
      return draft;
    });
  }

  /** @throws NotFound, PolicyNotDraft, PreconditionFailed */
  replace(
    actor: Actor,
    number: number,
    input: CreatePolicyInput,
    expected: ExpectedVersions,
  ): Promise<PolicyVersion> {
    return this.changing(actor, number, 'changed', expected, (draft) => draft.rewrite(input));
  }

  /** For good: a published version is never changed. @throws NotFound, PolicyNotDraft, PolicyWindowInvalid, PreconditionFailed */
  publish(
    actor: Actor,
    number: number,
    { validFrom }: PublishPolicyInput,
    expected: ExpectedVersions,
  ): Promise<PolicyVersion> {
    const now = this.clock.now();
    return this.changing(actor, number, 'published', expected, (draft) =>
      draft.publish(validFrom ?? now, now),
    );
  }

  /**
   * For one that was published by mistake. Bookings that were made under it keep it.
   * @throws NotFound, PolicyNotPublished, LastPolicy when none would be in force, PreconditionFailed
   */
  retire(actor: Actor, number: number, expected: ExpectedVersions): Promise<PolicyVersion> {
    const now = this.clock.now();
    return this.changing(actor, number, 'retired', expected, async (version, em) => {
      version.retire(now);
      await em.flush();
      if (!(await findInForce(em, now))) throw new LastPolicy(number);
    });
  }

  /** One at a time over all versions: of two that retire the last two, the second sees the first. */
  private changing(
    actor: Actor,
    number: number,
    what: string,
    expected: ExpectedVersions,
    change: (version: PolicyVersion, em: EntityManager) => void | Promise<void>,
  ): Promise<PolicyVersion> {
    return this.em.transactional(async (em) => {
      await lockFor(em, 'policies.change');
      const lockMode = LockMode.PESSIMISTIC_WRITE;
      const version = await em.findOne(PolicyVersion, { number }, { lockMode, refresh: true });
      if (!version) throw new NotFound('Policy', String(number));
      checkVersion(version, expected);
      const before = factsOf(version);
      await change(version, em);
      await this.record(actor, version, what, { before, after: factsOf(version) });
      return version;
    });
  }

  private record(
    actor: Actor,
    { number }: PolicyVersion,
    what: string,
    change: { before?: Record<string, unknown>; after?: Record<string, unknown> },
  ): Promise<void> {
    const object = { type: 'policy', id: String(number) };
    return this.audit.record(actor, { action: `policy.${what}`, object, ...change });
  }
}

/** The latest one that has begun; of two that began together the higher number. */
function findInForce(em: EntityManager, now: Date): Promise<PolicyVersion | null> {
  return em.findOne(
    PolicyVersion,
    { status: 'published', validFrom: { $lte: now } },
    { orderBy: { validFrom: 'desc', number: 'desc' } },
  );
}

/** Not the clauses: the version itself keeps those, and they are long. */
function factsOf({ status, note, validFrom, clauses }: PolicyVersion): Record<string, unknown> {
  return { status, note, validFrom: validFrom?.toISOString() ?? null, clauses: clauses.map(({ id }) => id) };
}
