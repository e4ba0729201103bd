// Dense layers in whole numbers. A weight is minimum + scale · byte as it is in the file; an activation x of a row r becomes the 16-bit
// number round(x / step(r)), step(r) = max |x of r| / most. The product of both is exact, so that
//
//   y[r][c] = step(r) · (scale · Σ a · (byte - 128) + (minimum + 128 · scale) · Σ a) + bias[c]
//
// differs from that of 32-bit floats by the rounding of the activations alone (cosines of whole texts: above 0.99999), and a text gives the
// same vector to the last bit in whatever company it is computed.
import { kernelModule } from './kernel.ts';
import type { QuantisedWeights } from './quantised-weights.ts';

/** What is used of WebAssembly, whose types are those of browsers. */
interface Wasm {
  Memory: new (size: { initial: number }) => { buffer: ArrayBuffer };
  Module: new (bytes: Uint8Array) => object;
  Instance: new (module: object, imports: object) => { exports: { multiply: MultiplyFunction } };
}
type MultiplyFunction = (
  activations: number,
  weights: number,
  sums: number,
  rows: number,
  depth: number,
  columns: number,
) => void;

const { WebAssembly: wasm } = globalThis as unknown as { WebAssembly: Wasm };
const page = 65_536;
const middleByte = 128;
/** Four rows are multiplied at a time. */
const rowsAtOnce = 4;
const columnsAtOnce = 8;

/** A layer whose weights have a place in the memory of an {@link IntegerProduct}. */
export interface IntegerLayer {
  at: number;
  depth: number;
  columns: number;
  scale: number;
  /** What the byte 128 stands for. */
  middle: number;
  bias: Float32Array;
}

export class IntegerProduct {
  private readonly memory: { buffer: ArrayBuffer };
  private readonly multiply: MultiplyFunction;
  private readonly activations: Int16Array;
  private readonly sums: Int32Array;
  private readonly weights: Int8Array;
  private readonly steps: Float64Array;
  private readonly rowSums: Float64Array;
  private weightBytes = 0;
  private rows = 0;
  private depth = 0;

  /**
   * @param size bytes of all weights that will be laid into it
   * @param mostRows of a product
   * @param widest depth or number of columns of a layer
   */
  constructor(size: number, mostRows: number, widest: number) {
    const rows = Math.ceil(mostRows / rowsAtOnce) * rowsAtOnce;
    const aligned = Math.ceil(size / page) * page;
    this.memory = new wasm.Memory({ initial: Math.ceil((aligned + rows * widest * 6) / page) });
    const { buffer } = this.memory;
    this.weights = new Int8Array(buffer, 0, aligned);
    this.activations = new Int16Array(buffer, aligned, rows * widest);
    this.sums = new Int32Array(buffer, aligned + rows * widest * 2, rows * widest);
    this.steps = new Float64Array(rows);
    this.rowSums = new Float64Array(rows);
    const module = new wasm.Module(Buffer.from(kernelModule, 'base64'));
    this.multiply = new wasm.Instance(module, { host: { memory: this.memory } }).exports.multiply;
  }

  /** Lays weights [depth][columns] in the order in which they are multiplied. @throws RangeError when they do not fit */
  layer({ bytes, minimum, scale, shape }: QuantisedWeights, bias: Float32Array): IntegerLayer {
    const [depth = 0, columns = 0] = shape;
    if (depth % 2 || columns % columnsAtOnce || this.weightBytes + bytes.length > this.weights.length)
      throw new RangeError(`Weights of ${depth} × ${columns} have no place here.`);
    const at = this.weightBytes;
    this.weightBytes += bytes.length;
    for (let column = 0, from = at; column < columns; column += columnsAtOnce)
      for (let row = 0; row < depth; row += 2)
        for (let each = 0; each < columnsAtOnce; each++, from += 2) {
          const source = row * columns + column + each;
          this.weights[from] = bytes[source]! - middleByte;
          this.weights[from + 1] = bytes[source + columns]! - middleByte;
        }
    return { at, depth, columns, scale, middle: minimum + middleByte * scale, bias };
  }

  /** Takes the activations [rows][depth] that the next layers are applied to. */
  take(values: Float32Array, rows: number, depth: number): void {
    // No sum of `depth` products may leave 32 bits.
    const most = Math.min(32_767, Math.floor((2 ** 31 - 1) / (middleByte * depth)));
    this.rows = rows;
    this.depth = depth;
    for (let row = 0; row < rows; row++) {
      const [from, to] = [row * depth, (row + 1) * depth];
      let largest = 0;
      for (let at = from; at < to; at++) {
        const size = values[at]! < 0 ? -values[at]! : values[at]!;
        if (size > largest) largest = size;
      }
      const step = largest / most || 1;
      const perStep = 1 / step;
      let sum = 0;
      for (let at = from; at < to; at++) {
        // To the nearest: Math.round takes longer than the product.
        const whole = ((values[at]! * perStep + 32_768.5) | 0) - 32_768;
        this.activations[at] = whole;
        sum += whole;
      }
      this.steps[row] = step;
      this.rowSums[row] = sum;
    }
  }

  /** Writes what a layer makes of the activations taken last to `into`, [rows][columns]. */
  apply({ at, depth, columns, scale, middle, bias }: IntegerLayer, into: Float32Array): void {
    if (depth !== this.depth) throw new RangeError(`The activations are ${this.depth} wide, not ${depth}.`);
    const rows = Math.ceil(this.rows / rowsAtOnce) * rowsAtOnce;
    this.multiply(this.activations.byteOffset, at, this.sums.byteOffset, rows, depth, columns);
    for (let row = 0, cell = 0; row < this.rows; row++) {
      const step = this.steps[row]!;
      const shift = step * middle * this.rowSums[row]!;
      const factor = step * scale;
      for (let column = 0; column < columns; column++, cell++)
        into[cell] = factor * this.sums[cell]! + shift + bias[column]!;
    }
  }
}
