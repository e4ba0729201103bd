// The intents as the program brings them: learned from its corpus alone, without vectors.
import { IntentRecogniser, learnIntentsApart } from '#libs/nlu';
import { intentLearning, loadIntentCorpus } from './corpus.js';
import type { ModelStore } from './model.store.js';

/** In a thread of its own, once for each state of the corpus and of the engine. */
export function shippedIntents(models: ModelStore): Promise<IntentRecogniser> {
  const corpus = loadIntentCorpus();
  return models.learnedApart(
    'intents',
    { corpus, options: intentLearning },
    {
      train: () => learnIntentsApart(corpus, intentLearning),
      fromBytes: (bytes) => IntentRecogniser.fromBytes(bytes),
    },
  );
}
