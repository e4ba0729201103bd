// When the visits of a series begin. Pure: days in the business time zone, so that ten o'clock stays ten o'clock.
import { addDays, instantAt, localDate, minuteOfDay } from '#libs/time';

export const frequencies = ['weekly', 'fortnightly', 'monthly'] as const;
export type Frequency = (typeof frequencies)[number];

/** Visits of one series: a weekly one reaches half a year. */
export const visitsAtMost = 26;

/**
 * Every one, two weeks or month from `first` on, at the same time of the day. A month that has no such day has its last day instead; the
 * next month has the day again: 31 January, 28 February, 31 March.
 * @param limit `count` of visits, or `until` a day, which is included
 * @returns at least `first`; at most one more than {@link visitsAtMost}, by which the caller sees that it is too long
 */
export function seriesStarts(
  first: Date,
  frequency: Frequency,
  limit: { count?: number | undefined; until?: string | undefined },
  timeZone: string,
): Date[] {
  const day = localDate(first, timeZone);
  const minute = minuteOfDay(first, timeZone);
  const { count = visitsAtMost + 1, until = '9999-12-31' } = limit;
  const days = [day];
  while (days.length < Math.min(count, visitsAtMost + 1)) {
    const next = dayOf(day, frequency, days.length);
    if (next > until) break;
    days.push(next);
  }
  return days.map((each) => instantAt(each, minute, timeZone));
}

function dayOf(first: string, frequency: Frequency, index: number): string {
  if (frequency === 'weekly') return addDays(first, 7 * index);
  if (frequency === 'fortnightly') return addDays(first, 14 * index);
  const [year, month, day] = first.split('-').map(Number) as [number, number, number];
  const months = year * 12 + (month - 1) + index;
  const firstOfMonth = dateText(Math.floor(months / 12), (months % 12) + 1, 1);
  const firstOfNext = dateText(Math.floor((months + 1) / 12), ((months + 1) % 12) + 1, 1);
  const lastDay = Number(addDays(firstOfNext, -1).slice(-2));
  return `${firstOfMonth.slice(0, 8)}${String(Math.min(day, lastDay)).padStart(2, '0')}`;
}

const dateText = (year: number, month: number, day: number): string =>
  `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
