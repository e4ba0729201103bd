// Turns a text into weighted features for the linear models. Letter groups survive typos and the free spelling of Hindi in
// Latin letters; groups of synonyms let few examples speak for many words; pairs say which words stand together.
import { foldSound } from '../text/spelling.ts';
import { synonymsOf } from '../text/synonyms.ts';
import { normaliseText } from '../text/text.ts';

/** The features of a text by 32-bit hash, each with the weight of its kind. */
export type TextFeatures = Map<number, number>;

/** A text as the model sees it: positions in the vocabulary and their values. */
export interface SparseVector {
  indices: Int32Array;
  values: Float32Array;
}

const SHORTEST_LETTER_GROUP = 3;
const LONGEST_LETTER_GROUP = 4;
const FARTHEST_PAIR = 4;
const SYNONYM_WEIGHT = 3;
// Between 0 (a word counts the same in any text) and 1 (a word in a long text counts for less); measured.
const LENGTH_DAMPING = 0.7;

export const FeatureKind = { word: 1, synonym: 2, neighbours: 3, near: 4, letters: 5 } as const;

/** Words, numbers and single punctuation marks, normalised; stretched letters ("sooo") are cut to two. */
export function wordsOf(text: string): string[] {
  const plain = normaliseText(text)
    .replace(/'/g, '')
    .replace(/(\p{L})\1{2,}/gu, '$1$1');
  return plain.match(/[\p{L}\p{M}]+|\p{N}+|[^\s\p{L}\p{M}\p{N}]/gu) ?? [];
}

export function featuresOf(text: string): TextFeatures {
  const features: TextFeatures = new Map();
  const words = wordsOf(text);
  const meanings = ['<'];
  for (const word of words) {
    const synonyms = synonymsOf(word);
    features.set(featureHash(FeatureKind.word, word), 1);
    for (const synonym of synonyms) features.set(featureHash(FeatureKind.synonym, synonym), SYNONYM_WEIGHT);
    addLetterGroups(features, `_${word}_`);
    meanings.push(synonyms[0] ?? foldSound(word));
  }
  meanings.push('>');
  addPairs(features, meanings);
  return features;
}

function addLetterGroups(features: TextFeatures, framed: string): void {
  for (let length = SHORTEST_LETTER_GROUP; length <= LONGEST_LETTER_GROUP; length++) {
    for (let start = 0; start + length <= framed.length; start++) {
      features.set(featureHash(FeatureKind.letters, framed, start, start + length), 1);
    }
  }
}

/** Neighbours in their order, and words a little apart in any order. `<` and `>` stand for the ends. */
function addPairs(features: TextFeatures, meanings: readonly string[]): void {
  for (let at = 0; at + 1 < meanings.length; at++) {
    features.set(featureHash(FeatureKind.neighbours, `${meanings[at]} ${meanings[at + 1]}`), 1);
    for (let other = at + 1; other <= at + FARTHEST_PAIR && other < meanings.length - 1 && at > 0; other++) {
      const [one, two] = [meanings[at]!, meanings[other]!];
      if (one !== two)
        features.set(featureHash(FeatureKind.near, one < two ? `${one} ${two}` : `${two} ${one}`), 1);
    }
  }
}

/** FNV-1a over the characters from start to stop, seeded by the kind of feature, with a final mix. */
export function featureHash(kind: number, text: string, start = 0, stop = text.length): number {
  let value = 0x811c9dc5 ^ kind;
  for (let at = start; at < stop; at++) value = Math.imul(value ^ text.charCodeAt(at), 0x01000193);
  value = Math.imul(value ^ (value >>> 15), 0x2c1b3c6d);
  return (value ^ (value >>> 13)) >>> 0;
}

/** The features seen in training and how telling each is (inverse document frequency). */
export class FeatureVocabulary {
  readonly keys: Uint32Array;
  readonly rarity: Float32Array;
  private readonly positions = new Map<number, number>();

  constructor(keys: Uint32Array, rarity: Float32Array) {
    this.keys = keys;
    this.rarity = rarity;
    keys.forEach((key, position) => this.positions.set(key, position));
  }

  static of(texts: readonly TextFeatures[]): FeatureVocabulary {
    const seenIn = new Map<number, number>();
    for (const features of texts) {
      for (const key of features.keys()) seenIn.set(key, (seenIn.get(key) ?? 0) + 1);
    }
    const rarity = Float32Array.from(seenIn.values(), (n) => Math.log((1 + texts.length) / (1 + n)) + 1);
    return new FeatureVocabulary(Uint32Array.from(seenIn.keys()), rarity);
  }

  get size(): number {
    return this.keys.length;
  }

  /** Features never seen in training are left out. */
  vector(features: TextFeatures): SparseVector {
    const indices = new Int32Array(features.size);
    const values = new Float32Array(features.size);
    let length = 0;
    let squares = 0;
    for (const [key, weight] of features) {
      const position = this.positions.get(key);
      if (position === undefined) continue;
      const value = weight * this.rarity[position]!;
      indices[length] = position;
      values[length++] = value;
      squares += value * value;
    }
    const damping = squares ** (LENGTH_DAMPING / 2) || 1;
    for (let at = 0; at < length; at++) values[at]! /= damping;
    return { indices: indices.subarray(0, length), values: values.subarray(0, length) };
  }
}
