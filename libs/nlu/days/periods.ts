// Weeks, months and years as a whole: this weekend, next week, December, week after next, Q1 2027, any weekday. Their parts ("mid
// January", "the end of the month") are in parts-of-periods.ts.
import { addMonths, dayOf, monthEnd, monthStart, partsOf, weekStart, weekdayOf } from './calendar.js';
import type { DayReading, DayRule, DaySpan, DayStandpoint } from './day-rule.js';
import { monthAt } from './month-names.js';
import { numericPeriod, quarterAt, yearAt } from './numbered-periods.js';
import { AWAY, unitOf, whichAt, type DayPeriod, type PeriodUnit, type WhichPeriod } from './period-words.js';
import type { TimePhrase } from './phrase.js';
import { isPast } from './tense.js';
import { wordsOf } from './vocabulary.js';

/** The next such period, where the words leave it open. */
export function nextOf(period: DayPeriod): DayPeriod | undefined {
  if (!period.again) return undefined;
  const day = addMonths(period.day, period.again);
  return { ...period, day, until: monthEnd(addMonths(monthStart(period.until), period.again)) };
}

const WHOLE = wordsOf('rest al whole remainder remaining baki anytime sometime'); // as they sound
const BETWEEN_MONTHS = wordsOf('to - till until through thru se and or aur ya');
const BEFORE_MONTH = wordsOf(
  'in during by for of until before after from since this next last throughout mein around early late mid coming',
);

export const wholePeriod: DayRule = (phrase, i, now) =>
  weekend(phrase, i, now) ?? weekdays(phrase, i, now) ?? fortnight(phrase, i, now) ?? plain(phrase, i, now);

/** "next week", "agle hafte", "is week" at token `i`. */
export function whichWeek(phrase: TimePhrase, i: number): { which: WhichPeriod; end: number } | undefined {
  const { which, end } = whichAt(phrase, phrase.text(i) === 'the' ? i + 1 : i);
  if (!which || which === 'after next' || !phrase.is(end, 'week') || phrase.text(end + 1) === 'end')
    return undefined;
  return { which, end: end + 1 };
}

/** A period at token `i`: "next week", "this month", "the month" (the running one), "December", "January 2028", "week after next". */
export function periodAt(phrase: TimePhrase, i: number, now: DayStandpoint): DayPeriod | undefined {
  const named = namedMonthAt(phrase, i, now);
  if (named) return named;
  const start = phrase.text(i) === 'the' ? i + 1 : i;
  const around = phrase.is(start, 'around') ? start + 1 : start;
  const numbered = quarterAt(phrase, i, now) ?? numericPeriod(phrase, i);
  if (numbered) return numbered;
  const { which, end } = whichAt(phrase, around);
  const unit = unitOf(phrase, end);
  const byNumber =
    !unit || (unit === 'year' && phrase.isDigits(end + 1)) ? yearAt(phrase, start, now) : undefined;
  if (byNumber || !unit) return byNumber;
  const afterNext = which === undefined && phrase.is(end + 1, 'after') && phrase.is(end + 2, 'next');
  const away = afterNext || which === 'after next' ? 2 : AWAY[which ?? 'this'];
  const again = which === undefined && !afterNext && unit !== 'week' ? { again: MONTHS_OF[unit] } : {};
  return { ...asWholePeriod(unit, away, now), unit, end: afterNext ? end + 3 : end + 1, ...again };
}

const MONTHS_OF = { month: 1, quarter: 3, year: 12 };

export function asWholePeriod(unit: PeriodUnit, away: number, now: DayStandpoint): Required<DaySpan> {
  if (unit === 'week') {
    const monday = weekStart(now.day) + 7 * away;
    return { day: monday, until: monday + 6 };
  }
  const months = MONTHS_OF[unit];
  const { month } = partsOf(now.day);
  const first = addMonths(monthStart(now.day), months * away - ((month - 1) % months));
  return { day: first, until: monthEnd(addMonths(first, months - 1)) };
}

