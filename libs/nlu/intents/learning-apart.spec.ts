import { VectorTable } from '../encoder/vector-table.js';
import { learnClassifierApart, learnIntentsApart, learnOpenSetApart } from './learning-apart.js';
import { TextClassifier } from './classifier.js';
import { IntentRecogniser } from './intents.js';
import { OpenSetClassifier } from './open-set-classifier.js';

const examples = [
  ...['my tap leaks', 'the pipe drips', 'water on the floor'].map((text) => ({ text, label: 'repair' })),
  ...['cancel it', 'drop the visit', 'do not come'].map((text) => ({ text, label: 'cancel' })),
];
const directions = { repair: Float32Array.of(1, 0), cancel: Float32Array.of(0, 1) };
const vectors = VectorTable.of(
  'some encoder',
  2,
  new Map(examples.map(({ text, label }) => [text, directions[label as keyof typeof directions]])),
);

describe('learnIntentsApart', () => {
  it('learns in its thread what would have been learned here', async () => {
    const apart = await learnIntentsApart({ examples }, { threshold: 0.5, vectors });
    const here = IntentRecogniser.train({ examples }, { threshold: 0.5, vectors });
    expect(apart.toBytes()).toEqual(here.toBytes());
    expect(apart.recognise('zork', directions.cancel).intents[0]?.name).toBe('cancel');
  });

  it('learns from the words alone where there are no vectors', async () => {
    const apart = await learnIntentsApart({ examples }, { threshold: 0.5 });
    expect(apart.toBytes()).toEqual(IntentRecogniser.train({ examples }, { threshold: 0.5 }).toBytes());
    expect(apart.takesVectors).toBe(false);
  });

  it('ends when it is told to', async () => {
    const ended = learnIntentsApart({ examples }, { signal: AbortSignal.abort(new Error('cancelled')) });
    await expect(ended).rejects.toThrow('cancelled');
    const late = new AbortController();
    const underWay = learnIntentsApart({ examples }, { signal: late.signal });
    late.abort();
    await expect(underWay).rejects.toMatchObject({ name: 'AbortError' });
  });

  it('fails as the learning does', async () => {
    await expect(learnIntentsApart({ examples: [] }, { vectors })).rejects.toThrow('Intents need examples');
  });
});

describe('learnClassifierApart', () => {
  it('learns in its thread what would have been learned here', async () => {
    const apart = await learnClassifierApart(examples, { sharpness: 4 });
    expect(apart.toBytes()).toEqual(TextClassifier.train(examples, { sharpness: 4 }).toBytes());
  });
});

it('learns an open set in its thread as it would have been learned here', async () => {
  const corpus = { examples, foreign: ['what a day', 'who are you', 'good morning', 'tell me a joke'] };
  const options = { acceptance: { probability: 0.8, share: 0.25 } };
  const apart = await learnOpenSetApart(corpus, options);
  expect(apart.toBytes()).toEqual(OpenSetClassifier.train(corpus, options).toBytes());
});
