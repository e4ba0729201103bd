// Is this number a clock time? "at 11", "make it 11", "11 works", "kal 9" are; "2 bhk", "flat 10", "at 5 places" are not.
import { clockAt, type ClockReading } from './clock.js';
import type { TimePhrase } from '../days/phrase.js';
import { wordsOf } from '../days/vocabulary.js';

const PREPOSITIONS = wordsOf('at @ by from around before after until post ~');
const SUGGESTIONS = wordsOf('say maybe perhaps prefer preferably like take only rather');
const FOLLOWERS = wordsOf(`
  works work sharp instead onwards tak vala vale wala wale chalega chalegi theek thik sahi better suits exactly pakka`);
const BOOKED = wordsOf('book it that schedule scheduled appointment slot visit');
const APPROVALS = wordsOf('fine ok okay good great perfect possible please best final then');
const FILLERS = wordsOf(`
  ok okay yes yeah yep haan han ha ji sure fine then please no not nahi actually only hmm well lets say so the slot time will
  do and or ya wait sorry mean meant said i instead`);
const MESSAGE_OF_A_TIME = 6; // tokens

/** Confidence 0-1 that an unsure clock at `first` is meant as a time; 0 for no. */
export function bareTimeConfidence(phrase: TimePhrase, first: number, clock: ClockReading): number {
  if (!canBeTime(phrase, first, clock)) return 0;
  const { end } = clock;
  const thing = phrase.isContent(end);
  const inWords = !phrase.isDigits(first);
  if (PREPOSITIONS.has(phrase.word(first - 1)) || PREPOSITIONS.has(phrase.text(first - 1)))
    return thing ? (inWords ? 0 : 0.6) : 0.85;
  if (thing && !besideDay(phrase, first, end)) return 0;
  if (isListed(phrase, first, end)) return 0.8;
  if (phrase.text(first - 1) === 'for' && BOOKED.has(phrase.text(first - 2)) && phrase.isBreak(end))
    return 0.6;
  if (
    isHindiFollowed(phrase, end) ||
    isSuggested(phrase, first) ||
    FOLLOWERS.has(phrase.word(end)) ||
    FOLLOWERS.has(phrase.text(end))
  )
    return 0.8;
  if (besideDay(phrase, first, end)) return thing ? (clock.minutes[0]! > 240 ? 0.55 : 0) : 0.8;
  if (isApproved(phrase, end)) return 0.7;
  return aloneConfidence(phrase, first, end);
}

/** Rules out counts, money, addresses, and parts of longer codes. */
export function canBeTime(phrase: TimePhrase, first: number, clock: ClockReading): boolean {
  const { end } = clock;
  for (let i = first; i < end; i++) if (phrase.owner(i)) return false;
  if (!clock.sure && phrase.isCommonNumberWord(first) && !mayLead(phrase, first)) return false;
  if (phrase.text(end).endsWith('days') && phrase.owner(end) === 'date') return false; // "two Fridays"
  if (phrase.isCounted(end) || phrase.is(end, 'rupee', 'hundred', 'thousand', 'lakh', 'half')) return false;
  if (phrase.isDigits(end) || ['of', '%', '/', '+', '*', '=', '₹', 'k', '\\'].includes(phrase.text(end)))
    return false;
  if (['/', '-', '.', ':', '_', '$', '₹', '#', '='].includes(phrase.text(first - 1)) && phrase.glued(first))
    return false;
  if (/^(?:st|nd|rd|th)$/.test(phrase.text(end)) || (phrase.isContent(end) && phrase.glued(end)))
    return false;
  return !phrase.isAddress(first, end) && !(phrase.glued(first) && phrase.tokens[first - 1]?.kind === 'word');
}

/** "one" and "do" are hours after a preposition only ("at one"), "one" also after "for" and "is". */
function mayLead(phrase: TimePhrase, first: number): boolean {
  if (PREPOSITIONS.has(phrase.word(first - 1)) || PREPOSITIONS.has(phrase.text(first - 1))) return true;
  return phrase.text(first) === 'one' && ['for', 'is'].includes(phrase.text(first - 1));
}

function besideDay(phrase: TimePhrase, first: number, end: number): boolean {
  const before = [',', 'ko', 'ke', 'ka'].includes(phrase.text(first - 1)) ? first - 2 : first - 1;
  const after = phrase.text(end) === 'on' || phrase.text(end) === ',' ? end + 1 : end;
  return phrase.owner(before) === 'date' || phrase.owner(after) === 'date';
}

/** "make it 11", "change to 11", "can you do 11", "maybe 11". */
function isSuggested(phrase: TimePhrase, first: number): boolean {
  const before = phrase.text(first - 1);
  if (SUGGESTIONS.has(before)) return true;
  if (before === 'it' || before === 'that')
    return ['make', 'do', 'keep', 'change'].includes(phrase.word(first - 2));
  if (before === 'be') return phrase.text(first - 2) === 'it' || phrase.is(first - 2, 'this');
  if (before === 'do')
    return (
      ['you', 'lets', 'we', 'let', 'cant', 'can', 'not'].includes(phrase.text(first - 2)) ||
      phrase.is(first - 2, 'not')
    );
  if (phrase.is(first - 1, 'jagah') || (before === 'of' && phrase.text(first - 2) === 'instead')) return true;
  if (before !== 'to') return phrase.is(first - 1, 'change');
  for (let i = first - 2; i >= Math.max(0, first - 8); i--)
    if (phrase.is(i, 'change') || phrase.text(i) === 'make') return true;
  return false;
}

/** "10 or 11 baje", "at 10 or 11": one of two times, the other one sure. */
function isListed(phrase: TimePhrase, first: number, end: number): boolean {
  const joins = (i: number): boolean => ['or', 'ya', '/', ','].includes(phrase.text(i));
  if (joins(first - 1) && phrase.owner(first - 2) === 'time') return true;
  return joins(end) && clockAt(phrase, end + 1)?.sure === true;
}

/** "10 ke aas paas", "10 ki jagah". */
function isHindiFollowed(phrase: TimePhrase, end: number): boolean {
  if (!phrase.is(end, 'ke') && phrase.text(end) !== 'ki') return false;
  return phrase.is(end + 1, 'around', 'jagah') || phrase.text(end + 1) === 'aas';
}

/** "11 is fine", "11 ok", "11 will do". */
function isApproved(phrase: TimePhrase, end: number): boolean {
  if (['is', 'would', 'will', 'sounds'].includes(phrase.text(end))) return !phrase.isContent(end + 1);
  return APPROVALS.has(phrase.text(end)) && phrase.length <= MESSAGE_OF_A_TIME;
}

/** The number is the whole message but for small words: the agent knows what it asked for. */
function aloneConfidence(phrase: TimePhrase, first: number, end: number): number {
  if (phrase.length > MESSAGE_OF_A_TIME || !phrase.isDigits(first) || isBeyondDial(phrase.text(first)))
    return 0;
  const rest = phrase.tokens.filter((_, i) => i < first || i >= end);
  if (!rest.every(({ kind, text, word }) => kind !== 'word' || FILLERS.has(text) || FILLERS.has(word)))
    return 0;
  return 0.5;
}

function isBeyondDial(digits: string): boolean {
  return digits.length < 3 && Number(digits) > 12;
}
