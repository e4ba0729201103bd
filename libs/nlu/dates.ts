// Days: which rule reads a day at which token, and which days belong together ("Monday to Wednesday").
// Spoken days are in spoken-days.ts, written dates in written-dates.ts, distances ("in 3 days") in distances.ts.
import type { DayReading, DayRule, Standpoint } from './day-rule.js';
import { dayOfMonth } from './days-of-month.js';
import { distance } from './distances.js';
import type { Phrase } from './phrase.js';
import { immediate, relativeDay, weekday, wholePeriod } from './spoken-days.js';
import { namedMonth, numericDate } from './written-dates.js';

const RULES: readonly DayRule[] = [
  relativeDay,
  weekday,
  wholePeriod,
  distance,
  immediate,
  numericDate,
  namedMonth,
  dayOfMonth,
];

/** A day reading and the token it starts at. */
export type Day = DayReading & { first: number };

/** All days of a phrase in order. Claims their tokens. */
export function findDays(phrase: Phrase, now: Standpoint): Day[] {
  const days: Day[] = [];
  for (let i = 0; i < phrase.length; i++) {
    if (phrase.owner(i)) continue;
    const reading = longest(RULES.map((rule) => rule(phrase, i, now)));
    if (!reading) continue;
    days.push({ ...reading, first: i });
    phrase.claim(i, reading.end, 'date');
    i = reading.end - 1;
  }
  const joined = joinStretches(phrase, days);
  for (const { first, end } of joined) phrase.claim(first, end, 'date');
  return joined;
}

function longest(readings: (DayReading | undefined)[]): DayReading | undefined {
  let best: DayReading | undefined;
  for (const reading of readings) if (reading && (!best || reading.end > best.end)) best = reading;
  return best;
}

/** "Monday to Wednesday", "20th - 22nd": two days in order with a word for "to" between them are one stretch. */
function joinStretches(phrase: Phrase, days: Day[]): Day[] {
  const joined: Day[] = [];
  for (const reading of days) {
    const last = joined.at(-1);
    if (last && last.until === undefined && reading.day > last.day && isStretch(phrase, last, reading))
      joined[joined.length - 1] = { ...last, end: reading.end, until: reading.until ?? reading.day };
    else joined.push(reading);
  }
  return joined;
}

function isStretch(phrase: Phrase, a: Day, b: Day): boolean {
  if (b.first !== a.end + 1) return false;
  const between = phrase.text(a.end);
  if (between === 'and' || between === 'aur') return phrase.is(a.first - 1, 'between');
  if (between !== '-' && between !== 'to' && between !== 'se' && !phrase.is(a.end, 'until', 'tak'))
    return false;
  return !phrase.tokens.slice(Math.max(0, a.first - 6), a.first).some(({ word }) => word === 'change');
}
