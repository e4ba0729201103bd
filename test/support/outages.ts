// Days of complaints that were made up, with or without something that went wrong for many: who belongs to it is known.
import type { Clue } from '../../src/incidents/detection/cause-detector.js';
import { lettersOf } from '../../src/incidents/similar/text-vectors.js';

export type MadeUp = Clue & { text: string; isOfOutage: boolean };

/** The same seed gives the same numbers (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const said: Record<string, string[]> = {
  no_show: [
    'Nobody came for my visit',
    'The technician never showed up',
    'I waited the whole morning and nobody came',
    'koi nahi aaya, subah se wait kar rahe hain',
    'No show, no call, nothing',
  ],
  lateness: [
    'He is two hours late',
    'Still waiting, it is long past the time',
    'bahut late ho gaya, kab aayenge',
  ],
  quality: [
    'The tap drips again',
    'Work was done badly',
    'AC does not cool',
    'Kitchen is still dirty after cleaning',
  ],
  billing: ['I was charged twice', 'The bill is wrong', 'Refund has not arrived'],
  behaviour: ['He was rude to my mother', 'He shouted at us'],
  damage: ['He broke a tile', 'The wash basin is cracked'],
  app: ['The app crashes when I pay', 'I cannot log in'],
  other: ['Please call me back'],
};
const usualKinds = [
  'no_show',
  'lateness',
  'quality',
  'billing',
  'behaviour',
  'damage',
  'app',
  'other',
] as const;

export interface Outage {
  kind: 'provider' | 'area' | 'service';
  /** What goes wrong. */
  category: 'no_show' | 'quality' | 'billing';
  size: number;
}

/**
 * @param noise complaints of the same day and the day before that have nothing to do with it; some of the same professional about something
 * else, some of other days, some in the same words
 */
export function madeUpDay(seed: number, outage: Outage | null, noise: number, morning: Date): MadeUp[] {
  const random = seeded(seed);
  const pick = <Item>(items: readonly Item[]): Item => items[Math.floor(random() * items.length)]!;
  const hours = (from: number, to: number) =>
    new Date(morning.getTime() + Math.round((from + random() * (to - from)) * 60) * 60_000);
  const providers = Array.from({ length: 25 }, (_, index) => `provider-${index}`);
  const pincodes = Array.from({ length: 12 }, (_, index) => `5600${String(index).padStart(2, '0')}`);
  const services = Array.from({ length: 9 }, (_, index) => `service-${index}`);
  let count = 0;
  const clue = (isOfOutage: boolean, more: Partial<Clue>): MadeUp => {
    const category = more.category ?? pick(usualKinds);
    const text = pick(said[more.category ?? category]!);
    const id = `complaint-${String(++count).padStart(3, '0')}`;
    const about = { provider: pick(providers), pincode: pick(pincodes), service: pick(services) };
    return {
      id,
      customer: `customer-${id}`,
      at: hours(-22, 8),
      category,
      ...about,
      ...more,
      text,
      vector: lettersOf(text),
      isOfOutage,
    };
  };
  const ofOutage = Array.from({ length: outage?.size ?? 0 }, () => {
    const { kind, category } = outage!;
    const where = {
      provider: providers[0]!,
      area: { pincode: pincodes[0]! },
      service: { service: services[0]! },
    };
    const shared = kind === 'provider' ? { provider: where.provider } : where[kind];
    const made = clue(true, { ...shared, category, at: hours(0, 5) });
    // Not everybody finds the right heading, and not everybody names the visit.
    const mistaken = random() < 0.12 ? ({ category: pick(['other', 'lateness'] as const) } as const) : {};
    const unnamed = random() < 0.06 ? { provider: null, service: null, pincode: null } : {};
    return { ...made, ...mistaken, ...unnamed };
  });
  const others = Array.from({ length: noise }, (_, index) => {
    if (outage && index === 0)
      return clue(false, { provider: providers[0]!, category: 'billing', at: hours(-20, -12) });
    if (outage && index === 1)
      return clue(false, { provider: providers[0]!, category: 'app', at: hours(1, 4) });
    if (outage && index === 2) return clue(false, { category: outage.category, at: hours(0, 5) });
    return clue(false, {});
  });
  return [...ofOutage, ...others];
}

/** Of what is offered, how much belongs to it; of what belongs to it, how much is offered. */
export function scored(offered: ReadonlySet<string>, truth: ReadonlySet<string>) {
  const right = [...offered].filter((id) => truth.has(id)).length;
  return { precision: offered.size === 0 ? 0 : right / offered.size, recall: right / truth.size };
}
