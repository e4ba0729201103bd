// How close a text lies to what is known of each label, by what it means: the mean of its closest neighbours. Nothing is trained, so a label
// that is new, or has one line more, is known at once.

/** Neighbours of each label that count: one alone may be chance. */
const neighbours = 3;

export interface LabelledVector {
  label: string;
  /** Of length 1. */
  vector: Float32Array;
}

export class NearestLabels {
  private readonly labels: readonly string[];
  /** Of the label of each row. */
  private readonly numbers: Uint16Array;
  /** [row][number] */
  private readonly rows: Float32Array;
  private readonly width: number;

  /** Throws RangeError without any. */
  constructor(known: readonly LabelledVector[]) {
    if (known.length === 0) throw new RangeError('Nothing is near where nothing is known.');
    this.labels = [...new Set(known.map(({ label }) => label))];
    const numberOf = new Map(this.labels.map((label, number) => [label, number]));
    this.numbers = Uint16Array.from(known, ({ label }) => numberOf.get(label)!);
    this.width = known[0]!.vector.length;
    this.rows = new Float32Array(known.length * this.width);
    known.forEach(({ vector }, row) => this.rows.set(vector, row * this.width));
  }

  /** By label: -1 … 1, a cosine. Some two million products for five thousand rows: a few milliseconds. */
  closeness(vector: Float32Array): ReadonlyMap<string, number> {
    const best = this.labels.map(() => new Float32Array(neighbours).fill(-1));
    for (let row = 0; row < this.numbers.length; row++)
      insert(best[this.numbers[row]!]!, this.cosine(row, vector));
    return new Map(this.labels.map((label, number) => [label, meanOf(best[number]!)]));
  }

  private cosine(row: number, vector: Float32Array): number {
    const first = row * this.width;
    let sum = 0;
    for (let at = 0; at < this.width; at++) sum += this.rows[first + at]! * vector[at]!;
    return sum;
  }
}

/** Into a list in descending order, in the place of its last. */
function insert(closest: Float32Array, value: number): void {
  let at = closest.length - 1;
  if (value <= closest[at]!) return;
  for (; at > 0 && closest[at - 1]! < value; at--) closest[at] = closest[at - 1]!;
  closest[at] = value;
}

/** Of those that there are: a label may have fewer lines. */
function meanOf(closest: Float32Array): number {
  const there = closest.filter((value) => value > -1);
  return there.reduce((sum, value) => sum + value, 0) / Math.max(1, there.length);
}
