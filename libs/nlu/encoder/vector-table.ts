// Vectors of many texts in a file: to encode the thousands of lines that intents are learned from takes minutes, and gives the same each time.
import { createHash } from 'node:crypto';
import { packModel, unpackModel } from '../intents/model-bytes.ts';

interface Header {
  /** Of the encoder: vectors of another one are of no use. */
  encoder: string;
  dimensions: number;
}

interface Sections extends Record<string, Uint32Array | Int8Array> {
  /** Two for each text, the first 64 bits of its SHA-256; in ascending order, but for those that were added later. */
  keys: Uint32Array;
  /** [text][number], the largest of a text 127: as all are of length 1, what a step is worth need not be kept. */
  numbers: Int8Array;
}

/** A vector takes 1 byte a number: the cosine to what it was made of is above 0.999. */
export class VectorTable {
  private readonly header: Header;
  private readonly sections: Sections;
  private readonly places = new Map<string, number>();

  private constructor(header: Header, sections: Sections) {
    this.header = header;
    this.sections = sections;
    for (let place = 0; 2 * place < sections.keys.length; place++)
      this.places.set(`${sections.keys[2 * place]},${sections.keys[2 * place + 1]}`, place);
  }

  /** @param vectors by text, all of `dimensions` numbers and of length 1; their order does not matter */
  static of(encoder: string, dimensions: number, vectors: ReadonlyMap<string, Float32Array>): VectorTable {
    const all = [...vectors].map(([text, vector]) => ({ key: keyOf(text), vector }));
    all.sort((one, other) => one.key[0] - other.key[0] || one.key[1] - other.key[1]);
    const numbers = new Int8Array(all.length * dimensions);
    all.forEach(({ vector }, place) => {
      const step = Math.max(...vector.map(Math.abs), Number.EPSILON) / 127;
      numbers.set(
        vector.map((value) => Math.round(value / step)),
        place * dimensions,
      );
    });
    const keys = Uint32Array.from(all.flatMap(({ key }) => key));
    return new VectorTable({ encoder, dimensions }, { keys, numbers });
  }

  /** @throws SyntaxError or RangeError when the bytes are of something else */
  static read(bytes: Uint8Array): VectorTable {
    const { header, sections } = unpackModel<Header, Sections>(bytes);
    return new VectorTable(header, sections);
  }

  /** The same table with the vectors of more texts. @param vectors as for {@link VectorTable.of} */
  plus(vectors: ReadonlyMap<string, Float32Array>): VectorTable {
    const { encoder, dimensions } = this.header;
    const more = VectorTable.of(encoder, dimensions, vectors).sections;
    const keys = new Uint32Array(this.sections.keys.length + more.keys.length);
    keys.set(this.sections.keys);
    keys.set(more.keys, this.sections.keys.length);
    const numbers = new Int8Array(this.sections.numbers.length + more.numbers.length);
    numbers.set(this.sections.numbers);
    numbers.set(more.numbers, this.sections.numbers.length);
    return new VectorTable(this.header, { keys, numbers });
  }

  bytes(): Uint8Array {
    return packModel(this.header, this.sections);
  }

  get encoder(): string {
    return this.header.encoder;
  }

  get size(): number {
    return this.places.size;
  }

  /** Of length 1. */
  get(text: string): Float32Array | undefined {
    const place = this.places.get(keyOf(text).join());
    if (place === undefined) return undefined;
    const { dimensions } = this.header;
    const numbers = this.sections.numbers.subarray(place * dimensions, (place + 1) * dimensions);
    const vector = Float32Array.from(numbers);
    const length = Math.hypot(...vector) || 1;
    return vector.map((value) => value / length);
  }
}

function keyOf(text: string): [number, number] {
  const digest = createHash('sha256').update(text).digest();
  return [digest.readUInt32LE(0), digest.readUInt32LE(4)];
}
