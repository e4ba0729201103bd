// The thread in which intents are learned from vectors: it takes seconds, and begins while messages are answered.
import { parentPort, workerData } from 'node:worker_threads';
import { VectorTable } from '../encoder/vector-table.ts';
import { type IntentCorpus, IntentRecogniser } from './intents.ts';

export interface LearningData {
  corpus: IntentCorpus;
  threshold?: number;
  /** Of a {@link VectorTable}. */
  vectors: Uint8Array;
}

const { corpus, threshold, vectors } = workerData as LearningData;
const bytes = IntentRecogniser.train(corpus, { threshold, vectors: VectorTable.read(vectors) }).toBytes();
parentPort!.postMessage(bytes);
