// Distances from now: "in 3 days", "2 din baad", "within an hour and a half", "a week ago", "next 2 days". From another day than
// today ("2 weeks after Friday") they are counted in anchored-days.ts.
import { addMonths, weekdayOf, type WallClock } from './calendar.js';
import type { DayReading, DayRule } from './day-rule.js';
import { spanAt, type DayDistance, type DaySpan } from './spans.js';
import type { TimePhrase } from './phrase.js';
import { wordsOf } from './vocabulary.js';

/** "in 5 working days", "3 business days from now": Monday to Friday, where Saturday may be meant as well. Holidays are not counted. */
export const workingDays: DayRule = (phrase, i, now) => {
  const opener = phrase.text(i) === 'in' || phrase.text(i) === 'within' || phrase.is(i, 'after');
  const count = phrase.number(opener ? i + 1 : i);
  if (!count || count.value < 1 || count.value > MOST_WORKING_DAYS || !isWorking(phrase, count.end))
    return undefined;
  const end = count.end + 2;
  const closer = phrase.is(end, 'mein', 'baad', 'later')
    ? end + 1
    : phrase.text(end) === 'from' && phrase.is(end + 1, 'now', 'today')
      ? end + 2
      : phrase.is(end, 'ke') && phrase.is(end + 1, 'baad')
        ? end + 2
        : undefined;
  if (!opener && !closer) return undefined;
  const [five, six] = [5, 6].map((days) => afterWorkingDays(now.day, count.value, days)) as [number, number];
  if (phrase.text(i) === 'within') return { end: closer ?? end, day: now.day, until: five, confidence: 0.7 };
  const readings = five === six ? {} : { readings: [{ day: six }, { day: five }] };
  return { end: closer ?? end, day: five, ...readings, confidence: 0.7 };
};

const MOST_WORKING_DAYS = 60;

function isWorking(phrase: TimePhrase, i: number): boolean {
  return ['working', 'business', 'karya', 'kaary'].includes(phrase.text(i)) && phrase.is(i + 1, 'day');
}

/** @param week how many days of the week count, from Monday on */
function afterWorkingDays(from: number, count: number, week: number): number {
  let day = from;
  for (let left = count; left > 0;) if ((weekdayOf(++day) + 6) % 7 < week) left--;
  return day;
}

export const readDistance: DayRule = (phrase, i, now) => {
  const opener = phrase.text(i);
  if (opener === 'in' || opener === 'within' || phrase.is(i, 'after') || phrase.is(i, 'next', 'coming'))
    return opened(phrase, i, now);
  if (opener === '+' && phrase.glued(i + 1)) {
    const span = spanAt(phrase, i + 1);
    return span && { ...after(span, now), end: span.end };
  }
  const span = spanAt(phrase, i);
  return span && closed(phrase, span, now);
};

const BEFORE_SPAN = wordsOf('the exactly just only maybe say');
const AT_MOST = wordsOf('less under');

function opened(phrase: TimePhrase, i: number, now: WallClock): DayReading | undefined {
  if (['once', 'every'].includes(phrase.text(i - 1))) return undefined;
  const opener = phrase.text(i);
  let at = i + 1;
  while (phrase.is(at, 'around') || BEFORE_SPAN.has(phrase.text(at))) at++;
  const most = AT_MOST.has(phrase.text(at)) || AT_MOST.has(phrase.text(at - 1));
  if (AT_MOST.has(phrase.text(at))) at += phrase.text(at + 1) === 'than' ? 2 : 1;
  const next = phrase.is(i, 'next', 'coming') || phrase.is(at, 'next', 'coming');
  const start = phrase.is(at, 'next', 'coming') ? at + 1 : at;
  const span = spanAt(phrase, start) ?? (next ? oneHour(phrase, start) : undefined);
  if (!span) return undefined;
  const end = phrase.text(span.end) === 'time' ? span.end + 1 : span.end;
  if (next || most || opener === 'within')
    return within({ ...span, end }, now, next && (opener !== 'in' || span.vague !== undefined));
  return phrase.is(end, 'ago') ? undefined : after({ ...span, end }, now);
}

