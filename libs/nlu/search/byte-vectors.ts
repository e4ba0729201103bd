// Vectors of length 1 in a byte a number: a quarter of the memory, and the cosine to what they were made of is above 0.999.

export class ByteVectors {
  /** What each is to be multiplied by to be of length 1 again. */
  private readonly scales: Float32Array;

  /** @param numbers one vector after the other */
  constructor(
    readonly numbers: Int8Array,
    readonly dimensions: number,
  ) {
    this.scales = new Float32Array(numbers.length / dimensions);
    for (let at = 0; at < this.scales.length; at++) {
      let squares = 0;
      for (let i = at * dimensions; i < (at + 1) * dimensions; i++) squares += numbers[i]! * numbers[i]!;
      this.scales[at] = squares > 0 ? 1 / Math.sqrt(squares) : 0;
    }
  }

  static of(vectors: readonly Float32Array[], dimensions: number): ByteVectors {
    const numbers = new Int8Array(vectors.length * dimensions);
    vectors.forEach((vector, at) => {
      const step = vector.reduce((most, value) => Math.max(most, Math.abs(value)), Number.EPSILON) / 127;
      for (let i = 0; i < dimensions; i++) numbers[at * dimensions + i] = Math.round(vector[i]! / step);
    });
    return new ByteVectors(numbers, dimensions);
  }

  /** @param bytes of {@link ByteVectors.bytes}, which stay in use */
  static read(bytes: Uint8Array, dimensions: number): ByteVectors {
    return new ByteVectors(new Int8Array(bytes.buffer, bytes.byteOffset, bytes.length), dimensions);
  }

  bytes(): Uint8Array {
    return new Uint8Array(this.numbers.buffer, this.numbers.byteOffset, this.numbers.length);
  }

  get size(): number {
    return this.scales.length;
  }

  /** With a vector of length 1. @param used the positions of it that are not 0: the others cost nothing */
  cosine(at: number, vector: Float32Array, used?: Uint16Array): number {
    const first = at * this.dimensions;
    let sum = 0;
    if (used) for (const i of used) sum += this.numbers[first + i]! * vector[i]!;
    else for (let i = 0; i < this.dimensions; i++) sum += this.numbers[first + i]! * vector[i]!;
    return sum * this.scales[at]!;
  }
}

/** The positions that are not 0. */
export function usedIn(vector: Float32Array): Uint16Array {
  const used: number[] = [];
  vector.forEach((value, at) => value !== 0 && used.push(at));
  return Uint16Array.from(used);
}
