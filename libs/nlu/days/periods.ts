// Weeks, months and years as a whole: this weekend, next week, December, week after next, Q1 2027, any weekday. Their parts ("mid
// January", "the end of the month") are in parts-of-periods.ts.
import { addMonths, dayOf, monthEnd, monthStart, partsOf, weekStart, weekdayOf } from './calendar.js';
import type { DayReading, DayRule, DaySpan, DayStandpoint } from './day-rule.js';
import { monthAt } from './month-names.js';
import type { TimePhrase } from './phrase.js';
import { isPast } from './tense.js';
import { wordsOf } from './vocabulary.js';

export type WhichPeriod = 'this' | 'next' | 'coming' | 'last';
export type PeriodUnit = 'week' | 'month' | 'year' | 'quarter';

/** A period at some token, all of it even if some days have passed. */
export interface DayPeriod {
  end: number;
  unit: PeriodUnit;
  day: number;
  until: number;
  /** After how many months there is another that the words may mean: "the month", "December" without a year. */
  again?: number;
}

/** The next such period, where the words leave it open. */
export function nextOf(period: DayPeriod): DayPeriod | undefined {
  if (!period.again) return undefined;
  const day = addMonths(period.day, period.again);
  return { ...period, day, until: monthEnd(addMonths(monthStart(period.until), period.again)) };
}

const WALA = wordsOf('vala vale vali wala wale wali');
const QUARTER = wordsOf('quarter qtr timahi');
const BEFORE_MONTH = wordsOf(
  'in during by for of until before after from since this next last throughout mein around early late mid coming',
);

export const wholePeriod: DayRule = (phrase, i, now) =>
  weekend(phrase, i, now) ?? weekdays(phrase, i, now) ?? plain(phrase, i, now);

/** This, next, coming, last before a word; `end` is the index after it. */
export function whichAt(phrase: TimePhrase, i: number): { which?: WhichPeriod | 'after next'; end: number } {
  const word = phrase.word(i);
  if (word === 'next' && phrase.text(i + 1) === 'to' && phrase.is(i + 2, 'next'))
    return { which: 'after next', end: i + 3 };
  if (word === 'next' && phrase.text(i + 1) === 'but' && phrase.text(i + 2) === 'one')
    return { which: 'after next', end: i + 3 };
  if (word === 'this' && phrase.is(i + 1, 'coming', 'next', 'last')) return { ...whichAt(phrase, i + 1) };
  if (word === 'coming') return { which: 'coming', end: WALA.has(phrase.text(i + 1)) ? i + 2 : i + 1 };
  if (word === 'this' || word === 'next' || word === 'last') return { which: word, end: i + 1 };
  return { end: i };
}

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
  const numbered = numericPeriod(phrase, i);
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
const AWAY: Record<WhichPeriod, number> = { this: 0, next: 1, coming: 1, last: -1 };

function unitOf(phrase: TimePhrase, i: number): PeriodUnit | undefined {
  if (phrase.is(i, 'week') && phrase.text(i + 1) !== 'end') return 'week';
  if (phrase.is(i, 'month')) return 'month';
  if (phrase.is(i, 'year') && phrase.text(i + 1) !== 'end') return 'year';
  return QUARTER.has(phrase.sound(i)) && phrase.text(i + 1) !== 'past' ? 'quarter' : undefined;
}

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

/** "Q1 2027", "1/2027", "2027/01": a quarter or a month of a year. */
function numericPeriod(phrase: TimePhrase, i: number): DayPeriod | undefined {
  const quarter = phrase.text(i) === 'q' && phrase.glued(i + 1);
  const first = Number(phrase.text(quarter ? i + 1 : i));
  const at = quarter ? i + 2 : i + 2;
  if (!phrase.isDigits(quarter ? i + 1 : i) || !phrase.isDigits(at)) return undefined;
  if (
    !quarter &&
    (phrase.text(i + 1) !== '/' || !phrase.glued(at) || phrase.glued(i) || phrase.text(at + 1) === '/')
  )
    return undefined;
  const [month, year] =
    first > 31
      ? [Number(phrase.text(at)), first]
      : [quarter ? first * 3 - 2 : first, Number(phrase.text(at))];
  const day = year >= 2000 && year < 2100 ? dayOf(year, month, 1) : undefined;
  if (day === undefined) return undefined;
  return {
    end: at + 1,
    unit: quarter ? 'quarter' : 'month',
    day,
    until: monthEnd(addMonths(day, quarter ? 2 : 0)),
  };
}

/** "2027" after "in" or "year", "agle saal" is a plain period. */
function yearAt(phrase: TimePhrase, i: number, now: DayStandpoint): DayPeriod | undefined {
  const at = phrase.is(i, 'year') ? i + 1 : i;
  const cued =
    at > i ||
    ['in', 'of', 'during'].includes(phrase.text(i - 1)) ||
    phrase.is(i - 1, 'until', 'before', 'after');
  const year = phrase.isDigits(at) && phrase.text(at).length === 4 ? Number(phrase.text(at)) : 0;
  if (!cued || year < partsOf(now.day).year || year >= 2100 || phrase.isCounted(at + 1)) return undefined;
  return { end: at + 1, unit: 'year', day: dayOf(year, 1, 1)!, until: dayOf(year, 12, 31)! };
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
  const written = phrase.isDigits(period.end - 1);
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
  if (!['rest', 'all', 'whole', 'remainder', 'anytime', 'sometime'].includes(phrase.text(i)))
    return undefined;
  const at = phrase.text(i + 1) === 'of' ? i + 2 : i + 1;
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
    phrase.length === 1;
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
