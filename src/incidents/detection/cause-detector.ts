// Finds what many complaints have in common that is not by chance: too many customers complain of one professional, in one area or of one
// service within some hours. Pure: the same complaints give the same offers.
import { hourMs } from '#libs/time';
import type { ComplaintCategory } from '../../complaints/complaint.entity.js';
import type { CauseKind } from '../incident.states.js';
import { likenessOf, type TextVectors } from '../similar/text-vectors.js';

/** A complaint as the detector looks at it. */
export interface Clue {
  id: string;
  customer: string;
  /** When the visit was to begin; where it is about none, when it was filed. */
  at: Date;
  provider: string | null;
  service: string | null;
  pincode: string | null;
  category: ComplaintCategory;
  vector: Float32Array;
}

export interface CauseOffer {
  kind: CauseKind;
  /** What is the same of all: `provider:…`. */
  key: string;
  members: Clue[];
  customers: number;
  expected: number;
  surprise: number;
}

/** Complaints about the same side of a visit: nobody came, the work was bad, the bill, the person, the app. Of `other` only words tell. */
const topics: Readonly<Record<ComplaintCategory, string>> = {
  no_show: 'attendance',
  lateness: 'attendance',
  quality: 'work',
  damage: 'work',
  billing: 'money',
  behaviour: 'conduct',
  safety: 'conduct',
  app: 'app',
  other: 'other',
};

/** Customers: of fewer each is answered for themselves. */
export const customersAtLeast = 4;
/** By chance one look in ten thousand finds something, however many causes are looked at. */
const surpriseAtLeast = 4;
const windowMs = 6 * hourMs;
/** So much time may pass between two of one incident, and so much in all. */
const pauseMs = 3 * hourMs;
const longestMs = 14 * hourMs;
/** Of whom nobody ever complained, somebody may all the same: as if there had been six in four weeks. */
const leastExpected = 0.1;
const nearlyAll = 0.8;
/** How alike what is said must be where the category is another one. */
const alikeWords = 0.45;

/**
 * @param clues of the last day or two, at most some thousands
 * @param usual complaints by cause key in six hours of other days
 * @returns the least likely first; a complaint is in one of them at most
 */
export function detectCauses(
  clues: readonly Clue[],
  usual: ReadonlyMap<string, number>,
  scale: TextVectors['scale'],
): CauseOffer[] {
  const offers: CauseOffer[] = [];
  let left = [...clues];
  for (;;) {
    const best = bestCause(left, usual, scale);
    if (!best) return offers;
    offers.push(best);
    const taken = new Set(best.members);
    left = left.filter((clue) => !taken.has(clue));
  }
}

/** What a complaint shares with others. */
type Shared = Pick<Clue, 'provider' | 'service' | 'pincode' | 'category'>;

interface Cause {
  kind: CauseKind;
  key: string;
  /** Where, or by whom, whatever it is about. */
  place: string;
}

/** The causes that a complaint may belong to, the narrowest first. In an area, or of a service, only the same side of visits counts. */
export function causesOf({ provider, service, pincode, category }: Shared): Cause[] {
  const topic = topics[category];
  const causes: Cause[] = [];
  if (provider) causes.push({ kind: 'provider', key: `provider:${provider}`, place: `provider:${provider}` });
  if (pincode) causes.push({ kind: 'area', key: `area:${pincode}:${topic}`, place: `area:${pincode}` });
  if (service)
    causes.push({ kind: 'service', key: `service:${service}:${topic}`, place: `service:${service}` });
  return causes;
}

const narrowness: readonly CauseKind[] = ['provider', 'area', 'service'];

function bestCause(
  clues: readonly Clue[],
  usual: ReadonlyMap<string, number>,
  scale: TextVectors['scale'],
): CauseOffer | undefined {
  const groups = new Map<string, { cause: Cause; clues: Clue[] }>();
  const places = new Map<string, Clue[]>();
  for (const clue of clues)
    for (const cause of causesOf(clue)) {
      const group = groups.get(cause.key) ?? { cause, clues: [] };
      group.clues.push(clue);
      groups.set(cause.key, group);
      places.set(cause.place, [...(places.get(cause.place) ?? []), clue]);
    }
  // Whoever looks at many causes finds one by chance: it has to be so much more unlikely.
  const wanted = surpriseAtLeast + Math.log10(Math.max(1, groups.size));
  const offers = [...groups.values()].flatMap(({ cause, clues: own }) => {
    if (customersOf(own) < customersAtLeast) return [];
    const offer = offerOf(cause, own, places.get(cause.place)!, usual.get(cause.key) ?? 0, scale);
    return offer && offer.surprise >= wanted ? [offer] : [];
  });
  const [likeliest] = offers.toSorted((a, b) => b.surprise - a.surprise || a.key.localeCompare(b.key));
  return likeliest && narrowest(offers, likeliest);
}

