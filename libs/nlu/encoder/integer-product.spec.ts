import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { seededRandom } from '../intents/seeded-random.js';
import { IntegerProduct } from './integer-product.js';
import { kernelSource } from './kernel.js';
import type { QuantisedWeights } from './quantised-weights.js';

const random = seededRandom(7);
const weightsOf = (depth: number, columns: number): QuantisedWeights => ({
  bytes: Uint8Array.from({ length: depth * columns }, () => random() * 256),
  minimum: -0.4,
  scale: 0.003,
  shape: [depth, columns],
});

/** The same in floating point, cell by cell. */
function plainProduct(
  values: Float32Array,
  rows: number,
  { bytes, minimum, scale, shape }: QuantisedWeights,
  bias: Float32Array,
): number[] {
  const [depth = 0, columns = 0] = shape;
  return Array.from({ length: rows * columns }, (_, cell) => {
    const [row, column] = [Math.floor(cell / columns), cell % columns];
    let sum = bias[column]!;
    for (let at = 0; at < depth; at++)
      sum += values[row * depth + at]! * (minimum + scale * bytes[at * columns + column]!);
    return sum;
  });
}

describe('IntegerProduct', () => {
  it('was built from the text that says what it does', () => {
    const text = readFileSync(new URL('../../../scripts/integer-product.wat', import.meta.url));
    expect(createHash('sha256').update(text).digest('hex')).toBe(kernelSource);
  });

  it.each([1, 3, 4, 7])('multiplies %i rows as floating point does, for each of several layers', (rows) => {
    const [depth, widths] = [48, [16, 8]];
    const product = new IntegerProduct(depth * 24, 8, 48);
    const layers = widths.map((columns) => {
      const weights = weightsOf(depth, columns);
      const bias = Float32Array.from({ length: columns }, () => random() - 0.5);
      return { weights, bias, layer: product.layer(weights, bias) };
    });
    const values = Float32Array.from({ length: rows * depth }, () => 6 * random() - 3);
    product.take(values, rows, depth);
    for (const { weights, bias, layer } of layers) {
      const got = new Float32Array(rows * layer.columns);
      product.apply(layer, got);
      plainProduct(values, rows, weights, bias).forEach((value, cell) =>
        expect(got[cell]).toBeCloseTo(value, 3),
      );
    }
  });

  it('keeps the largest sums that can be within 32 bits', () => {
    const depth = 1_536;
    const product = new IntegerProduct(depth * 8, 4, depth);
    const weights = { bytes: new Uint8Array(depth * 8), minimum: -1, scale: 1 / 128, shape: [depth, 8] };
    const layer = product.layer(weights, new Float32Array(8));
    product.take(new Float32Array(depth).fill(1), 1, depth);
    const got = new Float32Array(8);
    product.apply(layer, got);
    expect(got[0]).toBeCloseTo(-depth, 3);
  });

  it('makes the bias of a row that is all zero', () => {
    const product = new IntegerProduct(64, 4, 8);
    const layer = product.layer(weightsOf(8, 8), new Float32Array(8).fill(0.25));
    product.take(new Float32Array(8), 1, 8);
    const got = new Float32Array(8);
    product.apply(layer, got);
    expect([...got]).toEqual(Array(8).fill(0.25));
  });

  it('refuses what does not fit', () => {
    const product = new IntegerProduct(64, 4, 8);
    const layer = product.layer(weightsOf(8, 8), new Float32Array(8));
    product.take(new Float32Array(16), 2, 4);
    expect(() => product.apply(layer, new Float32Array(8))).toThrow('4 wide, not 8');
    expect(() => product.layer(weightsOf(8, 12), new Float32Array(12))).toThrow(RangeError);
    expect(() => product.layer(weightsOf(8_192, 16), new Float32Array(16))).toThrow(RangeError);
  });
});
