// The forward pass of all-MiniLM-L6-v2 (Wang et al. 2020, trained on pairs of sentences by sentence-transformers): a BERT encoder of six
// layers, the mean of its last states, of length 1. What takes its time, the dense layers, is in integer-product.ts.
import { IntegerProduct, type IntegerLayer } from './integer-product.ts';
import { type QuantisedWeights, WeightFile } from './quantised-weights.ts';

const layerCount = 6;
const width = 384;
const inner = 1_536;
const heads = 12;
const headWidth = width / heads;
const words = 30_522;
const positions = 512;
/** Rows (pieces of texts, whatever text they are of) that go through a layer together. */
const mostRows = 256;
const epsilon = 1e-12;
const bert = 'StatefulPartitionedCall/model/tf_bert_model/bert';

interface Norm {
  gain: Float32Array;
  offset: Float32Array;
}

interface EncoderLayer {
  query: IntegerLayer;
  key: IntegerLayer;
  value: IntegerLayer;
  mixed: IntegerLayer;
  mixedNorm: Norm;
  widened: IntegerLayer;
  narrowed: IntegerLayer;
  norm: Norm;
}

export class MiniLm {
  private readonly product: IntegerProduct;
  private readonly layers: EncoderLayer[];
  private readonly wordStates: QuantisedWeights;
  private readonly positionStates: QuantisedWeights;
  /** Of the first of two texts, as every text is one. */
  private readonly textState: Float32Array;
  private readonly firstNorm: Norm;
  private readonly states = new Float32Array(mostRows * width);
  private readonly queries = new Float32Array(mostRows * width);
  private readonly keys = new Float32Array(mostRows * width);
  private readonly values = new Float32Array(mostRows * width);
  private readonly wide = new Float32Array(mostRows * inner);

  /** @throws Error when the weights are of another model */
  constructor(manifest: string, bytes: Uint8Array) {
    const file = new WeightFile(manifest, bytes);
    this.product = new IntegerProduct(layerCount * (4 * width * width + 2 * width * inner), mostRows, inner);
    const states = file.matrix('unknown', words, width);
    // A copy, so that the rest of the file need not stay in memory.
    this.wordStates = { ...states, bytes: states.bytes.slice() };
    const places = file.matrix('unknown_0', positions, width);
    this.positionStates = { ...places, bytes: places.bytes.slice() };
    const { bytes: kinds, minimum, scale } = file.matrix('unknown_1', 2, width);
    this.textState = Float32Array.from(kinds.subarray(0, width), (byte) => minimum + scale * byte);
    this.firstNorm = normOf(file, `${bert}/embeddings`);
    this.layers = Array.from({ length: layerCount }, (_, number) => this.layerOf(file, number));
  }

  /** One vector of length 1 for each text, given as the numbers of its pieces: 1 to 128 of them. */
  embed(texts: readonly (readonly number[])[]): Float32Array<ArrayBuffer>[] {
    const vectors: Float32Array<ArrayBuffer>[] = [];
    for (let from = 0; from < texts.length;) {
      let [to, rows] = [from, 0];
      while (to < texts.length && rows + texts[to]!.length <= mostRows) rows += texts[to++]!.length;
      if (to === from) throw new RangeError(`A text has more than ${mostRows} pieces.`);
      vectors.push(...this.embedTogether(texts.slice(from, to)));
      from = to;
    }
    return vectors;
  }

  private embedTogether(texts: readonly (readonly number[])[]): Float32Array<ArrayBuffer>[] {
    const starts = [0];
    for (const pieces of texts) starts.push(starts.at(-1)! + pieces.length);
    const rows = starts.at(-1)!;
    texts.forEach((pieces, text) => this.enter(pieces, starts[text]!));
    normalise(this.states, rows, this.firstNorm);
    for (const layer of this.layers) this.pass(layer, starts, rows);
    return texts.map((_, text) => this.meanOf(starts[text]!, starts[text + 1]!));
  }

  /** The states that the pieces of a text begin with. */
  private enter(pieces: readonly number[], start: number): void {
    const { wordStates: word, positionStates: place, textState } = this;
    pieces.forEach((piece, position) => {
      const at = (start + position) * width;
      for (let each = 0; each < width; each++)
        this.states[at + each] =
          word.minimum +
          word.scale * word.bytes[piece * width + each]! +
          place.minimum +
          place.scale * place.bytes[position * width + each]! +
          textState[each]!;
    });
  }

  private pass(layer: EncoderLayer, starts: readonly number[], rows: number): void {
    const { product, states, queries, keys, values, wide } = this;
    product.take(states, rows, width);
    product.apply(layer.query, queries);
    product.apply(layer.key, keys);
    product.apply(layer.value, values);
    for (let text = 0; text + 1 < starts.length; text++) this.attend(starts[text]!, starts[text + 1]!);
    product.take(queries, rows, width);
    product.apply(layer.mixed, keys);
    add(states, keys, rows * width);
    normalise(states, rows, layer.mixedNorm);
    product.take(states, rows, width);
    product.apply(layer.widened, wide);
    gelu(wide, rows * inner);
    product.take(wide, rows, inner);
    product.apply(layer.narrowed, keys);
    add(states, keys, rows * width);
    normalise(states, rows, layer.norm);
  }

