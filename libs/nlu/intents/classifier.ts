// Puts one of the trained labels on a text, with a probability that means what it says.
import { fitSharpness, softmax } from './calibration.ts';
import { LinearModel, type ModelSections } from './linear-model.ts';
import { packModel, unpackModel } from './model-bytes.ts';
import { heldOutMargins, trainingSet, trainSeparators } from '../text/separators.ts';

export interface LabelledExample {
  text: string;
  label: string;
}

export interface LabelPrediction {
  label: string;
  /** Calibrated probability, 0..1. */
  confidence: number;
}

export interface TrainOptions {
  /** Same seed, same examples: same model. Default 1. */
  seed?: number;
  /** As fitted on these or very similar examples before: finding it takes two thirds of the training, and is left out then. */
  sharpness?: number;
}

interface Header {
  labels: string[];
  sharpness: number;
}

export class TextClassifier {
  private readonly header: Header;
  private readonly model: LinearModel;

  private constructor(header: Header, model: LinearModel) {
    this.header = header;
    this.model = model;
  }

  /** Throws RangeError without examples. */
  static train(
    examples: readonly LabelledExample[],
    { seed = 1, sharpness: known }: TrainOptions = {},
  ): TextClassifier {
    if (examples.length === 0) throw new RangeError('A classifier needs examples to learn from.');
    const labels = [...new Set(examples.map(({ label }) => label))];
    const numbers = new Map(labels.map((label, number) => [label, number]));
    const truth = examples.map(({ label }) => numbers.get(label)!);
    const texts = examples.map(({ text }) => text);
    const set = trainingSet(
      texts,
      truth.map((number) => [number]),
      labels.length,
    );
    const sharpness = known ?? fitSharpness(heldOutMargins(set, seed), truth);
    const model = LinearModel.compress(set.vocabulary, trainSeparators(set, seed));
    return new TextClassifier({ labels, sharpness }, model);
  }

  /** The inverse of toBytes; throws when the bytes are not a packed model. */
  static fromBytes(bytes: Uint8Array): TextClassifier {
    const { header, sections } = unpackModel<Header, ModelSections>(bytes);
    return new TextClassifier(header, new LinearModel(sections));
  }

  /** How sharply margins become probabilities. */
  get sharpness(): number {
    return this.header.sharpness;
  }

  toBytes(): Uint8Array {
    return packModel(this.header, { ...this.model.sections });
  }

  /** All labels, best first; the confidences add up to 1. */
  predict(text: string): LabelPrediction[] {
    const confidences = softmax(this.model.scores(text), this.header.sharpness);
    return this.header.labels
      .map((label, number) => ({ label, confidence: confidences[number]! }))
      .sort((a, b) => b.confidence - a.confidence);
  }
}
