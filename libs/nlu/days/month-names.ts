import type { TimePhrase } from './phrase.js';
import { MONTH_WORDS } from './vocabulary.js';

/** 1 to 12, or undefined. */
export function monthAt(phrase: TimePhrase, i: number): number | undefined {
  const index = phrase.text(i) === 'mai' ? 4 : MONTH_WORDS.indexOf(phrase.word(i)); // मई; elsewhere "mai" is the Hindi I
  return index < 0 ? undefined : index + 1;
}