  /** Each piece of a text becomes a mixture of what the pieces of that text say, head by head; it takes the place of the queries. */
  private attend(start: number, end: number): void {
    const { queries, keys, values } = this;
    const shares = new Float32Array(end - start);
    const mixture = new Float32Array(headWidth);
    for (let head = 0; head < heads; head++) {
      for (let row = start; row < end; row++) {
        const query = row * width + head * headWidth;
        let highest = -Infinity;
        for (let other = start; other < end; other++) {
          const key = other * width + head * headWidth;
          let sum = 0;
          for (let each = 0; each < headWidth; each++) sum += queries[query + each]! * keys[key + each]!;
          shares[other - start] = sum / Math.sqrt(headWidth);
          highest = Math.max(highest, shares[other - start]!);
        }
        let total = 0;
        mixture.fill(0);
        for (let other = start; other < end; other++) {
          const share = Math.exp(shares[other - start]! - highest);
          const value = other * width + head * headWidth;
          total += share;
          for (let each = 0; each < headWidth; each++) mixture[each]! += share * values[value + each]!;
        }
        for (let each = 0; each < headWidth; each++) queries[query + each] = mixture[each]! / total;
      }
    }
  }

  private meanOf(start: number, end: number): Float32Array<ArrayBuffer> {
    const sum = new Float32Array(width);
    for (let row = start; row < end; row++)
      for (let each = 0; each < width; each++) sum[each]! += this.states[row * width + each]!;
    const length = Math.hypot(...sum);
    return sum.map((value) => value / length);
  }

  private layerOf(file: WeightFile, number: number): EncoderLayer {
    const own = `${bert}/encoder/layer_._${number}`;
    const dense = (name: string, rows: number, columns: number): IntegerLayer =>
      this.product.layer(
        file.matrix(`${own}/${name}/Tensordot/ReadVariableOp`, rows, columns),
        file.list(`${own}/${name}/BiasAdd/ReadVariableOp`, columns),
      );
    return {
      query: dense('attention/self/query', width, width),
      key: dense('attention/self/key', width, width),
      value: dense('attention/self/value', width, width),
      mixed: dense('attention/output/dense', width, width),
      mixedNorm: normOf(file, `${own}/attention/output`),
      widened: dense('intermediate/dense', width, inner),
      narrowed: dense('output/dense', inner, width),
      norm: normOf(file, `${own}/output`),
    };
  }
}

function normOf(file: WeightFile, name: string): Norm {
  return {
    gain: file.list(`${name}/LayerNorm/batchnorm/mul/ReadVariableOp`, width),
    offset: file.list(`${name}/LayerNorm/batchnorm/ReadVariableOp`, width),
  };
}

function add(into: Float32Array, other: Float32Array, length: number): void {
  for (let at = 0; at < length; at++) into[at]! += other[at]!;
}

/** Each row to mean 0 and variance 1, then by gain and offset of its columns. */
function normalise(states: Float32Array, rows: number, { gain, offset }: Norm): void {
  for (let row = 0; row < rows; row++) {
    const from = row * width;
    let [sum, squares] = [0, 0];
    for (let each = 0; each < width; each++) sum += states[from + each]!;
    const mean = sum / width;
    for (let each = 0; each < width; each++) squares += (states[from + each]! - mean) ** 2;
    const factor = 1 / Math.sqrt(squares / width + epsilon);
    for (let each = 0; each < width; each++)
      states[from + each] = (states[from + each]! - mean) * factor * gain[each]! + offset[each]!;
  }
}

// x · Φ(x), with Φ read from a table between whose steps it is a straight line: off by less than 1e-6.
const edge = 6;
const stepsOfOne = 512;
const distribution = Float64Array.from({ length: 2 * edge * stepsOfOne + 2 }, (_, step) =>
  normalDistribution(step / stepsOfOne - edge),
);

/** The activation between the two dense layers (Hendrycks & Gimpel 2016), in place. */
function gelu(values: Float32Array, length: number): void {
  for (let at = 0; at < length; at++) {
    const value = values[at]!;
    if (value >= edge) continue;
    if (value <= -edge) values[at] = 0;
    else {
      const place = (value + edge) * stepsOfOne;
      const step = Math.floor(place);
      const low = distribution[step]!;
      values[at] = value * (low + (place - step) * (distribution[step + 1]! - low));
    }
  }
}

/** Φ(x), the share of a standard normal distribution below x, as its Taylor series: ½ + φ(x) · (x + x³/3 + x⁵/(3·5) + …). */
function normalDistribution(x: number): number {
  let [term, sum] = [x, x];
  for (let odd = 3; Math.abs(term) > 1e-17; odd += 2) sum += term *= (x * x) / odd;
  return 0.5 + (sum * Math.exp((-x * x) / 2)) / Math.sqrt(2 * Math.PI);
}
