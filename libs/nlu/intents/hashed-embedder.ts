// Texts as vectors that lie close together when the texts are about the same thing, without a model server and in a fraction of a
// millisecond. The features are those of the classifier: words, groups of synonyms, letter groups, neighbours. A vector v of 2,048 numbers is
//
//   v[h(f) mod 2048] += sign(h(f)) · weight(kind of f) · (1 + ln tf(f)) · idf(f)     over all features f of the text, then v / |v|
//   idf(f) = ln((1 + N) / (1 + df(f)))
//
// where h is a 32-bit hash, tf(f) how often f is in the text, N the number of texts that it was fitted on and df(f) how many of them have
// f. The signs make collisions cancel out on average, so that the product of two vectors estimates the cosine of the full ones, with an
// error of about 1/√2048. df is counted in 65,536 cells: what falls into one cell counts as one, which makes it seem a little more common.
import { createHash } from 'node:crypto';
import { featureHash, FeatureKind, wordsOf } from './features.js';
import { foldSound } from '../text/spelling.js';
import { synonymsOf } from '../text/synonyms.js';

const dimensions = 2_048;
const cells = 65_536;
const mostCounted = 65_535;
const shortest = 3;
const longest = 4;
const weights = { word: 1, synonym: 1, neighbours: 0.5, letters: 0.5 } as const;

interface Counted {
  times: number;
  weight: number;
}

/** What is learned of a body of texts: which features are rare in it. */
export class EmbedderFitting {
  private readonly counts = new Uint16Array(cells);
  private texts = 0;

  add(text: string): void {
    this.texts += 1;
    for (const cell of new Set([...countsOf(text).keys()].map(cellOf)))
      this.counts[cell] = Math.min(this.counts[cell]! + 1, mostCounted);
  }

  embedder(): HashedEmbedder {
    return new HashedEmbedder(this.texts, this.counts);
  }
}

export class HashedEmbedder {
  static readonly dimensions = dimensions;

  /** @param counts of the cells */
  constructor(
    readonly fittedOn: number,
    private readonly counts: Uint16Array,
  ) {}

  static fit(texts: Iterable<string>): HashedEmbedder {
    const fitting = new EmbedderFitting();
    for (const text of texts) fitting.add(text);
    return fitting.embedder();
  }

  /** @param bytes of {@link HashedEmbedder.bytes}. @throws Error when they are of something else */
  static read(bytes: Uint8Array): HashedEmbedder {
    if (bytes.length !== 4 + 2 * cells) throw new Error('These are not the bytes of an embedder.');
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    const counts = Uint16Array.from({ length: cells }, (_, cell) => view.getUint16(4 + 2 * cell, true));
    return new HashedEmbedder(view.getUint32(0, true), counts);
  }

  bytes(): Uint8Array {
    const view = new DataView(new ArrayBuffer(4 + 2 * cells));
    view.setUint32(0, this.fittedOn, true);
    this.counts.forEach((count, cell) => view.setUint16(4 + 2 * cell, count, true));
    return new Uint8Array(view.buffer);
  }

  /** Of the formula and of what it was fitted on: only vectors of one name can be compared. */
  name(): string {
    return `hashed-${dimensions}-v1-${createHash('sha256').update(this.bytes()).digest('hex').slice(0, 16)}`;
  }

  /** Of length 1; all zero for a text without words, or with none but those that all have. Time grows with the text. */
  embed(text: string): Float32Array {
    const vector = new Float32Array(dimensions);
    for (const [feature, { times, weight }] of countsOf(text)) {
      const value = weight * (1 + Math.log(times)) * this.rarity(feature);
      vector[feature % dimensions]! += (feature >>> 11) & 1 ? value : -value;
    }
    const length = Math.hypot(...vector);
    return length === 0 ? vector : vector.map((value) => value / length);
  }

  private rarity(feature: number): number {
    return Math.log((1 + this.fittedOn) / (1 + this.counts[cellOf(feature)]!));
  }
}

/** Other bits of the hash than those that choose the place and the sign. */
function cellOf(feature: number): number {
  return feature >>> 16;
}

function countsOf(text: string): Map<number, Counted> {
  const counts = new Map<number, Counted>();
  const add = (feature: number, weight: number): void => {
    const known = counts.get(feature);
    if (known) known.times += 1;
    else counts.set(feature, { times: 1, weight });
  };
  let before = '<';
  for (const word of wordsOf(text)) {
    // Marks say how a text is written, not what it is about.
    if (!/[\p{L}\p{N}]/u.test(word)) continue;
    const synonyms = synonymsOf(word);
    add(featureHash(FeatureKind.word, word), weights.word);
    for (const synonym of synonyms) add(featureHash(FeatureKind.synonym, synonym), weights.synonym);
    const framed = `_${word}_`;
    for (let length = shortest; length <= longest; length++)
      for (let start = 0; start + length <= framed.length; start++)
        add(featureHash(FeatureKind.letters, framed, start, start + length), weights.letters);
    const meaning = synonyms[0] ?? foldSound(word);
    add(featureHash(FeatureKind.neighbours, `${before} ${meaning}`), weights.neighbours);
    before = meaning;
  }
  return counts;
}
