// Words that speak of a day or a time and gave no value: "in a few days", "after my exams", "the week after", "durga puja".
import type { UnreadTime } from './entity.js';
import { festivalAt } from '../days/festivals.js';
import type { TimePhrase } from '../days/phrase.js';
import { isPast } from '../days/tense.js';
import { wordsOf } from '../days/vocabulary.js';

/** Tokens that were not understood. */
export interface UnreadWords {
  first: number;
  end: number;
  reason: UnreadTime['reason'];
}

const VAGUE = wordsOf('few some several kuch thode thodi kai couple');
const UNIT = wordsOf('day week month year fortnight weekend hour minute');
const SEASONS = wordsOf('summer winter autumn monsoon decade century garmi garmiyon sardi sardiyon barsaat');
const VAGUE_OPENERS = wordsOf('in after within next coming the a only last');
const VAGUE_CLOSERS = wordsOf('baad mein later time ke from now today andar');
const PAST_BESIDE = wordsOf('ago since for last from se');
const OTHER = wordsOf('another different dusre doosre kisi');
const EVENTS = wordsOf(`
  exam exams wedding marriage function party holidays vacation vacations trip flight meeting school college puja monsoon monsoons rains
  rain match interview ceremony festival shaadi shadi pariksha chhuttiyon chhutti classes class tuition tour travel baarish`);
const POSSESSIVES = wordsOf('my our his her their mere meri mera hamare hamari');
const SIDES = wordsOf('after before until');
const ORPHANS = wordsOf('next last after before this coming');
const PART_TEXTS = wordsOf('end beginning start middle mid half');
const ORPHAN_FILL = wordsOf('the of a in ke ka ki');

/** What nobody has claimed and still speaks of when; in order. */
export function findUnread(phrase: TimePhrase): UnreadWords[] {
  const found: UnreadWords[] = [];
  for (let i = 0; i < phrase.length; i++) {
    if (phrase.owner(i)) continue;
    const end =
      vagueAt(phrase, i) ??
      festival(phrase, i) ??
      eventAt(phrase, i) ??
      seasonAt(phrase, i) ??
      orphanAt(phrase, i);
    if (end === undefined || claimedInside(phrase, i, end)) continue;
    found.push({ first: i, end, reason: 'not_understood' });
    i = end - 1;
  }
  return found;
}

function claimedInside(phrase: TimePhrase, first: number, end: number): boolean {
  for (let i = first; i < end; i++) if (phrase.owner(i)) return true;
  return false;
}

/** "in a few days", "after some time", "kuch din baad", "some other day"; not "few days ago" nor "for some days". */
function vagueAt(phrase: TimePhrase, i: number): number | undefined {
  let at = i;
  while (at < i + 3 && VAGUE_OPENERS.has(phrase.word(at))) at++;
  const other = OTHER.has(phrase.text(at)) || (phrase.text(at) === 'some' && phrase.text(at + 1) === 'other');
  const more = ['other', 'more', 'aur', 'hi'].includes(phrase.text(at + 1)) ? at + 2 : at + 1;
  const unit = phrase.text(more) === 'of' ? more + 1 : more;
  const counts = VAGUE.has(phrase.text(at)) && UNIT.has(phrase.word(unit));
  const otherDay = other && (phrase.is(unit, 'day', 'date') || /^tim(?:e|ings?)$/.test(phrase.text(unit)));
  if (!counts && !otherDay) return undefined;
  let end = unit + 1;
  while (end < unit + 3 && VAGUE_CLOSERS.has(phrase.word(end))) end++;
  const directed = at > i || end > unit + 1 || otherDay;
  const past =
    PAST_BESIDE.has(phrase.word(end)) ||
    PAST_BESIDE.has(phrase.text(end)) ||
    PAST_BESIDE.has(phrase.text(i - 1)) ||
    phrase.is(i, 'last');
  return directed && !past && !isPast(phrase, i, end) ? end : undefined;
}

function festival(phrase: TimePhrase, i: number): number | undefined {
  const found = festivalAt(phrase, i);
  return found && !isPast(phrase, i, found.end) && !phrase.isAddress(i, found.end) ? found.end : undefined;
}

/** "after my exams", "until the wedding", "shaadi ke baad". */
function eventAt(phrase: TimePhrase, i: number): number | undefined {
  if (
    EVENTS.has(phrase.text(i)) &&
    phrase.is(i + 1, 'ke') &&
    phrase.is(i + 2, 'baad') &&
    !isPast(phrase, i, i + 3)
  )
    return i + 3;
  if (!SIDES.has(phrase.word(i)) || phrase.is(i, 'baad')) return undefined;
  const own = POSSESSIVES.has(phrase.text(i + 1));
  const noun = own || phrase.text(i + 1) === 'the' ? i + 2 : i + 1;
  const meant = own ? phrase.isContent(noun) : EVENTS.has(phrase.text(noun));
  if (!meant) return undefined;
  const end = EVENTS.has(phrase.text(noun + 1)) ? noun + 2 : noun + 1;
  return isPast(phrase, i, end) ? undefined : end;
}

/** "next summer", "agli garmi", "this decade": longer than a booking reaches, and without days of their own. */
function seasonAt(phrase: TimePhrase, i: number): number | undefined {
  if (!phrase.is(i, 'next', 'this', 'coming') || phrase.is(i + 1, 'next', 'this', 'coming')) return undefined;
  return SEASONS.has(phrase.text(i + 1)) && !isPast(phrase, i, i + 2) ? i + 2 : undefined;
}

/** "the week after", "second week", "end of the quarter": a unit with a word that places it, and nothing that it is placed by. */
function orphanAt(phrase: TimePhrase, i: number): number | undefined {
  let [end, unit, placed] = [i, false, false];
  for (let at = i; at < i + 6 && !phrase.owner(at); at++) {
    const ordinal = phrase.ordinal(at);
    const isUnit = UNIT.has(phrase.word(at)) && !phrase.is(at, 'hour', 'minute');
    const hindiThis = phrase.text(at) === 'is'; // "which day is …"
    const places =
      (ORPHANS.has(phrase.word(at)) && !hindiThis) ||
      PART_TEXTS.has(phrase.text(at)) ||
      ordinal !== undefined;
    if (!isUnit && !places && !ORPHAN_FILL.has(phrase.text(at))) break;
    unit ||= isUnit;
    placed ||= places;
    if (isUnit || places) end = ordinal ? ordinal.end : at + 1;
    if (ordinal) at = ordinal.end - 1;
  }
  const meant = unit && placed && !phrase.isContent(end) && !ORPHAN_FILL.has(phrase.text(i));
  return meant && !isPast(phrase, i, end) && !phrase.is(end, 'ago') ? end : undefined;
}
