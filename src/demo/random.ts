// Chance that comes out the same for the same seed. Not for secrets.
import { v7 as uuidv7 } from 'uuid';

/** Chris Doty-Humphrey's sfc32, seeded by a few rounds over (seed, stream). */
export class SeededRandom {
  private a: number;
  private b: number;
  private c = 0x9e3779b9;
  private counter = 1;

  /** @param stream different streams of one seed are independent of each other */
  constructor(seed: number, stream: number) {
    this.a = seed | 0;
    this.b = stream | 0;
    for (let round = 0; round < 16; round++) this.next();
  }

  /** 32 bits, as an unsigned integer. */
  private next(): number {
    const sum = (this.a + this.b + this.counter++) | 0;
    this.a = this.b ^ (this.b >>> 9);
    this.b = (this.c + (this.c << 3)) | 0;
    this.c = (((this.c << 21) | (this.c >>> 11)) + sum) | 0;
    return sum >>> 0;
  }

  /** 0 <= x < 1 */
  fraction(): number {
    return this.next() / 2 ** 32;
  }

  /** Both ends inclusive. */
  between(from: number, to: number): number {
    return from + Math.floor(this.fraction() * (to - from + 1));
  }

  chance(probability: number): boolean {
    return this.fraction() < probability;
  }

  pick<T>(items: readonly T[]): T {
    if (items.length === 0) throw new Error('Nothing to pick from');
    return items[this.between(0, items.length - 1)]!;
  }

  /** A time-ordered id (version 7) as if it had been made at `at`. */
  id(at: Date): string {
    const random = new Uint8Array(Uint32Array.from({ length: 4 }, () => this.next()).buffer);
    return uuidv7({ msecs: at.getTime(), random });
  }
}
