// Hindi borrows the names of most things at home from English. In Devanagari they are written as they sound: एसी, फ्रिज, सर्विस.
import { readFileSync } from 'node:fs';
import { normaliseText } from './text.js';

const lines = readFileSync(new URL('./loanwords.tsv', import.meta.url), 'utf8').split('\n');
const loanwords = new Map(
  lines
    .filter((line) => line.trim() && !line.startsWith('#'))
    .map((line) => line.split('\t') as [sound: string, word: string]),
);

/** Initials with dots are one word: ए.सी., टी.वी. */
const initials = /(?<![\p{L}.])\p{L}{1,4}(?:\.\p{L}{1,4})+\.?(?![\p{L}.])/gu;

/** The English word that sounds so, or the sound itself. */
export function loanwordOf(sound: string): string {
  return loanwords.get(sound) ?? sound;
}

/** What is written in Devanagari, in the letters and words in which the same is mostly typed; any other text is left as it is. */
export function inLatin(text: string): string {
  if (!/[\u0900-\u097f]/.test(text)) return text;
  return normaliseText(text)
    .replace(initials, (dotted) => loanwords.get(dotted.replaceAll('.', '')) ?? dotted)
    .replace(/\p{L}+/gu, (word) => loanwords.get(word) ?? word);
}
