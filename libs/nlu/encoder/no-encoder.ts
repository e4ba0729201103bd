import { EncoderUnavailable, SentenceEncoder } from './sentence-encoder.js';

/** There is no encoder: what is learned from n-grams stands alone. */
export class NoEncoder extends SentenceEncoder {
  readonly name = 'none';
  readonly dimensions = 0;

  /** @param missing why there is none, for people */
  constructor(readonly missing: string) {
    super();
  }

  async embed(): Promise<never> {
    throw new EncoderUnavailable(this.missing);
  }
}