/** Of causes that explain nearly the same complaints the narrowest: an area has a few more because others live there. */
function narrowest(offers: readonly CauseOffer[], likeliest: CauseOffer): CauseOffer {
  const members = new Set(likeliest.members);
  const explains = ({ members: own }: CauseOffer): boolean =>
    own.filter((clue) => members.has(clue)).length >= nearlyAll * members.size;
  return offers
    .filter(explains)
    .toSorted(
      (a, b) =>
        narrowness.indexOf(a.kind) - narrowness.indexOf(b.kind) ||
        b.surprise - a.surprise ||
        a.key.localeCompare(b.key),
    )[0]!;
}

/** @param there all of the same place: some of them say the same under another heading */
function offerOf(
  { kind, key }: Cause,
  clues: readonly Clue[],
  there: readonly Clue[],
  usual: number,
  scale: TextVectors['scale'],
): CauseOffer | undefined {
  const burst = around(clues, densest(clues));
  const from = burst[0]!.at.getTime();
  const to = burst.at(-1)!.at.getTime();
  const near = there.filter(({ at }) => at.getTime() >= from - pauseMs && at.getTime() <= to + pauseMs);
  const members = ofOneMatter(burst, near, scale);
  const customers = customersOf(members);
  if (customers < customersAtLeast) return undefined;
  const lasts = Math.max(windowMs, members.at(-1)!.at.getTime() - members[0]!.at.getTime());
  const expected = Math.max(leastExpected, usual) * (lasts / windowMs);
  return { kind, key, members, customers, expected, surprise: surpriseOf(customers, expected) };
}

/** The hours in which most customers complain. */
function densest(clues: readonly Clue[]): Clue[] {
  const byTime = clues.toSorted((a, b) => a.at.getTime() - b.at.getTime());
  let best: Clue[] = [];
  byTime.forEach((first, index) => {
    const until = first.at.getTime() + windowMs;
    const inside = byTime.slice(index).filter(({ at }) => at.getTime() <= until);
    if (customersOf(inside) > customersOf(best)) best = inside;
  });
  return best;
}

/** And those before and after them, as long as there is no pause. In the order of time. */
function around(clues: readonly Clue[], burst: readonly Clue[]): Clue[] {
  if (burst.length === 0) return [];
  const byTime = clues.toSorted((a, b) => a.at.getTime() - b.at.getTime());
  let from = byTime.indexOf(burst[0]!);
  let to = byTime.indexOf(burst.at(-1)!);
  const time = (index: number): number => byTime[index]!.at.getTime();
  while (
    to + 1 < byTime.length &&
    time(to + 1) - time(to) <= pauseMs &&
    time(to + 1) - time(from) <= longestMs
  )
    to++;
  while (from > 0 && time(from) - time(from - 1) <= pauseMs && time(to) - time(from - 1) <= longestMs) from--;
  return byTime.slice(from, to + 1);
}

/** Those of the side that most complain of, and who says the same under another heading. In the order of time. */
function ofOneMatter(burst: readonly Clue[], near: readonly Clue[], scale: TextVectors['scale']): Clue[] {
  const counts = new Map<string, number>();
  for (const { category } of burst) counts.set(topics[category], (counts.get(topics[category]) ?? 0) + 1);
  const [main] = [...counts].toSorted((a, b) => b[1] - a[1])[0] ?? [];
  const core = burst.filter(({ category }) => topics[category] === main);
  const isOf = (clue: Clue): boolean =>
    core.includes(clue) || (topics[clue.category] !== main && nearest(clue, core, scale) >= alikeWords);
  return near.filter(isOf).toSorted((a, b) => a.at.getTime() - b.at.getTime());
}

/** How alike it is to those of the group that are most like it: three, so that one odd one does not let others in. */
function nearest({ vector }: Clue, group: readonly Clue[], scale: TextVectors['scale']): number {
  const best = group
    .map((other) => likenessOf(vector, other.vector, scale))
    .toSorted((a, b) => b - a)
    .slice(0, 3);
  return best.reduce((sum, each) => sum + each, 0) / Math.max(1, best.length);
}

const customersOf = (clues: readonly Clue[]): number => new Set(clues.map(({ customer }) => customer)).size;

/** −log10 of the chance that so many or more come where `expected` do on average (Poisson). */
function surpriseOf(count: number, expected: number): number {
  let term = -expected;
  for (let n = 1; n <= count; n++) term += Math.log(expected / n);
  // The tail is a geometric series at most, as every further term is smaller by expected / n.
  const ratio = expected / (count + 1);
  const tail = ratio < 1 ? term - Math.log(1 - ratio) : 0;
  return Math.max(0, -tail / Math.LN10);
}
