// Finds the names of known things (cities, services) in a message: whole words in any order of lists, forgiving plurals, slips of
// the finger and missing or extra spaces. Indexed by the first word of each name, so the cost hardly grows with the list.
import type { EntityValue, FoundEntity } from './entity.js';
import { isCanonical } from '../text/lexicon.js';
import type { TimePhrase } from '../days/phrase.js';
import { editDistance, singularOf } from '../text/spelling.js';
import { tokeniseText } from '../text/text.js';
import { PLAIN_WORDS } from '../days/vocabulary.js';

/** A named list; `value` is the canonical id, `terms` every way it is said, in any script the tokeniser reads. */
export interface Gazetteer {
  name: string;
  entries: readonly { value: string; terms: readonly string[] }[];
}

interface Term {
  value: string;
  words: readonly string[];
}

interface Spelling {
  word: string;
  letters: number;
}

type TermFound = FoundEntity<Extract<EntityValue, { type: 'term' }>>;

const compiled = new WeakMap<Gazetteer, CompiledGazetteer>();

/** Indexes a gazetteer, once: the same object always gives the same index, so pass the same object with every message. */
export function compileGazetteer(gazetteer: Gazetteer): CompiledGazetteer {
  if (gazetteer instanceof CompiledGazetteer) return gazetteer;
  let index = compiled.get(gazetteer);
  if (!index) compiled.set(gazetteer, (index = new CompiledGazetteer(gazetteer)));
  return index;
}

export class CompiledGazetteer implements Gazetteer {
  readonly name: string;
  readonly entries: Gazetteer['entries'];
  private readonly byFirstWord = new Map<string, Term[]>();
  private readonly byShape = new Map<string, Spelling[]>();

  constructor({ name, entries }: Gazetteer) {
    this.name = name;
    this.entries = entries;
    for (const { value, terms } of entries) for (const term of terms) this.add(value, wordsOf(term));
  }

  /** The names in a phrase, in order; where several fit, the one with most words, then the one with fewest slips. */
  find(phrase: TimePhrase): TermFound[] {
    const found: TermFound[] = [];
    const words = phrase.tokens.map(({ kind, text }) => (kind === 'mark' ? '' : singularOf(text)));
    for (let i = 0; i < words.length; i++) {
      const match = words[i] ? this.longestAt(words, i) : undefined;
      if (!match) continue;
      const confidence = 0.95 - 0.15 * match.slips;
      found.push({
        first: i,
        end: match.end,
        confidence,
        value: { type: 'term', list: this.name, value: match.value },
      });
      i = match.end - 1;
    }
    return found;
  }

  private add(value: string, words: readonly string[]): void {
    if (words.length === 0) return;
    if (!this.byFirstWord.has(words[0]!)) this.indexSpelling(words[0]!);
    this.index({ value, words });
    const joined = words.join('');
    if (words.length > 1 && joined.length >= 6) this.index({ value, words: [joined] }); // "washingmachine", without slips
  }

  private index(term: Term): void {
    const first = term.words[0]!;
    const terms = this.byFirstWord.get(first);
    if (terms) terms.push(term);
    else this.byFirstWord.set(first, [term]);
  }

  /** By length and by each of the first two letters, so that few spellings are compared and swapped first letters are found. */
  private indexSpelling(word: string): void {
    for (const letter of new Set(word.slice(0, 2))) {
      const key = letter + word.length;
      const spellings = this.byShape.get(key) ?? [];
      spellings.push({ word, letters: letterMask(word) });
      this.byShape.set(key, spellings);
    }
  }

  private longestAt(
    words: readonly string[],
    i: number,
  ): { value: string; end: number; slips: number } | undefined {
    let best: { value: string; end: number; slips: number } | undefined;
    const consider = (term: Term, next: number, slips: number): void => {
      const rest = matchRest(term.words, words, next);
      if (!rest) return;
      const total = slips + rest.slips;
      if (!best || rest.end > best.end || (rest.end === best.end && total < best.slips))
        best = { value: term.value, end: rest.end, slips: total };
    };
    for (const { word, slips } of this.firstWords(words[i]!))
      for (const term of this.byFirstWord.get(word)!) consider(term, i + 1, slips);
    const pair = words[i + 1] ? this.byFirstWord.get(words[i]! + words[i + 1]!) : undefined; // "tube light" for "tubelight"
    for (const term of pair ?? []) consider(term, i + 2, 0);
    return best;
  }

  /** The indexed first words that a typed word may stand for. */
  private firstWords(typed: string): { word: string; slips: number }[] {
    if (this.byFirstWord.has(typed)) return [{ word: typed, slips: 0 }];
    if (!mayBeSlip(typed)) return [];
    const near: { word: string; slips: number }[] = [];
    const letters = letterMask(typed);
    for (let length = typed.length - 2; length <= typed.length + 2; length++)
      for (const spelling of this.byShape.get(typed[0]! + length) ?? []) {
        const limit = allowedSlips(spelling.word);
        if (differingLetters(letters, spelling.letters) > 2 * limit) continue; // a slip changes at most two letters of the set
        const slips = slipsBetween(typed, spelling.word);
        if (slips !== undefined) near.push({ word: spelling.word, slips });
      }
    return near;
  }
}

function wordsOf(term: string): string[] {
  return tokeniseText(term).flatMap(({ kind, text }) => (kind === 'mark' ? [] : [singularOf(text)]));
}

/** Matches the second and later words of a term from token `next` on; a single mark between words ("deep-clean") is skipped. */
function matchRest(
  term: readonly string[],
  words: readonly string[],
  next: number,
): { end: number; slips: number } | undefined {
  let slips = 0;
  let at = next;
  for (let k = 1; k < term.length; k++) {
    if (words[at] === '') at++;
    const step = words[at] === undefined ? undefined : slipsBetween(words[at]!, term[k]!);
    if (step === undefined) return undefined;
    slips += step;
    at++;
  }
  return { end: at, slips };
}

/** None below five letters, one from five, two from nine. */
function allowedSlips(word: string): number {
  if (word.length < 5) return 0;
  return word.length < 9 ? 1 : 2;
}

function slipsBetween(typed: string, word: string): number | undefined {
  if (typed === word) return 0;
  const limit = allowedSlips(word);
  if (limit === 0 || !mayBeSlip(typed)) return undefined;
  if (typed[0] !== word[0] && !(typed[0] === word[1] && typed[1] === word[0])) return undefined; // light is no slip of night, but lpumber is of plumber
  const slips = editDistance(typed, word, limit);
  return slips <= limit ? slips : undefined;
}

/** Short words, numbers and words that mean something by themselves are never taken for slips. */
function mayBeSlip(typed: string): boolean {
  return typed.length >= 4 && !PLAIN_WORDS.has(typed) && !isCanonical(typed) && !/^\d/.test(typed);
}

function letterMask(word: string): number {
  let mask = 0;
  for (let i = 0; i < word.length; i++) mask |= 1 << (word.charCodeAt(i) & 31);
  return mask;
}

function differingLetters(a: number, b: number): number {
  let count = 0;
  for (let bits = a ^ b; bits !== 0; bits &= bits - 1) count++;
  return count;
}
