// What a message asks for: none, one or several of the trained intents, read clause by clause.
import type { LabelledExample, LabelPrediction, TrainOptions } from './classifier.ts';
import { type TextClause, clausesOf } from '../text/clauses.ts';
import { byConfidence, IntentReader, type LabelledTexts, type ReaderHeader } from './intent-reader.ts';
import { LinearModel, type ModelSections } from './linear-model.ts';
import { packModel, unpackModel } from './model-bytes.ts';
import { seededRandom } from './seeded-random.ts';
import { withSlips } from './slips.ts';

export interface IntentCorpus {
  /** The same text under several labels carries all of them. */
  examples: readonly LabelledExample[];
  /** Texts that carry none of the labels: what "none of these" looks like. */
  outOfScope?: readonly string[];
}

export interface IntentOptions extends TrainOptions {
  /**
   * Confidence from which an intent counts as meant. Default: what serves held-out examples best, or an even chance where
   * examples carry several intents.
   */
  threshold?: number;
  /** Share of the longer words in which slips of the finger are made: a copy of each example with such slips is learned from as well. Default 0. */
  slips?: number;
  /**
   * What a sentence encoder makes of the texts. A second model learns from words and vectors together, and is asked where a vector is
   * given; texts that have none do not teach it.
   */
  vectors?: { get(text: string): Float32Array | undefined };
}

/** A part of the message that says one thing. */
export interface Segment {
  text: string;
  start: number;
  /** Exclusive. */
  end: number;
  /** The intents heard in this part, best first; none when it holds only details, or nothing known. */
  intents: LabelPrediction[];
  /** The words leave open which intent is meant: a vector of this part is worth its time. */
  isUnsure: boolean;
}

export interface IntentResult {
  /** In the order they are said; empty means "none of these". */
  intents: { name: string; confidence: number }[];
  segments: Segment[];
}

interface Header {
  words: ReaderHeader;
  /** Of the model that has learned from vectors too, where there is one. */
  informed?: ReaderHeader;
}

/** More than any message that is taken: the time to read stays bounded whoever calls. */
const LONGEST_READ = 4000;
/** Neighbours are read together up to here: every join reads all of it again. */
const LONGEST_JOINED = 600;
/** Only two clauses that are both this sure of different intents count as two asks. */
const SURE = 0.7;

export class IntentRecogniser {
  private readonly words: IntentReader;
  private readonly informed: IntentReader | undefined;

  private constructor(words: IntentReader, informed?: IntentReader) {
    this.words = words;
    this.informed = informed;
  }

  /** Throws RangeError without examples. */
  static train(
    corpus: IntentCorpus,
    { seed = 1, threshold, slips = 0, vectors }: IntentOptions = {},
  ): IntentRecogniser {
    if (corpus.examples.length === 0) throw new RangeError('Intents need examples to learn from.');
    const gathered = gather(slips > 0 ? withCopies(corpus, slips, seed) : corpus);
    const words = IntentReader.train(gathered, { seed, threshold });
    const known = vectors && withVectors(gathered, vectors);
    if (!known || known.texts.length === 0) return new IntentRecogniser(words);
    return new IntentRecogniser(words, IntentReader.train(known, { seed, threshold }));
  }

  /** The inverse of toBytes; throws when the bytes are not a packed model. */
  static fromBytes(bytes: Uint8Array): IntentRecogniser {
    const { header, sections } = unpackModel<Header, Record<string, never>>(bytes);
    const readerOf = (name: keyof Header) =>
      header[name] && new IntentReader(header[name], new LinearModel(sectionsOf(name, sections)));
    return new IntentRecogniser(readerOf('words')!, readerOf('informed'));
  }

  /** Every intent it can hear. */
  get labels(): readonly string[] {
    return this.words.header.labels;
  }

  toBytes(): Uint8Array {
    const { words, informed } = this;
    return packModel(
      { words: words.header, informed: informed?.header },
      { ...named('words', words.sections), ...(informed && named('informed', informed.sections)) },
    );
  }

  /** Whether it has learned from vectors too. */
  get takesVectors(): boolean {
    return this.informed !== undefined;
  }

  /**
   * @param vector of the text, which is then read as one part; without it, or without a model that knows vectors, the words alone are read,
   *   clause by clause
   */
  recognise(text: string, vector?: Float32Array): IntentResult {
    const beginning = text.slice(0, LONGEST_READ);
    const segments = vector && this.informed ? [this.readWhole(beginning, vector)] : this.segments(beginning);
    const best = strongest(segments.flatMap(({ intents }) => intents));
    return { intents: best.map(({ label, confidence }) => ({ name: label, confidence })), segments };
  }

