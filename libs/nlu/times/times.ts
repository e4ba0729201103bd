// Times of day: finds clock times, stretches and parts of the day, lets those that belong together decide each other
// ("shaam 6:30", "between 10 and 12 in the morning", "evening, maybe 6"), and settles am or pm.
import { clockText } from '../days/calendar.js';
import { clockAt } from './clock.js';
import type { DayStandpoint } from '../days/day-rule.js';
import { dayPart, shiftedPart, type DayPart } from './day-parts.js';
import type { CalendarDay } from '../days/day-rule.js';
import type { FoundEntity, TimeRangeValue, TimeValue } from '../entities/entity.js';
import type { TimePhrase } from '../days/phrase.js';
import { bareTimeConfidence, canBeTime } from './time-cues.js';
import { settleStretch, settleTime } from './time-readings.js';
import { besidePart, openerAt, stretchAt } from './time-ranges.js';
import { wordsOf } from '../days/vocabulary.js';

/** A clock time (`minutes`), a stretch (`from`, `to`) or a part of the day alone, with what may decide its reading. */
interface TimeReading {
  first: number;
  end: number;
  confidence: number;
  minutes?: number[];
  approximate?: boolean;
  from?: number[];
  to?: number[];
  part?: DayPart;
}

const FILL = wordsOf('in the at ko ke ki ka , mein hi of say maybe like - time only se is ( :');
const MAX_FILL = 3;
const FAR = 8; // tokens between a time and the part of the day that decides it

/** All times of a phrase in order. Days must have been found (and claimed) before. Claims its tokens. */
export function findTimes(
  phrase: TimePhrase,
  days: readonly CalendarDay[],
  now: DayStandpoint,
): FoundEntity<TimeValue | TimeRangeValue>[] {
  const found = scan(phrase).filter((reading) => !isSince(phrase, reading));
  const inOrder = [...found, ...daysWithHours(days)].sort((a, b) => a.first - b.first);
  const readings = mergeOpen(phrase, decideFarParts(phrase, inOrder));
  const isToday = days.length === 1 && days[0]!.day === now.day && days[0]!.until === undefined;
  const earliest = isToday ? now.minute : 0;
  return readings.map((reading) => describe(reading, now, earliest)).concat(days.flatMap(clockOfDay));
}

function scan(phrase: TimePhrase): TimeReading[] {
  const readings: TimeReading[] = [];
  for (let i = 0; i < phrase.length; i++) {
    const reading = phrase.owner(i) ? undefined : readingAt(phrase, i);
    if (!reading) continue;
    const limited = limitedBeforeDay(phrase, reading);
    phrase.claim(limited.first, limited.end, 'time');
    readings.push(limited);
    i = reading.end - 1;
  }
  return readings;
}

/** "since 4", "subah se": when a fault began, not when somebody should come. */
function isSince(phrase: TimePhrase, reading: TimeReading): boolean {
  return (
    phrase.text(reading.first - 1) === 'since' || (isPartAlone(reading) && phrase.text(reading.end) === 'se')
  );
}

function readingAt(phrase: TimePhrase, i: number): TimeReading | undefined {
  const part = besideEarly(phrase, i) ?? dayPart(phrase, i);
  if (part) {
    const stretch = stretchAt(phrase, i);
    if (stretch && stretch.end > part.end) return { ...stretch, first: i };
    const at = skipFill(phrase, part.end);
    const clock = clockish(phrase, at, true);
    if (clock && part.centre === undefined) return { ...clock, first: i };
    if (clock && agrees(part, clock)) return withTrailingPart(phrase, { ...clock, first: i, part });
    return { first: i, end: part.end, part, confidence: 0.9 };
  }
  const clock = clockish(phrase, i, false);
  if (clock) return withTrailingPart(phrase, clock);
  const bare = clockish(phrase, i, true);
  const trailing = bare && withTrailingPart(phrase, bare);
  return trailing?.part ? trailing : undefined;
}

/** "early tomorrow morning": the word before the day goes with the part after it. */
function besideEarly(phrase: TimePhrase, i: number): DayPart | undefined {
  let day = i - 1;
  while (day > i - 4 && phrase.owner(day) === 'date') day--;
  return day < i - 1 ? shiftedPart(phrase, i, phrase.text(day)) : undefined;
}

/** "9 in the morning", "6 baje shaam ko": the part of the day right after a time decides its reading. */
function withTrailingPart(phrase: TimePhrase, reading: TimeReading): TimeReading {
  const at = skipFill(phrase, reading.end);
  const part = reading.part || phrase.owner(at) ? undefined : dayPart(phrase, at);
  if (!part || part.centre === undefined || !agrees(part, reading)) return reading;
  return { ...reading, end: part.end, part, confidence: Math.max(reading.confidence, 0.9) };
}

/** "by tomorrow 5pm", "before Sunday evening": the word before the day bounds the time after it. */
function limitedBeforeDay(phrase: TimePhrase, reading: TimeReading): TimeReading {
  let day = phrase.text(reading.first - 1) === 'at' ? reading.first - 2 : reading.first - 1;
  if (phrase.owner(day) !== 'date') return reading;
  while (phrase.owner(day - 1) === 'date') day--;
  const opener =
    phrase.owner(day - 1) || phrase.text(day - 1) === 'from' ? undefined : openerAt(phrase, day - 1);
  if (!opener || opener.end !== day) return reading;
  phrase.claim(day - 1, day, 'time');
  const { minutes, part } = reading;
  if (minutes) return { ...reading, minutes: undefined, [opener.side]: minutes };
  const stretch =
    part && !reading.from && !reading.to
      ? besidePart(opener.side, opener.inclusive, part, reading.end)
      : undefined;
  return stretch ? { ...stretch, first: reading.first } : reading;
}

