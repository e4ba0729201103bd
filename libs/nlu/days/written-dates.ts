// Dates with numbers: 26/11, 26-11-2026, 26th Nov, Nov 26, 25-27 November, 2026-11-26T10:30. Day before month, unless the other way is
// the only one that gives a date. Days without a month ("on the 3rd") are in days-of-month.ts.
import { addMonths, dayOf, nextDate, nextDayOfMonth, partsOf, weekdayOf } from './calendar.js';
import { isDay, type DayReading, type DayRule, type NoSuchDay, type DayStandpoint } from './day-rule.js';
import { isoMoment } from '../times/iso-moments.js';
import { yearAfter } from './numbered-periods.js';
import { whichAt } from './period-words.js';
import { monthAt } from './month-names.js';
import type { PhraseAmount, TimePhrase } from './phrase.js';
import { isPast } from './tense.js';
import { wordsOf } from './vocabulary.js';

type Reading = DayReading | NoSuchDay | undefined;

/** The date after a weekday (0 is Sunday), where it needs no other cue: "Sunday 22nd", "Friday the 17th", "Monday 21", "Sunday, 22/11". */
export function explicitDate(phrase: TimePhrase, i: number, now: DayStandpoint, weekday: number): Reading {
  const dated = namedMonth(phrase, i, now) ?? numericDate(phrase, i, now);
  if (dated) return isDay(dated) ? agreeing(dated, weekday) : dated;
  const number = phrase.isDigits(i) ? (phrase.ordinal(i) ?? bareDate(phrase, i)) : undefined;
  const next = number && nextDayOfMonth(number.value, now.day, false);
  if (!number || next === undefined) return undefined;
  for (let months = 0; months < 12; months++) {
    const day = addMonths(next, months);
    if (weekdayOf(day) === weekday && partsOf(day).date === number.value)
      return { end: number.end, day, confidence: 0.9 };
  }
  return { end: number.end, day: next, confidence: 0.7 };
}

/** "Monday 21": a number that is no hour and counts nothing. */
function bareDate(phrase: TimePhrase, i: number): PhraseAmount | undefined {
  const number = dateNumber(phrase, i);
  const end = number?.end ?? i;
  const followed =
    phrase.isCounted(end) ||
    phrase.isContent(end) ||
    isClock(phrase, end) ||
    '-/:'.includes(phrase.text(end) || ' ');
  return number && number.value > 12 && !followed && !phrase.isAddress(i, end) ? number : undefined;
}

/** A weekday and a date that do not go together: the date, or the nearest such weekday. */
function agreeing(reading: DayReading, weekday: number): DayReading {
  const apart = (weekday - weekdayOf(reading.day) + 7) % 7;
  if (apart === 0 || reading.until !== undefined) return reading;
  const nearest = reading.day + (apart <= 3 ? apart : apart - 7);
  return { ...reading, readings: [{ day: reading.day }, { day: nearest }], confidence: 0.6 };
}

/** 26/11, 26/11/26, 26-11-2026, 26.11.2026, 2026-11-26. "10-12" is left to the clock, "24/7" and "12/3, 5th cross" are no dates. */
export const numericDate: DayRule = (phrase, i, now) => {
  if (phrase.isDigits(i) && phrase.text(i).length === 8) return compactDate(phrase, i);
  const written = numbersAt(phrase, i);
  if (!written || isGluedTo(phrase, i)) return undefined;
  const { digits, separator, end } = written;
  if (digits.length === 3) return fullDate(phrase, digits, end, now);
  const [date, month] = digits.map(Number) as [number, number];
  if (!isDayMonth(phrase, i, end, separator, date, month)) return undefined;
  const past = isPast(phrase, i, end);
  const confidence = separator === '/' ? 0.9 : 0.8;
  const day = nextDate(date, month, now.day, past);
  if (day !== undefined) return { end, day, confidence };
  const american = nextDate(month, date, now.day, past);
  return american === undefined ? { end, day: undefined } : { end, day: american, confidence: 0.6 };
};

/** 20261209, the compact form of ISO 8601. */
function compactDate(phrase: TimePhrase, i: number): Reading {
  const digits = phrase.text(i);
  if (isGluedTo(phrase, i) || !digits.startsWith('20')) return undefined;
  return exactly(Number(digits.slice(0, 4)), Number(digits.slice(4, 6)), Number(digits.slice(6)), i + 1, 0.8);
}

/** Two or three numbers with the same mark between them, and no further one. Only the slash may stand apart ("26 / 11"). */
function numbersAt(
  phrase: TimePhrase,
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
  const clock = phrase.text(end) === ':' && !(digits.length === 3 && phrase.glued(end + 1));
  if (digits.some(({ length }) => length > 4) || isNext(end) || clock) return undefined;
  return { digits, separator, end };
}

