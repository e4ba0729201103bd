// Days: which rule reads a day at which token, and which days belong together ("Monday to Wednesday").
import { anchoredTo } from './anchored-days.js';
import { addMonths, weekStart, weekdayOf } from './calendar.js';
import { isDay, longestOf, type DayReading, type DayRule, type Standpoint } from './day-rule.js';
import { dayOfMonth } from './days-of-month.js';
import { distance } from './distances.js';
import { festivalDay, opensFestival } from './festivals.js';
import { isCanonical, ordinalWord } from './lexicon.js';
import { ordinalDay } from './ordinal-days.js';
import { periodPart } from './parts-of-periods.js';
import { wholePeriod } from './periods.js';
import type { Phrase } from './phrase.js';
import { immediate, relativeDay, weekday } from './spoken-days.js';
import type { Unread } from './unread.js';
import { WEEKDAYS, words } from './vocabulary.js';
import { namedMonth, numericDate } from './written-dates.js';

const PLAIN: readonly DayRule[] = [
  relativeDay,
  weekday,
  ordinalDay,
  wholePeriod,
  periodPart,
  festivalDay,
  distance,
  immediate,
  numericDate,
  namedMonth,
  dayOfMonth,
];
/** Words that begin a day, besides numbers and the vocabulary of days itself: what opens a rule above must be in one of them. */
const OPENERS = words(`
  the a an in within on early beginning begining start starting mid middle late end ending eow eom eoy bom rest all whole remainder
  sometime weekday weekdays working q qtr right as jaldi earliest same couple pair quarter quarters + mai final pehla pehli pahla pahli`);
const plainDay: DayRule = (phrase, i, now) => {
  if (!opensDay(phrase, i)) return undefined;
  let best: ReturnType<DayRule>;
  for (const rule of PLAIN) best = longestOf([best, rule(phrase, i, now)]);
  return best;
};
const anchoredDay = anchoredTo(plainDay);

function opensDay(phrase: Phrase, i: number): boolean {
  const token = phrase.tokens[i];
  if (!token) return false;
  const { text, word, counts, kind } = token;
  if (kind === 'number' || counts !== undefined || OPENERS.has(text)) return true;
  return (
    kind === 'word' && (isCanonical(word) || ordinalWord(text) !== undefined || opensFestival(phrase, i))
  );
}

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
    const plain = plainDay(phrase, i, now);
    const anchored = opensDay(phrase, i) ? anchoredDay(phrase, i, now, plain) : undefined;
    const reading = longestOf([plain, anchored]) ?? theNextOne(phrase, i, days.at(-1));
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
        const start = sharedYear(last.day, day);
        joined[joined.length - 1] = { ...last, day: start, end: reading.end, until: reading.until ?? day };
        continue;
      }
    }
    if (last && isRepeated(phrase, last, reading))
      joined[joined.length - 1] = { ...last, ...reading, first: last.first };
    else joined.push(reading);
  }
  return joined;
}

/** "today in one hour": the same day in two ways, side by side. */
function isRepeated(phrase: Phrase, a: Day, b: Day): boolean {
  const apart = phrase.text(a.end) === ',' ? 1 : 0;
  return b.first - a.end === apart && a.day === b.day && a.until === b.until && a.minute === undefined;
}

/** "10 August to 12 September 2028": the year is said of both. */
function sharedYear(first: number, last: number): number {
  const years = Math.floor((last - first) / 365);
  return years > 0 ? addMonths(first, 12 * years) : first;
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

/** "next week any day but Monday", "3 hafte baad somvar ko", "Wednesday or Friday next week": a bare weekday lies in the week beside it. */
function inNamedWeek(phrase: Phrase, days: Day[]): Day[] {
  const kept: Day[] = [];
  for (const [k, day] of days.entries()) {
    const before = kept.findLast((each) => namesWeek(phrase, each));
    const next = days[k + 1];
    const after = next && isListed(phrase, day, next) && namesWeek(phrase, next) ? next : undefined;
    const week = before && day.first - before.end <= 8 ? before : after;
    const bare = day.end === day.first + 1 && isWeekday(phrase, day);
    if (!week || !bare) {
      kept.push(day);
      continue;
    }
    if (isDistance(phrase, week)) kept.splice(kept.indexOf(week), 1); // "in 3 weeks on Monday" is that Monday alone
    const inside = weekStart(week.day) + ((weekdayOf(day.day) + 6) % 7);
    const ahead = inside < week.day && week.until !== undefined ? inside + 7 : inside;
    kept.push({ ...day, day: ahead, readings: undefined });
  }
  return kept;
}

function isListed(phrase: Phrase, a: Day, b: Day): boolean {
  return b.first === a.end + 1 && ['or', 'and', 'ya', 'aur', ',', '/', '&'].includes(phrase.text(a.end));
}

/** A week as a whole, a day in a named one, or a day that many weeks away. */
function namesWeek(phrase: Phrase, { first, end, day, until }: Day): boolean {
  if (until !== undefined) return until - day === 6;
  return (
    end - first >= 2 &&
    phrase.tokens.slice(first, end).some(({ word }) => word === 'week' || word === 'fortnight')
  );
}

/** "in 3 weeks": the week matters, not the day that is exactly so far away. */
function isDistance(phrase: Phrase, { first, end, until }: Day): boolean {
  return until === undefined && !phrase.tokens.slice(first, end).some(({ word }) => WEEKDAYS.includes(word));
}
