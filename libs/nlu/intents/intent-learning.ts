// Learning with vectors takes several times as long as without: a thread of its own does it, and the process does not wait for it.
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
 * @throws what the thread has thrown
 */
export async function learnIntentsApart(
  corpus: IntentCorpus,
  { threshold, vectors }: { threshold?: number; vectors: VectorTable },
): Promise<IntentRecogniser> {
  const workerData: LearningData = { corpus, threshold, vectors: vectors.bytes() };
  const worker = new Worker(workerFile, { workerData, name: 'intent learning' });
  worker.unref();
  const [bytes] = (await once(worker, 'message')) as [Uint8Array];
  return IntentRecogniser.fromBytes(bytes);
}
