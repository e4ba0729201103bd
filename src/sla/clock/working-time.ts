// Working time of one calendar as stretches of real time, kept year by year: what lies between two instants, and where so much of it has passed,
// are found by bisection. Nothing walks minutes, and a year is laid out once, however many ask.
import { dayMs, minuteMs, offsetSpans, type OffsetSpan } from '#libs/time';
import type { CalendarTerms, WorkingInterval } from './calendar-terms.entity.js';

/** Instants in milliseconds since 1970, half open. */
export interface Span {
  from: number;
  to: number;
}

/** Time that counts. */
export interface CountedTime {
  /** How much of it lies between two instants, in milliseconds. */
  between(from: number, to: number): number;
  /** The first instant, from `from` on, until which so much of it has passed. Null where that does not happen before `before`. */
  after(from: number, ms: number, before?: number): number | null;
  /** The stretches of it between two instants, in their order; of those that touch one is made. */
  spans(from: number, to: number): Generator<Span>;
}

interface Year extends Span {
  spans: readonly Span[];
  /** What has been counted before each stretch, and at last the whole. */
  sums: readonly number[];
}

/** A calendar in which nothing is ever worked is refused when it is written; this stops the search in one that came otherwise. */
const yearsAtMost = 60;

/** Day and night. */
export const aroundTheClock: CountedTime = {
  between: (from, to) => Math.max(0, to - from),
  after: (from, ms, before = Infinity) => (from + ms <= before ? from + ms : null),
  *spans(from, to) {
    if (from < to) yield { from, to };
  },
};

export class WorkingTime implements CountedTime {
  private readonly years = new Map<number, Year>();
  private readonly weekdays: readonly (readonly WorkingInterval[])[];
  private readonly holidays: ReadonlyMap<number, readonly WorkingInterval[]>;

  constructor(private readonly terms: CalendarTerms) {
    const week = new Map(terms.week.map(({ weekday, intervals }) => [weekday, intervals]));
    this.weekdays = [1, 2, 3, 4, 5, 6, 7].map((weekday) => week.get(weekday) ?? []);
    this.holidays = new Map(
      terms.holidays.map(({ date, intervals }) => [Date.parse(`${date}T00:00:00Z`) / dayMs, intervals]),
    );
  }

  between(from: number, to: number): number {
    if (from >= to) return 0;
    let sum = 0;
    for (const year of this.yearsFrom(from)) {
      if (year.from >= to) break;
      sum += sumBefore(year, Math.min(to, year.to)) - sumBefore(year, Math.max(from, year.from));
    }
    return sum;
  }

  after(from: number, ms: number, before = Infinity): number | null {
    if (ms <= 0) return from <= before ? from : null;
    let left = ms;
    for (const year of this.yearsFrom(from)) {
      if (year.from >= before) return null;
      const passed = sumBefore(year, Math.max(from, year.from));
      const there = year.sums.at(-1)! - passed;
      if (left <= there) {
        const reached = reachedIn(year, passed + left);
        return reached <= before ? reached : null;
      }
      left -= there;
    }
    return null;
  }

  *spans(from: number, to: number): Generator<Span> {
    if (from >= to) return;
    let last: Span | null = null;
    for (const year of this.yearsFrom(from)) {
      if (year.from >= to) break;
      for (let index = firstEndingAfter(year.spans, from); index < year.spans.length; index++) {
        const span = year.spans[index]!;
        if (span.from >= to) break;
        const piece = { from: Math.max(span.from, from), to: Math.min(span.to, to) };
        if (last && last.to === piece.from) last.to = piece.to;
        else {
          if (last) yield last;
          last = piece;
        }
      }
    }
    if (last) yield last;
  }

  private *yearsFrom(instant: number): Generator<Year> {
    const first = new Date(instant).getUTCFullYear();
    for (let year = first; year < first + yearsAtMost; year++) yield this.yearOf(year);
  }

  private yearOf(year: number): Year {
    const known = this.years.get(year);
    if (known) return known;
    const [from, to] = [Date.UTC(year, 0), Date.UTC(year + 1, 0)];
    const spans: Span[] = [];
    for (const offsets of offsetSpans(this.terms.timeZone, from, to)) this.layOut(offsets, spans);
    const sums = [0];
    for (const span of spans) sums.push(sums.at(-1)! + span.to - span.from);
    const laidOut = { from, to, spans, sums };
    this.years.set(year, laidOut);
    return laidOut;
  }

  /** Day by day as the wall shows them. Where clocks are put back, what it shows twice is worked twice; what it leaves out, never. */
  private layOut({ from, to, offsetMs }: OffsetSpan, spans: Span[]): void {
    const lastDay = Math.floor((to - 1 + offsetMs) / dayMs);
    for (let day = Math.floor((from + offsetMs) / dayMs); day <= lastDay; day++) {
      const midnight = day * dayMs - offsetMs;
      for (const { fromMinute, toMinute } of this.intervalsOf(day)) {
        const span = {
          from: Math.max(midnight + fromMinute * minuteMs, from),
          to: Math.min(midnight + toMinute * minuteMs, to),
        };
        const last = spans.at(-1);
        if (last && last.to === span.from && span.to > span.from) last.to = span.to;
        else if (span.to > span.from) spans.push(span);
      }
    }
  }

  /** @param day since 1970, as the wall shows it; that one was a Thursday */
  private intervalsOf(day: number): readonly WorkingInterval[] {
    return this.holidays.get(day) ?? this.weekdays[(((day + 3) % 7) + 7) % 7]!;
  }
}

/** Counted in `year` before `instant`. */
function sumBefore({ spans, sums }: Year, instant: number): number {
  const index = firstEndingAfter(spans, instant);
  const span = spans[index];
  return sums[index]! + (span ? Math.max(0, instant - span.from) : 0);
}

/** The first instant at which so much has been counted in `year`: where a stretch ends, its end, not the beginning of the next one. */
function reachedIn({ spans, sums }: Year, ms: number): number {
  let [low, high] = [0, spans.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sums[middle + 1]! >= ms) high = middle;
    else low = middle + 1;
  }
  return spans[low]!.from + (ms - sums[low]!);
}

function firstEndingAfter(spans: readonly Span[], instant: number): number {
  let [low, high] = [0, spans.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (spans[middle]!.to > instant) high = middle;
    else low = middle + 1;
  }
  return low;
}
