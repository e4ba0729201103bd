// Which of the trained labels a text carries, if any of them: most of what people say is about something else, and a classifier that has to
// choose is sure of everything. Two questions, answered one after the other: whether a label is meant at all, by the margins of the best label
// and of a class of foreign texts, and which one then.
import { fitSharpness, fitSigmoid, logit, sigmoid, softmax, type SigmoidFit } from './calibration.ts';
import type { LabelledExample, LabelPrediction } from './classifier.ts';
import { LinearModel, type ModelSections } from './linear-model.ts';
import { packModel, unpackModel } from './model-bytes.ts';
import { heldOutMargins, trainingSet, trainSeparators } from '../text/separators.ts';

export interface OpenSetCorpus {
  examples: readonly LabelledExample[];
  /** Texts that carry none of the labels. What lies near a label teaches most: its words in other senses. */
  foreign: readonly string[];
}

export interface OpenSetOptions {
  /** Same seed, same corpus: same model. Default 1. */
  seed?: number;
  /** Of the foreign texts, each read by a model that has not seen it, `share` (0..1) reaches `probability`. */
  acceptance: { probability: number; share: number };
}

export interface OpenSetReading {
  /** Probability that one of the labels is meant, 0..1. */
  known: number;
  /** All labels, best first: how likely each is if one of them is meant. They add up to 1. */
  labels: LabelPrediction[];
}

interface Header {
  labels: string[];
  sharpness: number;
  sigmoid: SigmoidFit;
}

export class OpenSetClassifier {
  private readonly header: Header;
  private readonly model: LinearModel;

  private constructor(header: Header, model: LinearModel) {
    this.header = header;
    this.model = model;
  }

  /** Throws RangeError without examples or without foreign texts. */
  static train(
    { examples, foreign }: OpenSetCorpus,
    { seed = 1, acceptance }: OpenSetOptions,
  ): OpenSetClassifier {
    if (examples.length === 0 || foreign.length === 0)
      throw new RangeError('A classifier of an open set needs examples, and texts that are none.');
    const labels = [...new Set(examples.map(({ label }) => label))];
    const numbers = new Map(labels.map((label, number) => [label, number]));
    const truth = [...examples.map(({ label }) => numbers.get(label)!), ...foreign.map(() => labels.length)];
    const set = trainingSet(
      [...examples.map(({ text }) => text), ...foreign],
      truth.map((number) => [number]),
      labels.length + 1,
    );
    const margins = heldOutMargins(set, seed);
    const header: Header = {
      labels,
      sharpness: fitSharpness(
        margins.slice(0, examples.length).map((all) => all.subarray(0, -1)),
        truth.slice(0, examples.length),
      ),
      sigmoid: fitKnown(margins, examples.length, acceptance),
    };
    return new OpenSetClassifier(header, LinearModel.compress(set.vocabulary, trainSeparators(set, seed)));
  }

  /** The inverse of toBytes; throws when the bytes are not a packed model. */
  static fromBytes(bytes: Uint8Array): OpenSetClassifier {
    const { header, sections } = unpackModel<Header, ModelSections>(bytes);
    return new OpenSetClassifier(header, new LinearModel(sections));
  }

  toBytes(): Uint8Array {
    return packModel(this.header, { ...this.model.sections });
  }

  read(text: string): OpenSetReading {
    const { labels, sharpness, sigmoid: fit } = this.header;
    const margins = this.model.scores(text);
    const shares = softmax(margins.subarray(0, -1), sharpness);
    return {
      known: sigmoid(scoreOf(margins, fit)),
      labels: labels
        .map((label, number) => ({ label, confidence: shares[number]! }))
        .sort((a, b) => b.confidence - a.confidence),
    };
  }
}

/** @param margins of the examples, which are the first `examples` of them, and of the foreign texts */
function fitKnown(
  margins: readonly Float64Array[],
  examples: number,
  { probability, share }: OpenSetOptions['acceptance'],
): SigmoidFit {
  const foreign = margins.slice(examples);
  const fit = fitSigmoid(
    margins.map((all, row) => ({
      margin: bestOf(all),
      outside: all.at(-1)!,
      right: row < examples,
      // As many of the ones as of the others, however many there are of each.
      weight: row < examples ? 1 : examples / foreign.length,
    })),
  );
  const scores = foreign.map((all) => scoreOf(all, fit)).sort((a, b) => b - a);
  return { ...fit, offset: fit.offset + logit(probability) - scores[Math.floor(share * foreign.length)]! };
}

function scoreOf(margins: Float64Array, { slope, caution, offset }: SigmoidFit): number {
  return slope * bestOf(margins) - caution * margins.at(-1)! + offset;
}

/** Of the labels: the last margin is that of the foreign texts. */
function bestOf(margins: Float64Array): number {
  return margins.subarray(0, -1).reduce((a, b) => Math.max(a, b));
}
