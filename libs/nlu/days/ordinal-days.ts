// Days counted inside a month: second Saturday (of December), last Friday of the month, first week of January, last day of the month,
// 15th day of next month, "december ka pehla somvar", "agle mahine ki 5 tarikh".
import { addMonths, monthEnd, monthStart, weekdayOf } from './calendar.js';
import type { DayReading, DayRule, NoSuchDay, DayStandpoint } from './day-rule.js';
import type { DayPeriod } from './period-words.js';
import { nextOf, periodAt } from './periods.js';
import type { PhraseAmount, TimePhrase } from './phrase.js';
import { WEEKDAY_WORDS, wordsOf } from './vocabulary.js';
import { dateNumber } from './written-dates.js';

type Reading = DayReading | NoSuchDay;

const HINDI_LAST = wordsOf('aakhri akhri aakhiri akhiri antim');

export const ordinalDay: DayRule = (phrase, i, now) =>
  englishOrder(phrase, i, now) ?? hindiOrder(phrase, i, now);

/** What may be counted: days, weeks, weekends, a weekday (0 is Sunday). */
type Counted =
  { kind: 'day' | 'week' | 'weekend'; end: number } | { kind: 'weekday'; weekday: number; end: number };

function englishOrder(phrase: TimePhrase, i: number, now: DayStandpoint): Reading | undefined {
  const start = phrase.text(i) === 'the' ? i + 1 : i;
  const nth = nthAt(phrase, start);
  const counted = nth && countedAt(phrase, nth.end);
  if (!nth || !counted) return undefined;
  const of = ['of', 'in', 'ke', 'ka'].includes(phrase.text(counted.end));
  const period = of ? periodAt(phrase, counted.end + 1, now) : undefined;
  if (period && period.unit !== 'week') return inPeriod(nth.value, counted, period, period.end, now);
  if (counted.kind === 'weekday' && nth.value > 1 && nth.ordinal)
    return upcoming(nth.value, counted.weekday, counted.end, now);
  return undefined;
}

/** "december ka pehla somvar", "mahine ke aakhri shanivar", "agle mahine ki 5 tarikh". */
function hindiOrder(phrase: TimePhrase, i: number, now: DayStandpoint): Reading | undefined {
  const period = periodAt(phrase, i, now);
  if (!period || period.unit === 'week') return undefined;
  const linked = phrase.is(period.end, 'ke') || ['ka', 'ki'].includes(phrase.text(period.end));
  const at = linked ? period.end + 1 : period.end;
  const nth = nthAt(phrase, at);
  const counted = nth && countedAt(phrase, nth.end);
  if (nth && counted && linked) return inPeriod(nth.value, counted, period, counted.end, now);
  if (period.unit !== 'month') return undefined;
  const marked = phrase.is(at, 'date') ? at + 1 : at;
  const date = dateNumber(phrase, marked);
  const dated = date && (marked > at ? date.end : phrase.is(date.end, 'date') ? date.end + 1 : undefined);
  return dated === undefined
    ? undefined
    : inPeriod(date!.value, { kind: 'day', end: dated }, period, dated, now);
}

/** First, 2nd, pehla, last, second last; `ordinal` is false for "last". */
function nthAt(phrase: TimePhrase, i: number): (PhraseAmount & { ordinal: boolean }) | undefined {
  if (HINDI_LAST.has(phrase.text(i))) return { value: -1, end: i + 1, digits: false, ordinal: false };
  if (/^p[ae]?hle$/.test(phrase.text(i))) return { value: 1, end: i + 1, digits: false, ordinal: true };
  const ordinal = phrase.ordinal(i);
  const end = ordinal?.end ?? i;
  if (phrase.text(end) === 'last' || phrase.text(end) === 'final')
    return { value: -(ordinal?.value ?? 1), end: end + 1, digits: false, ordinal: false };
  return ordinal && { ...ordinal, ordinal: true };
}

function countedAt(phrase: TimePhrase, i: number): Counted | undefined {
  const weekday = WEEKDAY_WORDS.indexOf(phrase.word(i));
  if (weekday >= 0) return { kind: 'weekday', weekday, end: i + 1 };
  if (phrase.is(i, 'weekend')) return { kind: 'weekend', end: i + 1 };
  if (phrase.is(i, 'week') && phrase.text(i + 1) === 'end') return { kind: 'weekend', end: i + 2 };
  if (phrase.is(i, 'week') && phrase.text(i + 1) === '-' && phrase.text(i + 2) === 'end')
    return { kind: 'weekend', end: i + 3 };
  if (phrase.is(i, 'week')) return { kind: 'week', end: i + 1 };
  return phrase.is(i, 'day', 'date') ? { kind: 'day', end: i + 1 } : undefined;
}

function inPeriod(
  nth: number,
  counted: Counted,
  period: DayPeriod,
  end: number,
  now: DayStandpoint,
): Reading {
  const found = place(nth, counted, period);
  const later = found.day !== undefined && (found.until ?? found.day) < now.day ? nextOf(period) : undefined;
  const { day, until } = later ? place(nth, counted, later) : found;
  return day === undefined
    ? { end, day }
    : { day, ...(until !== undefined && { until }), end, confidence: 0.9 };
}

function place(
  nth: number,
  counted: Counted,
  period: DayPeriod,
): { day: number | undefined; until?: number } {
  const { day, until } = period;
  if (counted.kind === 'day') return inside(nth > 0 ? day + nth - 1 : until + nth + 1, period);
  if (counted.kind === 'week') return week(nth, period);
  const weekday = counted.kind === 'weekday' ? counted.weekday : 6;
  const first = day + ((weekday - weekdayOf(day) + 7) % 7);
  const last = until - ((weekdayOf(until) - weekday + 7) % 7);
  const at = inside(nth > 0 ? first + 7 * (nth - 1) : last + 7 * (nth + 1), period);
  return counted.kind === 'weekend' && at.day !== undefined ? { day: at.day, until: at.day + 1 } : at;
}

/** The first week of a month is its first seven days, the last its last seven. */
function week(nth: number, period: DayPeriod): { day: number | undefined; until?: number } {
  const first = inside(nth > 0 ? period.day + 7 * (nth - 1) : period.until + 7 * nth + 1, period).day;
  return { day: first, ...(first !== undefined && { until: Math.min(first + 6, period.until) }) };
}

function inside(day: number, period: DayPeriod): { day: number | undefined } {
  return { day: day >= period.day && day <= period.until ? day : undefined };
}

/** "second Saturday" without a month: of this one or, if it has passed, of the next. */
function upcoming(nth: number, weekday: number, end: number, now: DayStandpoint): Reading {
  for (const away of [0, 1, 2]) {
    const first = addMonths(monthStart(now.day), away);
    const { day } = place(
      nth,
      { kind: 'weekday', weekday, end },
      { end, unit: 'month', day: first, until: monthEnd(first) },
    );
    if (day !== undefined && day >= now.day) return { end, day, confidence: 0.8 };
  }
  return { end, day: undefined };
}