/** A month by name, of the year that is said or the next to come; "next March" is that one, too. */
export function namedMonthAt(phrase: TimePhrase, i: number, now: DayStandpoint): DayPeriod | undefined {
  const { which, end: at } = whichAt(phrase, i);
  const month = monthAt(phrase, at);
  if (!month || which === 'after next' || (phrase.text(i) === 'is' && phrase.number(at + 1)))
    return undefined;
  const afterMark = ['of', 'in', ',', '.'].includes(phrase.text(at + 1)) ? at + 2 : at + 1;
  const digits =
    phrase.isDigits(afterMark) && phrase.text(afterMark).length === 4 ? Number(phrase.text(afterMark)) : 0;
  const nextYear = phrase.is(afterMark, 'next') && phrase.is(afterMark + 1, 'year');
  if (nextYear) return ofNextYear(afterMark + 2, month, now);
  const said = digits >= 2000 && digits < 2100 && !phrase.is(afterMark + 1, 'hour') ? digits : undefined;
  const current = partsOf(now.day);
  const afterNext = phrase.is(at + 1, 'after') && phrase.is(at + 2, 'next') ? 1 : 0;
  const away = which === 'last' ? (month < current.month ? 0 : -1) : month < current.month ? 1 : 0;
  const first = dayOf(said ?? current.year + away + afterNext, month, 1)!;
  return {
    end: said ? afterMark + 1 : at + 1 + 2 * afterNext,
    unit: 'month',
    day: first,
    until: monthEnd(first),
    ...(said === undefined && which !== 'last' && { again: 12 }),
  };
}

/** "December of next year". */
function ofNextYear(end: number, month: number, now: DayStandpoint): DayPeriod {
  const day = dayOf(partsOf(now.day).year + 1, month, 1)!;
  return { end, unit: 'month', day, until: monthEnd(day) };
}

/** A week, month or year without more: what is left of the running one, all of another. */
function plain(phrase: TimePhrase, i: number, now: DayStandpoint): DayReading | undefined {
  const named = namedMonthAt(phrase, i, now);
  if (named)
    return isMonthMeant(phrase, i, named)
      ? { ...ahead(named, now), end: named.end, confidence: 0.7 }
      : undefined;
  const rest = restOf(phrase, i) ?? namedUnit(phrase, i);
  const period = periodAt(phrase, rest ?? i, now);
  if (!period) return undefined;
  const { which } = whichAt(phrase, phrase.text(i) === 'the' ? i + 1 : i);
  const afterNext = phrase.is(period.end - 1, 'next') && period.end > i + 1;
  const written = phrase.isDigits(period.end - 1) || quarterAt(phrase, rest ?? i, now) !== undefined;
  if (rest === undefined && !which && !afterNext && !written) return undefined;
  const weekOf = period.unit === 'week' ? 0.8 : 0.7;
  return { ...(which === 'last' ? period : ahead(period, now)), end: period.end, confidence: weekOf };
}

/** "the month of January", "the year 2027": the unit says again what follows. */
function namedUnit(phrase: TimePhrase, i: number): number | undefined {
  const at = phrase.text(i) === 'the' ? i + 1 : i;
  const of = phrase.text(at + 1) === 'of';
  if (phrase.is(at, 'month') && of && monthAt(phrase, at + 2)) return at + 2;
  return phrase.is(at, 'year') && phrase.isDigits(at + (of ? 2 : 1)) ? at : undefined;
}

/** "rest of the week", "all week", "the whole of next month". */
function restOf(phrase: TimePhrase, i: number): number | undefined {
  if (!WHOLE.has(phrase.sound(i))) return undefined;
  const at = phrase.text(i + 1) === 'of' || phrase.text(i + 1) === 'ka' ? i + 2 : i + 1;
  return phrase.is(phrase.text(at) === 'the' ? at + 1 : at, 'week', 'month', 'year', 'this', 'next', 'coming')
    ? at
    : undefined;
}

