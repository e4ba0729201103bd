// Parts of the day: which hours "subah", "late evening", "second half" or "after lunch" stand for.
import type { TimePhrase } from '../days/phrase.js';
import { ADDRESS_TAILS, wordsOf } from '../days/vocabulary.js';

/** Minutes since midnight. `centre` decides between 6:30 and 18:30 when a clock time comes with it. */
export interface DayPart {
  end: number;
  from?: number;
  to?: number;
  centre?: number;
}

/** The hours that "any time" stands for. */
export const ANY_TIME = { from: '08:00', to: '21:00' };

type Hours = [from: number | undefined, to: number | undefined, centre?: number];

const PARTS = new Map(
  Object.entries<Hours>({
    dawn: [6, 9, 6],
    morning: [8, 12, 7],
    afternoon: [12, 17, 14.5],
    evening: [17, 20, 18.5],
    night: [20, 23, 22],
  }),
);
const EARLY = new Map(
  Object.entries<Hours>({
    morning: [6, 9, 6],
    afternoon: [12, 14, 13],
    evening: [17, 18.5, 18],
    night: [20, 21, 21],
  }),
);
const LATE = new Map(
  Object.entries<Hours>({
    morning: [10, 12, 9],
    afternoon: [15, 17, 15.5],
    evening: [19, 21, 19.5],
    night: [22, 23.75, 23],
  }),
);
const SHIFTED = new Map([
  ['early', EARLY],
  ['late', LATE],
  ['der', LATE],
  ['mid', PARTS],
]);
const PHRASES: readonly { words: string; hours: Hours }[] = [
  { words: 'first half', hours: [8, 13, 10] },
  { words: '1 st half', hours: [8, 13, 10] },
  { words: 'pehle half', hours: [8, 13, 10] },
  { words: 'second half', hours: [13, 18, 15] },
  { words: '2 nd half', hours: [13, 18, 15] },
  { words: 'lunchtime', hours: [13, 14, 13] },
  { words: 'lunch time', hours: [13, 14, 13] },
  { words: 'at lunch', hours: [13, 14, 13] },
  { words: 'during lunch', hours: [13, 14, 13] },
  { words: 'post lunch', hours: [14, 17] },
  { words: 'after lunch', hours: [14, 17] },
  { words: 'lunch ke baad', hours: [14, 17] },
  { words: 'lunch baad', hours: [14, 17] },
  { words: 'pre lunch', hours: [undefined, 13] },
  { words: 'before lunch', hours: [undefined, 13] },
  { words: 'lunch se before', hours: [undefined, 13] },
  { words: 'afternoon ke baad', hours: [14, 17] },
  { words: 'afternoon baad', hours: [14, 17] },
  { words: 'first thing', hours: [8, 10, 9] },
  { words: 'first thing in the morning', hours: [8, 10, 9] },
  { words: 'noonish', hours: [11.5, 13, 12] },
  { words: 'forenoon', hours: [8, 12, 9] },
  { words: 'office hour', hours: [9, 18] },
  { words: 'business hour', hours: [9, 18] },
  { words: 'after office', hours: [18, undefined] },
  { words: 'after office hour', hours: [18, undefined] },
  { words: 'office ke baad', hours: [18, undefined] },
  { words: 'after work', hours: [18, undefined] },
  { words: 'daytime', hours: [10, 17, 13] },
  { words: 'day time', hours: [10, 17, 13] },
  { words: 'day mein', hours: [10, 17, 13] },
  { words: 'day ko', hours: [10, 17, 13] },
  { words: 'day ke time', hours: [10, 17, 13] },
  { words: 'day ke samay', hours: [10, 17, 13] },
  { words: 'day ke ant tak', hours: [undefined, 18] },
  { words: 'end of day', hours: [undefined, 18] },
  { words: 'eod', hours: [undefined, 18] },
  { words: 'anytime', hours: [8, 21] },
  { words: 'any time', hours: [8, 21] },
  { words: 'kabhi bhi', hours: [8, 21] },
];
const BY_FIRST_WORD = Map.groupBy(
  PHRASES.map(({ words, hours }) => ({ words: words.split(' '), hours })),
  ({ words }) => words[0]!,
);
const COUNTING = wordsOf('kuch kai kuchh ekadh ekad har thode aur');
const GREETINGS = wordsOf('that good gud gd shubh subh happy god');

