// Trained separators cut down to what matters: the strongest weights only, one byte each, by feature, so that a model of
// 150 labels stays under 2 MB and a text is scored by walking its own features.
import { featuresOf, FeatureVocabulary } from './features.ts';
import type { ClauseSeparators } from '../text/separators.ts';

/** Feature f speaks for (or against) the labels owners[starts[f] .. starts[f + 1]] with weights × scales[label]. */
export interface ModelSections {
  keys: Uint32Array;
  rarity: Uint8Array;
  /** How many labels each feature speaks for. */
  counts: Uint8Array | Uint16Array;
  owners: Uint8Array | Uint16Array;
  weights: Int8Array;
  scales: Float32Array;
  biases: Float32Array;
  /** Of the numbers of a dense vector, [label][number], times denseScales[label]; none where only the words count. */
  denseWeights?: Int8Array;
  denseScales?: Float32Array;
}

const MAX_BYTES = 1_900_000;
const RARITY_STEP = 1 / 20;

export class LinearModel {
  readonly sections: ModelSections;
  private readonly vocabulary: FeatureVocabulary;
  private readonly starts: Uint32Array;

  constructor(sections: ModelSections) {
    this.sections = sections;
    const rarity = Float32Array.from(sections.rarity, (steps) => steps * RARITY_STEP);
    this.vocabulary = new FeatureVocabulary(sections.keys, rarity);
    this.starts = new Uint32Array(sections.counts.length + 1);
    sections.counts.forEach((count, feature) => (this.starts[feature + 1] = this.starts[feature]! + count));
  }

  static compress({ keys, rarity }: FeatureVocabulary, separators: ClauseSeparators): LinearModel {
    const narrow = separators.length <= 255 ? Uint8Array : Uint16Array;
    const scales = Float32Array.from(separators, (w) => stepOf(w.subarray(0, keys.length)));
    const smallest = smallestKept(rarity, separators, narrow.BYTES_PER_ELEMENT);
    const kept = { keys: [] as number[], rarity: [] as number[], counts: [] as number[] };
    const owners: number[] = [];
    const weights: number[] = [];
    for (let feature = 0; feature < keys.length; feature++) {
      const before = owners.length;
      for (let label = 0; label < separators.length; label++) {
        const weight = separators[label]![feature]!;
        const rounded = Math.round(weight / scales[label]!);
        if (rounded === 0 || Math.abs(weight) * rarity[feature]! < smallest) continue;
        owners.push(label);
        weights.push(rounded);
      }
      if (owners.length === before) continue;
      kept.keys.push(keys[feature]!);
      kept.rarity.push(Math.round(rarity[feature]! / RARITY_STEP));
      kept.counts.push(owners.length - before);
    }
    return new LinearModel({
      keys: Uint32Array.from(kept.keys),
      rarity: Uint8Array.from(kept.rarity),
      counts: narrow.from(kept.counts),
      owners: narrow.from(owners),
      weights: Int8Array.from(weights),
      scales,
      biases: Float32Array.from(separators, (w) => w[w.length - 1]!),
      ...compressDense(separators.map((w) => w.subarray(keys.length, -1))),
    });
  }

  /**
   * One margin per label: above 0 inside, below 0 outside.
   * @param dense what was given beside each text when it was trained, in the same measure; none where none was
   */
  scores(text: string, dense?: Float32Array): Float64Array {
    const { owners, weights, scales, biases } = this.sections;
    const sums = new Float64Array(biases.length);
    const { indices, values } = this.vocabulary.vector(featuresOf(text));
    for (let at = 0; at < indices.length; at++) {
      const end = this.starts[indices[at]! + 1]!;
      for (let entry = this.starts[indices[at]!]!; entry < end; entry++) {
        sums[owners[entry]!]! += weights[entry]! * values[at]!;
      }
    }
    const margins = sums.map((sum, label) => sum * scales[label]! + biases[label]!);
    if (dense) this.addDense(margins, dense);
    return margins;
  }

  private addDense(margins: Float64Array, dense: Float32Array): void {
    const { denseWeights: weights, denseScales: scales } = this.sections;
    if (weights?.length !== margins.length * dense.length)
      throw new RangeError('The model was not trained with vectors of this length.');
    margins.forEach((_, label) => {
      const first = label * dense.length;
      let sum = 0;
      for (let at = 0; at < dense.length; at++) sum += weights[first + at]! * dense[at]!;
      margins[label]! += sum * scales![label]!;
    });
  }
}

/** So that the largest of the weights is 127 steps. */
function stepOf(weights: Float32Array): number {
  return (weights.reduce((most, weight) => Math.max(most, Math.abs(weight)), 0) || 1) / 127;
}

function compressDense(
  separators: readonly Float32Array[],
): Pick<ModelSections, 'denseWeights' | 'denseScales'> {
  const width = separators[0]?.length ?? 0;
  if (width === 0) return {};
  const denseScales = Float32Array.from(separators, stepOf);
  const denseWeights = new Int8Array(separators.length * width);
  separators.forEach((weights, label) =>
    denseWeights.set(
      weights.map((weight) => Math.round(weight / denseScales[label]!)),
      label * width,
    ),
  );
  return { denseWeights, denseScales };
}

/** The influence (weight × rarity) below which weights are dropped to keep the model within MAX_BYTES. */
function smallestKept(rarity: Float32Array, separators: ClauseSeparators, ownerBytes: number): number {
  const bytesAt = (smallest: number): number => {
    let bytes = 0;
    rarity.forEach((its, feature) => {
      let count = 0;
      for (const weights of separators) if (Math.abs(weights[feature]!) * its >= smallest) count++;
      if (count > 0) bytes += 5 + ownerBytes + count * (1 + ownerBytes);
    });
    return bytes;
  };
  if (bytesAt(0) <= MAX_BYTES) return 0;
  let [low, high] = [0, 1];
  for (let step = 0; step < 14; step++) {
    const middle = (low + high) / 2;
    if (bytesAt(middle) > MAX_BYTES) low = middle;
    else high = middle;
  }
  return high;
}
