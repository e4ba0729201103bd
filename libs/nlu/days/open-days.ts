// Stretches of days with one end: by Friday, until the 10th, before Christmas, after Saturday, from Monday onwards, kal tak.
import type { DayStandpoint } from './day-rule.js';
import type { CalendarDay } from './day-rule.js';
import type { TimePhrase } from './phrase.js';
import { isPast } from './tense.js';
import { openerAt } from '../times/time-ranges.js';

const DAYS_OPEN = 7; // how many days "after Friday" is spelled out to
const ASKED_FIRST = ['call', 'ring', 'phone', 'inform', 'message', 'me', 'us'];

interface Bound {
  first: number;
  end: number;
  side: 'from' | 'to';
  inclusive: boolean;
}

/** The days with such words beside them as stretches. A bound that goes with a clock time ("by tomorrow 5pm") is left to the time. */
export function openStretches(
  phrase: TimePhrase,
  days: readonly CalendarDay[],
  now: DayStandpoint,
): CalendarDay[] {
  return days.map((day) => {
    const bound = day.minute === undefined && !day.hours ? boundOf(phrase, day) : undefined;
    if (!bound || (day.until ?? day.day) < now.day || isPast(phrase, day.first, day.end)) return day;
    const span = isFromTo(phrase, day) ? { day: day.day, until: day.until! } : stretch(day, bound, now);
    if (span.until < span.day) return day;
    phrase.claim(bound.first, bound.end, 'date');
    return { ...day, ...bound, ...span, readings: undefined, confidence: Math.min(day.confidence, 0.8) };
  });
}

/** "5 dec se 8 dec tak": the stretch has both its ends. */
function isFromTo(phrase: TimePhrase, { first, end, until }: CalendarDay): boolean {
  return (
    until !== undefined &&
    phrase.tokens.slice(first, end).some(({ text }) => text === 'se' || text === 'to' || text === '-')
  );
}

function boundOf(phrase: TimePhrase, day: CalendarDay): Bound | undefined {
  const { first, end } = day;
  const after = closerAfter(phrase, end);
  if (after) return { first, ...after };
  if (phrase.owner(end) === 'time' || (phrase.text(end) === 'at' && phrase.owner(end + 1) === 'time'))
    return undefined;
  const before = openerBefore(phrase, first);
  if (!before || (before.side === 'from' && before.inclusive && day.until !== undefined)) return undefined;
  if (phrase.is(first, 'coming') && ASKED_FIRST.includes(phrase.text(before.first - 1))) return undefined; // "call me before coming Saturday"
  return { ...before, end: phrase.is(end, 'onwards') ? end + 1 : end };
}

/** "kal tak", "diwali ke baad", "10 tarikh se pehle", "Friday onwards", "Friday or later". */
function closerAfter(phrase: TimePhrase, end: number): Omit<Bound, 'first'> | undefined {
  if (phrase.is(end, 'tak')) return { end: end + 1, side: 'to', inclusive: true };
  if (phrase.is(end, 'onwards')) return { end: end + 1, side: 'from', inclusive: true };
  if (phrase.text(end) === 'or' && phrase.is(end + 1, 'later', 'after'))
    return { end: end + 2, side: 'from', inclusive: true };
  if (phrase.is(end, 'ke') && phrase.is(end + 1, 'baad'))
    return { end: end + 2, side: 'from', inclusive: false };
  return phrase.text(end) === 'se' && phrase.is(end + 1, 'before')
    ? { end: end + 2, side: 'to', inclusive: false }
    : undefined;
}

function openerBefore(phrase: TimePhrase, first: number): Omit<Bound, 'end'> | undefined {
  const target = phrase.text(first - 1) === 'the' ? first - 1 : first;
  for (let i = target - 3; i < target; i++) {
    const opener = i < 0 || phrase.owner(i) ? undefined : openerAt(phrase, i);
    if (opener?.end === target) return { first: i, side: opener.side, inclusive: opener.inclusive };
  }
  return undefined;
}

function stretch(
  { day, until }: CalendarDay,
  { side, inclusive }: Bound,
  now: DayStandpoint,
): { day: number; until: number } {
  const last = until ?? day;
  if (side === 'to') return { day: Math.min(now.day, day), until: inclusive ? last : day - 1 };
  const from = inclusive ? day : last + 1;
  return { day: from, until: from + DAYS_OPEN - 1 };
}
