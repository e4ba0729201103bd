// What the engine asks of a sentence encoder, whichever there is.

/** Texts as vectors of length 1: those of texts that mean the same lie close together, whatever words they use. */
export abstract class SentenceEncoder {
  /** Of the model and its weights: only vectors of one name can be compared. */
  abstract readonly name: string;
  /** Numbers of a vector. */
  abstract readonly dimensions: number;

  /**
   * One vector a text, in their order, each of length 1. Only the beginning of a long text is read.
   * @param signal gives up waiting; the encoder itself goes on with what it has begun
   * @throws EncoderUnavailable where there is none, it has failed or it was given up
   */
  abstract embed(texts: readonly string[], signal?: AbortSignal): Promise<Float32Array[]>;

  /** Why nothing can be asked of it; undefined as far as is known that something can. */
  abstract readonly missing: string | undefined;
}

export class EncoderUnavailable extends Error {
  constructor(reason: string, options?: ErrorOptions) {
    super(`No sentence encoder: ${reason}`, options);
    this.name = 'EncoderUnavailable';
  }
}
