// Changes of when, and whether, a provider works, together with what they mean for the visits that are booked: nothing is dropped silently.
import { Injectable } from '@nestjs/common';
import { EntityManager } from '@mikro-orm/core';
import type { ExpectedVersions } from '#libs/http';
import type { Actor } from '../../access/actor.js';
import { ProviderRecordsService } from '../../providers/ops/provider-records.service.js';
import type { ProviderStatus } from '../../providers/provider.entity.js';
import {
  ShiftPlansService,
  type NewException,
  type NewLeave,
  type ShownPlan,
  type WeeklyPlan,
} from '../../providers/plans/shift-plans.service.js';
import { VisitsInTheWay, type ConflictingVisit } from '../planning.errors.js';
import { BookedVisitsService } from './booked-visits.service.js';

export interface StatusChange {
  id: string;
  status: ProviderStatus;
  nextStatuses: readonly ProviderStatus[];
  version: number;
  /** Visits that are booked with a provider who works no more. */
  visits: ConflictingVisit[];
}

export interface PlanChange extends ShownPlan {
  /** Of what was added. */
  addedId: string | null;
  /** Booked visits that are not in time that is worked, those from before the change included. */
  conflicts: ConflictingVisit[];
}

export interface Forced {
  /** Whether visits that are booked may end up outside of what is worked. */
  force: boolean;
}

@Injectable()
export class RosterService {
  constructor(
    private readonly em: EntityManager,
    private readonly plans: ShiftPlansService,
    private readonly records: ProviderRecordsService,
    private readonly visits: BookedVisitsService,
  ) {}

  /** @throws NotFound, PreconditionFailed, ProviderStatusIllegal */
  moveTo(
    actor: Actor,
    id: string,
    status: ProviderStatus,
    reason: string,
    expected: ExpectedVersions,
  ): Promise<StatusChange> {
    return this.em.transactional(async () => {
      const { nextStatuses, version } = await this.records.moveTo(actor, id, status, reason, expected);
      const visits = status === 'active' ? [] : await this.visits.ahead([id]);
      return { id, status, nextStatuses, version, visits };
    });
  }

  /** @throws NotFound */
  plan(actor: Actor, id: string): Promise<ShownPlan> {
    return this.plans.planOf(actor, id);
  }

  /** Visits of a provider that are booked in time that is not worked. @throws NotFound */
  async conflicts(actor: Actor, id: string): Promise<ConflictingVisit[]> {
    await this.plans.planOf(actor, id);
    return this.outside(id, await this.visits.ahead([id]));
  }

  /** @throws what ShiftPlansService says, VisitsInTheWay */
  replaceShifts(
    actor: Actor,
    id: string,
    { force, ...plan }: WeeklyPlan & Forced,
    expected: ExpectedVersions,
  ): Promise<PlanChange> {
    return this.changing(actor, id, force, async () => {
      await this.plans.replaceShifts(actor, id, plan, expected);
      return null;
    });
  }

  /** @throws the same */
  addException(
    actor: Actor,
    id: string,
    { force, ...exception }: NewException & Forced,
    expected: ExpectedVersions,
  ): Promise<PlanChange> {
    return this.changing(actor, id, force, () => this.plans.addException(actor, id, exception, expected));
  }

  /** @throws the same; taking back hours that were extra may leave a visit without */
  removeException(
    actor: Actor,
    id: string,
    exception: string,
    { force }: Forced,
    expected: ExpectedVersions,
  ): Promise<PlanChange> {
    return this.changing(actor, id, force, async () => {
      await this.plans.removeException(actor, id, exception, expected);
      return null;
    });
  }

  /** @throws the same */
  addLeave(
    actor: Actor,
    id: string,
    { force, ...leave }: NewLeave & Forced,
    expected: ExpectedVersions,
  ): Promise<PlanChange> {
    return this.changing(actor, id, force, () => this.plans.addLeave(actor, id, leave, expected));
  }

  /** @throws NotFound, PreconditionFailed, ProviderLeft, WorkRulesBroken */
  removeLeave(actor: Actor, id: string, leave: string, expected: ExpectedVersions): Promise<PlanChange> {
    return this.changing(actor, id, true, async () => {
      await this.plans.removeLeave(actor, id, leave, expected);
      return null;
    });
  }

  /** Refused are visits that only this change leaves outside: those from before are told of and stand in nobody's way. */
  private changing(
    actor: Actor,
    id: string,
    force: boolean,
    change: () => Promise<string | null>,
  ): Promise<PlanChange> {
    return this.em.transactional(async () => {
      const before = await this.outside(id, await this.visits.ahead([id]));
      const addedId = await change();
      // Looked up again: the provider is locked now, and a visit may have been booked meanwhile.
      const conflicts = await this.outside(id, await this.visits.ahead([id]));
      const known = new Set(before.map(({ bookingId }) => bookingId));
      const added = conflicts.filter(({ bookingId }) => !known.has(bookingId));
      if (added.length > 0 && !force) throw new VisitsInTheWay(added);
      return { ...(await this.plans.planOf(actor, id)), addedId, conflicts };
    });
  }

  private async outside(id: string, visits: readonly ConflictingVisit[]): Promise<ConflictingVisit[]> {
    const days = this.visits.daysOf(visits);
    return days ? this.visits.outside(await this.plans.workPlan(id, days.first, days.last), visits) : [];
  }
}
