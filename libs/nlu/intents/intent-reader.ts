// Reads one part of a message with one trained model: which labels it carries, how sure that is, and whether it is clear.
import { fitSigmoid, type JudgedScore, type SigmoidFit, sigmoid } from './calibration.ts';
import type { LabelPrediction } from './classifier.ts';
import { LinearModel, type ModelSections } from './linear-model.ts';
import { heldOutMargins, trainingSet, trainSeparators } from '../text/separators.ts';

/** Texts and the numbers of the labels that each carries: none means that it is out of scope. */
export interface LabelledTexts {
  labels: readonly string[];
  texts: readonly string[];
  targets: readonly (readonly number[])[];
  /** Of each text, of length 1; left out where only the words teach. */
  vectors?: readonly Float32Array[];
}

export interface ReaderOptions {
  seed: number;
  /** See `IntentOptions`. */
  threshold?: number;
}

/** How margins are read. */
export interface ReaderHeader {
  labels: readonly string[];
  /** Whether one text may carry several labels, as some training example did. */
  several: boolean;
  sigmoid: SigmoidFit;
  threshold: number;
  /** A best margin that is less than this above the next one leaves open which label is meant. */
  clearGap: number;
  /** What vectors are multiplied by, so that they count for enough beside the words. */
  vectorWeight: number;
}

export interface ReadPart {
  /** The labels that reach the threshold, best first; only the best one where texts carry one label each. */
  intents: LabelPrediction[];
  isClear: boolean;
}

const EVEN_CHANCE = 0.5;
const LOWEST_THRESHOLD = 0.3;
/** The share of messages about something else that confidences and the threshold reckon with, however few are in the corpus. */
const SHARE_OUT_OF_SCOPE = 0.2;
/** Of texts that the model has not seen: those with the smallest gaps are not clear. */
const SHARE_UNCLEAR = 0.4;
/** With few examples the words are little to go by. Chosen out of 1, 3 and 6 on CLINC150, Banking77 and HWU64. */
const vectorWeightOf = (examplesOfLabel: number): number => (examplesOfLabel < 25 ? 6 : 3);
/** Margins far outside a label say nothing that the fit does not know, and are most of them. */
const FAR_OUTSIDE = -1;

export class IntentReader {
  readonly header: ReaderHeader;
  private readonly model: LinearModel;

  constructor(header: ReaderHeader, model: LinearModel) {
    this.header = header;
    this.model = model;
  }

  static train({ labels, texts, targets, vectors }: LabelledTexts, options: ReaderOptions): IntentReader {
    const { seed, threshold } = options;
    const weight = vectorWeightOf(texts.length / labels.length);
    // The label after the last one is "out of scope".
    const set = trainingSet(
      texts,
      targets.map((own) => (own.length > 0 ? own : [labels.length])),
      labels.length + 1,
      vectors?.map((vector) => vector.map((value) => value * weight)),
    );
    const margins = heldOutMargins(set, seed);
    const several = targets.some((own) => own.length > 1);
    const header: ReaderHeader = {
      labels,
      several,
      sigmoid: fitSigmoid(judge(margins, targets, several)),
      threshold: 0,
      clearGap: margins.map(gapOf).sort((a, b) => a - b)[Math.floor(margins.length * SHARE_UNCLEAR)]!,
      vectorWeight: weight,
    };
    header.threshold = threshold ?? (several ? EVEN_CHANCE : bestThreshold(header, margins, targets));
    return new IntentReader(header, LinearModel.compress(set.vocabulary, trainSeparators(set, seed)));
  }

  get sections(): ModelSections {
    return this.model.sections;
  }

  /** @param vector where the model has learned from vectors too */
  read(text: string, vector?: Float32Array): ReadPart {
    const { header } = this;
    const margins = this.model.scores(
      text,
      vector?.map((value) => value * header.vectorWeight),
    );
    return { intents: heard(header, margins), isClear: gapOf(margins) >= header.clearGap };
  }
}

export const byConfidence = (a: LabelPrediction, b: LabelPrediction): number => b.confidence - a.confidence;

function heard(
  { labels, sigmoid: fit, threshold, several }: ReaderHeader,
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

/** How far the best margin is above the next one. */
function gapOf(margins: Float64Array): number {
  let [best, next] = [-Infinity, -Infinity];
  for (const margin of margins) {
    if (margin > best) [best, next] = [margin, best];
    else if (margin > next) next = margin;
  }
  return best - next;
}

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
  header: ReaderHeader,
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
