// A stretch of time as lines of single days, which is how a plan is kept. Pure.
import { addDays, localDate, minuteOfDay, type LocalDate } from '#libs/time';
import type { WorkingPeriod } from '../working-windows.js';

/** Whole minutes since midnight in the business time zone, the end exclusive. */
export interface AwayLine {
  day: LocalDate;
  fromMinute: number;
  toMinute: number;
}

const dayMinutes = 1440;

/** @param period its end is exclusive: one that ends at midnight touches no further day */
export function awayDays({ from, to }: WorkingPeriod, zone: string): AwayLine[] {
  const lines: AwayLine[] = [];
  const [first, last] = [localDate(from, zone), localDate(to, zone)];
  for (let day = first; day <= last; day = addDays(day, 1)) {
    const fromMinute = day === first ? minuteOfDay(from, zone) : 0;
    const toMinute = day === last ? minuteOfDay(to, zone) : dayMinutes;
    if (fromMinute < toMinute) lines.push({ day, fromMinute, toMinute });
  }
  return lines;
}

/** What of `line` no other line says. @param already of the same provider; their order does not matter */
export function notYetAway(line: AwayLine, already: readonly AwayLine[]): AwayLine[] {
  return already
    .filter(({ day }) => day === line.day)
    .reduce<AwayLine[]>(
      (left, { fromMinute, toMinute }) =>
        left
          .flatMap((each) => [
            { ...each, toMinute: Math.min(each.toMinute, fromMinute) },
            { ...each, fromMinute: Math.max(each.fromMinute, toMinute) },
          ])
          .filter((each) => each.fromMinute < each.toMinute),
      [line],
    );
}
