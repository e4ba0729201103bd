// The time of an ISO 8601 date: 2026-12-05T10:30, 2026-12-05T10:30:00+05:30, …Z. With an offset it is converted to the business zone.
import { wallClock } from '../days/calendar.js';
import type { DayReading, DayStandpoint } from '../days/day-rule.js';
import type { TimePhrase } from '../days/phrase.js';

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;

/** The date with the time and offset that follow it, or undefined where there is none. */
export function isoMoment(phrase: TimePhrase, date: DayReading, now: DayStandpoint): DayReading | undefined {
  const tail = phrase.source.slice(phrase.tokens[date.end - 1]!.end);
  const match =
    /^[T ](\d{2}):(\d{2})(?::\d{2}(?:\.\d{1,9})?)?(?: ?(Z)| ?([+-])(\d{2}):?(\d{2})?)?(?![\d:])/i.exec(
      tail.slice(0, 40),
    );
  if (!match) return undefined;
  const [whole, hour, minutes, utc, sign, offsetHours, offsetMinutes = '0'] = match;
  const minute = Number(hour) * 60 + Number(minutes);
  if (Number(hour) > 23 || Number(minutes) > 59) return undefined;
  const end = phrase.tokenAt(phrase.tokens[date.end - 1]!.end + whole.length - 1) + 1;
  if (!utc && !sign) return { ...date, end, minute };
  const offset = utc ? 0 : (Number(offsetHours) * 60 + Number(offsetMinutes)) * (sign === '-' ? -1 : 1);
  const instant = date.day * DAY_MS + (minute - offset) * MINUTE_MS;
  return { ...date, end, ...wallClock(new Date(instant), now.timeZone) };
}
