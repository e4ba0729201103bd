// Makes the shifts of a draft: demand, providers, plan. Reads, and computes in small steps; writes nothing.
import { setImmediate as breathe } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import type { Actor } from '../../access/actor.js';
import { DemandService, partsOf, pincodeGroupOf, type CityDemand } from '../forecast/demand.service.js';
import type { ExpectedLoad } from '../forecast/forecast.js';
import { uncoveredBy, type PlannedWork, type UncoveredDemand, type WeekNeed } from './coverage.js';
import type { ShiftDraft } from './shift-draft.entity.js';
import { planWeek } from './week-planner.js';
import { WeekWorkersService, type PlannedProvider } from './week-workers.service.js';

/** A city of more providers is refused: the greedy planner holds a worker for as long as it runs. */
export const providersAtMost = 300;
/** Loads below are noise, and would fill the row of a draft. */
const negligible = 0.005;

export type DraftWish = Pick<
  ShiftDraft,
  'city' | 'week' | 'reservePercent' | 'leastPresent' | 'openFromHour' | 'openToHour'
>;

export interface MadeDraft {
  providerIds: string[];
  load: ExpectedLoad[];
  accuracy: CityDemand['accuracy'];
  shifts: PlannedWork[];
  uncovered: UncoveredDemand[];
}

@Injectable()
export class DraftMaker {
  constructor(
    private readonly demand: DemandService,
    private readonly workers: WeekWorkersService,
  ) {}

  /**
   * @param tell hears how far it is, 0 … 1
   * @throws NotFound when there is no such city; the reason of `signal`
   */
  async make(
    actor: Actor,
    wish: DraftWish,
    tell: (part: number) => void = () => {},
    signal?: AbortSignal,
  ): Promise<MadeDraft> {
    const demand = await this.demand.ofCity(wish.city);
    const providers = await this.workers.ofCity(actor, wish.city, wish.week, providersAtMost);
    const load = withReserve(demand.load, wish.reservePercent);
    const need = needOf(wish, load, providers, demand.pincodes);
    const steps = planWeek(need, providers);
    for (;;) {
      const { done, value } = steps.next();
      if (done) {
        const providerIds = providers.map(({ id }) => id);
        const uncovered = uncoveredBy(need, providers, value);
        return { providerIds, load, accuracy: demand.accuracy, shifts: value, uncovered };
      }
      tell(value);
      signal?.throwIfAborted();
      await breathe();
    }
  }
}

/** What the shifts of a draft are held against. @param pincodes of the city; undefined: everywhere that the providers come */
export function needOf(
  { week, leastPresent, openFromHour, openToHour }: Omit<DraftWish, 'city' | 'reservePercent'>,
  load: readonly ExpectedLoad[],
  providers: readonly PlannedProvider[],
  pincodes?: readonly string[],
): WeekNeed {
  const groups = pincodes && new Set(pincodes.map(pincodeGroupOf));
  const present = new Set(providers.flatMap(({ series }) => series));
  const here = [...present].filter((series) => !groups || groups.has(partsOf(series).pincodeGroup));
  return { week, load, present: here.toSorted(), openFromHour, openToHour, leastPresent };
}

function withReserve(load: readonly ExpectedLoad[], percent: number): ExpectedLoad[] {
  return load
    .map((each) => ({ ...each, load: Math.round(each.load * (100 + percent) * 100) / 10_000 }))
    .filter((each) => each.load >= negligible);
}
