// How long somebody may work, and how long they must rest. Pure: wall-clock minutes in, violations out. Whoever makes a plan is held
// against this: staff who edit shifts, and the planner (src/planning).
import { addDays, weekdayOf, type LocalDate } from '#libs/time';

/** A stretch of work on one day. Minutes since midnight in the business time zone; 1440 is the next midnight. */
export interface WorkSpan {
  day: LocalDate;
  fromMinute: number;
  toMinute: number;
}

export interface WorkLimits {
  /** Most minutes in a week, Monday to Sunday. */
  weeklyMaxMinutes: number;
  /** Least minutes of uninterrupted rest, see {@link workViolations}. */
  minRestMinutes: number;
}

export interface WorkViolation {
  rule: 'rest' | 'weekly_maximum';
  /** Of `rest`: the day on which the spell of work begins. Of `weekly_maximum`: the Monday. */
  day: LocalDate;
  /** What it is: the longest rest that is left within 24 hours, or the minutes of the week. */
  minutes: number;
  /** What it ought to be at least, or at most. */
  limit: number;
}

const dayMinutes = 1440;

/**
 * In each 24 hours from the beginning of a spell of work there is an uninterrupted rest of at least `minRestMinutes` (the daily rest of article 3
 * of Directive 2003/88/EC, with a length that is ours to set). A spell is all work that is not separated by such a rest: it must therefore end
 * within 24 hours less the rest. Breaks within a spell are no rest. A week has at most `weeklyMaxMinutes`.
 * @param spans in any order; what overlaps or touches is one
 * @returns by day; empty when all is well
 */
export function workViolations(spans: readonly WorkSpan[], limits: WorkLimits): WorkViolation[] {
  if (spans.length === 0) return [];
  const origin = spans.reduce((first, { day }) => (day < first ? day : first), spans[0]!.day);
  const stretches = merged(spans, dayIndexFrom(origin));
  const violations = [
    ...tooLittleRest(stretches, origin, limits),
    ...tooLongWeeks(stretches, origin, limits),
  ];
  return violations.sort((a, b) => a.day.localeCompare(b.day) || a.rule.localeCompare(b.rule));
}

/** Minutes since midnight of the first day. */
type Stretch = [from: number, to: number];

function tooLittleRest(
  stretches: readonly Stretch[],
  origin: LocalDate,
  { minRestMinutes }: WorkLimits,
): WorkViolation[] {
  if (minRestMinutes === 0) return [];
  const spells: Stretch[] = [];
  for (const [from, to] of stretches) {
    const last = spells.at(-1);
    if (last && from - last[1] < minRestMinutes) last[1] = to;
    else spells.push([from, to]);
  }
  return spells
    .filter(([from, to]) => to - from > dayMinutes - minRestMinutes)
    .map(([from, to]) => ({
      rule: 'rest',
      day: addDays(origin, Math.floor(from / dayMinutes)),
      minutes: longestRest(stretches, from, Math.min(to, from + dayMinutes)),
      limit: minRestMinutes,
    }));
}

/** The longest gap of the 24 hours from `from` on; what is free after the last stretch of them counts as well. */
function longestRest(stretches: readonly Stretch[], from: number, until: number): number {
  let free = 0;
  let end = from;
  for (const [start, stop] of stretches.filter(([a, b]) => a < until && b > from)) {
    free = Math.max(free, start - end);
    end = Math.max(end, stop);
  }
  return Math.max(free, from + dayMinutes - end, 0);
}

function tooLongWeeks(
  stretches: readonly Stretch[],
  origin: LocalDate,
  { weeklyMaxMinutes }: WorkLimits,
): WorkViolation[] {
  const weekLength = 7 * dayMinutes;
  // Midnight of the Monday on or before the first day.
  const firstMonday = -(weekdayOf(origin) - 1) * dayMinutes;
  const worked = new Map<number, number>();
  for (const [from, to] of stretches)
    for (let at = from; at < to;) {
      const week = Math.floor((at - firstMonday) / weekLength);
      const end = Math.min(to, firstMonday + (week + 1) * weekLength);
      worked.set(week, (worked.get(week) ?? 0) + end - at);
      at = end;
    }
  return [...worked]
    .filter(([, minutes]) => minutes > weeklyMaxMinutes)
    .map(([week, minutes]) => ({
      rule: 'weekly_maximum',
      day: addDays(origin, (firstMonday + week * weekLength) / dayMinutes),
      minutes,
      limit: weeklyMaxMinutes,
    }));
}

function merged(spans: readonly WorkSpan[], dayIndex: (day: LocalDate) => number): Stretch[] {
  const all = spans
    .map(({ day, fromMinute, toMinute }): Stretch => {
      const midnight = dayIndex(day) * dayMinutes;
      return [midnight + fromMinute, midnight + toMinute];
    })
    .sort((a, b) => a[0] - b[0]);
  const stretches: Stretch[] = [];
  for (const [from, to] of all) {
    const last = stretches.at(-1);
    if (last && from <= last[1]) last[1] = Math.max(last[1], to);
    else stretches.push([from, to]);
  }
  return stretches;
}

/** Days between two dates are of the calendar of UTC: all of them have 24 hours. */
function dayIndexFrom(origin: LocalDate): (day: LocalDate) => number {
  const start = Date.parse(origin);
  return (day) => Math.round((Date.parse(day) - start) / 86_400_000);
}

/** What a change makes break that was not broken, or not as badly, before. */
export function worsened(before: readonly WorkViolation[], after: readonly WorkViolation[]): WorkViolation[] {
  const isWorse = (now: WorkViolation, then: WorkViolation): boolean =>
    now.rule === 'rest' ? now.minutes < then.minutes : now.minutes > then.minutes;
  return after.filter((now) => {
    const then = before.find(({ rule, day }) => rule === now.rule && day === now.day);
    return !then || isWorse(now, then);
  });
}
