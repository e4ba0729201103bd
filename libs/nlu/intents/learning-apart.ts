// Learning takes seconds: a thread of its own does it, beside whatever else the process begins with, and takes its memory with it when it ends.
import { once } from 'node:events';
import { extname } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { VectorTable } from '../encoder/vector-table.js';
import { type LabelledExample, TextClassifier, type TrainOptions } from './classifier.js';
import type { LearningData } from './learning.worker.js';
import { type IntentCorpus, type IntentOptions, IntentRecogniser } from './intents.js';

/** As in worker-encoder.ts. */
const workerFile = new URL(`./learning.worker${extname(import.meta.url)}`, import.meta.url);

/** What `IntentRecogniser.train` makes of the same. @throws what the thread has thrown */
export async function learnIntentsApart(
  corpus: IntentCorpus,
  { vectors, ...options }: Pick<IntentOptions, 'threshold' | 'slips'> & { vectors?: VectorTable },
): Promise<IntentRecogniser> {
  const learned = await learn({ kind: 'intents', corpus, options, vectors: vectors?.bytes() });
  return IntentRecogniser.fromBytes(learned);
}

/** What `TextClassifier.train` makes of the same. @throws what the thread has thrown */
export async function learnClassifierApart(
  examples: readonly LabelledExample[],
  options?: TrainOptions,
): Promise<TextClassifier> {
  return TextClassifier.fromBytes(await learn({ kind: 'classifier', examples, options }));
}

/** The thread does not keep the process alive: one that ends before it learns nothing. */
async function learn(workerData: LearningData): Promise<Uint8Array> {
  const worker = new Worker(workerFile, { workerData, name: 'learning' });
  worker.unref();
  const [bytes] = (await once(worker, 'message')) as [Uint8Array];
  return bytes;
}