/** "the next hour", "next minute". */
function oneHour(phrase: TimePhrase, i: number): DaySpan | undefined {
  if (!phrase.is(i, 'hour', 'minute')) return undefined;
  const length = { months: 0, days: 0, minutes: phrase.is(i, 'hour') ? 60 : 1 };
  return { low: length, high: length, end: i + 1 };
}

/** The word after the span says which way it goes; without one it is a duration, not a date. */
function closed(phrase: TimePhrase, span: DaySpan, now: WallClock): DayReading | undefined {
  const { end } = span;
  const afterKe = phrase.is(end, 'ke') ? end + 1 : end;
  if (span.vague && phrase.is(afterKe, 'ago', 'before')) return undefined;
  if (phrase.is(end, 'ago') || (phrase.is(afterKe, 'before') && !opensAnother(phrase, afterKe + 1))) {
    const back = { low: reversedDistance(span.high), high: reversedDistance(span.high) };
    return { ...after({ ...back, end }, now), end: (phrase.is(end, 'ago') ? end : afterKe) + 1 };
  }
  if (phrase.is(end, 'later') || phrase.is(afterKe, 'baad')) return { ...after(span, now), end: afterKe + 1 };
  if (phrase.is(end, 'mein')) {
    const inside = ['andar', 'bhitar'].includes(phrase.text(end + 1));
    return { ...after(span, now), end: inside ? end + 2 : end + 1 };
  }
  if (phrase.text(end) === 'from' && phrase.is(end + 1, 'now', 'today'))
    return { ...after(span, now), end: end + 2 };
  if (['andar', 'bhitar'].includes(phrase.text(afterKe)))
    return { ...within(span, now, false), end: afterKe + 1 };
  if (/^ch?h?od(?:kar|ke)?$/.test(phrase.text(end)) && span.low.minutes === 0)
    return skipping(phrase, span, now);
  return undefined;
}

/** "2 days before the 10th": what follows says from where it is counted. */
function opensAnother(phrase: TimePhrase, i: number): boolean {
  return phrase.text(i - 1) === 'before' && i < phrase.length && !phrase.isBreak(i);
}

/** "do din chhod ke" leaves two days out and takes the third. */
function skipping(phrase: TimePhrase, span: DaySpan, now: WallClock): DayReading {
  const more = ['ke', 'kar'].includes(phrase.text(span.end + 1)) ? 2 : 1;
  const day = movedBy(now.day, span.high) + 1;
  return { end: span.end + more, day, confidence: 0.8 };
}

function after(span: DaySpan, now: WallClock): DayReading {
  const { low, high, end } = span;
  if (low.minutes !== 0)
    return { end, ...clock(movedBy(now.day, low), now.minute + low.minutes), confidence: 0.9 };
  const day = movedBy(now.day, low);
  const until = movedBy(now.day, high);
  const readings = span.vague?.map((each) => ({ day: movedBy(now.day, each) }));
  return {
    end,
    day,
    ...(until > day ? { until } : {}),
    ...(readings && { readings }),
    confidence: readings ? 0.6 : 0.9,
  };
}

function within(span: DaySpan, now: WallClock, fromTomorrow: boolean): DayReading {
  if (span.high.minutes === 0) {
    const day = fromTomorrow ? now.day + 1 : now.day;
    return { end: span.end, day, until: movedBy(now.day, span.high), confidence: 0.8 };
  }
  const to = Math.min(now.minute + span.high.minutes, 1439);
  const last = now.day + Math.floor((now.minute + span.high.minutes) / 1440);
  if (last > now.day) return { end: span.end, day: now.day, until: last, confidence: 0.8 }; // "the next 24 hours"
  return { end: span.end, day: now.day, hours: { from: now.minute, to }, confidence: 0.85 };
}

/** The day that is this far away, hours left aside. */
export function movedBy(day: number, { months, days }: DayDistance): number {
  return (months === 0 ? day : addMonths(day, months)) + days;
}

export function reversedDistance({ months, days, minutes }: DayDistance): DayDistance {
  return { months: -months, days: -days, minutes: -minutes };
}

function clock(day: number, minute: number): { day: number; minute: number } {
  const days = Math.floor(minute / 1440);
  return { day: day + days, minute: minute - days * 1440 };
}
