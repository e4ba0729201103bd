// "Which one?": the one resolver for every task that is about a visit that exists. Pure: what a message says against the customer's own visits.
import { localDate } from '#libs/time';
import type { VisitMention } from './visit-mention.js';
import { namedVisits } from './visit-naming.js';
import type { VisitRead } from './visit-read.js';
import { isInHours, isOnDays, type SaidDays, type SaidHours } from './visit-times.js';
import type { ServiceVocabulary } from './visit-words.js';

export interface VisitContext {
  now: Date;
  timeZone: string;
  /** Ids of the bookings of the last list that was shown, in order. */
  lastShown: readonly string[];
  /** Id of the booking that was talked about last. */
  lastMentioned: string | null;
  vocabulary: ServiceVocabulary;
}

/** Why no visit is meant: there is none at all, none with that reference, service or provider, none then, none at that place of the list. */
export type NoVisitReason =
  'no_visits' | 'no_such_reference' | 'no_such_service' | 'not_then' | 'not_in_list' | 'all_ruled_out';

export type VisitResolution =
  | { kind: 'one'; visit: VisitRead }
  /** In order of time. `meant`: all of them are meant, or it is not clear which. */
  | { kind: 'several'; visits: VisitRead[]; meant: 'all' | 'unclear' }
  /** `others`: those that fitted all that was said before it; to be named instead. */
  | { kind: 'none'; why: NoVisitReason; others: VisitRead[] };

const openStatuses: ReadonlySet<string> = new Set(['confirmed', 'en_route', 'in_progress']);

/** Stops the narrowing: nothing is left. */
class NothingFits extends Error {
  constructor(
    readonly why: NoVisitReason,
    readonly others: readonly VisitRead[],
  ) {
    super(why);
  }
}

/**
 * @param visits of the customer, at most some twenty; for cancelling and moving the open ones alone
 */
export function resolveVisit(
  mention: VisitMention,
  visits: readonly VisitRead[],
  context: VisitContext,
): VisitResolution {
  if (visits.length === 0) return { kind: 'none', why: 'no_visits', others: [] };
  try {
    return settled(mention, inTime(visits), context);
  } catch (error) {
    if (error instanceof NothingFits) return { kind: 'none', why: error.why, others: [...error.others] };
    throw error;
  }
}

function settled(
  mention: VisitMention,
  visits: readonly VisitRead[],
  context: VisitContext,
): VisitResolution {
  const { constraints, naming } = mention;
  const { references, notDays, notHours, order, position } = constraints;
  if (references.length > 0) {
    const referred = visits.filter(({ reference }) => references.includes(reference.toUpperCase()));
    if (referred.length === 0) throw new NothingFits('no_such_reference', visits);
    return answerOf(referred, referred.length === references.length);
  }
  const names = namedVisits(naming, visits, context.vocabulary);
  const isRuledOut = names.ruledOut.length > 0 || notDays.length > 0 || notHours.length > 0;
  const shown = position === null || isRuledOut ? null : inList(constraints, visits, context);
  if (shown) return { kind: 'one', visit: shown };

  let pool = narrowed('all_ruled_out', visits, (visit) => !names.ruledOut.includes(visit));
  pool = narrowed('all_ruled_out', pool, (visit) => !isThen(visit, notDays, notHours, context));
  if (names.isStrange) throw new NothingFits('no_such_service', pool);
  if (names.named) pool = narrowed('no_such_service', pool, (visit) => names.named!.includes(visit));
  pool = onSaidDays(pool, constraints.days, context);
  if (constraints.hours.length > 0)
    pool = narrowed('not_then', pool, (visit) =>
      isInHours(constraints.hours, new Date(visit.startsAt), context.timeZone),
    );
  pool = likelier(pool, mention.likely, context);
  if (pool.length > 1) pool = atNamedPlace(naming, pool);
  if (constraints.other && !isRuledOut) pool = preferred(pool, ({ id }) => id !== context.lastMentioned);
  if (order) pool = inOrder(pool, order, context.now);

  if (constraints.all || names.all) return allOf(pool, constraints.allOf, context);
  const saysWhich =
    isRuledOut ||
    names.named !== null ||
    constraints.days.length + constraints.hours.length > 0 ||
    order !== null;
  return answerOf(saysWhich ? pool : unsaid(pool, context), false);
}

/** Whichever of `lastShown` is meant; null where no list was shown, or the words may mean something else. */
function inList(
  { position, other }: VisitMention['constraints'],
  visits: readonly VisitRead[],
  { lastShown }: VisitContext,
): VisitRead | null {
  const shown = lastShown.flatMap((id) => visits.find((visit) => visit.id === id) ?? []);
  if (lastShown.length === 0) {
    if (position !== 'last') return null;
    return visits.toSorted((a, b) => b.createdAt.localeCompare(a.createdAt))[0]!;
  }
  const id = position === 'last' ? lastShown.at(-1) : lastShown[position!];
  const picked = shown.find((visit) => visit.id === id);
  if (!picked && !other) throw new NothingFits('not_in_list', shown);
  return picked ?? null;
}

