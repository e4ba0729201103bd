// Calendar arithmetic on whole days. A day is the number of days since 1970-01-01 in the business time zone.

/** The wall clock of the business: the day and the minutes since its midnight. */
export interface WallClock {
  day: number;
  minute: number;
}

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
const formats = new Map<string, Intl.DateTimeFormat>(); // making one costs ~50 µs, and there are one or two zones

/** Throws a RangeError for an unknown time zone or an invalid date. */
export function wallClock(now: Date, timeZone: string): WallClock {
  let format = formats.get(timeZone);
  if (!format) {
    const numeric = {
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
    } as const;
    format = new Intl.DateTimeFormat('en-GB', { timeZone, hourCycle: 'h23', ...numeric });
    formats.set(timeZone, format);
  }
  const part = Object.fromEntries(format.formatToParts(now).map(({ type, value }) => [type, Number(value)]));
  return {
    day: Date.UTC(part.year!, part.month! - 1, part.day!) / DAY_MS,
    minute: part.hour! * 60 + part.minute!,
  };
}

/** The wall clock in one zone when it is `day`, `minute` in another. Throws a RangeError for an unknown zone. */
export function convertedClock({ day, minute }: WallClock, from: string, to: string): WallClock {
  const asUtc = day * DAY_MS + minute * MINUTE_MS;
  const offsetAt = (instant: number): number => {
    const local = wallClock(new Date(instant), from);
    return local.day * DAY_MS + local.minute * MINUTE_MS - instant;
  };
  const guess = asUtc - offsetAt(asUtc);
  return wallClock(new Date(asUtc - offsetAt(guess)), to);
}

/** The day, or undefined when there is no such date (31 April). `month` is 1-12. */
export function dayOf(year: number, month: number, date: number): number | undefined {
  if (month < 1 || month > 12 || date < 1) return undefined;
  const ms = Date.UTC(year, month - 1, date);
  return new Date(ms).getUTCDate() === date ? ms / DAY_MS : undefined;
}

export function partsOf(day: number): { year: number; month: number; date: number } {
  const utc = new Date(day * DAY_MS);
  return { year: utc.getUTCFullYear(), month: utc.getUTCMonth() + 1, date: utc.getUTCDate() };
}

/** 0 is Sunday. */
export function weekdayOf(day: number): number {
  return (((day + 4) % 7) + 7) % 7;
}

/** YYYY-MM-DD. */
export function isoDay(day: number): string {
  return new Date(day * DAY_MS).toISOString().slice(0, 10);
}

/** The day of YYYY-MM-DD. */
export function dayOfIso(iso: string): number {
  return Date.parse(iso) / DAY_MS;
}

/** The same date `months` later; the last of the month where that date does not exist (31 Jan + 1 = 28 Feb). */
export function addMonths(day: number, months: number): number {
  const { year, month, date } = partsOf(day);
  const first = Date.UTC(year, month - 1 + months, 1) / DAY_MS;
  return first + Math.min(date, monthLength(first)) - 1;
}

/** Monday of the week of `day`: weeks run from Monday to Sunday. */
export function weekStart(day: number): number {
  return day - ((weekdayOf(day) + 6) % 7);
}

export function monthStart(day: number): number {
  return day - partsOf(day).date + 1;
}

export function monthEnd(day: number): number {
  const { date } = partsOf(day);
  return day - date + monthLength(day);
}

/** The next such date from `today` on, today included; the last one before today when `past`. */
export function nextDate(date: number, month: number, today: number, past: boolean): number | undefined {
  const { year } = partsOf(today);
  const years = past ? [0, -1, -2, -3, -4] : [0, 1, 2, 3, 4]; // 29 February may be four years away
  return nearestDay(
    years.map((away) => dayOf(year + away, month, date)),
    today,
    past,
  );
}

/** The same for a day of whatever month has it. */
export function nextDayOfMonth(date: number, today: number, past: boolean): number | undefined {
  const first = today - partsOf(today).date + 1;
  const months = (past ? [0, -1, -2] : [0, 1, 2]).map((away) => partsOf(addMonths(first, away)));
  return nearestDay(
    months.map(({ year, month }) => dayOf(year, month, date)),
    today,
    past,
  );
}

function nearestDay(days: (number | undefined)[], today: number, past: boolean): number | undefined {
  return days.find((day) => day !== undefined && (past ? day < today : day >= today));
}

function monthLength(day: number): number {
  const { year, month } = partsOf(day);
  return new Date(Date.UTC(year, month, 0)).getUTCDate();
}

/** HH:MM, 24 hours. */
export function clockText(minute: number): string {
  const of24 = ((minute % 1440) + 1440) % 1440;
  return `${String(Math.floor(of24 / 60)).padStart(2, '0')}:${String(of24 % 60).padStart(2, '0')}`;
}

/** Minutes since midnight of "HH:MM". */
export function minuteOf(clock: string): number {
  const [hour, minute] = clock.split(':');
  return Number(hour) * 60 + Number(minute ?? 0);
}