  /** Clauses, joined again wherever neighbours do not mean different things (an address, a list of details). */
  private segments(text: string): Segment[] {
    const segments: Segment[] = [];
    for (const clause of clausesOf(text)) {
      const next = this.read(clause);
      const last = segments.at(-1);
      if (last && next.end - last.start <= LONGEST_JOINED && !areTwoAsks(last, next))
        segments[segments.length - 1] = this.join(text, last, next);
      else segments.push(next);
    }
    return segments;
  }

  private read({ text, start, end }: TextClause): Segment {
    const { intents, isClear } = this.words.read(text);
    return { text, start, end, intents, isUnsure: !isClear };
  }

  private readWhole(text: string, vector: Float32Array): Segment {
    const { intents, isClear } = this.informed!.read(text, vector);
    return { text, start: 0, end: text.length, intents, isUnsure: !isClear };
  }

  /** What a part says alone still counts when the whole says nothing: details that follow an ask do not take it back. */
  private join(text: string, first: Segment, second: Segment): Segment {
    const both = this.read({
      text: text.slice(first.start, second.end),
      start: first.start,
      end: second.end,
    });
    if (both.intents.length > 0) return both;
    const intents = strongest([...first.intents, ...second.intents]).sort(byConfidence);
    return { ...both, intents: this.words.header.several ? intents : intents.slice(0, 1) };
  }
}

function areTwoAsks(last: Segment, next: Segment): boolean {
  const [one, other] = [last.intents[0], next.intents[0]];
  return !!one && !!other && one.label !== other.label && Math.min(one.confidence, other.confidence) >= SURE;
}

/** Each label once, with its highest confidence, in order of first mention. */
function strongest(predictions: readonly LabelPrediction[]): LabelPrediction[] {
  const best = new Map<string, number>();
  for (const { label, confidence } of predictions)
    best.set(label, Math.max(confidence, best.get(label) ?? 0));
  return [...best].map(([label, confidence]) => ({ label, confidence }));
}

/** Each example is there once more, with slips, unless none fell on it. */
function withCopies(corpus: IntentCorpus, slips: number, seed: number): IntentCorpus {
  const random = seededRandom(seed);
  const copies = corpus.examples.map(({ text, label }) => ({ text: withSlips(text, slips, random), label }));
  const known = new Set([...corpus.examples.map(({ text }) => text), ...(corpus.outOfScope ?? [])]);
  return { ...corpus, examples: [...corpus.examples, ...copies.filter(({ text }) => !known.has(text))] };
}

function gather({ examples, outOfScope = [] }: IntentCorpus): LabelledTexts {
  const labels = [...new Set(examples.map(({ label }) => label))];
  const numbers = new Map(labels.map((label, number) => [label, number]));
  const labelsOf = new Map<string, number[]>();
  for (const { text, label } of examples) {
    labelsOf.set(text, [...new Set([...(labelsOf.get(text) ?? []), numbers.get(label)!])]);
  }
  for (const text of outOfScope) if (!labelsOf.has(text)) labelsOf.set(text, []);
  return { labels, texts: [...labelsOf.keys()], targets: [...labelsOf.values()] };
}

/** Those of the texts that have a vector. */
function withVectors(
  { labels, texts, targets }: LabelledTexts,
  vectors: { get(text: string): Float32Array | undefined },
): LabelledTexts {
  const known = texts.flatMap((text, at) => {
    const vector = vectors.get(text);
    return vector ? [{ text, own: targets[at]!, vector }] : [];
  });
  return {
    labels,
    texts: known.map(({ text }) => text),
    targets: known.map(({ own }) => own),
    vectors: known.map(({ vector }) => vector),
  };
}

/** The sections of one of the models, as they are named in the file that holds both. */
function named(model: keyof Header, sections: ModelSections) {
  return Object.fromEntries(Object.entries(sections).map(([name, section]) => [`${model}.${name}`, section]));
}

function sectionsOf(model: keyof Header, all: Record<string, never>): ModelSections {
  const own = Object.entries(all).filter(([name]) => name.startsWith(`${model}.`));
  return Object.fromEntries(
    own.map(([name, section]) => [name.slice(model.length + 1), section]),
  ) as unknown as ModelSections;
}
