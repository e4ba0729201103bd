import type { WallClock } from './calendar.js';
import type { Phrase } from './phrase.js';

/** Where the speaker stands: the day, the minute, and when business opens and closes (minutes since midnight). */
export interface Standpoint extends WallClock {
  opens: number;
  closes: number;
}

/** What a rule read from some token on; `end` is the index after it. Days are counted from 1970-01-01. */
export interface DayReading {
  end: number;
  day: number;
  until?: number;
  confidence: number;
  /** The same words also gave a clock time ("in two hours"), minutes since midnight. */
  minute?: number;
  /** The same words also gave hours of the day ("tonight"), minutes since midnight. */
  hours?: { from: number; to: number };
}

/** Reads a day at token `i`, or nothing. */
export type DayRule = (phrase: Phrase, i: number, now: Standpoint) => DayReading | undefined;
