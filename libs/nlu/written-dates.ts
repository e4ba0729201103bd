// Dates with numbers: 26/11, 26-11-2026, 26th Nov, Nov 26, 25-27 November. Day before month, always.
// Days without a month ("on the 3rd") are in days-of-month.ts.
import { addMonths, dayOf, nextDate, nextDayOfMonth, partsOf, weekdayOf } from './calendar.js';
import type { DayReading, DayRule, Standpoint } from './day-rule.js';
import { MONTHS } from './vocabulary.js';
import type { Amount, Phrase } from './phrase.js';
import { isPast } from './tense.js';

/** The date after a weekday (0 is Sunday), where it needs no other cue: "Sunday 22nd", "Friday the 17th", "Sunday, 22/11". */
export function explicitDate(
  phrase: Phrase,
  i: number,
  now: Standpoint,
  weekday: number,
): DayReading | undefined {
  const dated = namedMonth(phrase, i, now) ?? numericDate(phrase, i, now);
  if (dated) return dated;
  const ordinal = phrase.isDigits(i) ? phrase.ordinal(i) : undefined;
  const next = ordinal && nextDayOfMonth(ordinal.value, now.day, false);
  if (next === undefined) return undefined;
  for (let months = 0; months < 12; months++) {
    const day = addMonths(next, months);
    if (weekdayOf(day) === weekday && partsOf(day).date === ordinal!.value)
      return { end: ordinal!.end, day, confidence: 0.9 };
  }
  return { end: ordinal!.end, day: next, confidence: 0.7 };
}

/** 26/11, 26/11/26, 26-11-2026, 26.11.2026, 2026-11-26. "10-12" is left to the clock, "24/7" and "12/3, 5th cross" are no dates. */
export const numericDate: DayRule = (phrase, i, now) => {
  const written = numbersAt(phrase, i);
  if (!written || isGluedTo(phrase, i)) return undefined;
  const { digits, separator, end } = written;
  if (digits.length === 3) return fullDate(digits, end);
  const [date, month] = digits.map(Number) as [number, number];
  if (!isDayMonth(phrase, i, end, separator, date)) return undefined;
  const day = nextDate(date, month, now.day, isPast(phrase, i, end));
  return day === undefined ? undefined : { end, day, confidence: separator === '/' ? 0.9 : 0.8 };
};

/** Two or three numbers with the same mark between them, and no further one. Only the slash may stand apart ("26 / 11"). */
function numbersAt(
  phrase: Phrase,
  i: number,
): { digits: string[]; separator: string; end: number } | undefined {
  const separator = phrase.text(i + 1);
  const isNext = (at: number): boolean =>
    phrase.text(at) === separator &&
    phrase.isDigits(at + 1) &&
    (separator === '/' || (phrase.glued(at) && phrase.glued(at + 1)));
  if (!phrase.isDigits(i) || !['/', '-', '.'].includes(separator) || !isNext(i + 1)) return undefined;
  const end = isNext(i + 3) ? i + 5 : i + 3;
  const digits = [i, i + 2, i + 4].filter((at) => at < end).map((at) => phrase.text(at));
  if (digits.some(({ length }) => length > 4) || isNext(end) || phrase.text(end) === ':') return undefined;
  return { digits, separator, end };
}

function fullDate(digits: string[], end: number): DayReading | undefined {
  const [a, b, c] = digits.map(Number) as [number, number, number];
  if (digits[0]!.length === 4) return exactly(a, b, c, end);
  if (digits[2]!.length % 2 === 1) return undefined;
  const year = c < 100 ? 2000 + c : c;
  // 11/26/2026 can only be the American order: better understood than refused, but less sure.
  return exactly(year, b, a, end) ?? exactly(year, a, b, end, 0.6);
}

function exactly(
  year: number,
  month: number,
  date: number,
  end: number,
  confidence = 0.97,
): DayReading | undefined {
  const day = year >= 2000 && year < 2100 ? dayOf(year, month, date) : undefined;
  return day === undefined ? undefined : { end, day, confidence };
}

/** Two numbers alone are a day and a month only where they cannot as well be hours, a ratio or a house number. */
function isDayMonth(phrase: Phrase, i: number, end: number, separator: string, date: number): boolean {
  const cued = phrase.text(i - 1) === 'on' || phrase.is(i - 1, 'date');
  if (phrase.isCounted(end) || phrase.is(end, 'am', 'pm', 'oclock') || (phrase.isAddress(i, end) && !cued))
    return false;
  if (separator === '/') return !(date === 24 && phrase.text(i + 2) === '7');
  return cued || date > (separator === '-' ? 12 : 24);
}

