// Learning takes seconds, with vectors several times as long: a thread of its own does it, and the process does not wait for it.
import { once } from 'node:events';
import { extname } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { VectorTable } from '../encoder/vector-table.js';
import type { LearningData } from './intent-learning.worker.js';
import { type IntentCorpus, IntentRecogniser } from './intents.js';

/** As in worker-encoder.ts. */
const workerFile = new URL(`./intent-learning.worker${extname(import.meta.url)}`, import.meta.url);

/**
 * What `IntentRecogniser.train` makes of the same. The thread does not keep the process alive: one that ends before it learns nothing.
 * @param signal ends the thread
 * @throws what the thread has thrown, AbortError when it was ended
 */
export async function learnIntentsApart(
  corpus: IntentCorpus,
  { threshold, vectors, signal }: { threshold?: number; vectors?: VectorTable; signal?: AbortSignal },
): Promise<IntentRecogniser> {
  signal?.throwIfAborted();
  const workerData: LearningData = { corpus, threshold, vectors: vectors?.bytes() };
  const worker = new Worker(workerFile, { workerData, name: 'intent learning' });
  worker.unref();
  try {
    const [bytes] = (await once(worker, 'message', { signal })) as [Uint8Array];
    return IntentRecogniser.fromBytes(bytes);
  } finally {
    await worker.terminate();
  }
}
