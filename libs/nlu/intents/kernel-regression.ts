// A number for a vector, learned from examples of both: kernel ridge regression with a Gaussian kernel. The whole model is the examples and one
// coefficient for each.
import { packModel, unpackModel } from './model-bytes.js';

interface Header {
  /** Of the encoder: vectors of another one are of no use. */
  encoder: string;
  dimensions: number;
  /** How fast likeness fades with distance. */
  width: number;
  /** Of what it was learned from, so that what is outdated is noticed. */
  source: string;
}

interface Sections extends Record<string, Int8Array | Float32Array> {
  /** [example][number], the largest of an example 127, as in vector-table.ts. */
  numbers: Int8Array;
  coefficients: Float32Array;
}

export interface KernelExample {
  /** Of length 1. */
  vector: Float32Array;
  value: number;
}

export interface KernelFit extends Pick<Header, 'encoder' | 'width' | 'source'> {
  /** How little a single example is believed. */
  ridge: number;
}

export class KernelRegression {
  readonly header: Readonly<Header>;
  private readonly sections: Sections;
  private readonly rows: readonly Float32Array[];

  private constructor(header: Header, sections: Sections) {
    this.header = header;
    this.sections = sections;
    const { dimensions } = header;
    this.rows = Array.from(sections.coefficients, (_, row) =>
      ofLengthOne(sections.numbers.subarray(row * dimensions, (row + 1) * dimensions)),
    );
  }

  /** Takes time with the third power of the number of examples: a second for 600. Throws RangeError without any. */
  static fit(
    examples: readonly KernelExample[],
    { encoder, width, source, ridge }: KernelFit,
  ): KernelRegression {
    const dimensions = examples[0]?.vector.length;
    if (dimensions === undefined) throw new RangeError('A regression needs examples to learn from.');
    const numbers = new Int8Array(examples.length * dimensions);
    examples.forEach(({ vector }, row) => numbers.set(inSteps(vector), row * dimensions));
    const header = { encoder, dimensions, width, source };
    const blank = new KernelRegression(header, { numbers, coefficients: new Float32Array(examples.length) });
    const likeness = blank.rows.map((one, row) =>
      blank.rows.slice(0, row + 1).map((other) => blank.likeness(one, other)),
    );
    likeness.forEach((row, at) => (row[at]! += ridge));
    const coefficients = Float32Array.from(
      solve(
        likeness,
        examples.map(({ value }) => value),
      ),
    );
    return new KernelRegression(header, { numbers, coefficients });
  }

  /** @throws SyntaxError or RangeError when the bytes are of something else */
  static fromBytes(bytes: Uint8Array): KernelRegression {
    const { header, sections } = unpackModel<Header, Sections>(bytes);
    return new KernelRegression(header, sections);
  }

  toBytes(): Uint8Array {
    return packModel(this.header, this.sections);
  }

  /** @param vector of length 1 */
  predict(vector: Float32Array): number {
    const { coefficients } = this.sections;
    return this.rows.reduce((sum, row, at) => sum + coefficients[at]! * this.likeness(row, vector), 0);
  }

  private likeness(one: Float32Array, other: Float32Array): number {
    let cosine = 0;
    for (let at = 0; at < one.length; at++) cosine += one[at]! * other[at]!;
    return Math.exp(-this.header.width * (2 - 2 * cosine));
  }
}

function inSteps(vector: Float32Array): Float32Array {
  const step = Math.max(...vector.map(Math.abs), Number.EPSILON) / 127;
  return vector.map((value) => Math.round(value / step));
}

function ofLengthOne(numbers: Int8Array): Float32Array {
  const vector = Float32Array.from(numbers);
  const length = Math.hypot(...vector) || 1;
  return vector.map((value) => value / length);
}

/** x of m · x = v for a symmetric positive definite m, of which the lower half is given and overwritten (Cholesky). */
function solve(m: number[][], v: readonly number[]): number[] {
  m.forEach((row, i) => {
    for (let j = 0; j <= i; j++) {
      let sum = row[j]!;
      for (let k = 0; k < j; k++) sum -= row[k]! * m[j]![k]!;
      row[j] = i === j ? Math.sqrt(sum) : sum / m[j]![j]!;
    }
  });
  const forward: number[] = [];
  v.forEach((value, i) => {
    let sum = value;
    for (let k = 0; k < i; k++) sum -= m[i]![k]! * forward[k]!;
    forward.push(sum / m[i]![i]!);
  });
  const x = forward.slice();
  for (let i = v.length - 1; i >= 0; i--) {
    for (let k = i + 1; k < v.length; k++) x[i]! -= m[k]![i]! * x[k]!;
    x[i]! /= m[i]![i]!;
  }
  return x;
}
