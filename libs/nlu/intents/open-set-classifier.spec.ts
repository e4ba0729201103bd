import { OpenSetClassifier } from './open-set-classifier.js';

const said: Record<string, string[]> = {
  tea: ['a cup of tea', 'tea with milk', 'green tea please', 'i want tea', 'hot tea', 'one more tea'],
  soup: [
    'a bowl of soup',
    'tomato soup',
    'soup of the day please',
    'i want soup',
    'hot soup',
    'one more soup',
  ],
};
const examples = Object.entries(said).flatMap(([label, texts]) => texts.map((text) => ({ text, label })));
const foreign = [
  'the train is late',
  'i want to go home',
  'who won the match',
  'a cup for the winner',
  'the day after tomorrow',
  'open the window please',
  'milk the cow',
  'one more time',
  'green fields',
  'my phone is broken',
];
const acceptance = { probability: 0.8, share: 0.1 };
const train = () => OpenSetClassifier.train({ examples, foreign }, { acceptance });

describe('OpenSetClassifier', () => {
  const classifier = train();

  it('tells which label is meant, and that one is', () => {
    const { known, labels } = classifier.read('a green tea');
    expect(labels[0]).toMatchObject({ label: 'tea' });
    expect(known).toBeGreaterThan(classifier.read('a green train').known);
    expect(labels.reduce((sum, { confidence }) => sum + confidence, 0)).toBeCloseTo(1);
  });

  it('knows nothing of what is about something else', () => {
    for (const text of ['the train is late again', 'who won', 'my phone']) {
      expect(classifier.read(text).known).toBeLessThan(acceptance.probability);
    }
  });

  it('is the same after it was kept, and each time it learns the same', () => {
    const kept = OpenSetClassifier.fromBytes(classifier.toBytes());
    for (const text of ['soup', 'tea for two', 'a match', '']) {
      expect(kept.read(text)).toEqual(classifier.read(text));
      expect(train().read(text)).toEqual(classifier.read(text));
    }
  });

  it('learns from nothing nothing', () => {
    expect(() => OpenSetClassifier.train({ examples, foreign: [] }, { acceptance })).toThrow(RangeError);
    expect(() => OpenSetClassifier.train({ examples: [], foreign }, { acceptance })).toThrow(RangeError);
  });
});
