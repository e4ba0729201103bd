// What drafts of price rules would have made of past bookings. Stands above bookings, of which it needs the facts, and above prices: neither
// knows the other way round.
import { setImmediate as breathe } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { localDate } from '#libs/time';
import type { Actor } from '../access/actor.js';
import { SalesHistoryService } from '../bookings/sales-history.service.js';
import { Settings } from '../config/settings.js';
import { PricingService } from '../pricing/pricing.service.js';
import { PriceBook } from '../pricing/rules/price-book.service.js';
import { SimulationTooLarge } from './simulations.errors.js';
import type { PriceSimulation, SimulatePrices } from './simulations.schemas.js';

/** A few seconds of work, in portions between which others are served. */
const bookingsAtMost = 20_000;

interface Sums {
  bookings: number;
  currentPaise: number;
  simulatedPaise: number;
  differencePaise: number;
}
type NamedSums = Sums & { key: string; name: string };

@Injectable()
export class SimulationsService {
  constructor(
    private readonly history: SalesHistoryService,
    private readonly pricing: PricingService,
    private readonly book: PriceBook,
    private readonly settings: Settings,
  ) {}

  /**
   * Compares the rules of this moment with the same ones and the drafts in their places, on the rate card lines that were sold. What was charged
   * is not looked at: it came from the rules of its time. Nothing is written.
   * @throws NotFound, NothingToPublish (a rule without a draft), SimulationTooLarge
   */
  async simulate(actor: Actor, { ruleIds, from, to }: SimulatePrices): Promise<PriceSimulation> {
    const { current, tried } = await this.book.tried(ruleIds);
    const period = { from, to };
    const count = await this.history.count(actor, period);
    if (count > bookingsAtMost) throw new SimulationTooLarge(count, bookingsAtMost);
    const all = noSums();
    let changed = 0;
    const groups = { city: new Map(), service: new Map(), month: new Map() } as Record<
      'city' | 'service' | 'month',
      Map<string, NamedSums>
    >;
    for await (const sales of this.history.portions(actor, period)) {
      for (const sale of sales) {
        const before = this.pricing.repriced(sale, current);
        const after = this.pricing.repriced(sale, tried);
        if (before !== after) changed++;
        const month = localDate(sale.startsAt, this.settings.BUSINESS_TIME_ZONE).slice(0, 7);
        const keys = [
          [groups.city, sale.place.city, sale.cityName],
          [groups.service, sale.service.slug, sale.service.name],
          [groups.month, month, month],
        ] as const;
        for (const sums of [all, ...keys.map(([map, key, name]) => sumsIn(map, key, name))])
          addTo(sums, before, after);
      }
      await breathe();
    }
    return {
      ...period,
      ...all,
      changed,
      byCity: [...groups.city.values()].sort(byDifference),
      byService: [...groups.service.values()].sort(byDifference),
      byMonth: [...groups.month.values()].sort((a, b) => (a.key < b.key ? -1 : 1)),
    };
  }
}

function noSums(): Sums {
  return { bookings: 0, currentPaise: 0, simulatedPaise: 0, differencePaise: 0 };
}

function sumsIn(map: Map<string, NamedSums>, key: string, name: string): NamedSums {
  const known = map.get(key) ?? { key, name, ...noSums() };
  map.set(key, known);
  return known;
}

function addTo(sums: Sums, currentPaise: number, simulatedPaise: number): void {
  sums.bookings++;
  sums.currentPaise += currentPaise;
  sums.simulatedPaise += simulatedPaise;
  sums.differencePaise += simulatedPaise - currentPaise;
}

function byDifference(a: NamedSums, b: NamedSums): number {
  return Math.abs(b.differencePaise) - Math.abs(a.differencePaise) || (a.key < b.key ? -1 : 1);
}