function fullDate(phrase: TimePhrase, digits: string[], end: number, now: DayStandpoint): Reading {
  const [a, b, c] = digits.map(Number) as [number, number, number];
  if (digits[0]!.length === 4) {
    const day = exactly(a, b, c, end) ?? exactly(a, c, b, end, 0.6);
    return day ? (isoMoment(phrase, day, now) ?? day) : impossible(a, b, c, end);
  }
  if (digits[2]!.length % 2 === 1) return undefined;
  const year = c < 100 ? 2000 + c : c;
  // 11/26/2026 can only be the American order: better understood than refused, but less sure.
  return exactly(year, b, a, end) ?? exactly(year, a, b, end, 0.6) ?? impossible(year, b, a, end);
}

/** 31/11/2026 is a date that there is not; 8-2-293 is none at all. */
function impossible(year: number, month: number, date: number, end: number): Reading {
  const like = year >= 2000 && year < 2100 && month >= 1 && month <= 12 && date >= 29 && date <= 39;
  return like ? { end, day: undefined } : undefined;
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
function isDayMonth(
  phrase: TimePhrase,
  i: number,
  end: number,
  separator: string,
  date: number,
  month: number,
): boolean {
  const cued = phrase.text(i - 1) === 'on' || phrase.is(i - 1, 'date');
  if (phrase.isCounted(end) || phrase.is(end, 'am', 'pm', 'oclock') || phrase.text(end) === 'h') return false;
  if (phrase.isAddress(i, end) && !cued) return false;
  if (phrase.text(i).length > 2 || phrase.text(i + 2).length > 2) return false;
  if (separator === '/') return !(date === 24 && month === 7) && (cued || looksLikeDate(date, month));
  return cued || (date > (separator === '-' ? 12 : 24) && date <= 31);
}

/** 31/11 and 32/12 do, though there is no such day; 50/50 and 13/14 do not. */
function looksLikeDate(date: number, month: number): boolean {
  return (date >= 1 && date <= 39 && month >= 1 && month <= 12) || (date <= 12 && month >= 1 && month <= 31);
}

/** True inside a longer code: "10:26", "A-26", "1/26/3". */
export function isGluedTo(phrase: TimePhrase, i: number): boolean {
  if (phrase.text(i - 1) === '-' && phrase.owner(i - 2) === 'date') return false; // "4th-23rd"
  return phrase.glued(i) && (!phrase.isMark(i - 1) || '-/.#:'.includes(phrase.text(i - 1)));
}

/** 26 Nov, 26th of November 2026, Nov 26, first of December, 25-27 Nov, 26-Nov-2026, 2026 March 18. */
export const namedMonth: DayRule = (phrase, i, now) => {
  const { which, end: named } = whichAt(phrase, i);
  if (which && which !== 'last' && monthAt(phrase, named)) {
    const reading =
      phrase.text(i) === 'is' && phrase.is(named, 'mein') ? undefined : namedMonth(phrase, named, now); // "this May 8th"
    if (isDay(reading)) return reading;
  }
  if (phrase.isDigits(i) && phrase.text(i).length === 4) return yearFirst(phrase, i);
  const monthFirst = monthAt(phrase, i);
  if (monthFirst) {
    const date = dateNumber(phrase, i + 1 + skipped(phrase, i + 1, ['the', '.', '-', ',', '/']), 39);
    if (!date || isClock(phrase, date.end) || (phrase.isCounted(date.end) && !phrase.ordinal(i + 1)))
      return undefined;
    const last = upTo(phrase, date.end);
    return dated(phrase, i, monthFirst, date.value, last, now, last?.end ?? date.end);
  }
  const date = dateNumber(phrase, i, 39);
  if (!date || phrase.is(i - 1, 'rupee') || phrase.text(i - 1) === '₹') return undefined;
  const last = upTo(phrase, date.end);
  let end = last?.end ?? date.end;
  end += skipped(phrase, end, ['of', 'ki', 'ka', '-', '/', ',', 'the']);
  const month = monthAt(phrase, end);
  if (phrase.text(end) === 'may' && !date.digits && !phrase.ordinal(i)) return undefined; // "that one may work"
  if (!month || (date.value > 31 && !date.digits)) return undefined;
  return dated(phrase, i, month, date.value, last, now, end + 1);
};

function skipped(phrase: TimePhrase, i: number, fill: readonly string[]): number {
  return fill.includes(phrase.text(i)) ? 1 : 0;
}

/** "2026 March 18", "2026/Mar/18". */
function yearFirst(phrase: TimePhrase, i: number): Reading {
  const at = i + 1 + skipped(phrase, i + 1, ['-', '/', ',']);
  const month = monthAt(phrase, at);
  const date = month && dateNumber(phrase, at + 1 + skipped(phrase, at + 1, ['-', '/']));
  return month && date ? exactly(Number(phrase.text(i)), month, date.value, date.end) : undefined;
}

function dated(
  phrase: TimePhrase,
  i: number,
  month: number,
  date: number,
  last: PhraseAmount | undefined,
  now: DayStandpoint,
  end: number,
): Reading {
  const year = yearAt(phrase, end) ?? namedYear(phrase, end, now);
  const past = !year && isPast(phrase, i, end);
  const day = year ? dayOf(year.value, month, date) : nextDate(date, month, now.day, past);
  if (day === undefined) return { end: year?.end ?? end, day: undefined };
  const until = last ? dayOf(partsOf(day).year, month, last.value) : undefined;
  const stretch = until !== undefined && until > day ? { until } : {};
  return { end: year?.end ?? end, day, ...stretch, confidence: 0.95 };
}

/** "5 June next year", "5 June of this year". */
function namedYear(phrase: TimePhrase, i: number, now: DayStandpoint): PhraseAmount | undefined {
  const named = phrase.isDigits(i) ? undefined : yearAfter(phrase, i, now);
  return named && { value: named.year, end: named.end, digits: false };
}

/** 1 to 31 (or beyond, for days that there are not), as an ordinal or a number, in figures or words. */
export function dateNumber(phrase: TimePhrase, i: number, most = 31): PhraseAmount | undefined {
  const number = phrase.ordinal(i) ?? phrase.number(i);
  return number && number.value >= 1 && number.value <= most && Number.isInteger(number.value)
    ? number
    : undefined;
}

const JOINERS = ['-', 'to', 'or', 'and', 'ya', 'aur', 'se', '&', 'through', 'thru'];

/** The second day of "25-27", "25 to 27", "25th and 26th", "25 to the 27th". */
function upTo(phrase: TimePhrase, i: number): PhraseAmount | undefined {
  const joined = JOINERS.includes(phrase.text(i)) || phrase.is(i, 'until');
  const last = joined ? dateNumber(phrase, i + 1 + skipped(phrase, i + 1, ['the'])) : undefined;
  return last && !isClock(phrase, last.end) && !isOtherDate(phrase, last.end) ? last : undefined;
}

/** "Aug 10 - 12 September": the second number has a month of its own. */
function isOtherDate(phrase: TimePhrase, i: number): boolean {
  return monthAt(phrase, i) !== undefined && phrase.isDigits(i + 1) && phrase.text(i + 1).length <= 2;
}

function isClock(phrase: TimePhrase, i: number): boolean {
  return (
    phrase.is(i, 'am', 'pm', 'oclock') ||
    ((phrase.text(i) === ':' || phrase.text(i) === '.') && phrase.isDigits(i + 1))
  );
}

/** "two thousand (and) twenty eight", "twenty twenty eight". */
function yearInWords(phrase: TimePhrase, i: number): PhraseAmount | undefined {
  const at = [',', 'in', 'of'].includes(phrase.text(i)) ? i + 1 : i;
  const thousand = phrase.number(at)?.value === 2 && phrase.is(at + 1, 'thousand');
  if (!thousand && phrase.text(at) !== 'twenty') return undefined;
  const rest = thousand ? (phrase.text(at + 2) === 'and' ? at + 3 : at + 2) : at + 1;
  const number = phrase.isDigits(rest) ? undefined : phrase.number(rest);
  if (!number || number.value < 10 || number.value > 99) return undefined;
  return { value: 2000 + number.value, end: number.end, digits: false };
}

function yearAt(phrase: TimePhrase, i: number): PhraseAmount | undefined {
  const spoken = yearInWords(phrase, i);
  if (spoken) return spoken;
  const mark = YEAR_MARKS.has(phrase.text(i));
  let at = mark ? i + 1 : i;
  if (phrase.text(at) === 'the') at++;
  if (phrase.is(at, 'year') || phrase.text(at) === 'san') at++; // "in the year 2027", सन् 2027
  if (!phrase.isDigits(at) || phrase.is(at + 1, 'hour', 'rupee', 'am', 'pm')) return undefined;
  const value = Number(phrase.text(at));
  if (phrase.text(at).length === 4 && value >= 2000 && value < 2100)
    return { value, end: at + 1, digits: true };
  const glued = phrase.text(i) === "'" || phrase.text(i) === '’' || (phrase.glued(i) && phrase.glued(at));
  const marked = glued && ['-', '/', "'", '’'].includes(phrase.text(i));
  const short = phrase.text(at).length === 2 && (marked || isShortYear(phrase, at, value));
  return short && monthAt(phrase, at + 1) === undefined
    ? { value: 2000 + value, end: at + 1, digits: true }
    : undefined;
}

const YEAR_MARKS = wordsOf(", - / ' ’ in of .");
const LAST_HOUR = 24;

/** "21 dec 27": too late for an hour, and it counts nothing. */
function isShortYear(phrase: TimePhrase, i: number, value: number): boolean {
  const next = phrase.text(i + 1);
  const free = phrase.isBreak(i + 1) || phrase.is(i + 1, 'ke', 'tak', 'at') || ['at', 'ko'].includes(next);
  return (
    value > LAST_HOUR &&
    value < 50 &&
    free &&
    ![':', '(', '.'].includes(next) &&
    monthAt(phrase, i - 1) !== undefined
  );
}
