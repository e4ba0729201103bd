// Parts of weeks, months and years: mid January, beginning of next week, the end of the month, second half of December, month end,
// "agle mahine ke shuru mein".
import { addMonths, monthEnd } from './calendar.js';
import type { DayReading, DayRule, DaySpan, DayStandpoint } from './day-rule.js';
import type { DayPeriod, PeriodUnit } from './period-words.js';
import { asWholePeriod, nextOf, periodAt } from './periods.js';
import type { TimePhrase } from './phrase.js';
import { namedMonth } from './written-dates.js';

type Part = 'start' | 'middle' | 'end';

const PARTS = new Map<string, Part>(
  Object.entries({
    early: 'start', beginning: 'start', start: 'start', starting: 'start', begining: 'start', first: 'start', bom: 'start',
    mid: 'middle', middle: 'middle', late: 'end', end: 'end', ending: 'end', midweek: 'middle', eow: 'end', eom: 'end', eoy: 'end',
  }),
); // prettier-ignore
const HINDI_PARTS = new Map<string, Part>(
  Object.entries({
    shuru: 'start', shuruat: 'start', arambh: 'start', prarambh: 'start', starting: 'start', beech: 'middle', bich: 'middle',
    madhya: 'middle', madhy: 'middle', mid: 'middle', akhir: 'end', akhiri: 'end', akhri: 'end', ant: 'end', end: 'end', last: 'end',
  }),
); // prettier-ignore
const WITH_UNIT = new Map<string, PeriodUnit>(
  Object.entries({ midweek: 'week', eow: 'week', eom: 'month', bom: 'month', eoy: 'year' }),
);

export const periodPart: DayRule = (phrase, i, now) =>
  monthEndAt(phrase, i, now) ?? partOfPeriod(phrase, i, now);

/** "early December", "beginning of next week", "the end of the month", "mahine ke aakhir mein", "month end". */
function partOfPeriod(phrase: TimePhrase, i: number, now: DayStandpoint): DayReading | undefined {
  const half = halfOf(phrase, i, now);
  if (half) return half;
  const word = phrase.text(i);
  const part = PARTS.get(word);
  if (part) {
    const short = WITH_UNIT.get(word);
    if (short)
      return {
        ...slice({ ...asWholePeriod(short, 0, now), unit: short, end: i + 1 }, part, now),
        end: i + 1,
        confidence: 0.75,
      };
    let at = phrase.text(i + 1) === '-' ? i + 2 : i + 1;
    if (word === 'first' && phrase.text(at) !== 'part') return undefined;
    if (phrase.text(at) === 'part' || phrase.text(at) === 'half') at++;
    if (['of', 'in'].includes(phrase.text(at))) at++;
    const period = periodAt(phrase, at, now);
    if (phrase.isDigits(at + 1) && namedMonth(phrase, at, now)) return undefined; // "beginning january 5"
    return period && { ...slice(period, part, now), end: period.end, confidence: 0.75 };
  }
  const period = periodAt(phrase, i, now);
  if (!period) return undefined;
  const linked = phrase.is(period.end, 'ke') || phrase.text(period.end) === 'ki';
  const at = linked ? period.end + 1 : period.end;
  const inHindi = HINDI_PARTS.get(phrase.sound(at));
  if (!inHindi || (!linked && !phrase.is(at + 1, 'mein', 'tak'))) return undefined;
  const end = phrase.is(at + 1, 'mein', 'tak') ? at + 2 : at + 1;
  return { ...slice(period, inHindi, now), end: phrase.is(end - 1, 'tak') ? end - 1 : end, confidence: 0.75 };
}

/** A part of the period, of the next one if it has passed; what has passed of it already is left out. */
function slice(period: DayPeriod, part: Part, now: DayStandpoint): DaySpan {
  const found = cut(period, part);
  const next = found.until < now.day ? nextOf(period) : undefined;
  const { day, until } = next ? cut(next, part) : found;
  return { day: until >= now.day ? Math.max(day, now.day) : day, until };
}

/** The first, middle or last part: three days of a week, ten of a month, four months of a year. */
function cut({ unit, day, until }: DayPeriod, part: Part): Required<DaySpan> {
  if (unit === 'week')
    return {
      day: day + { start: 0, middle: 2, end: 4 }[part],
      until: day + { start: 2, middle: 3, end: 6 }[part],
    };
  if (unit === 'month') {
    const from = day + { start: 0, middle: 10, end: 20 }[part];
    return { day: from, until: part === 'end' ? until : from + 9 };
  }
  const third = Math.round((until - day + 1) / 30.44 / 3);
  const first = addMonths(day, { start: 0, middle: third, end: 2 * third }[part]);
  return { day: first, until: monthEnd(addMonths(first, third - 1)) };
}

/** "month end", "year end", "agle mahine end" is the last day. */
function monthEndAt(phrase: TimePhrase, i: number, now: DayStandpoint): DayReading | undefined {
  const period = phrase.text(i) === 'the' ? undefined : (periodAt(phrase, i, now) ?? yearEnd(phrase, i, now));
  if (!period || (period.unit !== 'month' && period.unit !== 'year') || phrase.text(period.end) !== 'end')
    return undefined;
  return { end: period.end + 1, day: period.until, confidence: 0.7 };
}

function yearEnd(phrase: TimePhrase, i: number, now: DayStandpoint): DayPeriod | undefined {
  return phrase.is(i, 'year') && phrase.text(i + 1) === 'end'
    ? { ...asWholePeriod('year', 0, now), unit: 'year', end: i + 1 }
    : undefined;
}

/** "first half of January", "2nd half of next year". */
function halfOf(phrase: TimePhrase, i: number, now: DayStandpoint): DayReading | undefined {
  const nth = phrase.ordinal(phrase.text(i) === 'the' ? i + 1 : i);
  if (!nth || nth.value > 2 || !phrase.is(nth.end, 'half')) return undefined;
  const period = ['of', 'in'].includes(phrase.text(nth.end + 1))
    ? periodAt(phrase, nth.end + 2, now)
    : undefined;
  if (!period || period.unit === 'week') return undefined;
  const { day, until, end } = period;
  const middle = period.unit === 'month' ? day + 15 : addMonths(day, Math.round((until - day) / 61));
  return {
    end,
    ...(nth.value === 1 ? { day, until: middle - 1 } : { day: middle, until }),
    confidence: 0.75,
  };
}
