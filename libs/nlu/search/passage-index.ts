// Passages in memory, found by their words and by what they mean. Exact: every passage that may be shown is looked at.
//
// First by the passage as a whole:   meaning + likeness + ½ · words
// then, of the best, by sentence:    … + the meaning of the sentence that is closest
//
// meaning: cosine by the sentence encoder, where there is one; likeness: cosine by hashed words and letter groups; words: BM25 as a part of
// what a text with all words of the question would have.
import { ByteVectors, usedIn } from './byte-vectors.ts';
import { asksForFigure, saysFigure } from './figures.ts';
import { searchTerms } from './terms.ts';
import { sentencesOf, type PassageSentence } from './sentences.ts';
import { WordIndex } from './word-index.ts';

export interface IndexedPassage {
  /** The headings above it, from the outermost. */
  heading: string;
  /** Markdown. */
  text: string;
  /** By hashed words and letter groups, of length 1. */
  likeness: Float32Array;
  /** By the sentence encoder; none where it has not read the passage. */
  meaning: Float32Array | null;
  /** Of {@link sentencesOf}, in their order; none where the encoder has not read them. */
  sentenceMeanings: ByteVectors | null;
}

/** A question as it is searched for: in the language of the passages. */
export interface SearchQuestion {
  text: string;
  likeness: Float32Array;
  /** Of the same encoder as those of the passages. */
  meaning: Float32Array | null;
}

export interface FoundSentence extends PassageSentence {
  /** Cosine of what it means to the question; 0 without an encoder. */
  meaning: number;
  /** Part of the telling words of the question that it has, with the headings above it, 0 … 1. */
  coverage: number;
  /** Whether it says a figure where one is asked for. */
  hasFigure: boolean;
}

export interface FoundPassage {
  /** Its number in the index. */
  at: number;
  score: number;
  meaning: number;
  likeness: number;
  words: number;
  /** In their order. */
  sentences: FoundSentence[];
}

const wordsWeight = 0.5;
const coverageWeight = 0.25;
const figureWeight = 0.1;
/** Of these the sentences are read. */
const mostReranked = 40;

/** "This page says when money comes back": what a text is about, and no answer. */
const aboutText =
  /\b(?:this|the) (?:page|section|document|chapter|guide|article) (?:says|tells|explains|describes|covers|shows|is about)\b/i;
/** "Plans change." */
const fewestWords = 4;
const emptyPart = 0.5;

/** How well it answers. */
export function sentenceScore({ text, meaning, coverage, hasFigure }: FoundSentence): number {
  const close = meaning + coverageWeight * coverage + (hasFigure ? figureWeight : 0);
  const isEmpty = aboutText.test(text) || text.split(' ').length < fewestWords;
  return isEmpty && !saysFigure(text) ? close * emptyPart : close;
}

/** What of a sentence is embedded: alone it does not say what it is about. */
export function sentenceText(
  heading: string,
  { text, lead }: Pick<PassageSentence, 'text' | 'lead'>,
): string {
  return `${heading.split(' > ').at(-1)}: ${lead ? `${lead} ` : ''}${text}`;
}

export class PassageIndex {
  readonly words = new WordIndex();
  private readonly passages: { heading: string; text: string; sentences: PassageSentence[]; vectors: IndexedPassage['sentenceMeanings'] }[] = []; // prettier-ignore
  private readonly likeness: ByteVectors;
  private readonly meanings: ByteVectors | null;
  private readonly hasMeaning: boolean[] = [];

  constructor(passages: readonly IndexedPassage[]) {
    for (const { heading, text, meaning, sentenceMeanings } of passages) {
      this.words.add(`${heading}\n${text}`);
      this.hasMeaning.push(meaning !== null);
      const sentences = sentencesOf(text);
      const vectors = sentenceMeanings?.size === sentences.length ? sentenceMeanings : null;
      this.passages.push({ heading, text, sentences, vectors });
    }
    const dimensions = passages[0]?.likeness.length ?? 1;
    this.likeness = ByteVectors.of(passages.map((each) => each.likeness), dimensions); // prettier-ignore
    const width = passages.find(({ meaning }) => meaning)?.meaning?.length;
    const blank = new Float32Array(width ?? 0);
    this.meanings = width ? ByteVectors.of(passages.map(({ meaning }) => meaning ?? blank), width) : null; // prettier-ignore
  }