/** True inside a longer code: "10:26", "A-26", "1/26/3". */
export function isGluedTo(phrase: Phrase, i: number): boolean {
  return phrase.glued(i) && (!phrase.isMark(i - 1) || '-/.#:'.includes(phrase.text(i - 1)));
}

/** 26 Nov, 26th of November 2026, Nov 26, first of December, 25-27 Nov, 26-Nov-2026. */
export const namedMonth: DayRule = (phrase, i, now) => {
  const monthFirst = monthAt(phrase, i);
  if (monthFirst) {
    const date = dateNumber(phrase, phrase.text(i + 1) === 'the' ? i + 2 : i + 1);
    if (!date || isClock(phrase, date.end) || (phrase.isCounted(date.end) && !phrase.ordinal(i + 1)))
      return undefined;
    const last = upTo(phrase, date.end);
    return dated(phrase, i, monthFirst, date.value, last, now, last?.end ?? date.end);
  }
  const date = dateNumber(phrase, i);
  if (!date || phrase.is(i - 1, 'rupee')) return undefined;
  const last = upTo(phrase, date.end);
  let end = last?.end ?? date.end;
  if (['of', 'ki', 'ka', '-', '/', ','].includes(phrase.text(end))) end++;
  const month = monthAt(phrase, end);
  if (phrase.text(end) === 'may' && !date.digits && !phrase.ordinal(i)) return undefined; // "that one may work"
  return month ? dated(phrase, i, month, date.value, last, now, end + 1) : undefined;
};

function dated(
  phrase: Phrase,
  i: number,
  month: number,
  date: number,
  last: Amount | undefined,
  now: Standpoint,
  end: number,
): DayReading | undefined {
  const year = yearAt(phrase, end);
  const past = !year && isPast(phrase, i, end);
  const day = year ? dayOf(year.value, month, date) : nextDate(date, month, now.day, past);
  if (day === undefined) return undefined;
  const until = last ? dayOf(partsOf(day).year, month, last.value) : undefined;
  const stretch = until !== undefined && until > day ? { until } : {};
  return { end: year?.end ?? end, day, ...stretch, confidence: 0.95 };
}

export function monthAt(phrase: Phrase, i: number): number | undefined {
  const index = phrase.text(i) === 'mai' ? 4 : MONTHS.indexOf(phrase.word(i)); // मई; elsewhere "mai" is the Hindi I
  return index < 0 ? undefined : index + 1;
}

/** 1 to 31, as an ordinal or a number, in figures or words. */
export function dateNumber(phrase: Phrase, i: number): Amount | undefined {
  const number = phrase.ordinal(i) ?? phrase.number(i);
  return number && number.value >= 1 && number.value <= 31 && Number.isInteger(number.value)
    ? number
    : undefined;
}

/** The second day of "25-27", "25 to 27", "25th and 26th". */
function upTo(phrase: Phrase, i: number): Amount | undefined {
  const joined =
    ['-', 'to', 'or', 'and', 'ya', 'aur', 'se', '&'].includes(phrase.text(i)) || phrase.is(i, 'until');
  const last = joined ? dateNumber(phrase, i + 1) : undefined;
  return last && !isClock(phrase, last.end) ? last : undefined;
}

function isClock(phrase: Phrase, i: number): boolean {
  return (
    phrase.is(i, 'am', 'pm', 'oclock') ||
    ((phrase.text(i) === ':' || phrase.text(i) === '.') && phrase.isDigits(i + 1))
  );
}

function yearAt(phrase: Phrase, i: number): Amount | undefined {
  const at = [',', '-', '/', "'", '’'].includes(phrase.text(i)) ? i + 1 : i;
  if (!phrase.isDigits(at) || phrase.is(at + 1, 'hour', 'rupee', 'am', 'pm')) return undefined;
  const value = Number(phrase.text(at));
  if (phrase.text(at).length === 4 && value >= 2000 && value < 2100)
    return { value, end: at + 1, digits: true };
  const short = phrase.text(at).length === 2 && at > i && phrase.text(i) !== ',';
  return short ? { value: 2000 + value, end: at + 1, digits: true } : undefined;
}
