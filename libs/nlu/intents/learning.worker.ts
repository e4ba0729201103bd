// The thread in which models are learned.
import { parentPort, workerData } from 'node:worker_threads';
import { VectorTable } from '../encoder/vector-table.ts';
import { type LabelledExample, TextClassifier, type TrainOptions } from './classifier.ts';
import { type IntentCorpus, type IntentOptions, IntentRecogniser } from './intents.ts';
import { OpenSetClassifier, type OpenSetCorpus, type OpenSetOptions } from './open-set-classifier.ts';

export type LearningData =
  | {
      kind: 'intents';
      corpus: IntentCorpus;
      options: Pick<IntentOptions, 'threshold' | 'slips'>;
      /** Of a {@link VectorTable}. */
      vectors?: Uint8Array;
    }
  | { kind: 'classifier'; examples: readonly LabelledExample[]; options?: TrainOptions }
  | { kind: 'open set'; corpus: OpenSetCorpus; options: OpenSetOptions };

function learned(data: LearningData): Uint8Array {
  if (data.kind === 'open set') return OpenSetClassifier.train(data.corpus, data.options).toBytes();
  if (data.kind === 'classifier') return TextClassifier.train(data.examples, data.options).toBytes();
  const vectors = data.vectors && VectorTable.read(data.vectors);
  return IntentRecogniser.train(data.corpus, { ...data.options, vectors }).toBytes();
}

parentPort!.postMessage(learned(workerData as LearningData));
