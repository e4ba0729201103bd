// How a message feels, beyond its charged words: "he never came back" has none. What the lexicon says clearly stands; what it leaves open the
// sentence encoder tells by what the text means, and n-grams where there is no encoder, or none in time.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Injectable } from '@nestjs/common';
import { SentenceEncoder } from '../encoder/sentence-encoder.js';
import { TextClassifier } from './classifier.js';
import { KernelRegression } from './kernel-regression.js';
import { sentimentFrom, sentimentOf, type Sentiment } from './sentiment.js';

/** From the root of the repository; made by `npm run encoder -- vectors`. */
export const sentimentKernelFile = 'libs/nlu/intents/sentiment/kernel.bin';
const kernelFile = new URL('./sentiment/kernel.bin', import.meta.url);
const linesFile = new URL('./sentiment/tuned.tsv', import.meta.url);

/** A score of the lexicon that stands alone: one word that is charged a little. */
const clear = 0.2;
const longestRead = 2000;
/** Chosen with the intents of public corpora, and not tuned here. */
const fit = { width: 2, ridge: 0.3 };
/** Of the lexicon beside the encoder, and beside n-grams. */
const besideKernel = 0.7;
const besideWords = 1;
/** Both sums reach some 1.5: halved, they have the measure of the lexicon's score. */
const half = 0.5;
/** As fitted on the same lines: to find it takes most of the learning. */
const sharpness = 1.4;

const values: Readonly<Record<string, number>> = { positive: 1, negative: -1 };

@Injectable()
export class SentimentReader {
  private words: TextClassifier | undefined;
  private kernel: KernelRegression | undefined | null;

  constructor(private readonly encoder: SentenceEncoder) {}

  /** Never throws. @param signal when the encoder is not waited for any longer */
  async read(text: string, signal?: AbortSignal): Promise<Sentiment> {
    const said = text.slice(0, longestRead);
    const charged = sentimentOf(said);
    if (Math.abs(charged.score) >= clear || !/\p{L}/u.test(said)) return charged;
    const meant = await this.meant(said, signal);
    const felt =
      meant === undefined
        ? this.spoken(said) + besideWords * charged.score
        : meant + besideKernel * charged.score;
    return sentimentFrom(Math.max(-1, Math.min(1, felt * half)));
  }

  /** By the encoder: some -1 … 1; undefined without it. */
  private async meant(text: string, signal?: AbortSignal): Promise<number | undefined> {
    if (this.encoder.missing) return undefined;
    this.kernel ??= readKernel(this.encoder.name);
    if (!this.kernel) return undefined;
    try {
      const [vector] = await this.encoder.embed([text], signal);
      return this.kernel.predict(vector!);
    } catch {
      // It is late, or has failed: n-grams are there at once.
      return undefined;
    }
  }

  /** By n-grams: -1 … 1. */
  private spoken(text: string): number {
    this.words ??= TextClassifier.train(sentimentLines(), { sharpness });
    const shares = this.words.predict(text);
    return shares.reduce((sum, { label, confidence }) => sum + (values[label] ?? 0) * confidence, 0);
  }
}

/** Learned from the lines that have a feeling. */
export async function fitSentiment(encoder: SentenceEncoder): Promise<KernelRegression> {
  const lines = sentimentLines().filter(({ label }) => values[label] !== undefined);
  const vectors = await encoder.embed(lines.map(({ text }) => text));
  const examples = lines.map(({ label }, at) => ({ vector: vectors[at]!, value: values[label]! }));
  return KernelRegression.fit(examples, { ...fit, encoder: encoder.name, source: digestOfLines() });
}

/** Null where the file is absent, of another encoder, or of other lines. */
export function readKernel(encoder: string): KernelRegression | null {
  try {
    const kernel = KernelRegression.fromBytes(readFileSync(kernelFile));
    return kernel.header.encoder === encoder && kernel.header.source === digestOfLines() ? kernel : null;
  } catch {
    return null;
  }
}

function sentimentLines(): { label: string; text: string }[] {
  const lines = readFileSync(linesFile, 'utf8').split('\n');
  return lines
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => {
      const [label = '', text = ''] = line.split('\t');
      return { label, text };
    });
}

function digestOfLines(): string {
  return createHash('sha256').update(readFileSync(linesFile)).digest('hex');
}
