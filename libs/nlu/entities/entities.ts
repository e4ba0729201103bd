// What a message says about when, where, how much and whom to call: dates, times, pincodes, prices, phones, e-mail addresses,
// counts, and whatever names and codes the caller knows.
import { findPrices } from './amounts.js';
import { isoDay, minuteOf, wallClock } from '../days/calendar.js';
import { findContacts, type ContactSpan } from './contacts.js';
import { settleCorrections } from './corrections.js';
import { findCounts } from './counts.js';
import { findDays } from '../days/dates.js';
import type { CalendarDay } from '../days/day-rule.js';
import type { DaySpan, DayStandpoint } from '../days/day-rule.js';
import type { DateValue, Entity, EntityReading, FoundEntity, UnreadTime } from './entity.js';
import { ruledOut } from '../days/exclusions.js';
import { compileGazetteer, type Gazetteer } from './gazetteer.js';
import { doubtBeside } from './leftovers.js';
import { openStretches } from '../days/open-days.js';
import { withoutOverlaps, type EntityCandidate } from './overlaps.js';
import { TimePhrase } from '../days/phrase.js';
import { inBusinessZone } from '../times/time-zones.js';
import { findTimes } from '../times/times.js';
import { findUnread, type UnreadWords } from './unread.js';

export interface EntityOptions {
  /** The moment that "today" and "in two hours" start from. */
  now: Date;
  /** IANA name of the business time zone, "Asia/Kolkata". */
  timeZone: string;
  /** Pass the same objects each time: each is indexed once. */
  gazetteers?: readonly Gazetteer[];
  /** Codes with a shape, such as booking references. Must be linear; group 1 is the value if there is one. */
  patterns?: readonly { type: string; pattern: RegExp }[];
  /** HH:MM; decides between morning and evening where neither was said. 08:00 to 21:00 unless given. */
  businessHours?: { from: string; to: string };
}

const BUSINESS_HOURS = { from: '08:00', to: '21:00' };

/**
 * The entities of a message, ordered by start and not overlapping: the longer wins, then the more specific. One exception: words
 * that give a day and a time at once ("tonight", "in two hours") yield both over the same characters.
 * Values that the speaker takes back ("not 10, make it 11") are left out. Linear in the length of the text.
 */
export function extractEntities(text: string, options: EntityOptions): Entity[] {
  return readEntities(text, options).entities;
}

/** As {@link extractEntities}, with what is ruled out and what was not understood. */
export function readEntities(text: string, options: EntityOptions): EntityReading {
  const phrase = new TimePhrase(text);
  const now = standpoint(options);
  const spans = [...findPatterns(text, options), ...findContacts(text)].map((span) => claimed(phrase, span));
  claimDigitRuns(phrase);
  const prices = findPrices(phrase);
  const { days: read, missing } = findDays(phrase, now);
  const {
    days: converted,
    times,
    unread: zones,
  } = inBusinessZone(phrase, read, findTimes(phrase, read, now), now);
  const days = openStretches(phrase, converted, now);
  const terms = (options.gazetteers ?? []).flatMap((gazetteer) => compileGazetteer(gazetteer).find(phrase));
  const found = [prices, days.map((day) => dateOf(phrase, day)), times, terms, findCounts(phrase)].flatMap(
    (group, k) => group.map((item) => candidate(phrase, item, k + 1)),
  );
  const { standing, refused } = settleCorrections(phrase, withoutOverlaps([...spans, ...found]));
  return {
    entities: standing.map((item) =>
      entityOf(text, { ...item, doubt: item.doubt ?? doubtBeside(phrase, item) }),
    ),
    excluded: ruledOut(phrase, refused, standing).map((item) => entityOf(text, item)),
    unread: [...missing, ...zones, ...findUnread(phrase)]
      .sort((a, b) => a.first - b.first)
      .map((each) => unreadOf(phrase, each)),
  };
}

function unreadOf(phrase: TimePhrase, { first, end, reason }: UnreadWords): UnreadTime {
  return { ...placeOf(phrase, first, end), reason };
}

function entityOf(text: string, { start, stop, confidence, value, doubt }: EntityCandidate): Entity {
  return { start, end: stop, text: text.slice(start, stop), confidence, ...value, ...(doubt && { doubt }) };
}

function standpoint({ now, timeZone, businessHours = BUSINESS_HOURS }: EntityOptions): DayStandpoint {
  return {
    ...wallClock(now, timeZone),
    timeZone,
    opens: minuteOf(businessHours.from),
    closes: minuteOf(businessHours.to),
  };
}

function findPatterns(text: string, { patterns = [] }: EntityOptions): ContactSpan[] {
  return patterns.flatMap(({ type, pattern }) => {
    const everywhere = pattern.global ? pattern : new RegExp(pattern.source, `${pattern.flags}g`);
    const matches = [...text.matchAll(everywhere)].filter((match) => match[0] !== '');
    return matches.map((match) => ({
      start: match.index,
      end: match.index + match[0].length,
      confidence: 0.98,
      value: { type: 'term' as const, list: type, value: match[1] ?? match[0] },
    }));
  });
}

const LONGEST_RUN = 12; // numbers in a row that may still mean something each

/** More numbers in a row than anybody says are a table or an attack: nothing is looked for in them. */
function claimDigitRuns(phrase: TimePhrase): void {
  for (let i = 0, first = 0; i <= phrase.length; i++) {
    if (phrase.isDigits(i)) continue;
    if (i - first > LONGEST_RUN) phrase.claim(first, i, 'code');
    first = i + 1;
  }
}

function claimed(phrase: TimePhrase, { start, end: stop, confidence, value }: ContactSpan): EntityCandidate {
  const [first, end] = [phrase.tokenAt(start), phrase.tokenAt(stop - 1) + 1];
  phrase.claim(first, end, value.type);
  return { first, end, start, stop, confidence, value, rank: 0 };
}

function candidate(
  phrase: TimePhrase,
  found: FoundEntity & { core?: number },
  rank: number,
): EntityCandidate {
  const stopOf = (end: number): number => phrase.tokens[end - 1]!.end;
  const core = found.core === undefined ? undefined : { end: found.core, stop: stopOf(found.core) };
  return { ...found, core, rank, start: phrase.tokens[found.first]!.start, stop: stopOf(found.end) };
}

function dateOf(
  phrase: TimePhrase,
  { first, end, confidence, readings, ...days }: CalendarDay,
): FoundEntity<DateValue> {
  const doubt = readings && { text: placeOf(phrase, first, end).text, readings: readings.map(spanText) };
  return { first, end, confidence, value: { type: 'date', ...isoSpan(days) }, doubt };
}

function isoSpan({ day, until }: DaySpan): { value: string; until?: string } {
  return { value: isoDay(day), ...(until !== undefined && { until: isoDay(until) }) };
}

function spanText(days: DaySpan): string {
  const { value, until } = isoSpan(days);
  return until === undefined ? value : `${value}..${until}`;
}

function placeOf(phrase: TimePhrase, first: number, end: number): Pick<Entity, 'start' | 'end' | 'text'> {
  const [start, stop] = [phrase.tokens[first]!.start, phrase.tokens[end - 1]!.end];
  return { start, end: stop, text: phrase.source.slice(start, stop) };
}
