// A second reading of what may name a service, by what it means: "the breaker falls every time" has none of the words of the catalogue. Asked
// only where the words leave it open, answered within its time or not at all; without it everything is understood as the words say.
import { Injectable, Logger } from '@nestjs/common';
import {
  inLatin,
  logit,
  NearestLabels,
  SentenceEncoder,
  sigmoid,
  VectorTable,
  type OpenSetReading,
} from '#libs/nlu';
import { corpusVectors } from './corpus-vectors.js';
import { ModelStore } from './model.store.js';
import { foreignTexts } from './service-corpus.js';
import { clearService, type ServiceGuess, type ServiceRecogniser } from './service.recogniser.js';

/** As in second-reading.ts. */
const deadlineMs = 150;
/** Of one message, the likeliest first. */
const mostTexts = 6;
/** Words beyond these are a story: what it means as a whole is no service. */
const longestText = 200;
/** So few that others who ask the encoder meanwhile wait no longer than their time. */
const together = 4;
/** The label of what names no service: no slug has a blank. */
const foreign = 'no service';
/**
 * How words and meaning are weighed: logistic regression over phrases and foreign texts of the demo catalogue, words read by models that had
 * not seen them and meaning by their neighbours. Cosines are the encoder's own and no catalogue's, so the weights hold for another one.
 */
const weights = { words: 0.75, near: 10.7, foreign: 7.6, offset: -2.4 };
/** By how much closeness tells services apart, beside the words: least log loss among 0, 5, 10 … 40. */
const sharpness = 15;

@Injectable()
export class ServiceMeanings {
  private readonly logger = new Logger(ServiceMeanings.name);
  private known: NearestLabels | undefined;
  private learning: Promise<void> | undefined;
  /** Which catalogue that is: another one is learned anew, and until it is, the meaning of the earlier one is what is known. */
  private learnedOf: ServiceRecogniser | undefined;

  constructor(
    private readonly encoder: SentenceEncoder,
    private readonly models: ModelStore,
  ) {}

  /**
   * Which service each of `texts` names, by text. Never throws. With the first text that the words leave open the vectors of the catalogue's
   * phrases are made; until they are there the words stand alone, and nobody waits.
   */
  async read(
    texts: readonly string[],
    services: ServiceRecogniser,
  ): Promise<ReadonlyMap<string, ServiceGuess>> {
    const guesses = new Map(texts.map((text) => [text, services.recognise(text)]));
    const open = [...guesses]
      .filter(([text, guess]) => isOpen(guess) && text.length <= longestText)
      .sort(([, one], [, other]) => other.confidence - one.confidence)
      .slice(0, mostTexts)
      .map(([text]) => text);
    if (open.length === 0 || this.encoder.missing) return guesses;
    void this.learnOnce(services);
    const { known } = this;
    if (!known) return guesses;
    try {
      const vectors = await this.encoder.embed(open.map(inLatin), AbortSignal.timeout(deadlineMs));
      open.forEach((text, at) => {
        const closeness = known.closeness(vectors[at]!);
        guesses.set(
          text,
          services.recognise(text, (reading) => weighed(reading, closeness)),
        );
      });
    } catch (error) {
      this.logger.debug({ err: error }, 'the words stand alone');
    }
    return guesses;
  }

  /** Until the meaning of the catalogue is known. */
  async ready(services: ServiceRecogniser): Promise<void> {
    if (this.encoder.missing) return;
    await this.learnOnce(services);
  }

  private learnOnce(services: ServiceRecogniser): Promise<void> {
    if (this.learnedOf !== services) this.learning = undefined;
    this.learnedOf = services;
    return (this.learning ??= this.learn(services));
  }

  private async learn(services: ServiceRecogniser): Promise<void> {
    const { phrases } = services;
    try {
      const ofCorpus = corpusVectors();
      const wanted = [...new Set(phrases.map(({ text }) => inLatin(text)))];
      const { name: encoder } = this.encoder;
      const { table } = await this.models.learnedApart(
        'service-vectors',
        { encoder, wanted },
        {
          train: async () => storable(await this.vectorsOf(wanted)),
          fromBytes: (bytes) => storable(VectorTable.read(bytes)),
        },
      );
      const strangers = ofCorpus?.encoder === encoder ? foreignTexts() : [];
      if (this.learnedOf !== services) return; // another catalogue has come meanwhile
      this.known = new NearestLabels([
        ...phrases.flatMap(({ text, label }) => labelled(label, table.get(inLatin(text)))),
        ...strangers.flatMap((text) => labelled(foreign, ofCorpus!.get(text))),
      ]);
    } catch (error) {
      // The encoder may be busy or just starting: the next text that is open tries again.
      if (this.learnedOf === services) this.learning = undefined;
      this.logger.warn(
        { err: error },
        'the meaning of the services could not be learned: the words stand alone',
      );
    }
  }

  /** What is known of an earlier catalogue is not made again. */
  private async vectorsOf(texts: readonly string[]): Promise<VectorTable> {
    const { name, dimensions } = this.encoder;
    const before = this.models.latest('service-vectors', (bytes) => VectorTable.read(bytes));
    const kept = before?.encoder === name ? before : undefined;
    const vectors = new Map(
      texts.flatMap((text) => (kept?.get(text) ? [[text, kept.get(text)!] as const] : [])),
    );
    const lacking = texts.filter((text) => !vectors.has(text));
    for (let from = 0; from < lacking.length; from += together) {
      const some = lacking.slice(from, from + together);
      (await this.encoder.embed(some)).forEach((vector, at) => vectors.set(some[at]!, vector));
    }
    return VectorTable.of(name, dimensions, vectors);
  }
}

/** The words say that a service may be meant, and not for sure. */
function isOpen({ candidates, confidence }: ServiceGuess): boolean {
  return candidates.length > 0 && confidence < clearService;
}

function storable(table: VectorTable) {
  return { table, toBytes: () => table.bytes() };
}

function labelled(label: string, vector: Float32Array | undefined) {
  return vector ? [{ label, vector }] : [];
}

function weighed({ known, labels }: OpenSetReading, closeness: ReadonlyMap<string, number>): OpenSetReading {
  const closenessOf = (label: string): number => closeness.get(label) ?? 0;
  const powers = labels.map(({ label, confidence }) => confidence * Math.exp(sharpness * closenessOf(label)));
  const sum = powers.reduce((total, power) => total + power, 0);
  const shares = labels
    .map(({ label }, at) => ({ label, confidence: powers[at]! / sum }))
    .sort((one, other) => other.confidence - one.confidence);
  const near = closenessOf(shares[0]!.label);
  return {
    known: sigmoid(
      weights.words * logit(known) +
        weights.near * near -
        weights.foreign * closenessOf(foreign) +
        weights.offset,
    ),
    labels: shares,
  };
}
