// Periods with numbers: Q1 2027, the third quarter, 1/2027, in 2028.
import { addMonths, dayOf, monthEnd, partsOf } from './calendar.js';
import type { DayStandpoint } from './day-rule.js';
import { AWAY, unitOf, whichAt, type DayPeriod } from './period-words.js';
import type { PhraseAmount, TimePhrase } from './phrase.js';
import { wordsOf } from './vocabulary.js';

const BEFORE_YEAR = wordsOf('in of during early late mid by');

/** "1/2027", "2027/01": a month of a year. */
export function numericPeriod(phrase: TimePhrase, i: number): DayPeriod | undefined {
  const at = i + 2;
  const glued = phrase.glued(i) && phrase.text(i - 1) !== '(';
  if (!phrase.isDigits(i) || !phrase.isDigits(at) || phrase.text(i + 1) !== '/') return undefined;
  if (!phrase.glued(at) || glued || phrase.text(at + 1) === '/') return undefined;
  const [first, second] = [Number(phrase.text(i)), Number(phrase.text(at))];
  const [month, year] = first > 31 ? [second, first] : [first, second];
  const day = year >= 2000 && year < 2100 ? dayOf(year, month, 1) : undefined;
  return day === undefined ? undefined : { end: at + 1, unit: 'month', day, until: monthEnd(day) };
}

/** "Q1 2027", "2027Q1", "third quarter (of next year)": of the year that is said, or the next to come. */
export function quarterAt(phrase: TimePhrase, i: number, now: DayStandpoint): DayPeriod | undefined {
  const start = phrase.text(i) === 'the' ? i + 1 : i;
  const yearFirst = phrase.isDigits(start) && phrase.text(start + 1) === 'q' && phrase.glued(start + 1);
  const letter = yearFirst ? start + 1 : start;
  const nth =
    phrase.text(letter) === 'q' && phrase.glued(letter + 1)
      ? phrase.number(letter + 1)
      : ordinalQuarter(phrase, start);
  if (!nth || nth.value < 1 || nth.value > 4) return undefined;
  const said = yearFirst
    ? { year: Number(phrase.text(start)), end: nth.end }
    : yearAfter(phrase, nth.end, now);
  if (!said && !(phrase.ordinal(start) || phrase.text(i - 1) === 'in')) return undefined;
  const current = partsOf(now.day).year;
  const year = said ? (said.year < 100 ? 2000 + said.year : said.year) : current;
  const of = (each: number): number | undefined => dayOf(each, 3 * nth.value - 2, 1);
  const day = year >= 2000 && year < 2100 ? of(year) : undefined;
  if (day === undefined) return undefined;
  const passed = !said && monthEnd(addMonths(day, 2)) < now.day;
  const first = passed ? of(year + 1)! : day;
  return { end: said?.end ?? nth.end, unit: 'quarter', day: first, until: monthEnd(addMonths(first, 2)) };
}

/** "third quarter", "3rd qtr", "pehli timahi"; the index after it. "Quarter past" is a time. */
function ordinalQuarter(phrase: TimePhrase, i: number): PhraseAmount | undefined {
  const nth = phrase.ordinal(i);
  return nth && unitOf(phrase, nth.end) === 'quarter' ? { ...nth, end: nth.end + 1 } : undefined;
}

/** "2027", "of 2027", "of next year", "this year" after a period. */
export function yearAfter(
  phrase: TimePhrase,
  i: number,
  now: DayStandpoint,
): { year: number; end: number } | undefined {
  const at = ['of', 'in', ','].includes(phrase.text(i)) ? i + 1 : i;
  if (phrase.isDigits(at) && phrase.text(at).length === 4)
    return { year: Number(phrase.text(at)), end: at + 1 };
  const { which, end } = whichAt(phrase, phrase.text(at) === 'the' ? at + 1 : at);
  if ((which !== 'next' && which !== 'this' && which !== 'coming') || !phrase.is(end, 'year'))
    return undefined;
  return { year: partsOf(now.day).year + AWAY[which], end: end + 1 };
}

/** "2027" after "in" or "year", "agle saal" is a plain period. */
export function yearAt(phrase: TimePhrase, i: number, now: DayStandpoint): DayPeriod | undefined {
  const at = phrase.is(i, 'year') ? i + 1 : i;
  const cued =
    at > i ||
    BEFORE_YEAR.has(phrase.text(i - 1)) ||
    phrase.is(i - 1, 'until', 'before', 'after') ||
    phrase.is(i + 1, 'mein', 'tak');
  const year = phrase.isDigits(at) && phrase.text(at).length === 4 ? Number(phrase.text(at)) : 0;
  if (!cued || year < partsOf(now.day).year || year >= 2100 || phrase.isCounted(at + 1)) return undefined;
  return { end: at + 1, unit: 'year', day: dayOf(year, 1, 1)!, until: dayOf(year, 12, 31)! };
}
