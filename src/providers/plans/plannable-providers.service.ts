// What a planner has to know of many providers at once, and the writing of what it has planned. Who plans: src/planning.
import { Injectable } from '@nestjs/common';
import { EntityManager, LockMode } from '@mikro-orm/core';
import { NotFound } from '#libs/errors';
import { Clock, weekdayOf, type LocalDate } from '#libs/time';
import type { Actor } from '../../access/actor.js';
import { Provider, ProviderPincode, ProviderSkill, type ProviderStatus } from '../provider.entity.js';
import type { WorkPlan } from '../working-windows.js';
import { PlanRepository, refusingOverlaps } from './plan.repository.js';
import type { WorkLimits } from './work-rules.js';

export interface PlannableProvider {
  id: string;
  name: string;
  status: ProviderStatus;
  limits: WorkLimits;
  /** Ids of subcategories. */
  skills: string[];
  pincodes: string[];
  plan: WorkPlan;
}

/** Work on one day, of one provider. Minutes since midnight in the business time zone. */
export interface DatedShift {
  providerId: string;
  day: LocalDate;
  fromMinute: number;
  toMinute: number;
}

/** Both inclusive. */
export interface DayRange {
  first: LocalDate;
  last: LocalDate;
}

const plain = { disableIdentityMap: true } as const;

@Injectable()
export class PlannableProvidersService {
  constructor(
    private readonly em: EntityManager,
    private readonly plans: PlanRepository,
    private readonly clock: Clock,
  ) {}

  /**
   * The active providers of a city, by id, with what is planned for them on the days. Six queries, however many they are.
   * @param limit how many at most
   */
  async ofCity(_actor: Actor, city: string, days: DayRange, limit: number): Promise<PlannableProvider[]> {
    const orderBy = { id: 'asc' } as const;
    const providers = await this.em.find(Provider, { city, status: 'active' }, { orderBy, limit, ...plain });
    return this.plannable(providers, days);
  }

  /** Of a city. */
  countActive(_actor: Actor, city: string): Promise<number> {
    return this.em.count(Provider, { city, status: 'active' });
  }

  /** One that is active. @throws NotFound when there is none or it works for us no longer */
  async active(_actor: Actor | undefined, id: string, days: DayRange): Promise<PlannableProvider> {
    const provider = await this.em.findOne(Provider, { id, status: 'active' }, plain);
    if (!provider) throw new NotFound('Provider', id);
    const [plannable] = await this.plannable([provider], days);
    return plannable!;
  }

  /**
   * Locks the providers in the order of their ids, so that nobody's plan, leave or status changes until the transaction ends.
   * @returns what holds of them now, whatever their status
   */
  async lockedForPlan(ids: readonly string[], days: DayRange): Promise<PlannableProvider[]> {
    const providers = await this.em.find(
      Provider,
      { id: { $in: [...ids] } },
      { orderBy: { id: 'asc' }, lockMode: LockMode.PESSIMISTIC_WRITE, refresh: true },
    );
    return this.plannable(providers, days);
  }

  /**
   * Puts the dated shifts in the place of whatever is planned for these providers on the days. To be called in the transaction of
   * `lockedForPlan`; the work rules are the caller's to check.
   * @throws ShiftsOverlap
   */
  async publish(
    ids: readonly string[],
    { first, last }: DayRange,
    shifts: readonly DatedShift[],
  ): Promise<void> {
    const lines = shifts.map(({ day, ...shift }) => ({
      ...shift,
      weekday: weekdayOf(day),
      validFrom: day,
      validUntil: day,
    }));
    await refusingOverlaps(() =>
      this.plans.replace(ids, { from: first, until: last }, lines, this.clock.now()),
    );
    for (const provider of await this.em.find(Provider, { id: { $in: [...ids] } })) provider.countChange();
  }

  private async plannable(providers: readonly Provider[], days: DayRange): Promise<PlannableProvider[]> {
    const ids = providers.map(({ id }) => id);
    const skills = await this.em.find(ProviderSkill, { provider: { $in: ids } }, plain);
    const pincodes = await this.em.find(ProviderPincode, { provider: { $in: ids } }, plain);
    const skillsOf = Map.groupBy(skills, ({ provider }) => provider.id);
    const pincodesOf = Map.groupBy(pincodes, ({ provider }) => provider.id);
    const plans = await this.plans.plans(ids, days.first, days.last);
    return providers.map(({ id, name, status, weeklyMaxMinutes, minRestMinutes }) => ({
      id,
      name,
      status: status as ProviderStatus,
      limits: { weeklyMaxMinutes, minRestMinutes },
      skills: (skillsOf.get(id) ?? []).map(({ subcategory }) => subcategory).sort(),
      pincodes: (pincodesOf.get(id) ?? []).map(({ pincode }) => pincode).sort(),
      plan: plans.get(id)!,
    }));
  }
}
