// Weeks, months and years as a whole or in part: this weekend, next week, December, mid January, the end of the month, week after next,
// weekdays, "agle mahine ke shuru mein".
import { addMonths, dayOf, monthEnd, monthStart, partsOf, weekStart, weekdayOf } from './calendar.js';
import type { DayReading, DayRule, DaySpan, Standpoint } from './day-rule.js';
import { monthAt } from './month-names.js';
import type { Phrase } from './phrase.js';
import { isPast } from './tense.js';
import { words } from './vocabulary.js';

export type Which = 'this' | 'next' | 'coming' | 'last';
type Unit = 'week' | 'month' | 'year' | 'quarter';
type Part = 'start' | 'middle' | 'end';

/** A period at some token, all of it even if some days have passed. */
export interface Period {
  end: number;
  unit: Unit;
  day: number;
  until: number;
}

const PARTS = new Map<string, Part>(
  Object.entries({
    early: 'start', beginning: 'start', start: 'start', starting: 'start', begining: 'start', first: 'start', bom: 'start',
    mid: 'middle', middle: 'middle', late: 'end', end: 'end', ending: 'end', eow: 'end', eom: 'end', eoy: 'end',
  }),
); // prettier-ignore
const HINDI_PARTS = new Map<string, Part>(
  Object.entries({
    shuru: 'start', shuruat: 'start', shuruaat: 'start', beech: 'middle', between: 'middle', madhya: 'middle', aakhir: 'end',
    akhir: 'end', aakhri: 'end', akhri: 'end', ant: 'end', end: 'end', last: 'end',
  }),
); // prettier-ignore
const WITH_UNIT = new Map<string, Unit>(
  Object.entries({ eow: 'week', eom: 'month', bom: 'month', eoy: 'year' }),
);
const WALA = words('vala vale vali wala wale wali');
const BEFORE_MONTH = words(
  'in during by for of until before after from since this next last throughout mein around early late mid coming',
);

export const wholePeriod: DayRule = (phrase, i, now) =>
  monthEndAt(phrase, i, now) ??
  partOfPeriod(phrase, i, now) ??
  weekend(phrase, i, now) ??
  weekdays(phrase, i, now) ??
  plain(phrase, i, now);