function narrowed(
  why: NoVisitReason,
  pool: readonly VisitRead[],
  fits: (visit: VisitRead) => boolean,
): readonly VisitRead[] {
  const left = pool.filter(fits);
  if (left.length === 0) throw new NothingFits(why, pool);
  return left;
}

/** Those that fit, or else all: what is only likely rules nothing out. */
function preferred(pool: readonly VisitRead[], fits: (visit: VisitRead) => boolean): readonly VisitRead[] {
  const left = pool.filter(fits);
  return left.length > 0 ? left : pool;
}

function onSaidDays(
  pool: readonly VisitRead[],
  days: readonly SaidDays[],
  { timeZone }: VisitContext,
): readonly VisitRead[] {
  if (days.length === 0) return pool;
  const on = (isOtherwise: boolean) =>
    pool.filter(({ startsAt }) => isOnDays(days, localDate(new Date(startsAt), timeZone), isOtherwise));
  const exactly = on(false);
  if (exactly.length > 0) return exactly;
  const otherwise = on(true);
  if (otherwise.length === 0) throw new NothingFits('not_then', pool);
  return otherwise;
}

function likelier(
  pool: readonly VisitRead[],
  { days, hours }: VisitMention['likely'],
  { timeZone }: VisitContext,
): readonly VisitRead[] {
  const onDay = ({ startsAt }: VisitRead): boolean =>
    isOnDays(days, localDate(new Date(startsAt), timeZone), false);
  const atHour = ({ startsAt }: VisitRead): boolean => isInHours(hours, new Date(startsAt), timeZone);
  return preferred(
    days.length > 0 ? preferred(pool, onDay) : pool,
    (visit) => hours.length === 0 || atHour(visit),
  );
}

/** Ruled out are days, hours of every day, or hours of the days that are named with them. */
function isThen(
  { startsAt }: VisitRead,
  days: readonly SaidDays[],
  hours: readonly SaidHours[],
  { timeZone }: VisitContext,
): boolean {
  const at = new Date(startsAt);
  const onDay = isOnDays(days, localDate(at, timeZone), false);
  const atHour = isInHours(hours, at, timeZone);
  if (days.length > 0 && hours.length > 0) return onDay && atHour;
  return onDay || atHour;
}

function inOrder(
  pool: readonly VisitRead[],
  order: NonNullable<VisitMention['constraints']['order']>,
  now: Date,
): readonly VisitRead[] {
  const isAhead = ({ startsAt }: VisitRead): boolean => new Date(startsAt) > now;
  if (order === 'newest') return pool.toSorted((a, b) => b.createdAt.localeCompare(a.createdAt)).slice(0, 1);
  if (order === 'next') return pool.filter(isAhead).slice(0, 1);
  const begun = pool.filter((visit) => !isAhead(visit));
  return begun.length > 0 ? begun.slice(-1) : pool;
}

/** "Both": of a list of two, or of two that fit. */
function allOf(
  pool: readonly VisitRead[],
  count: number | null,
  { lastShown }: VisitContext,
): VisitResolution {
  if (count === null || pool.length === count) return answerOf(pool, true);
  const shown = pool.filter(({ id }) => lastShown.includes(id));
  return shown.length === count ? answerOf(shown, true) : answerOf(pool, false);
}

/** Nothing says which: the one that is talked about, or the only one that is still open. */
function unsaid(pool: readonly VisitRead[], { lastMentioned, now }: VisitContext): readonly VisitRead[] {
  const talkedAbout = pool.filter(({ id }) => id === lastMentioned);
  if (talkedAbout.length > 0) return talkedAbout;
  const open = pool.filter(({ status, endsAt }) => openStatuses.has(status) && new Date(endsAt) > now);
  return open.length === 1 ? open : pool;
}

function answerOf(pool: readonly VisitRead[], isAll: boolean): VisitResolution {
  if (pool.length === 0) throw new NothingFits('not_then', []);
  const [visit] = pool;
  if (pool.length === 1) return { kind: 'one', visit: visit! };
  return { kind: 'several', visits: [...pool], meant: isAll ? 'all' : 'unclear' };
}

function inTime(visits: readonly VisitRead[]): VisitRead[] {
  return visits.toSorted((a, b) => a.startsAt.localeCompare(b.startsAt) || a.id.localeCompare(b.id));
}

/** Shorter words of an address are no name of a place. */
const shortestPlace = 4;
const anyPlace = new Set(['floor', 'flat', 'house', 'road', 'street', 'cross', 'main', 'near', 'block', 'phase', 'sector', 'building', 'apartment', 'apartments', 'society', 'colony', 'nagar']); // prettier-ignore

/** "The plumber at Green Park": those whose address has the words that only some addresses have. */
function atNamedPlace(naming: string, pool: readonly VisitRead[]): readonly VisitRead[] {
  const said = new Set(wordsOf(naming));
  const hits = pool.map(({ addressLine }) => wordsOf(addressLine).filter((word) => said.has(word)).length);
  const most = Math.max(...hits);
  return most > 0 ? pool.filter((_, index) => hits[index] === most) : pool;
}

function wordsOf(text: string): string[] {
  const words = text.toLowerCase().match(/\p{L}+/gu) ?? [];
  return words.filter((word) => word.length >= shortestPlace && !anyPlace.has(word));
}
