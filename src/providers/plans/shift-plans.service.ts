// When providers are to work: weekly plans, exceptions, leave. Every change locks the provider, is held against the work rules and counted in
// the provider's version. What is booked already is known further up (src/planning), which calls this in its transaction.
import { Injectable } from '@nestjs/common';
import { EntityManager } from '@mikro-orm/core';
import { NotFound } from '#libs/errors';
import type { ExpectedVersions } from '#libs/http';
import { newId } from '#libs/orm';
import { addDays, Clock, localDate, type LocalDate } from '#libs/time';
import type { Actor } from '../../access/actor.js';
import { AuditService, type AuditRecord } from '../../audit/audit.service.js';
import { Settings } from '../../config/settings.js';
import { ProviderRecordsService } from '../ops/provider-records.service.js';
import { Provider } from '../provider.entity.js';
import { PlanBegun, ProviderLeft, WorkRulesBroken } from '../provider.errors.js';
import { ProviderLeave, Shift, ShiftException, type LeaveKind } from '../shift.entity.js';
import {
  workSpans,
  type PlanException,
  type PlannedShift,
  type WorkingPeriod,
  type WorkPlan,
} from '../working-windows.js';
import { awayDays, notYetAway } from './away-days.js';
import { PlanRepository, refusingOverlaps, type PlanPeriod } from './plan.repository.js';
import { workViolations, worsened, type WorkViolation } from './work-rules.js';

export interface ShownPlan {
  id: string;
  version: number;
  weeklyMaxMinutes: number;
  minRestMinutes: number;
  /** Those that hold today or later, in the order of weekday and time. */
  shifts: Shift[];
  exceptions: ShiftException[];
  leaves: ProviderLeave[];
}

/** Lines of one weekly plan. */
export type WeeklyLine = Pick<PlannedShift, 'weekday' | 'fromMinute' | 'toMinute'>;
export interface WeeklyPlan {
  validFrom: LocalDate;
  validUntil: LocalDate | null;
  shifts: readonly WeeklyLine[];
}

export interface NewException extends Omit<PlanException, 'kind'> {
  kind: 'off' | 'extra';
  reason: string;
}
export interface NewLeave {
  firstDay: LocalDate;
  lastDay: LocalDate;
  kind: LeaveKind;
  reason: string;
}

/** A plan is held against the rules for so many days; what comes later is the same week again. */
const checkedDays = 98;
/** A week and a day around a change: a week that it shares, and the night before. */
const around = 8;

@Injectable()
export class ShiftPlansService {
  constructor(
    private readonly em: EntityManager,
    private readonly plans: PlanRepository,
    private readonly records: ProviderRecordsService,
    private readonly audit: AuditService,
    private readonly settings: Settings,
    private readonly clock: Clock,
  ) {}

  /** What is planned from today on. @throws NotFound */
  async planOf(_actor: Actor, id: string): Promise<ShownPlan> {
    const provider = await this.em.findOne(Provider, { id }, { refresh: true });
    if (!provider) throw new NotFound('Provider', id);
    const today = this.today();
    const { version, weeklyMaxMinutes, minRestMinutes } = provider;
    const fresh = { disableIdentityMap: true } as const;
    return {
      id,
      version,
      weeklyMaxMinutes,
      minRestMinutes,
      shifts: await this.em.find(
        Shift,
        { provider: id, $or: [{ validUntil: null }, { validUntil: { $gte: today } }] },
        { ...fresh, orderBy: { weekday: 'asc', fromMinute: 'asc', validFrom: 'asc' } },
      ),
      exceptions: await this.em.find(
        ShiftException,
        { provider: id, day: { $gte: today } },
        { ...fresh, orderBy: { day: 'asc', fromMinute: 'asc' } },
      ),
      leaves: await this.em.find(
        ProviderLeave,
        { provider: id, lastDay: { $gte: today } },
        { ...fresh, orderBy: { firstDay: 'asc' } },
      ),
    };
  }

  /**
   * Puts a weekly plan in the place of whatever is planned in its days; before and after it everything stays.
   * @throws NotFound, PreconditionFailed, ProviderLeft, PlanBegun, ShiftsOverlap, WorkRulesBroken
   */
  replaceShifts(
    actor: Actor,
    id: string,
    { validFrom, validUntil, shifts }: WeeklyPlan,
    expected: ExpectedVersions,
  ): Promise<void> {
    this.checkAhead(validFrom);
    const lines = shifts.map((line) => ({ ...line, providerId: id, validFrom, validUntil }));
    return this.changing(actor, id, { from: validFrom, until: validUntil }, expected, async () => {
      await this.plans.replace([id], { from: validFrom, until: validUntil }, lines, this.clock.now());
      return { action: 'provider.shifts_changed', after: { validFrom, validUntil, shifts } };
    });
  }

