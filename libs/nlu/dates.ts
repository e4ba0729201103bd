// Days: which rule reads a day at which token, and which days belong together ("Monday to Wednesday").
import { anchoredTo } from './anchored-days.js';
import { weekStart, weekdayOf } from './calendar.js';
import { isDay, longestOf, type DayReading, type DayRule, type Standpoint } from './day-rule.js';
import { dayOfMonth } from './days-of-month.js';
import { distance } from './distances.js';
import { festivalDay } from './festivals.js';
import { ordinalDay } from './ordinal-days.js';
import { wholePeriod } from './periods.js';
import type { Phrase } from './phrase.js';
import { immediate, relativeDay, weekday } from './spoken-days.js';
import type { Unread } from './unread.js';
import { WEEKDAYS } from './vocabulary.js';
import { namedMonth, numericDate } from './written-dates.js';

const PLAIN: readonly DayRule[] = [
  relativeDay,
  weekday,
  ordinalDay,
  wholePeriod,
  festivalDay,
  distance,
  immediate,
  numericDate,
  namedMonth,
  dayOfMonth,
];
const plainDay: DayRule = (phrase, i, now) => longestOf(PLAIN.map((rule) => rule(phrase, i, now)));
const anchoredDay = anchoredTo(plainDay);

/** A day reading and the token it starts at. */
export type Day = DayReading & { first: number };

export interface DaysRead {
  days: Day[];
  /** Tokens that name a day which does not exist. */
  missing: Unread[];
}

/** All days of a phrase in order. Claims their tokens. */
export function findDays(phrase: Phrase, now: Standpoint): DaysRead {
  const days: Day[] = [];
  const missing: DaysRead['missing'] = [];
  for (let i = 0; i < phrase.length; i++) {
    if (phrase.owner(i)) continue;
    const reading =
      longestOf([plainDay(phrase, i, now), anchoredDay(phrase, i, now)]) ??
      theNextOne(phrase, i, days.at(-1));
    if (!reading) continue;
    if (isDay(reading)) days.push({ ...reading, first: i });
    else missing.push({ first: i, end: reading.end, reason: 'no_such_day' });
    phrase.claim(i, reading.end, isDay(reading) ? 'date' : 'no day');
    i = reading.end - 1;
  }
  const joined = inNamedWeek(phrase, joinStretches(phrase, days));
  for (const { first, end } of joined) phrase.claim(first, end, 'date');
  return { days: joined, missing };
}

/** "not this Friday but the next (one)": the same weekday a week on. */
function theNextOne(phrase: Phrase, i: number, last: Day | undefined): DayReading | undefined {
  if (!last || !isWeekday(phrase, last) || phrase.text(i) !== 'the' || !phrase.is(i + 1, 'next'))
    return undefined;
  const one = phrase.text(i + 2) === 'one';
  return one || phrase.isBreak(i + 2)
    ? { end: i + (one ? 3 : 2), day: last.day + 7, confidence: 0.8 }
    : undefined;
}

function isWeekday(phrase: Phrase, { first, end, until }: Day): boolean {
  return until === undefined && end - first <= 2 && WEEKDAYS.includes(phrase.word(end - 1));
}

/** "Monday to Wednesday", "20th - 22nd": two days in order with a word for "to" between them are one stretch. */
function joinStretches(phrase: Phrase, days: Day[]): Day[] {
  const joined: Day[] = [];
  for (const reading of days) {
    const last = joined.at(-1);
    if (last && last.until === undefined && isStretch(phrase, last, reading)) {
      const day = reading.day > last.day ? reading.day : weekdayAfter(phrase, last, reading);
      if (day !== undefined) {
        joined[joined.length - 1] = { ...last, end: reading.end, until: reading.until ?? day };
        continue;
      }
    }
    joined.push(reading);
  }
  return joined;
}

/** "Thursday to Monday", said on a Wednesday: the Monday after that Thursday. */
function weekdayAfter(phrase: Phrase, a: Day, b: Day): number | undefined {
  return isWeekday(phrase, b) && b.day < a.day ? b.day + 7 * Math.ceil((a.day - b.day) / 7) : undefined;
}

function isStretch(phrase: Phrase, a: Day, b: Day): boolean {
  const the = phrase.text(b.first - 1) === 'the' && b.first === a.end + 2;
  if (b.first !== a.end + 1 && !the) return false;
  const between = phrase.text(a.end);
  if (between === 'and' || between === 'aur') return phrase.is(a.first - 1, 'between');
  const joins = ['-', 'to', 'se', 'through', 'thru'].includes(between) || phrase.is(a.end, 'until', 'tak');
  if (!joins) return false;
  return !phrase.tokens.slice(Math.max(0, a.first - 6), a.first).some(({ word }) => word === 'change');
}

/** "next week any day but Monday", "3 hafte baad somvar ko": a bare weekday lies in the week that was named before it. */
function inNamedWeek(phrase: Phrase, days: Day[]): Day[] {
  const kept: Day[] = [];
  for (const day of days) {
    const week = kept.findLast((each) => namesWeek(phrase, each));
    const bare = day.end === day.first + 1 && isWeekday(phrase, day) && day.first - (week?.end ?? 0) <= 8;
    if (!week || !bare) {
      kept.push(day);
      continue;
    }
    if (week.until === undefined) kept.splice(kept.indexOf(week), 1); // "in 3 weeks on Monday" is that Monday alone
    const inside = weekStart(week.day) + ((weekdayOf(day.day) + 6) % 7);
    kept.push({
      ...day,
      day: inside < week.day && week.until !== undefined ? inside + 7 : inside,
      readings: undefined,
    });
  }
  return kept;
}

/** A week as a whole, or a day that many weeks away. */
function namesWeek(phrase: Phrase, { first, end, day, until }: Day): boolean {
  if (until !== undefined) return until - day === 6;
  return (
    end - first >= 2 &&
    phrase.tokens.slice(first, end).some(({ word }) => word === 'week' || word === 'fortnight')
  );
}
