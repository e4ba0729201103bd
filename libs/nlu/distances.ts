// Distances from now: "in 3 days", "2 din baad", "within an hour", "a week ago", "next 2 days".
import { addMonths, type WallClock } from './calendar.js';
import type { DayReading, DayRule } from './day-rule.js';
import type { Amount, Phrase } from './phrase.js';

interface Span {
  low: number;
  high: number;
  unit: string;
  end: number;
}

const DAYS = new Map(Object.entries({ day: 1, week: 7, fortnight: 14 }));
const MINUTES = new Map(Object.entries({ minute: 1, hour: 60 }));
const UNITS = new Set([...DAYS.keys(), ...MINUTES.keys(), 'month']);

export const distance: DayRule = (phrase, i, now) => {
  const opener = phrase.text(i);
  if (opener === 'in' || opener === 'within' || phrase.is(i, 'after') || phrase.is(i, 'next', 'coming')) {
    const skip = phrase.text(i + 1) === 'the' ? i + 2 : i + 1;
    const next = phrase.is(i, 'next', 'coming') || phrase.is(skip, 'next', 'coming');
    const span = spanAt(phrase, phrase.is(skip, 'next', 'coming') ? skip + 1 : skip);
    if (!span || ['once', 'every'].includes(phrase.text(i - 1))) return undefined;
    const end = phrase.text(span.end) === 'time' ? span.end + 1 : span.end;
    if (next || opener === 'within') return within({ ...span, end }, now, next && opener !== 'in');
    return phrase.is(end, 'ago') ? undefined : after({ ...span, end }, now);
  }
  const span = spanAt(phrase, i);
  return span && closed(phrase, span, now);
};

/** The word after the span says which way it goes; without one it is a duration, not a date. */
function closed(phrase: Phrase, span: Span, now: WallClock): DayReading | undefined {
  const { end } = span;
  const afterKe = phrase.is(end, 'ke') ? end + 1 : end;
  if (phrase.is(end, 'ago') || phrase.is(afterKe, 'before')) {
    const back = after({ ...span, low: -span.high, high: -span.high }, now);
    return { ...back, end: (phrase.is(end, 'ago') ? end : afterKe) + 1 };
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
  return undefined;
}

function after(span: Span, now: WallClock): DayReading {
  const { low, high, unit, end } = span;
  const perUnit = MINUTES.get(unit);
  if (perUnit) {
    const minute = Math.round(now.minute + low * perUnit);
    return { end, ...clock(now.day, minute), confidence: 0.9 };
  }
  const day = shift(now.day, low, unit);
  return { end, day, ...(high > low ? { until: shift(now.day, high, unit) } : {}), confidence: 0.9 };
}

function within(span: Span, now: WallClock, fromTomorrow: boolean): DayReading {
  const perUnit = MINUTES.get(span.unit);
  if (!perUnit) {
    const day = fromTomorrow ? now.day + 1 : now.day;
    return { end: span.end, day, until: shift(now.day, span.high, span.unit), confidence: 0.8 };
  }
  const to = Math.min(now.minute + Math.round(span.high * perUnit), 1439);
  return { end: span.end, day: now.day, hours: { from: now.minute, to }, confidence: 0.85 };
}

function shift(day: number, count: number, unit: string): number {
  if (unit === 'month') return addMonths(day, Math.round(count));
  return day + Math.round(count * DAYS.get(unit)!);
}

function clock(day: number, minute: number): { day: number; minute: number } {
  const days = Math.floor(minute / 1440);
  return { day: day + days, minute: minute - days * 1440 };
}

/** "3 days", "2-3 din", "half an hour", "a day or two", "dedh ghanta", "a couple of hours"; at most 366 of a unit. */
function spanAt(phrase: Phrase, i: number): Span | undefined {
  const low = countAt(phrase, i);
  if (!low) return undefined;
  const joiner = phrase.text(low.end) === '-' || ['to', 'or', 'ya', 'se'].includes(phrase.text(low.end));
  const high = (joiner ? countAt(phrase, low.end + 1) : pairedInHindi(phrase, i, low)) ?? low;
  if ((joiner && high === low) || high.value < low.value || high.value > 366) return undefined;
  const unit = phrase.word(high.end);
  if (!UNITS.has(unit)) return undefined;
  const second = phrase.text(high.end + 1) === 'or' ? phrase.number(high.end + 2) : undefined;
  if (second && high === low)
    return { low: low.value, high: Math.max(low.value, second.value), unit, end: second.end };
  return { low: low.value, high: high.value, unit, end: high.end + 1 };
}

/** "ek do din" is one or two days. */
function pairedInHindi(phrase: Phrase, i: number, low: Amount): Amount | undefined {
  const next = phrase.isDigits(i) ? undefined : phrase.number(low.end);
  return next && !next.digits && next.value > low.value && next.value < 10 ? next : undefined;
}

function countAt(phrase: Phrase, i: number): Amount | undefined {
  const count = (value: number, end: number): Amount => ({ value, end, digits: false });
  if (phrase.is(i, 'half')) return count(0.5, ['a', 'an'].includes(phrase.text(i + 1)) ? i + 2 : i + 1);
  if (phrase.is(i, 'dedh')) return count(1.5, i + 1);
  if (phrase.is(i, 'dhai')) return count(2.5, i + 1);
  const article = ['a', 'an'].includes(phrase.text(i));
  if (phrase.text(article ? i + 1 : i) === 'couple') {
    const end = article ? i + 2 : i + 1;
    return count(2, phrase.text(end) === 'of' ? end + 1 : end);
  }
  const number = article ? count(1, i + 1) : phrase.decimal(i);
  const andHalf = number && phrase.text(number.end) === 'and' && phrase.is(number.end + 2, 'half');
  return andHalf ? count(number.value + 0.5, number.end + 3) : number;
}
