// The intents as the program brings them: learned from its corpus alone, without vectors.
import { IntentRecogniser, learnIntentsApart } from '#libs/nlu';
import { loadIntentCorpus } from './corpus.js';
import type { ModelStore } from './model.store.js';
import { clearEnough } from './second-reading.js';

/** In a thread of its own, once for each state of the corpus and of the engine. */
export function shippedIntents(models: ModelStore): Promise<IntentRecogniser> {
  const corpus = loadIntentCorpus();
  const options = { threshold: clearEnough };
  return models.learnedApart(
    'intents',
    { corpus, options },
    {
      train: () => learnIntentsApart(corpus, options),
      fromBytes: (bytes) => IntentRecogniser.fromBytes(bytes),
    },
  );
}
