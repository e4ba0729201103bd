import { DateTime, IANAZone } from 'luxon';
import { dayMs, minuteMs } from './durations.js';

/** A calendar day as written on the wall in some time zone, `YYYY-MM-DD`. */
export type LocalDate = string;

/** The day it is in `zone` at `instant`. */
export function localDate(instant: Date, zone: string): LocalDate {
  return DateTime.fromJSDate(instant, { zone }).toISODate()!;
}

/** Minutes since midnight in `zone`, 0..1439. */
export function minuteOfDay(instant: Date, zone: string): number {
  const local = DateTime.fromJSDate(instant, { zone });
  return local.hour * 60 + local.minute;
}

/** The instant at which the wall clock in `zone` shows `day` and `minute` (since midnight). */
export function instantAt(day: LocalDate, minute: number, zone: string): Date {
  return DateTime.fromISO(day, { zone })
    .set({ hour: Math.floor(minute / 60), minute: minute % 60 })
    .toJSDate();
}

/** `day` moved by `days` (may be negative). */
export function addDays(day: LocalDate, days: number): LocalDate {
  return DateTime.fromISO(day, { zone: 'utc' }).plus({ days }).toISODate()!;
}

/** ISO weekday, Monday 1 … Sunday 7. */
export function weekdayOf(day: LocalDate): number {
  return DateTime.fromISO(day, { zone: 'utc' }).weekday;
}

/** A stretch of time in which the clocks of a zone are not changed. Instants in milliseconds since 1970, half open. */
export interface OffsetSpan {
  from: number;
  to: number;
  /** What the wall clock is ahead of UTC. */
  offsetMs: number;
}

/**
 * The time from `from` to `to` (milliseconds since 1970), cut where the clocks of `zone` are changed. Of what the wall clock shows twice or
 * never, only this can say when it is. Two changes within one day that undo each other are not seen: no zone has had them.
 */
export function offsetSpans(zone: string, from: number, to: number): OffsetSpan[] {
  const iana = IANAZone.create(zone);
  const offsetAt = (instant: number): number => Math.round(iana.offset(instant) * minuteMs);
  const spans: OffsetSpan[] = [];
  let span: OffsetSpan = { from, to: from, offsetMs: offsetAt(from) };
  for (let at = from; at < to; at = span.to) {
    const next = Math.min(at + dayMs, to);
    const changed = offsetAt(next) === span.offsetMs ? null : changeBetween(offsetAt, at, next);
    span.to = changed ?? next;
    if (changed === null) continue;
    if (span.to > span.from) spans.push(span);
    span = { from: changed, to: changed, offsetMs: offsetAt(changed) };
  }
  if (span.to > span.from) spans.push(span);
  return spans;
}

/** The first instant with another offset, to the millisecond. */
function changeBetween(offsetAt: (instant: number) => number, from: number, to: number): number {
  const before = offsetAt(from);
  let [low, high] = [from, to];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (offsetAt(middle) === before) low = middle;
    else high = middle;
  }
  return high;
}