/** A clock time or a stretch at token `i`; `besidePart` says that a part of the day stands next to it, so a number will do. */
function clockish(phrase: TimePhrase, i: number, besidePart: boolean): TimeReading | undefined {
  if (phrase.owner(i)) return undefined;
  const stretch = stretchAt(phrase, i);
  if (stretch && isFree(phrase, i, stretch.end)) return { ...stretch, first: i };
  const about = phrase.is(i, 'around') || phrase.text(i) === '~';
  const at = about && phrase.text(i + 1) === 'at' ? i + 2 : about ? i + 1 : i;
  const clock = clockAt(phrase, at);
  if (!clock || !isFree(phrase, i, clock.end)) return undefined;
  const suffix = aboutSuffix(phrase, clock.end);
  const approximate = about || clock.approximate || suffix > clock.end || phrase.is(i - 1, 'around');
  const confidence = clock.sure
    ? clock.minutes.length === 1 ? 0.95 : 0.85
    : besidePart && canBeTime(phrase, at, clock) ? 0.85 : bareTimeConfidence(phrase, at, clock); // prettier-ignore
  if (confidence === 0) return undefined;
  return { first: i, end: suffix, minutes: clock.minutes, approximate, confidence };
}

/** The index after "ke aas paas", "ke karib", "or so" if they follow. */
function aboutSuffix(phrase: TimePhrase, end: number): number {
  const at = phrase.is(end, 'ke') ? end + 1 : end;
  if (phrase.text(at) === 'aas' || phrase.text(at) === 'as')
    return phrase.text(at + 1).startsWith('pa') ? at + 2 : end;
  if (at > end && phrase.is(at, 'around')) return at + 1;
  return phrase.text(end) === 'or' && phrase.text(end + 1) === 'so' ? end + 2 : end;
}

function isFree(phrase: TimePhrase, first: number, end: number): boolean {
  for (let i = first; i < end; i++) if (phrase.owner(i)) return false;
  return true;
}

function skipFill(phrase: TimePhrase, from: number): number {
  let i = from;
  while (i < from + MAX_FILL && FILL.has(phrase.word(i)) && !phrase.owner(i)) i++;
  return i;
}

/** False when an exact time lies outside the part of the day ("morning … 6 pm"). */
function agrees(part: DayPart, { minutes, from, to }: Pick<TimeReading, 'minutes' | 'from' | 'to'>): boolean {
  if (part.centre === undefined) return false;
  const exact = [minutes, from, to].find((candidates) => candidates?.length === 1)?.[0];
  if (exact === undefined) return true;
  const apart = Math.abs(exact - part.centre);
  return Math.min(apart, 1440 - apart) <= 300;
}

/** A part of the day that stands further off still decides an open time, and says nothing more beside it. */
function decideFarParts(phrase: TimePhrase, readings: TimeReading[]): TimeReading[] {
  const spent = new Set<TimeReading>();
  const parts = readings.filter(isPartAlone);
  const decided = readings.map((reading) => {
    if (isPartAlone(reading) || reading.part) return reading;
    const near = parts.find(
      (part) => !spent.has(part) && isNear(phrase, part, reading) && agrees(part.part!, reading),
    );
    if (!near) return reading;
    spent.add(near);
    return { ...reading, part: near.part };
  });
  return decided.filter((reading) => !spent.has(reading));
}

function isPartAlone({ minutes, from, to, part }: TimeReading): boolean {
  return part !== undefined && !minutes && !from && !to;
}

function isNear(phrase: TimePhrase, a: TimeReading, b: TimeReading): boolean {
  const [left, right] = a.first < b.first ? [a, b] : [b, a];
  if (right.first - left.end > FAR) return false;
  const between = phrase.tokens.slice(left.end, right.first);
  return !between.some(
    ({ text, word }) => text === 'or' || text === 'ya' || word === 'not' || word === 'nahi',
  );
}

/** "after 10 but before 12" is one stretch. */
function mergeOpen(phrase: TimePhrase, readings: TimeReading[]): TimeReading[] {
  const merged: TimeReading[] = [];
  for (const reading of readings) {
    const last = merged.at(-1);
    const closes = last?.from && !last.to && reading.to && !reading.from;
    if (closes && reading.first - last.end <= 2 && !phrase.is(last.end, 'or'))
      merged[merged.length - 1] = {
        ...last,
        end: reading.end,
        to: reading.to,
        part: last.part ?? reading.part,
      };
    else merged.push(reading);
  }
  return merged;
}

function daysWithHours(days: readonly CalendarDay[]): TimeReading[] {
  return days.flatMap(({ first, end, confidence, hours }) =>
    hours ? [{ first, end, confidence, part: { end, centre: (hours.from + hours.to) / 2, ...hours } }] : [],
  );
}

function clockOfDay({ first, end, confidence, minute }: CalendarDay): FoundEntity<TimeValue>[] {
  if (minute === undefined) return [];
  return [
    {
      first,
      end,
      confidence,
      value: { type: 'time', value: clockText(minute), alternatives: [], approximate: false },
    },
  ];
}

function describe(
  reading: TimeReading,
  now: DayStandpoint,
  earliest: number,
): FoundEntity<TimeValue | TimeRangeValue> {
  const { first, end, confidence, part } = reading;
  if (!reading.minutes) return { first, end, confidence, value: settleStretch(reading, now, earliest) };
  const { minute, others } = settleTime(reading.minutes, part, now, earliest);
  const alternatives = others.map(clockText);
  const value: TimeValue = {
    type: 'time',
    value: clockText(minute),
    alternatives,
    approximate: reading.approximate ?? false,
  };
  return { first, end, confidence, value };
}