/** The part of the day named at token `i`. "Good morning" and "subh ratri" name none. */
export function dayPart(phrase: TimePhrase, i: number): DayPart | undefined {
  return phrase.once(readPart, i);
}

function readPart(phrase: TimePhrase, i: number): DayPart | undefined {
  if (GREETINGS.has(phrase.text(i - 1)) || isCountedNight(phrase, i) || isName(phrase, i)) return undefined;
  if (phrase.is(i, 'day') && isCountedDay(phrase, i)) return undefined;
  const listed = listedPart(phrase, i);
  if (listed) return listed;
  const adverb = phrase.text(i);
  const shifted = SHIFTED.get(adverb);
  if (shifted) {
    const at = phrase.text(i + 1) === '-' ? i + 2 : i + 1;
    const hours = shifted.get(phrase.word(at));
    return hours && part(at + 1, hours);
  }
  const word = phrase.word(i);
  const hours = PARTS.get(word);
  if (!hours) return undefined;
  const again = phrase.text(i + 1) === '-' ? i + 2 : i + 1;
  if (word === 'morning' && phrase.is(again, 'morning', 'dawn'))
    return part(again + 1, EARLY.get('morning')!); // subah subah, subah savere
  return part(i + 1, hours);
}

/** The part of the day named at token `i`, made early or late by a word that stands before the day: "late Friday evening". */
export function shiftedPart(phrase: TimePhrase, i: number, adverb: string): DayPart | undefined {
  const hours = (adverb === 'early' ? EARLY : adverb === 'late' ? LATE : undefined)?.get(phrase.word(i));
  return hours && part(i + 1, hours);
}

/** "one night", "3 night stay": a length, not a part of the day. */
function isCountedNight(phrase: TimePhrase, i: number): boolean {
  if (phrase.text(i) !== 'night') return false;
  const inWords = phrase.number(i - 1) !== undefined && !phrase.isDigits(i - 1);
  return inWords || phrase.text(i - 1) === 'a' || phrase.text(i + 1) === 'stay';
}

/** "kuch dinon mein", "do din mein": a length; "din mein" alone is the daytime. */
function isCountedDay(phrase: TimePhrase, i: number): boolean {
  return (
    phrase.text(i).startsWith('dino') ||
    phrase.number(i - 1) !== undefined ||
    COUNTING.has(phrase.sound(i - 1)) ||
    phrase.is(i - 1, 'next', 'coming', 'half')
  );
}

/** "New Year's Eve"; and "Sunrise Apartments", which is a name. */
function isName(phrase: TimePhrase, i: number): boolean {
  if (ADDRESS_TAILS.has(phrase.text(i + 1))) return true;
  return phrase.text(i) === 'eve' && ['year', 'years', 'christmas', 'xmas'].includes(phrase.text(i - 1));
}

function listedPart(phrase: TimePhrase, i: number): DayPart | undefined {
  const listed = BY_FIRST_WORD.get(phrase.word(i)) ?? BY_FIRST_WORD.get(phrase.text(i)) ?? [];
  let best: DayPart | undefined;
  for (const { words, hours } of listed) {
    const fits = words.every((word, k) => phrase.word(i + k) === word || phrase.text(i + k) === word);
    if (fits && (!best || i + words.length > best.end)) best = part(i + words.length, hours);
  }
  return best;
}

function part(end: number, [from, to, centre]: Hours): DayPart {
  const minutes = (hour: number | undefined): number | undefined =>
    hour === undefined ? undefined : hour * 60;
  return { end, from: minutes(from), to: minutes(to), centre: minutes(centre) };
}
