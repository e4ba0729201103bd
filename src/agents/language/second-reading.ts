// What the words of a message leave open, a sentence encoder reads again: by what a text means, not by which words it has. It is asked
// only then, answers within its time or not at all, and without it everything is understood as the words say.
import { createHash } from 'node:crypto';
import { Injectable, Logger } from '@nestjs/common';
import { IntentRecogniser, learnIntentsApart, SentenceEncoder, type Segment } from '#libs/nlu';
import { corpusVectors } from './corpus-vectors.js';
import { intentLearning, loadIntentCorpus } from './corpus.js';
import { ModelStore } from './model.store.js';

/** A part takes about 10 ms. After a long silence the weights are loaded anew, which takes longer than this: the words stand alone then. */
const deadlineMs = 150;
/** Of one message, from its beginning. */
const mostParts = 8;

interface InformedModel {
  recogniser: IntentRecogniser;
  /** Whose vectors it has learned from; null where only words have taught it. */
  encoder: string | null;
}

@Injectable()
export class SecondReading {
  private readonly logger = new Logger(SecondReading.name);
  private recogniser: IntentRecogniser | undefined;
  private learning: Promise<void> | undefined;

  constructor(
    private readonly encoder: SentenceEncoder,
    private readonly models: ModelStore,
  ) {}

  /**
   * The segments, with other intents where the words were unsure and the encoder had its say in time. Never throws. With the first segment
   * that is unsure the learning from vectors begins; until it is done all stay as they are, and nobody waits.
   * @param published reads in the place of the shipped model, if it has learned from vectors of the encoder that is here
   */
  async read(segments: readonly Segment[], published?: InformedModel | null): Promise<readonly Segment[]> {
    const unsure = segments.filter(({ isUnsure }) => isUnsure).slice(0, mostParts);
    if (unsure.length === 0 || this.encoder.missing) return segments;
    const recogniser = published?.encoder === this.encoder.name ? published.recogniser : this.recogniser;
    if (!recogniser) {
      this.learning ??= this.learn();
      return segments;
    }
    try {
      const vectors = await this.encoder.embed(
        unsure.map(({ text }) => text),
        AbortSignal.timeout(deadlineMs),
      );
      const read = new Map(
        unsure.map((segment, at) => [segment, readAgain(recogniser, segment, vectors[at]!)]),
      );
      return segments.map((segment) => read.get(segment) ?? segment);
    } catch (error) {
      this.logger.debug({ err: error }, 'the words stand alone');
      return segments;
    }
  }

  /** Until what is read again is read by what was learned. */
  async ready(): Promise<void> {
    if (this.encoder.missing) return;
    await (this.learning ??= this.learn());
  }

  /** In a thread of its own, which takes seconds, once for each state of the corpus. */
  private async learn(): Promise<void> {
    const vectors = corpusVectors();
    if (vectors?.encoder !== this.encoder.name)
      return this.logger.warn('the vectors of the intents are of another encoder: the words stand alone');
    // The weights are loaded meanwhile.
    void this.encoder.embed(['']).catch(() => {});
    const corpus = loadIntentCorpus();
    const digest = createHash('sha256').update(vectors.bytes()).digest('hex');
    try {
      this.recogniser = await this.models.learnedApart(
        'informed-intents',
        { corpus, options: intentLearning, vectors: digest },
        {
          train: () => learnIntentsApart(corpus, { ...intentLearning, vectors }),
          fromBytes: (bytes) => IntentRecogniser.fromBytes(bytes),
        },
      );
    } catch (error) {
      this.logger.error({ err: error }, 'intents could not be learned from vectors: the words stand alone');
    }
  }
}

function readAgain(recogniser: IntentRecogniser, segment: Segment, vector: Float32Array): Segment {
  const [read] = recogniser.recognise(segment.text, vector).segments;
  return { ...segment, intents: read!.intents };
}