  get size(): number {
    return this.passages.length;
  }

  /** The best first. @param isAllowed by the number of a passage: what is not is as if it were not there */
  search(question: SearchQuestion, isAllowed: (at: number) => boolean, most: number): FoundPassage[] {
    const scores = this.words.scores(question.text);
    const complete = this.completeScore(question.text);
    const used = usedIn(question.likeness);
    const found: Omit<FoundPassage, 'sentences'>[] = [];
    for (let at = 0; at < this.size; at++) {
      if (!isAllowed(at)) continue;
      const words = scores[at]! / complete;
      const likeness = this.likeness.cosine(at, question.likeness, used);
      const meaning = this.meaningOf(at, question);
      found.push({ at, words, likeness, meaning, score: meaning + likeness + wordsWeight * words });
    }
    const best = found.sort((a, b) => b.score - a.score).slice(0, Math.max(mostReranked, most));
    return best
      .map((passage) => this.bySentence(passage, question))
      .sort((a, b) => b.score - a.score)
      .slice(0, most);
  }

  private meaningOf(at: number, { meaning }: SearchQuestion): number {
    return meaning && this.meanings && this.hasMeaning[at] ? this.meanings.cosine(at, meaning) : 0;
  }

  private bySentence(
    passage: Omit<FoundPassage, 'sentences'>,
    { text, meaning }: SearchQuestion,
  ): FoundPassage {
    const { heading, sentences, vectors } = this.passages[passage.at]!;
    const asked = new QuestionWords(text, this.words);
    const wantsFigure = asksForFigure(text);
    const read = sentences.map((sentence, at): FoundSentence => ({
      ...sentence,
      meaning: meaning && vectors ? vectors.cosine(at, meaning) : 0,
      coverage: asked.coveredBy(`${heading}\n${sentence.lead ?? ''}\n${sentence.text}`),
      hasFigure: wantsFigure && saysFigure(sentence.text),
    }));
    const closest = read.reduce((most, each) => Math.max(most, sentenceScore(each)), 0);
    return { ...passage, score: passage.score + closest, sentences: read };
  }

  /** Of a text of usual length that has each word of the question once. */
  private completeScore(question: string): number {
    const stems = new Set(searchTerms(question).map(({ stem }) => stem));
    let sum = 0;
    for (const stem of stems) sum += this.words.rarityOf(stem);
    return sum * 2 || 1;
  }
}

/** The telling words of a question, each as much as it is rare. */
export class QuestionWords {
  private readonly wanted = new Map<string, { groups: readonly string[]; weight: number }>();
  readonly total: number;
  /** Part of the weight that lies in words which no passage has, in no form. */
  readonly unknown: number;

  constructor(question: string, words: WordIndex) {
    for (const { stem, groups } of searchTerms(question))
      this.wanted.set(stem, { groups, weight: words.rarityOf(stem) });
    const all = [...this.wanted];
    this.total = all.reduce((sum, [, { weight }]) => sum + weight, 0);
    const strange = all.filter(([stem, { groups }]) => !words.has(stem) && !groups.some((group) => words.has(`~${group}`))); // prettier-ignore
    const unknown = strange.reduce((sum, [, { weight }]) => sum + weight, 0);
    this.unknown = this.total > 0 ? unknown / this.total : 0;
  }

  get size(): number {
    return this.wanted.size;
  }

  /** 0 … 1; a synonym counts half. */
  coveredBy(text: string): number {
    if (this.total === 0) return 0;
    const stems = new Set<string>();
    const groups = new Set<string>();
    for (const term of searchTerms(text)) {
      stems.add(term.stem);
      for (const group of term.groups) groups.add(group);
    }
    let sum = 0;
    for (const [stem, wanted] of this.wanted) {
      if (stems.has(stem)) sum += wanted.weight;
      else if (wanted.groups.some((group) => groups.has(group))) sum += wanted.weight / 2;
    }
    return sum / this.total;
  }
}
