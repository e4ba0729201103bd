import type { Phrase } from './phrase.js';
import { MONTHS } from './vocabulary.js';

/** 1 to 12, or undefined. */
export function monthAt(phrase: Phrase, i: number): number | undefined {
  const index = phrase.text(i) === 'mai' ? 4 : MONTHS.indexOf(phrase.word(i)); // मई; elsewhere "mai" is the Hindi I
  return index < 0 ? undefined : index + 1;
}