/** This, next, coming, last before a word; `end` is the index after it. */
export function whichAt(phrase: Phrase, i: number): { which?: Which | 'after next'; end: number } {
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
export function whichWeek(phrase: Phrase, i: number): { which: Which; end: number } | undefined {
  const { which, end } = whichAt(phrase, i);
  if (!which || which === 'after next' || !phrase.is(end, 'week') || phrase.text(end + 1) === 'end')
    return undefined;
  return { which, end: end + 1 };
}

/** A period at token `i`: "next week", "this month", "the month" (the running one), "December", "January 2028", "week after next". */
export function periodAt(phrase: Phrase, i: number, now: Standpoint): Period | undefined {
  const named = namedMonthAt(phrase, i, now);
  if (named) return named;
  const start = phrase.text(i) === 'the' ? i + 1 : i;
  const around = phrase.is(start, 'around') ? start + 1 : start;
  const { which, end } = whichAt(phrase, around);
  const unit = unitOf(phrase, end);
  if (!unit) return yearAt(phrase, start, now);
  const afterNext = which === undefined && phrase.is(end + 1, 'after') && phrase.is(end + 2, 'next');
  const away = afterNext || which === 'after next' ? 2 : AWAY[which ?? 'this'];
  return { ...whole(unit, away, now), unit, end: afterNext ? end + 3 : end + 1 };
}

const AWAY: Record<Which, number> = { this: 0, next: 1, coming: 1, last: -1 };

function unitOf(phrase: Phrase, i: number): Unit | undefined {
  if (phrase.is(i, 'week') && phrase.text(i + 1) !== 'end') return 'week';
  if (phrase.is(i, 'month')) return 'month';
  if (phrase.is(i, 'year') && phrase.text(i + 1) !== 'end') return 'year';
  return ['quarter', 'qtr'].includes(phrase.text(i)) && phrase.text(i + 1) !== 'past' ? 'quarter' : undefined;
}

function whole(unit: Unit, away: number, now: Standpoint): Required<DaySpan> {
  if (unit === 'week') {
    const monday = weekStart(now.day) + 7 * away;
    return { day: monday, until: monday + 6 };
  }
  const months = { month: 1, quarter: 3, year: 12 }[unit];
  const { month } = partsOf(now.day);
  const first = addMonths(monthStart(now.day), months * away - ((month - 1) % months));
  return { day: first, until: monthEnd(addMonths(first, months - 1)) };
}

/** "2027" after "in" or "year", "agle saal" is a plain period. */
function yearAt(phrase: Phrase, i: number, now: Standpoint): Period | undefined {
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
export function namedMonthAt(phrase: Phrase, i: number, now: Standpoint): Period | undefined {
  const { which, end: at } = whichAt(phrase, i);
  const month = monthAt(phrase, at);
  if (!month || which === 'after next') return undefined;
  const afterMark = ['of', 'in', ',', '.'].includes(phrase.text(at + 1)) ? at + 2 : at + 1;
  const digits =
    phrase.isDigits(afterMark) && phrase.text(afterMark).length === 4 ? Number(phrase.text(afterMark)) : 0;
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
  };
}

/** A week, month or year without more: what is left of the running one, all of another. */
function plain(phrase: Phrase, i: number, now: Standpoint): DayReading | undefined {
  const named = namedMonthAt(phrase, i, now);
  if (named)
    return isMonthMeant(phrase, i, named)
      ? { ...ahead(named, now), end: named.end, confidence: 0.7 }
      : undefined;
  const rest = restOf(phrase, i);
  const period = periodAt(phrase, rest ?? i, now);
  if (!period) return undefined;
  const { which } = whichAt(phrase, phrase.text(i) === 'the' ? i + 1 : i);
  const afterNext = phrase.is(period.end - 1, 'next') && period.end > i + 1;
  if (rest === undefined && !which && !afterNext && period.unit !== 'year') return undefined;
  if (!which && period.unit === 'year' && !phrase.isDigits(period.end - 1)) return undefined; // "a year"
  if (period.unit === 'quarter' && !which) return undefined;
  const weekOf = period.unit === 'week' ? 0.8 : 0.7;
  return { ...(which === 'last' ? period : ahead(period, now)), end: period.end, confidence: weekOf };
}

/** "rest of the week", "all week", "the whole of next month". */
function restOf(phrase: Phrase, i: number): number | undefined {
  if (!['rest', 'all', 'whole', 'remainder', 'anytime', 'sometime'].includes(phrase.text(i)))
    return undefined;
  const at = phrase.text(i + 1) === 'of' ? i + 2 : i + 1;
  return phrase.is(phrase.text(at) === 'the' ? at + 1 : at, 'week', 'month', 'year', 'this', 'next', 'coming')
    ? at
    : undefined;
}

/** "may" and "march" are other words, too; the rest are months wherever they stand, but not before a house number's street. */
function isMonthMeant(phrase: Phrase, i: number, { end }: Period): boolean {
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

function ahead({ day, until }: Period, now: Standpoint): DaySpan {
  return { day: until >= now.day ? Math.max(day, now.day) : day, until };
}

/** "early December", "beginning of next week", "the end of the month", "mahine ke aakhir mein", "month end". */
function partOfPeriod(phrase: Phrase, i: number, now: Standpoint): DayReading | undefined {
  const word = phrase.text(i);
  const part = PARTS.get(word);
  if (part) {
    const short = WITH_UNIT.get(word);
    if (short)
      return {
        ...slice({ ...whole(short, 0, now), unit: short, end: i + 1 }, part, now),
        end: i + 1,
        confidence: 0.75,
      };
    let at = phrase.text(i + 1) === '-' ? i + 2 : i + 1;
    if (word === 'first' && phrase.text(at) !== 'part') return undefined;
    if (phrase.text(at) === 'part' || phrase.text(at) === 'half') at++;
    if (['of', 'in'].includes(phrase.text(at))) at++;
    const period = periodAt(phrase, at, now);
    return period && { ...slice(period, part, now), end: period.end, confidence: 0.75 };
  }
  const period = periodAt(phrase, i, now);
  if (!period || !phrase.is(period.end, 'ke')) return undefined;
  const inHindi =
    HINDI_PARTS.get(phrase.text(period.end + 1)) ?? HINDI_PARTS.get(phrase.word(period.end + 1));
  if (!inHindi) return undefined;
  const end = phrase.is(period.end + 2, 'mein', 'tak') ? period.end + 3 : period.end + 2;
  return { ...slice(period, inHindi, now), end: phrase.is(end - 1, 'tak') ? end - 1 : end, confidence: 0.75 };
}

/** The first, middle or last part: three days of a week, ten of a month, four months of a year. */
function slice({ unit, day, until }: Period, part: Part, now: Standpoint): DaySpan {
  if (unit === 'week')
    return {
      day: day + { start: 0, middle: 2, end: 4 }[part],
      until: day + { start: 2, middle: 3, end: 6 }[part],
    };
  if (unit === 'month') {
    const from = day + { start: 0, middle: 10, end: 20 }[part];
    return {
      day: from <= now.day && now.day <= until ? Math.max(from, now.day) : from,
      until: part === 'end' ? until : from + 9,
    };
  }
  const third = Math.round((until - day + 1) / 30.44 / 3);
  const first = addMonths(day, { start: 0, middle: third, end: 2 * third }[part]);
  return { day: first, until: monthEnd(addMonths(first, third - 1)) };
}

/** "month end", "year end", "agle mahine end" is the last day. */
function monthEndAt(phrase: Phrase, i: number, now: Standpoint): DayReading | undefined {
  const period = phrase.text(i) === 'the' ? undefined : (periodAt(phrase, i, now) ?? yearEnd(phrase, i, now));
  if (!period || (period.unit !== 'month' && period.unit !== 'year') || phrase.text(period.end) !== 'end')
    return undefined;
  return { end: period.end + 1, day: period.until, confidence: 0.7 };
}

function yearEnd(phrase: Phrase, i: number, now: Standpoint): Period | undefined {
  return phrase.is(i, 'year') && phrase.text(i + 1) === 'end'
    ? { ...whole('year', 0, now), unit: 'year', end: i + 1 }
    : undefined;
}

function weekend(phrase: Phrase, i: number, now: Standpoint): DayReading | undefined {
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
function weekdays(phrase: Phrase, i: number, now: Standpoint): DayReading | undefined {
  const { which, end } = whichAt(phrase, i);
  const one = phrase.text(end) === 'weekday' || phrase.text(end) === 'weekdays';
  const two = ['week', 'working'].includes(phrase.text(end)) && /^days?$/.test(phrase.text(end + 1));
  if (!one && !two) return undefined;
  const monday = weekStart(now.day) + (which === 'next' || weekdayOf(now.day) % 6 === 0 ? 7 : 0);
  const past = isPast(phrase, i, end + 1);
  return past
    ? undefined
    : { end: end + (two ? 2 : 1), day: Math.max(monday, now.day), until: monday + 4, confidence: 0.7 };
}
