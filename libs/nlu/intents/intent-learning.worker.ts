// The thread in which intents are learned: it takes seconds, and begins while messages are answered.
import { parentPort, workerData } from 'node:worker_threads';
import { VectorTable } from '../encoder/vector-table.ts';
import { type IntentCorpus, IntentRecogniser } from './intents.ts';

export interface LearningData {
  corpus: IntentCorpus;
  threshold?: number;
  /** Of a {@link VectorTable}; without it only the words teach. */
  vectors?: Uint8Array;
}

const { corpus, threshold, vectors } = workerData as LearningData;
const table = vectors && VectorTable.read(vectors);
parentPort!.postMessage(IntentRecogniser.train(corpus, { threshold, vectors: table }).toBytes());
