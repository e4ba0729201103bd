// Stretches of the day between, after or before clock times: "between 10 and 12", "5-7pm", "10 se 12", "after 6", "11 baje tak".
import { clockAt, type ClockReading } from './clock.js';
import type { DayPart } from './day-parts.js';
import { dayPart } from './day-parts.js';
import type { TimePhrase } from '../days/phrase.js';
import { spanAt } from '../days/spans.js';
import { canBeTime } from './time-cues.js';
import { nearestReading } from './time-readings.js';
import { wordsOf } from '../days/vocabulary.js';

/** Each end holds its possible readings, as in `ClockReading`. */
interface Stretch {
  end: number;
  from?: number[];
  to?: number[];
  confidence: number;
}

const JOINERS = wordsOf('- to till until se and aur & n');

/** Reads a stretch at token `i`. */
export function stretchAt(phrase: TimePhrase, i: number): Stretch | undefined {
  return betweenTwo(phrase, i) ?? lasting(phrase, i) ?? opened(phrase, i) ?? closed(phrase, i);
}

function betweenTwo(phrase: TimePhrase, i: number): Stretch | undefined {
  const opener = phrase.is(i, 'between') ? 'between' : phrase.text(i) === 'from' ? 'from' : undefined;
  const start = opener || phrase.is(i, 'around') ? i + 1 : i;
  const a = edgeAt(phrase, start);
  if (!a) return undefined;
  const joiner = phrase.text(a.end);
  if (!JOINERS.has(joiner) && !phrase.is(a.end, 'until')) return undefined;
  const b = edgeAt(phrase, joiner === 'se' && phrase.text(a.end + 1) === 'le' ? a.end + 3 : a.end + 1);
  if (!b || !canBeTime(phrase, start, b)) return undefined;
  if (phrase.glued(b.end) && '-/'.includes(phrase.text(b.end))) return undefined; // "8-2-293/82" is a house number
  const tail = ranging(phrase, b.end);
  if (['and', 'aur', '&', 'n'].includes(joiner) && opener !== 'between' && !tail.between) return undefined;
  if (joiner === 'and' && opener === 'from') return undefined;
  if (!opener && joiner !== '-' && isChange(phrase, start, b.end)) return undefined;
  if (opener === 'from' && isChange(phrase, i, b.end)) return undefined;
  const sure = a.sure || b.sure || opener === 'between' || tail.end > b.end;
  if (!sure && !(isDial(a) && isDial(b))) return undefined;
  return { end: tail.end, from: a.minutes, to: b.minutes, confidence: sure ? 0.9 : 0.7 };
}

/** One end of a stretch, with the part of the day before it if there is one ("subah 9 se shaam 6"). */
function edgeAt(phrase: TimePhrase, i: number): ClockReading | undefined {
  const part = dayPart(phrase, i);
  const fill = part && ['ko', 'ke', 'at'].includes(phrase.word(part.end)) ? 1 : 0;
  const clock = clockAt(phrase, part ? part.end + fill : i);
  if (!clock || part?.centre === undefined) return clock;
  return { ...clock, minutes: [nearestReading(clock.minutes, part.centre)], sure: true };
}

/** "tak", "ke beech" after the second time; "between" says that it needs no other cue. */
function ranging(phrase: TimePhrase, i: number): { end: number; between: boolean } {
  const afterKe = phrase.is(i, 'ke') ? i + 1 : i;
  if (phrase.is(afterKe, 'between')) {
    const end = phrase.is(afterKe + 1, 'mein') ? afterKe + 2 : afterKe + 1;
    return { end, between: true };
  }
  return { end: phrase.is(i, 'tak') ? i + 1 : i, between: false };
}

/** "Change from 10 to 11" and "10 se 11 kar do" replace one time by another. */
function isChange(phrase: TimePhrase, start: number, end: number): boolean {
  if (['kar', 'kardo', 'karo', 'krdo', 'kr'].includes(phrase.text(end))) return true;
  return phrase.tokens
    .slice(Math.max(0, start - 7), start)
    .some(({ word, text }) => word === 'change' || text === 'make');
}

/** "from 10 for 2 hours", "starting 4 pm for 30 minutes". */
function lasting(phrase: TimePhrase, i: number): Stretch | undefined {
  const opened = ['from', 'starting'].includes(phrase.text(i));
  const start = !opened ? i : ['at', 'from'].includes(phrase.text(i + 1)) ? i + 2 : i + 1;
  const clock = edgeAt(phrase, start);
  const span = clock && phrase.text(clock.end) === 'for' ? spanAt(phrase, clock.end + 1) : undefined;
  if (!clock || !span || span.high.minutes === 0 || !canBeTime(phrase, start, clock)) return undefined;
  if (!opened && !clock.sure) return undefined; // "4 pm for 30 minutes"; "10 for 2 hours" may be a count
  const to = clock.minutes.map((minute) => Math.min(minute + span.high.minutes, 1439));
  return { end: span.end, from: clock.minutes, to, confidence: 0.9 };
}

/** Two mere numbers count as hours only when both are on the dial. */
function isDial({ minutes }: ClockReading): boolean {
  return minutes.length === 2 && minutes[0]! % 30 === 0;
}

const FROM_WORDS = wordsOf('after onwards');
const TO_WORDS = wordsOf('before until');

