// Learning takes seconds: a thread of its own does it, beside whatever else the process begins with, and takes its memory with it when it ends.
import { once } from 'node:events';
import { extname } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { VectorTable } from '../encoder/vector-table.js';
import { type LabelledExample, TextClassifier, type TrainOptions } from './classifier.js';
import type { LearningData } from './learning.worker.js';
import { type IntentCorpus, type IntentOptions, IntentRecogniser } from './intents.js';
import { OpenSetClassifier, type OpenSetCorpus, type OpenSetOptions } from './open-set-classifier.js';

/** As in worker-encoder.ts. */
const workerFile = new URL(`./learning.worker${extname(import.meta.url)}`, import.meta.url);

interface LearningOptions extends Pick<IntentOptions, 'threshold' | 'slips'> {
  vectors?: VectorTable;
  /** Ends the thread. */
  signal?: AbortSignal;
}

/** What `IntentRecogniser.train` makes of the same. @throws what the thread has thrown, AbortError when it was ended */
export async function learnIntentsApart(
  corpus: IntentCorpus,
  { vectors, signal, ...options }: LearningOptions,
): Promise<IntentRecogniser> {
  const learned = await learn({ kind: 'intents', corpus, options, vectors: vectors?.bytes() }, signal);
  return IntentRecogniser.fromBytes(learned);
}

/** What `TextClassifier.train` makes of the same. @throws what the thread has thrown */
export async function learnClassifierApart(
  examples: readonly LabelledExample[],
  options?: TrainOptions,
): Promise<TextClassifier> {
  return TextClassifier.fromBytes(await learn({ kind: 'classifier', examples, options }));
}

/** What `OpenSetClassifier.train` makes of the same. @throws what the thread has thrown */
export async function learnOpenSetApart(
  corpus: OpenSetCorpus,
  options: OpenSetOptions,
): Promise<OpenSetClassifier> {
  return OpenSetClassifier.fromBytes(await learn({ kind: 'open set', corpus, options }));
}

/** The thread does not keep the process alive: one that ends before it learns nothing. */
async function learn(workerData: LearningData, signal?: AbortSignal): Promise<Uint8Array> {
  signal?.throwIfAborted();
  const worker = new Worker(workerFile, { workerData, name: 'learning' });
  worker.unref();
  try {
    const [bytes] = (await once(worker, 'message', { signal })) as [Uint8Array];
    return bytes;
  } finally {
    await worker.terminate();
  }
}
