// The words that periods are made of: this, next, coming, last; week, month, quarter, year.
import type { TimePhrase } from './phrase.js';
import { wordsOf } from './vocabulary.js';

export type WhichPeriod = 'this' | 'next' | 'coming' | 'last';
export type PeriodUnit = 'week' | 'month' | 'year' | 'quarter';

/** A period at some token, all of it even if some days have passed. */
export interface DayPeriod {
  end: number;
  unit: PeriodUnit;
  day: number;
  until: number;
  /** After how many months there is another that the words may mean: "the month", "December" without a year. */
  again?: number;
}

export const AWAY: Record<WhichPeriod, number> = { this: 0, next: 1, coming: 1, last: -1 };
const WALA = wordsOf('vala vale vali wala wale wali');
const QUARTER = wordsOf('quarter qtr timahi');

/** This, next, coming, last before a word; `end` is the index after it. */
export function whichAt(phrase: TimePhrase, i: number): { which?: WhichPeriod | 'after next'; end: number } {
  const word = phrase.word(i);
  if (word === 'next' && phrase.text(i + 1) === 'to' && phrase.is(i + 2, 'next'))
    return { which: 'after next', end: i + 3 };
  if (word === 'next' && phrase.text(i + 1) === 'but' && phrase.text(i + 2) === 'one')
    return { which: 'after next', end: i + 3 };
  if (word === 'this' && phrase.is(i + 1, 'coming', 'next', 'last')) return { ...whichAt(phrase, i + 1) };
  if (word === 'coming') return { which: 'coming', end: WALA.has(phrase.text(i + 1)) ? i + 2 : i + 1 };
  if (word === 'this' || word === 'next' || word === 'last') return { which: word, end: i + 1 };
  return { end: i };
}

/** The unit named at token `i`; "quarter past" is a time. */
export function unitOf(phrase: TimePhrase, i: number): PeriodUnit | undefined {
  if (phrase.is(i, 'week') && phrase.text(i + 1) !== 'end') return 'week';
  if (phrase.is(i, 'month')) return 'month';
  if (phrase.is(i, 'year') && phrase.text(i + 1) !== 'end') return 'year';
  return QUARTER.has(phrase.sound(i)) && phrase.text(i + 1) !== 'past' ? 'quarter' : undefined;
}