/** After 6, before noon, by 5, till evening, not before 5, no later than 6. */
function opened(phrase: TimePhrase, i: number): Stretch | undefined {
  const opener = openerAt(phrase, i);
  if (!opener) return undefined;
  const { side } = opener;
  const start = ['at', 'around', 'the'].includes(phrase.word(opener.end)) ? opener.end + 1 : opener.end;
  const clock = edgeAt(phrase, start);
  if (clock && (clock.sure || (canBeTime(phrase, start, clock) && isHourlike(phrase, start, clock)))) {
    const stretch = {
      end: clock.end,
      confidence: clock.sure ? 0.9 : phrase.isContent(clock.end) ? 0.6 : 0.8,
    };
    return side === 'from' ? { ...stretch, from: clock.minutes } : { ...stretch, to: clock.minutes };
  }
  const part = dayPart(phrase, start);
  return part && besidePart(side, opener.inclusive, part, part.end);
}

/** The word at token `i` that opens a stretch with one end, and which end it gives. */
export function openerAt(
  phrase: TimePhrase,
  i: number,
): { side: 'from' | 'to'; end: number; inclusive: boolean } | undefined {
  const [a, b] = [phrase.text(i), phrase.word(i + 1)];
  const negated = phrase.is(i, 'not') || a === 'no';
  if (negated && (b === 'before' || b === 'after'))
    return { side: b === 'before' ? 'from' : 'to', end: i + 2, inclusive: true };
  if (negated && phrase.text(i + 2) === 'than' && (b === 'earlier' || b === 'later'))
    return { side: b === 'earlier' ? 'from' : 'to', end: i + 3, inclusive: true };
  if (phrase.text(i + 1) === 'than' && (a === 'later' || a === 'earlier'))
    return { side: a === 'later' ? 'from' : 'to', end: i + 2, inclusive: false };
  if (a === 'latest' && b === 'by') return { side: 'to', end: i + 2, inclusive: true };
  if (FROM_WORDS.has(phrase.word(i)) || a === 'post' || a === 'past')
    return { side: 'from', end: i + 1, inclusive: false };
  if (a === 'on' && b === 'or' && phrase.is(i + 2, 'after'))
    return { side: 'from', end: i + 3, inclusive: true };
  if (['from', 'starting', 'beginning', 'effective'].includes(a))
    return { side: 'from', end: i + 1, inclusive: true };
  if (a === 'by' || a === 'through' || phrase.is(i, 'until'))
    return { side: 'to', end: i + 1, inclusive: true };
  return TO_WORDS.has(phrase.word(i)) && a !== 'pehle' && a !== 'pahle'
    ? { side: 'to', end: i + 1, inclusive: false }
    : undefined;
}

/** "By evening" lets the evening pass, "before evening" does not. */
export function besidePart(
  side: 'from' | 'to',
  inclusive: boolean,
  part: DayPart,
  end: number,
): Stretch | undefined {
  const edge = side === 'from' ? (inclusive ? part.from : part.to) : inclusive ? part.to : part.from;
  return edge === undefined ? undefined : { end, [side]: [edge], confidence: 0.8 };
}

/** 6 baje ke baad, 11 se pehle, 5 tak, 6 onwards, shaam tak. */
function closed(phrase: TimePhrase, i: number): Stretch | undefined {
  const part = dayPart(phrase, i);
  if (part) {
    const closer = closerAt(phrase, part.end);
    return closer && besidePart(closer.side, closer.inclusive, part, closer.end);
  }
  const clock = clockAt(phrase, i);
  if (!clock) return undefined;
  const closer = closerAt(phrase, clock.end);
  if (!closer || !(clock.sure || (canBeTime(phrase, i, clock) && isHourlike(phrase, i, clock))))
    return undefined;
  return { end: closer.end, [closer.side]: clock.minutes, confidence: clock.sure ? 0.9 : 0.8 };
}

function closerAt(
  phrase: TimePhrase,
  i: number,
): { side: 'from' | 'to'; end: number; inclusive: boolean } | undefined {
  const particle = phrase.is(i, 'ke') || phrase.text(i) === 'se';
  const at = particle ? i + 1 : i;
  if (phrase.is(at, 'baad')) return { side: 'from', end: at + 1, inclusive: false };
  if (phrase.is(at, 'before') && particle) return { side: 'to', end: at + 1, inclusive: false };
  if (phrase.is(i, 'tak')) return { side: 'to', end: i + 1, inclusive: true };
  const extreme = phrase.text(i) === 'at' ? boundAt(phrase, i + 1) : undefined;
  if (extreme) return extreme;
  if (phrase.is(i, 'onwards')) return { side: 'from', end: i + 1, inclusive: true };
  if (
    ['or', 'and'].includes(phrase.text(i)) &&
    ['later', 'after', 'onwards'].includes(phrase.word(i + 1)) &&
    !phrase.number(i + 2)
  )
    return { side: 'from', end: i + 2, inclusive: true };
  if (['or', 'and'].includes(phrase.text(i)) && phrase.text(i + 1) === 'earlier')
    return { side: 'to', end: i + 2, inclusive: true };
  return undefined;
}

/** "(at) the earliest", "the very latest". */
function boundAt(
  phrase: TimePhrase,
  i: number,
): { side: 'from' | 'to'; end: number; inclusive: boolean } | undefined {
  const at = phrase.text(i) === 'the' ? (phrase.text(i + 1) === 'very' ? i + 2 : i + 1) : i;
  if (phrase.text(at) !== 'earliest' && phrase.text(at) !== 'latest') return undefined;
  return { side: phrase.text(at) === 'earliest' ? 'from' : 'to', end: at + 1, inclusive: true };
}

/** Number words are common ("after one visit"); as hours they must end the thought. */
function isHourlike(phrase: TimePhrase, i: number, clock: ClockReading): boolean {
  return phrase.isDigits(i) || !phrase.isContent(clock.end);
}
