// What the two sides of the encoder say to each other.

export interface EncoderData {
  /** Of the package that has the weights. */
  folder: string;
}

export interface EncoderOrder {
  texts: readonly string[];
}

/** Answers come in the order of the orders. */
export type EncoderReport =
  | { is: 'ready' }
  | { is: 'failed'; reason: string }
  | { is: 'vectors'; vectors: Float32Array<ArrayBuffer>[] };
