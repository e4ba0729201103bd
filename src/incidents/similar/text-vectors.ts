// Words as vectors that can be compared: by the sentence encoder, which knows what words mean; where there is none, by the letters.
import { Injectable } from '@nestjs/common';
import { normaliseText, SentenceEncoder } from '#libs/nlu';

/** How alike two texts are, from 0 to 1, by their vectors of one origin. */
export interface TextVectors {
  vectors: Float32Array[];
  /** Cosines of texts that have nothing to do with each other, and of such that say the same: measured, complaint-likeness.spec.ts. */
  scale: { unlike: number; same: number };
}

const meanings = { unlike: 0.2, same: 0.8 };
const letters = { unlike: 0.05, same: 0.5 };
const places = 1024;

@Injectable()
export class TextComparer {
  constructor(private readonly encoder: SentenceEncoder) {}

  /** One vector a text. An encoder that has failed is done without. */
  async read(texts: readonly string[], signal?: AbortSignal): Promise<TextVectors> {
    if (texts.length > 0 && this.encoder.missing === undefined) {
      try {
        return { vectors: await this.encoder.embed(texts, signal), scale: meanings };
      } catch (error) {
        if (signal?.aborted) throw error;
      }
    }
    return { vectors: texts.map(lettersOf), scale: letters };
  }
}

/** How alike, from 0 to 1. */
export function likenessOf(one: Float32Array, other: Float32Array, scale: TextVectors['scale']): number {
  const cosine = one.reduce((sum, value, index) => sum + value * other[index]!, 0);
  return Math.min(1, Math.max(0, (cosine - scale.unlike) / (scale.same - scale.unlike)));
}

/** Trigrams of the words, hashed: of length 1, or of zeros where there are none. */
export function lettersOf(text: string): Float32Array {
  const vector = new Float32Array(places);
  for (const word of normaliseText(text).split(/\s+/u)) {
    const padded = ` ${word} `;
    for (let at = 0; at + 3 <= padded.length; at++) {
      const place = hashOf(padded.slice(at, at + 3)) % places;
      vector[place] = vector[place]! + 1;
    }
  }
  const length = Math.hypot(...vector) || 1;
  return vector.map((value) => value / length);
}

/** FNV-1a. */
function hashOf(text: string): number {
  let hash = 2_166_136_261;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 16_777_619);
  return hash >>> 0;
}
