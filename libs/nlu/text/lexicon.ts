// Looks words up in the vocabulary: the canonical word, the number or the ordinal that a spelling stands for.
import { editDistance, foldSound } from './spelling.js';
import {
  ENGLISH_WORDS,
  ENGLISH_NUMBERS,
  FORGIVING_WORDS,
  HINDI_WORDS,
  HINDI_NUMBERS,
  HINDI_ORDINALS,
  NOT_HINDI,
  ORDINAL_WORDS,
} from '../days/vocabulary.js';

const canonicalWords = new Set([...Object.keys(ENGLISH_WORDS), ...Object.keys(HINDI_WORDS)]);
const canonical = new Map<string, string>();
const bySound = new Map<string, string>();
for (const [word, variants] of Object.entries(ENGLISH_WORDS))
  for (const spelling of [word, ...variants.split(' ')].filter(Boolean)) canonical.set(spelling, word);
for (const [word, variants] of Object.entries(HINDI_WORDS))
  for (const spelling of variants.split(' ')) {
    canonical.set(spelling, word);
    bySound.set(foldSound(spelling), word);
  }
const numbers = new Map(Object.entries({ ...HINDI_NUMBERS, ...ENGLISH_NUMBERS }));
const numbersBySound = new Map(
  Object.entries(HINDI_NUMBERS).map(([word, value]) => [foldSound(word), value]),
);
const ordinals = new Map(ORDINAL_WORDS.map((word, i) => [word, i + 1]));
for (const [value, spellings] of Object.entries(HINDI_ORDINALS))
  for (const spelling of spellings.split(' ')) ordinals.set(spelling, Number(value));
const HINDI_ORDINAL_END = /(?<=..)[vw](?:aa?|i|ee|e)n?$/; // dasvi, panchvan

/**
 * What a normalised spelling stands for: its canonical word, forgiving typing slips in long words (the spelling itself if
 * unknown), and its value if it is a cardinal number, English or Hindi (nine, nau). A word from Devanagari is no English one
 * that looks like it ("tin" for three).
 */
export function meaningOf(text: string, inDevanagari = false): Meaning {
  const key = inDevanagari ? `${text} ` : text;
  let meaning = remembered.get(key);
  if (!meaning) {
    meaning = lookUp(text, inDevanagari);
    if (remembered.size >= MOST_REMEMBERED) remembered.clear();
    remembered.set(key, meaning);
  }
  return meaning;
}

interface Meaning {
  word: string;
  counts?: number;
}

// Looking up a word that is in no list costs a comparison with all the long ones, and people use the same few thousand words.
const MOST_REMEMBERED = 20_000;
const remembered = new Map<string, Meaning>();

function lookUp(text: string, inDevanagari: boolean): Meaning {
  const word = canonical.get(text);
  const isEnglish = NOT_HINDI.has(text) && !inDevanagari;
  const value = isEnglish ? undefined : numbers.get(text);
  if (word || value !== undefined || isEnglish) return { word: word ?? text, counts: value };
  const sound = foldSound(text);
  return { word: bySound.get(sound) ?? closest(text) ?? text, counts: numbersBySound.get(sound) };
}

/** True when the word is one of the canonical words. */
export function isCanonical(word: string): boolean {
  return canonicalWords.has(word);
}

/** True when this very spelling stands in the vocabulary. */
export function isKnownSpelling(text: string): boolean {
  return canonical.has(text);
}

/** Value of an ordinal word (third, teesra -> 3), or undefined. */
export function ordinalWord(text: string): number | undefined {
  const known = ordinals.get(text);
  if (known !== undefined || !HINDI_ORDINAL_END.test(text)) return known;
  return numbersBySound.get(foldSound(text.replace(HINDI_ORDINAL_END, '')));
}

/** One slip from five letters on, two in words of eight; the first letter is hardly ever the slip, so it must agree. */
function closest(text: string): string | undefined {
  if (text.length < 5 || text.length > 12) return undefined;
  let best: string | undefined;
  let limit = 2;
  for (const word of FORGIVING_WORDS) {
    const allowed = Math.min(limit, word.length >= 8 ? 2 : 1);
    if (word[0] !== text[0]) continue;
    const distance = editDistance(text, word, allowed);
    if (distance <= allowed) [best, limit] = [canonical.get(word), distance - 1];
    if (limit < 0) break;
  }
  return best;
}