  /** @throws NotFound, PreconditionFailed, ProviderLeft, PlanBegun, ShiftsOverlap, WorkRulesBroken */
  async addException(
    actor: Actor,
    id: string,
    input: NewException,
    expected: ExpectedVersions,
  ): Promise<string> {
    this.checkAhead(input.day);
    const exception = newId();
    await this.changing(actor, id, { from: input.day, until: input.day }, expected, async (provider) => {
      this.em.create(ShiftException, { id: exception, provider, ...input });
      return { action: 'provider.exception_added', after: { ...input } };
    });
    return exception;
  }

  /** @throws NotFound, PreconditionFailed, ProviderLeft, WorkRulesBroken */
  async removeException(
    actor: Actor,
    id: string,
    exception: string,
    expected: ExpectedVersions,
  ): Promise<void> {
    const known = await this.em.findOne(ShiftException, { id: exception, provider: id });
    if (!known) throw new NotFound('Shift exception', exception);
    const { day, kind, fromMinute, toMinute } = known;
    await this.changing(actor, id, { from: day, until: day }, expected, async () => {
      this.em.remove(known);
      return { action: 'provider.exception_removed', before: { day, kind, fromMinute, toMinute } };
    });
  }

  /** @throws NotFound, PreconditionFailed, ProviderLeft, PlanBegun, LeaveOverlaps */
  async addLeave(actor: Actor, id: string, input: NewLeave, expected: ExpectedVersions): Promise<string> {
    this.checkAhead(input.lastDay);
    const leave = newId();
    await this.changing(
      actor,
      id,
      { from: input.firstDay, until: input.lastDay },
      expected,
      async (provider) => {
        this.em.create(ProviderLeave, { id: leave, provider, ...input });
        return { action: 'provider.leave_added', after: { ...input } };
      },
    );
    return leave;
  }

  /** @throws NotFound, PreconditionFailed, ProviderLeft, WorkRulesBroken */
  async removeLeave(actor: Actor, id: string, leave: string, expected: ExpectedVersions): Promise<void> {
    const known = await this.em.findOne(ProviderLeave, { id: leave, provider: id });
    if (!known) throw new NotFound('Provider leave', leave);
    const { firstDay, lastDay, kind } = known;
    await this.changing(actor, id, { from: firstDay, until: lastDay }, expected, async () => {
      this.em.remove(known);
      return { action: 'provider.leave_removed', before: { firstDay, lastDay, kind } };
    });
  }

  /**
   * The provider does not work between two instants, whatever is planned: what an absence says already is not said twice. In whole
   * minutes; days before today are left as they were. To be called in a transaction.
   * @throws NotFound, ProviderLeft
   */
  markAway(actor: Actor, id: string, period: WorkingPeriod, reason: string): Promise<void> {
    const days = awayDays(period, this.settings.BUSINESS_TIME_ZONE).filter(({ day }) => day >= this.today());
    const [first, last] = [days[0]?.day ?? this.today(), days.at(-1)?.day ?? this.today()];
    return this.changing(actor, id, { from: first, until: last }, undefined, async (provider) => {
      const known = { provider: id, kind: 'away', day: { $gte: first, $lte: last } } as const;
      const already = await this.em.find(ShiftException, known, { disableIdentityMap: true });
      for (const away of days.flatMap((day) => notYetAway(day, already)))
        this.em.create(ShiftException, { id: newId(), provider, kind: 'away', reason, ...away });
      const after = { from: period.from.toISOString(), to: period.to.toISOString() };
      return { action: 'provider.absence_recorded', after };
    });
  }

  /** What is planned for one provider on some days, all changes included. */
  async workPlan(id: string, first: LocalDate, last: LocalDate): Promise<WorkPlan> {
    await this.em.flush();
    return (await this.plans.plans([id], first, last)).get(id) ?? { shifts: [], exceptions: [] };
  }

  /** Whatever broke the rules before may go on doing so: what is refused is what the change makes worse. */
  private async changing(
    actor: Actor,
    id: string,
    period: PlanPeriod,
    expected: ExpectedVersions,
    change: (provider: Provider) => Promise<Pick<AuditRecord, 'action' | 'before' | 'after'>>,
  ): Promise<void> {
    await this.em.transactional(async () => {
      const provider = await this.records.locked(id, expected);
      if (provider.status === 'left') throw new ProviderLeft();
      const before = await this.violations(provider, period);
      const facts = await refusingOverlaps(async () => {
        const made = await change(provider);
        await this.em.flush();
        return made;
      });
      const broken = worsened(before, await this.violations(provider, period));
      if (broken.length > 0) throw new WorkRulesBroken(broken);
      provider.countChange();
      await this.audit.record(actor, { object: { type: 'provider', id }, person: id, ...facts });
    });
  }

  private async violations(provider: Provider, { from, until }: PlanPeriod): Promise<WorkViolation[]> {
    const first = addDays(from, -around);
    const latest = addDays(from, checkedDays);
    const last = addDays(until !== null && until < latest ? until : latest, around);
    return workViolations(workSpans(await this.workPlan(provider.id, first, last), first, last), provider);
  }

  private checkAhead(day: LocalDate): void {
    const today = this.today();
    if (day < today) throw new PlanBegun(today);
  }

  private today(): LocalDate {
    return localDate(this.clock.now(), this.settings.BUSINESS_TIME_ZONE);
  }
}
