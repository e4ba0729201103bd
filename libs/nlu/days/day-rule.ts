import type { WallClock } from './calendar.js';
import type { TimePhrase } from './phrase.js';

/** Where the speaker stands: the day, the minute, and when business opens and closes (minutes since midnight). */
export interface DayStandpoint extends WallClock {
  opens: number;
  closes: number;
  /** IANA name of the business time zone. */
  timeZone: string;
}

/** A day, or several in a row. Days are counted from 1970-01-01. */
export interface DaySpan {
  day: number;
  until?: number;
}

/** What a rule read from some token on; `end` is the index after it. */
export interface DayReading extends DaySpan {
  end: number;
  confidence: number;
  /** The same words also gave a clock time ("in two hours"), minutes since midnight. */
  minute?: number;
  /** The same words also gave hours of the day ("tonight"), minutes since midnight. */
  hours?: { from: number; to: number; centre?: number };
  /** Set where the words may mean several days ("next Friday"): all of them, the likeliest among them. */
  readings?: DaySpan[];
}

/** A day reading and the token it starts at. */
export type CalendarDay = DayReading & { first: number };

/** Words that name a day which does not exist: 31 November, the fifth Monday of a month that has four. */
export interface NoSuchDay {
  end: number;
  day: undefined;
}

/** Reads a day at token `i`, or nothing. */
export type DayRule = (
  phrase: TimePhrase,
  i: number,
  now: DayStandpoint,
) => DayReading | NoSuchDay | undefined;

export function isDay(reading: DayReading | NoSuchDay | undefined): reading is DayReading {
  return reading?.day !== undefined;
}

export function longestOf<R extends { end: number }>(readings: readonly (R | undefined)[]): R | undefined {
  let best: R | undefined;
  for (const reading of readings) if (reading && (!best || reading.end > best.end)) best = reading;
  return best;
}