/** "may" and "march" are other words, too; the rest are months wherever they stand, but not before a house number's street. */
function isMonthMeant(phrase: TimePhrase, i: number, { end }: DayPeriod): boolean {
  if (phrase.isAddress(i, end) || phrase.number(i - 1) || phrase.ordinal(i - 2)) return false;
  if (end > i + 1) return true;
  const ambiguous = ['may', 'march', 'mar', 'jan', 'dec', 'mai', 'sep', 'august', 'april', 'june'].includes(
    phrase.text(i),
  );
  const cued =
    BEFORE_MONTH.has(phrase.word(i - 1)) ||
    BEFORE_MONTH.has(phrase.text(i - 1)) ||
    phrase.is(end, 'mein') ||
    phrase.length === 1 ||
    (BETWEEN_MONTHS.has(phrase.text(i - 1)) && monthAt(phrase, i - 2) !== undefined); // "January to March"
  return !phrase.number(end) && (cued || !ambiguous);
}

function ahead({ day, until }: DayPeriod, now: DayStandpoint): DaySpan {
  return { day: until >= now.day ? Math.max(day, now.day) : day, until };
}

function weekend(phrase: TimePhrase, i: number, now: DayStandpoint): DayReading | undefined {
  const { which, end: at } = whichAt(phrase, i);
  const dashed = phrase.is(at, 'week') && phrase.text(at + 1) === '-' && phrase.text(at + 2) === 'end';
  const split = phrase.is(at, 'week') && phrase.text(at + 1) === 'end';
  if (!phrase.is(at, 'weekend') && !split && !dashed) return undefined;
  const last = at + (dashed ? 3 : split ? 2 : 1);
  const saturday = weekStart(now.day) + 5;
  if (weekdayOf(now.day) === 0 && (which === undefined || which === 'this'))
    return { end: last, day: now.day, until: now.day, confidence: 0.7 };
  const afterNext = which === undefined && phrase.is(last, 'after') && phrase.is(last + 1, 'next');
  if (afterNext || which === 'after next')
    return { end: afterNext ? last + 2 : last, day: saturday + 14, until: saturday + 15, confidence: 0.85 };
  const coming = which === 'coming' && weekdayOf(now.day) % 6 === 0 ? 7 : 0;
  const day = saturday + { this: 0, coming, next: 7, last: -7 }[which ?? 'this'];
  return { end: last, day, until: day + 1, confidence: 0.85 };
}

/** "this fortnight", "the next fortnight": fourteen days. */
function fortnight(phrase: TimePhrase, i: number, now: DayStandpoint): DayReading | undefined {
  const { which, end } = whichAt(phrase, phrase.text(i) === 'the' ? i + 1 : i);
  if (!phrase.is(end, 'fortnight') || !which || which === 'last' || which === 'after next') return undefined;
  const day = which === 'this' ? now.day : now.day + 1;
  return { end: end + 1, day, until: day + 13, confidence: 0.7 };
}

/** "any weekday": the working days of this week that are left, or of the next. */
function weekdays(phrase: TimePhrase, i: number, now: DayStandpoint): DayReading | undefined {
  const { which, end } = whichAt(phrase, i);
  const one = phrase.text(end) === 'weekday' || phrase.text(end) === 'weekdays';
  const two = ['week', 'working'].includes(phrase.text(end)) && /^days?$/.test(phrase.text(end + 1));
  if ((!one && !two) || phrase.number(i - 1)) return undefined; // "in 5 working days"
  const monday = weekStart(now.day) + (which === 'next' || weekdayOf(now.day) % 6 === 0 ? 7 : 0);
  const past = isPast(phrase, i, end + 1);
  return past
    ? undefined
    : { end: end + (two ? 2 : 1), day: Math.max(monday, now.day), until: monday + 4, confidence: 0.7 };
}
