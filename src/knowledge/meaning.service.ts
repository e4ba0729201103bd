// Gives the pieces of the documents what a sentence encoder makes of them. It takes ten milliseconds a sentence, so it is done afterwards, in
// the background and a few pieces at a time: until then, and where there is no encoder, a piece is found by its words.
import { Injectable } from '@nestjs/common';
import { EntityManager } from '@mikro-orm/core';
import { ByteVectors, EncoderUnavailable, SentenceEncoder, sentencesOf, sentenceText } from '#libs/nlu';
import { Clock } from '#libs/time';
import { textOf } from './chunks.js';
import { KnowledgeChunk } from './knowledge-chunk.entity.js';

/** Pieces that are read and written together. */
const together = 8;

@Injectable()
export class MeaningService {
  constructor(
    private readonly em: EntityManager,
    private readonly encoder: SentenceEncoder,
    private readonly clock: Clock,
  ) {}

  /**
   * May run again, and at the same time: what is there already is left. Ends early, and is gone on with by the next run, when the encoder fails.
   * @returns how many pieces were given theirs
   */
  async addMeanings(signal: AbortSignal): Promise<number> {
    let done = 0;
    while (!this.encoder.missing) {
      signal.throwIfAborted();
      const pieces = await this.em
        .fork()
        .find(
          KnowledgeChunk,
          { $or: [{ meaningModel: null }, { meaningModel: { $ne: this.encoder.name } }] },
          { fields: ['id', 'heading', 'text', 'contentHash'], orderBy: { id: 'asc' }, limit: together },
        );
      if (pieces.length === 0) break;
      try {
        for (const piece of pieces) done += await this.addMeaning(piece);
      } catch (error) {
        if (error instanceof EncoderUnavailable) break;
        throw error;
      }
    }
    return done;
  }

  private async addMeaning({
    id,
    heading,
    text,
    contentHash,
  }: Pick<KnowledgeChunk, 'id' | 'heading' | 'text' | 'contentHash'>): Promise<number> {
    const sentences = sentencesOf(text).map((sentence) => sentenceText(heading, sentence));
    const [whole, ...each] = await this.encoder.embed([textOf({ heading, text }), ...sentences]);
    return this.em.fork().nativeUpdate(
      KnowledgeChunk,
      { id, contentHash },
      {
        meaningModel: this.encoder.name,
        meaning: Buffer.from(whole!.buffer, whole!.byteOffset, whole!.byteLength),
        sentenceMeanings: Buffer.from(ByteVectors.of(each, this.encoder.dimensions).bytes()),
        updatedAt: this.clock.now(),
      },
    );
  }
}
