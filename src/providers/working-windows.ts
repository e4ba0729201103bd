// When a provider works, out of the weekly plan and the days that differ from it. Pure.
import { addDays, instantAt, localDate, weekdayOf, type LocalDate } from '#libs/time';
import type { WorkSpan } from './plans/work-rules.js';

/** A line of the weekly plan. Minutes since midnight in the business time zone; `toMinute` 1440 is the next midnight. */
export interface PlannedShift {
  /** ISO: Monday 1 … Sunday 7. */
  weekday: number;
  fromMinute: number;
  toMinute: number;
  validFrom: LocalDate;
  /** Last day, inclusive. */
  validUntil?: LocalDate | null;
}

/**
 * How one day differs from the plan. On a day of `leave`, and in the minutes of `away`, nothing is worked, whatever else is said of it: an absence
 * that was reported takes away what is `extra` as well.
 */
export interface PlanException {
  day: LocalDate;
  kind: 'off' | 'extra' | 'away' | 'leave';
  fromMinute: number;
  toMinute: number;
}

export interface WorkPlan {
  shifts: readonly PlannedShift[];
  exceptions: readonly PlanException[];
  /** Last day on which the required documents are valid: nothing is worked after it. Null or left out where none ends. */
  lastDay?: LocalDate | null;
}

export interface WorkingPeriod {
  from: Date;
  to: Date;
}

/** A day of the business time zone. */
export interface CalendarDay {
  date: LocalDate;
  /** ISO: Monday 1 … Sunday 7. */
  weekday: number;
  /** Milliseconds since the epoch at a minute of the day. */
  at(minute: number): number;
}

/** Milliseconds since the epoch, end exclusive. */
type Span = readonly [from: number, to: number];

/**
 * Every day that the period touches. Shared by all plans that are read against it: a wall clock in a zone is slow to convert,
 * and most shifts begin and end at the same few times.
 */
export function calendarOf({ from, to }: WorkingPeriod, timeZone: string): CalendarDay[] {
  const last = localDate(to, timeZone);
  const days: CalendarDay[] = [];
  for (let date = localDate(from, timeZone); date <= last; date = addDays(date, 1))
    days.push(calendarDay(date, timeZone));
  return days;
}

function calendarDay(date: LocalDate, timeZone: string): CalendarDay {
  const known = new Map<number, number>();
  const at = (minute: number): number => {
    const instant = known.get(minute) ?? instantAt(date, minute, timeZone).getTime();
    known.set(minute, instant);
    return instant;
  };
  return { date, weekday: weekdayOf(date), at };
}

/**
 * The stretches between `from` and `to` in which the plan says "works": shifts less what is `off`, plus what is `extra` (which
 * holds even where the same day is off), and nothing on leave, away or without valid documents. In order, never touching each other, however the shifts overlap or meet at midnight.
 * @param days the calendar of the period
 */
export function workingPeriods(
  plan: WorkPlan,
  { from, to }: WorkingPeriod,
  days: readonly CalendarDay[],
): WorkingPeriod[] {
  const allowed = plan.lastDay ? days.filter(({ date }) => date <= plan.lastDay!) : days;
  const works = allowed.flatMap((day) => {
    const spans = spansOn(plan, day);
    const planned = [...subtract(merge(spans.shift), merge(spans.off)), ...spans.extra];
    return subtract(merge(planned), merge(spans.away));
  });
  return clip(merge(works), from.getTime(), to.getTime()).map(([start, end]) => ({
    from: new Date(start),
    to: new Date(end),
  }));
}

function spansOn(plan: WorkPlan, day: CalendarDay): Record<'shift' | 'off' | 'extra' | 'away', Span[]> {
  const span = ({ fromMinute, toMinute }: { fromMinute: number; toMinute: number }): Span => [
    day.at(fromMinute),
    day.at(toMinute),
  ];
  const exceptions = plan.exceptions.filter((exception) => exception.day === day.date);
  if (exceptions.some(({ kind }) => kind === 'leave')) return { shift: [], off: [], extra: [], away: [] };
  return {
    shift: plan.shifts.filter((shift) => holds(shift, day)).map(span),
    off: exceptions.filter(({ kind }) => kind === 'off').map(span),
    extra: exceptions.filter(({ kind }) => kind === 'extra').map(span),
    away: exceptions.filter(({ kind }) => kind === 'away').map(span),
  };
}

function holds({ weekday, validFrom, validUntil }: PlannedShift, day: CalendarDay): boolean {
  return weekday === day.weekday && validFrom <= day.date && (!validUntil || day.date <= validUntil);
}

/** In order, with what overlaps or touches made one. */
function merge(spans: readonly Span[]): Span[] {
  const merged: [number, number][] = [];
  for (const [from, to] of spans.toSorted((a, b) => a[0] - b[0])) {
    const last = merged.at(-1);
    if (last && from <= last[1]) last[1] = Math.max(last[1], to);
    else merged.push([from, to]);
  }
  return merged;
}

function subtract(spans: readonly Span[], holes: readonly Span[]): Span[] {
  return holes.reduce<readonly Span[]>(
    (left, [from, to]) =>
      left.flatMap(([start, end]) =>
        [[start, Math.min(end, from)] as const, [Math.max(start, to), end] as const].filter(isNotEmpty),
      ),
    spans,
  ) as Span[];
}

function clip(spans: readonly Span[], from: number, to: number): Span[] {
  return spans.map(([start, end]) => [Math.max(start, from), Math.min(end, to)] as const).filter(isNotEmpty);
}

function isNotEmpty([from, to]: Span): boolean {
  return from < to;
}

/**
 * The work of the days from `first` to `last`, both inclusive, in minutes of the wall clock: what the work rules are about. In order, apart
 * from each other except at midnight.
 */
export function workSpans(plan: WorkPlan, first: LocalDate, last: LocalDate): WorkSpan[] {
  // In UTC every day has 24 hours, as the days of a plan have.
  const period = { from: new Date(`${first}T00:00Z`), to: new Date(`${addDays(last, 1)}T00:00Z`) };
  const days = calendarOf({ from: period.from, to: new Date(period.to.getTime() - 1) }, 'utc');
  const minuteOf = (instant: Date, day: CalendarDay): number => (instant.getTime() - day.at(0)) / 60_000;
  return workingPeriods(plan, period, days).flatMap(({ from, to }) =>
    days
      .map((day) => ({
        day: day.date,
        fromMinute: Math.max(minuteOf(from, day), 0),
        toMinute: Math.min(minuteOf(to, day), 1440),
      }))
      .filter(({ fromMinute, toMinute }) => fromMinute < toMinute),
  );
}
