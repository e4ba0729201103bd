// Full text in memory: which texts have which words, and BM25 over them. Words of one group of synonyms find each other, for less.
//
//   score(q, d) = Σ over terms t of q:  weight(t) · idf(t) · tf · (k + 1) / (tf + k · (1 − b + b · |d| / mean))
//   idf(t) = ln(1 + (N − df + ½) / (df + ½))
import { searchTerms } from './terms.ts';

const saturation = 1.2;
const lengthPart = 0.6;
const synonymWeight = 0.35;

interface Posting {
  text: number;
  times: number;
}

export class WordIndex {
  private readonly postings = new Map<string, Posting[]>();
  private readonly lengths: number[] = [];
  private total = 0;

  constructor(texts: Iterable<string> = []) {
    for (const text of texts) this.add(text);
  }

  get size(): number {
    return this.lengths.length;
  }

  /** @returns its number: they count from 0 in the order of adding */
  add(text: string): number {
    const at = this.lengths.length;
    const counts = new Map<string, number>();
    const terms = searchTerms(text);
    for (const key of terms.flatMap(keysOf)) counts.set(key, (counts.get(key) ?? 0) + 1);
    for (const [key, times] of counts) {
      const all = this.postings.get(key);
      if (all) all.push({ text: at, times });
      else this.postings.set(key, [{ text: at, times }]);
    }
    this.lengths.push(terms.length);
    this.total += terms.length;
    return at;
  }

  /** By text, 0 where no word is shared. */
  scores(question: string): Float32Array {
    const scores = new Float32Array(this.size);
    const mean = this.total / Math.max(1, this.size);
    for (const [key, weight] of weightsOf(question)) {
      const all = this.postings.get(key);
      if (!all) continue;
      const rarity = this.rarityOf(key) * weight;
      for (const { text, times } of all) {
        const length = 1 - lengthPart + (lengthPart * this.lengths[text]!) / mean;
        scores[text]! += (rarity * times * (saturation + 1)) / (times + saturation * length);
      }
    }
    return scores;
  }

  /** How telling a stem, or `~group`, is; the most where no text has it. */
  rarityOf(key: string): number {
    const having = this.postings.get(key)?.length ?? 0;
    return Math.log(1 + (this.size - having + 0.5) / (having + 0.5));
  }

  has(key: string): boolean {
    return this.postings.has(key);
  }
}

function keysOf({ stem, groups }: { stem: string; groups: readonly string[] }): string[] {
  return [stem, ...groups.map((group) => `~${group}`)];
}

function weightsOf(question: string): Map<string, number> {
  const weights = new Map<string, number>();
  for (const { stem, groups } of searchTerms(question)) {
    weights.set(stem, 1);
    for (const group of groups) weights.set(`~${group}`, synonymWeight / groups.length);
  }
  return weights;
}
