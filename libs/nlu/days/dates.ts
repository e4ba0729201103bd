// Days: which rule reads a day at which token, and which days belong together ("Monday to Wednesday").
import { anchoredTo } from './anchored-days.js';
import {
  isDay,
  longestOf,
  type CalendarDay,
  type DayReading,
  type DayRule,
  type DayStandpoint,
} from './day-rule.js';
import { isWeekday, joinDays } from './days-together.js';
import { dayOfMonth } from './days-of-month.js';
import { readDistance, workingDays } from './distances.js';
import { festivalDay, opensFestival } from './festivals.js';
import { isCanonical, ordinalWord } from '../text/lexicon.js';
import { ordinalDay } from './ordinal-days.js';
import { periodPart } from './parts-of-periods.js';
import { wholePeriod } from './periods.js';
import type { TimePhrase } from './phrase.js';
import { readImmediate, relativeDay, readWeekday } from './spoken-days.js';
import type { UnreadWords } from '../entities/unread.js';
import { wordsOf } from './vocabulary.js';
import { namedMonth, numericDate } from './written-dates.js';

const PLAIN: readonly DayRule[] = [
  relativeDay,
  readWeekday,
  ordinalDay,
  wholePeriod,
  periodPart,
  festivalDay,
  readDistance,
  workingDays,
  readImmediate,
  numericDate,
  namedMonth,
  dayOfMonth,
];
/** Words that begin a day, besides numbers and the vocabulary of days itself: what opens a rule above must be in one of them. */
const OPENERS = wordsOf(`
  the a an in within on early beginning begining start starting mid middle late end ending eow eom eoy bom rest all whole remainder
  sometime weekday weekdays working q qtr right as jaldi earliest same couple pair jald jitni ekaadh ekadh ekad few some several kuch thode thodi kai midweek remaining baki baaki de quarter quarters + mai final pehla pehli pahla pahli`);
const PLACE_NAMES = wordsOf(`
  peth road rd marg nagar colony chowk bazar bazaar market society apartments apartment building bhavan bhawan mandir temple hotel
  street gali lane cross enclave vihar`);
const plainDay: DayRule = (phrase, i, now) => {
  if (!opensDay(phrase, i)) return undefined;
  let best: ReturnType<DayRule>;
  for (const rule of PLAIN) best = longestOf([best, rule(phrase, i, now)]);
  return best;
};
const anchoredDay = anchoredTo(plainDay);

function opensDay(phrase: TimePhrase, i: number): boolean {
  const token = phrase.tokens[i];
  if (!token) return false;
  const { text, word, counts, kind } = token;
  if (kind === 'number' || counts !== undefined || OPENERS.has(text)) return true;
  return (
    kind === 'word' && (isCanonical(word) || ordinalWord(text) !== undefined || opensFestival(phrase, i))
  );
}

export interface DaysRead {
  days: CalendarDay[];
  /** Tokens that name a day which does not exist. */
  missing: UnreadWords[];
}

/** All days of a phrase in order. Claims their tokens. */
export function findDays(phrase: TimePhrase, now: DayStandpoint): DaysRead {
  const days: CalendarDay[] = [];
  const missing: DaysRead['missing'] = [];
  for (let i = 0; i < phrase.length; i++) {
    if (phrase.owner(i)) continue;
    const plain = plainDay(phrase, i, now);
    const anchored = opensDay(phrase, i) ? anchoredDay(phrase, i, now, plain) : undefined;
    const reading = longestOf([plain, anchored]) ?? theNextOne(phrase, i, days.at(-1));
    if (!reading || isNameOfPlace(phrase, reading.end)) continue;
    if (isDay(reading)) days.push({ ...reading, first: i });
    else missing.push({ first: i, end: reading.end, reason: 'no_such_day' });
    phrase.claim(i, reading.end, isDay(reading) ? 'date' : 'no day');
    i = reading.end - 1;
  }
  const joined = joinDays(phrase, days);
  for (const { first, end } of joined) phrase.claim(first, end, 'date');
  return { days: joined, missing };
}

/** "Shukrawar Peth", "12 March Road", "Holi Chowk": places are named after days. "Kal market jana hai" is none. */
function isNameOfPlace(phrase: TimePhrase, end: number): boolean {
  return (
    PLACE_NAMES.has(phrase.text(end)) && !phrase.is(end - 1, 'today', 'tomorrow', 'kal', 'parson', 'now')
  );
}

/** "not this Friday but the next (one)": the same weekday a week on. */
function theNextOne(phrase: TimePhrase, i: number, last: CalendarDay | undefined): DayReading | undefined {
  const at = phrase.text(i) === 'the' ? i + 1 : i;
  if (!last || !isWeekday(phrase, last) || !phrase.is(at, 'next')) return undefined;
  const one = phrase.text(at + 1) === 'one';
  const ends = one || (at > i && phrase.isBreak(at + 1));
  return ends ? { end: at + (one ? 2 : 1), day: last.day + 7, confidence: 0.8 } : undefined;
}
