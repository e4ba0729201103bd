// What a message asks for: none, one or several of the trained intents, read clause by clause.
import { fitSigmoid, type JudgedScore, type SigmoidFit, sigmoid } from './calibration.js';
import type { LabelledExample, LabelPrediction, TrainOptions } from './classifier.js';
import { type TextClause, clausesOf } from '../text/clauses.js';
import { LinearModel, type ModelSections } from './linear-model.js';
import { packModel, unpackModel } from './model-bytes.js';
import { heldOutMargins, trainingSet, trainSeparators } from '../text/separators.js';

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
}

/** A part of the message that says one thing. */
export interface Segment {
  text: string;
  start: number;
  /** Exclusive. */
  end: number;
  /** The intents heard in this part, best first; none when it holds only details, or nothing known. */
  intents: LabelPrediction[];
}

export interface IntentResult {
  /** In the order they are said; empty means "none of these". */
  intents: { name: string; confidence: number }[];
  segments: Segment[];
}

interface Header {
  labels: string[];
  sigmoid: SigmoidFit;
  threshold: number;
  /** Whether one clause may carry several intents, as some training example did. */
  several: boolean;
}

/** More than any message that is taken: the time to read stays bounded whoever calls. */
const LONGEST_READ = 4000;
/** Neighbours are read together up to here: every join reads all of it again. */
const LONGEST_JOINED = 600;
const EVEN_CHANCE = 0.5;
const LOWEST_THRESHOLD = 0.3;
/** The share of messages about something else that confidences and the threshold reckon with, however few are in the corpus. */
const SHARE_OUT_OF_SCOPE = 0.2;
/** Only two clauses that are both this sure of different intents count as two asks. */
const SURE = 0.7;

export class IntentRecogniser {
  private constructor(
    private readonly header: Header,
    private readonly model: LinearModel,
  ) {}

  /** Throws RangeError without examples. */
  static train(corpus: IntentCorpus, { seed = 1, threshold }: IntentOptions = {}): IntentRecogniser {
    if (corpus.examples.length === 0) throw new RangeError('Intents need examples to learn from.');
    const { labels, texts, targets } = gather(corpus);
    // The label after the last one is "out of scope".
    const set = trainingSet(
      texts,
      targets.map((own) => (own.length > 0 ? own : [labels.length])),
      labels.length + 1,
    );
    const margins = heldOutMargins(set, seed);
    const several = targets.some((own) => own.length > 1);
    const header: Header = {
      labels,
      several,
      sigmoid: fitSigmoid(judge(margins, targets, several)),
      threshold: 0,
    };
    header.threshold = threshold ?? (several ? EVEN_CHANCE : bestThreshold(header, margins, targets));
    return new IntentRecogniser(header, LinearModel.compress(set.vocabulary, trainSeparators(set, seed)));
  }

  /** The inverse of toBytes; throws when the bytes are not a packed model. */
  static fromBytes(bytes: Uint8Array): IntentRecogniser {
    const { header, sections } = unpackModel<Header, ModelSections>(bytes);
    return new IntentRecogniser(header, new LinearModel(sections));
  }

  /** Every intent it can hear. */
  get labels(): readonly string[] {
    return this.header.labels;
  }

  toBytes(): Uint8Array {
    return packModel(this.header, { ...this.model.sections });
  }

  recognise(text: string): IntentResult {
    const segments = this.segments(text.slice(0, LONGEST_READ));
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
    return { text, start, end, intents: heard(this.header, this.model.scores(text)) };
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
    return { ...both, intents: this.header.several ? intents : intents.slice(0, 1) };
  }
}

const byConfidence = (a: LabelPrediction, b: LabelPrediction): number => b.confidence - a.confidence;

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

/** The labels that reach the threshold, best first; only the best one where clauses carry one intent each. */
function heard(
  { labels, sigmoid: fit, threshold, several }: Header,
  margins: Float64Array,
): LabelPrediction[] {
  const outside = margins[labels.length]!;
  const predictions: LabelPrediction[] = [];
  labels.forEach((label, number) => {
    const confidence = sigmoid(fit.slope * margins[number]! - fit.caution * outside + fit.offset);
    if (confidence >= threshold) predictions.push({ label, confidence });
  });
  predictions.sort(byConfidence);
  return several ? predictions : predictions.slice(0, 1);
}

function gather({ examples, outOfScope = [] }: IntentCorpus) {
  const labels = [...new Set(examples.map(({ label }) => label))];
  const numbers = new Map(labels.map((label, number) => [label, number]));
  const labelsOf = new Map<string, number[]>();
  for (const { text, label } of examples) {
    labelsOf.set(text, [...new Set([...(labelsOf.get(text) ?? []), numbers.get(label)!])]);
  }
  for (const text of outOfScope) if (!labelsOf.has(text)) labelsOf.set(text, []);
  return { labels, texts: [...labelsOf.keys()], targets: [...labelsOf.values()] };
}

/** Margins far outside a label say nothing that the fit does not know, and are most of them. */
const FAR_OUTSIDE = -1;

/** How much each text counts so that the out-of-scope ones have their share. */
function weigh(targets: readonly (readonly number[])[]): number[] {
  const outside = targets.filter((own) => own.length === 0).length;
  const each = (SHARE_OUT_OF_SCOPE / (1 - SHARE_OUT_OF_SCOPE)) * ((targets.length - outside) / outside);
  return targets.map((own) => (own.length === 0 ? each : 1));
}

/**
 * What is to be calibrated: the best label of each text, against "out of scope"; every label near the text where clauses
 * carry several, because there each stands for itself.
 */
function judge(margins: readonly Float64Array[], targets: readonly (readonly number[])[], several: boolean) {
  const weights = weigh(targets);
  return margins.flatMap((all, row): JudgedScore[] => {
    const inside = all.subarray(0, -1);
    const outside = several ? 0 : all[all.length - 1]!;
    const weight = several ? 1 : weights[row]!;
    const bar = several ? FAR_OUTSIDE : Math.max(...inside);
    const near = [...inside.keys()].filter((label) => inside[label]! >= bar);
    return near.map((label) => ({
      margin: inside[label]!,
      outside,
      right: targets[row]!.includes(label),
      weight,
    }));
  });
}

/** The threshold that gets most texts exactly right. */
function bestThreshold(
  header: Header,
  margins: readonly Float64Array[],
  targets: readonly (readonly number[])[],
): number {
  const weights = weigh(targets);
  let best = { threshold: LOWEST_THRESHOLD, right: 0 };
  for (let threshold = LOWEST_THRESHOLD; threshold < 0.9; threshold += 0.02) {
    let right = 0;
    margins.forEach((all, row) => {
      const said = heard({ ...header, threshold }, all).map(({ label }) => header.labels.indexOf(label));
      const exact =
        said.length === targets[row]!.length && said.every((label) => targets[row]!.includes(label));
      if (exact) right += weights[row]!;
    });
    if (right > best.right) best = { threshold, right };
  }
  return best.threshold;
}
