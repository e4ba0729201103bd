import { DateTime } from 'luxon';

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

/** `day` moved by `months` (may be negative); a month that lacks the day has its last one. */
export function addMonths(day: LocalDate, months: number): LocalDate {
  return DateTime.fromISO(day, { zone: 'utc' }).plus({ months }).toISODate()!;
}

/** ISO weekday, Monday 1 … Sunday 7. */
export function weekdayOf(day: LocalDate): number {
  return DateTime.fromISO(day, { zone: 'utc' }).weekday;
}
