// What stands beside a day or a time, belongs to the vocabulary of time and was claimed by nobody: it may move the value, so that the
// value is uncertain ("saturday next", "every friday", "quarter 5").
import { dayOfIso, isoDay } from '../days/calendar.js';
import type { EntityDoubt, EntityValue, FoundEntity } from './entity.js';
import type { TimePhrase } from '../days/phrase.js';
import { wordsOf } from '../days/vocabulary.js';

const WHEN = wordsOf('date time time_range');
const FILL = wordsOf('of the a an on in one');
const MOVING = wordsOf('week fortnight month year next last half before after');
const MOVING_TEXTS = wordsOf(
  'ago quarter other alternate every each har pratyek minus plus less past agle pichle dusre doosre ulte',
);
const A_WEEK_ON = wordsOf('week next');
const ASKED_FIRST = wordsOf('call ring phone inform message me us once');
const REACH = 3; // small words between the value and the one that moves it

/** The doubt that words beside a value cast on it, if any. */
export function doubtBeside(phrase: TimePhrase, item: FoundEntity): EntityDoubt | undefined {
  if (!WHEN.has(item.value.type)) return undefined;
  const before = leftBefore(phrase, item.first);
  const after = leftAfter(phrase, item.end);
  if (before === undefined && after === undefined) return undefined;
  const [first, end] = [before ?? item.end, after === undefined ? item.first : after + 1];
  const span = after === undefined ? [first, end] : before === undefined ? [item.end, end] : [first, end];
  const text = phrase.source.slice(phrase.tokens[span[0]!]!.start, phrase.tokens[span[1]! - 1]!.end).trim();
  const week = [before, after].some(
    (i) => i !== undefined && (A_WEEK_ON.has(phrase.word(i)) || phrase.text(i) === 'other'),
  );
  return { text, readings: week ? readings(item.value) : [] };
}

function leftBefore(phrase: TimePhrase, first: number): number | undefined {
  for (let i = first - 1; i >= Math.max(0, first - REACH) && !phrase.owner(i); i--) {
    if (moves(phrase, i) && !opensSomethingElse(phrase, i)) return i;
    if (phrase.ordinal(i) && !phrase.isAddress(i)) return i;
    if (isCountOf(phrase, i, first)) return i;
    if (!FILL.has(phrase.text(i))) return undefined;
  }
  return undefined;
}

/** After a value only what ends the thought: "saturday next", not "saturday next to the mall" nor "tomorrow after my classes". */
function leftAfter(phrase: TimePhrase, end: number): number | undefined {
  if (!moves(phrase, end) || phrase.owner(end)) return undefined;
  const next = end + 1;
  return phrase.isBreak(next) ||
    phrase.owner(next) ||
    !(phrase.isContent(next) || ['to', 'my', 'the', 'every', 'door'].includes(phrase.text(next)))
    ? end
    : undefined;
}

function moves(phrase: TimePhrase, i: number): boolean {
  return !phrase.owner(i) && (MOVING.has(phrase.word(i)) || MOVING_TEXTS.has(phrase.text(i)));
}

/** "call me before, saturday", "twice a month saturday": the word belongs to what stands before it, not to the value. */
function opensSomethingElse(phrase: TimePhrase, i: number): boolean {
  if (phrase.is(i, 'before', 'after') && ASKED_FIRST.has(phrase.text(i - 1))) return true;
  return (
    phrase.is(i, 'year', 'month', 'last') &&
    (phrase.is(i - 1, 'every') || phrase.number(i - 1) !== undefined || phrase.text(i - 1) === 'at')
  );
}

/** "two fridays" without saying from when. */
function isCountOf(phrase: TimePhrase, i: number, first: number): boolean {
  const number = phrase.number(i);
  return number?.end === first && number.value > 1 && phrase.text(first).endsWith('days');
}

function readings(value: EntityValue): string[] {
  if (value.type !== 'date' || value.until !== undefined) return [];
  return [value.value, isoDay(dayOfIso(value.value) + 7)];
}
