// The intents as the program brings them: learned from its corpus alone, without vectors.
import { IntentRecogniser, learnIntentsApart } from '#libs/nlu';
import { loadIntentCorpus } from './corpus.js';
import type { ModelStore } from './model.store.js';
import { clearEnough } from './second-reading.js';

/** More slips would teach slips instead of words: a fifth of the words costs three points on lines without any. */
export const intentLearning = { threshold: clearEnough, slips: 0.15 };

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
