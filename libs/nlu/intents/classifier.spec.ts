import { type LabelledExample, TextClassifier } from './classifier.js';

const texts: Record<string, string[]> = {
  weather: [
    'will it rain tomorrow',
    'is it sunny outside',
    'how cold is it today',
    'do i need an umbrella',
    'weather in pune this weekend',
    'what is the temperature now',
  ],
  music: [
    'play some jazz',
    'next song please',
    'turn up the music',
    'who sings this track',
    'put on my playlist',
    'stop the song',
  ],
  money: [
    'what is my balance',
    'send five hundred rupees to ravi',
    'show my last payments',
    'how much did i spend',
    'pay the electricity bill',
    'transfer money to savings',
  ],
};
const examples = Object.entries(texts).flatMap(([label, own]) =>
  own.map((text): LabelledExample => ({ text, label })),
);

describe('TextClassifier', () => {
  const classifier = TextClassifier.train(examples);

  it.each([
    ['is it going to rain on sunday', 'weather'],
    ['play the next trak', 'music'],
    ['how much is in my acount balance', 'money'],
  ])('labels %j, unseen or misspelt, as %s', (text, label) => {
    expect(classifier.predict(text)[0]!.label).toBe(label);
  });

  it('gives every label a probability, best first, together 1', () => {
    const predictions = classifier.predict('play a song');
    const confidences = predictions.map(({ confidence }) => confidence);
    expect(predictions.map(({ label }) => label).sort()).toEqual(['money', 'music', 'weather']);
    expect(confidences).toEqual(confidences.toSorted((a, b) => b - a));
    expect(confidences.reduce((a, b) => a + b)).toBeCloseTo(1);
  });

  it('is less sure of what it has never seen', () => {
    const sureness = (text: string) => classifier.predict(text)[0]!.confidence;
    expect(sureness('qwxz')).toBeLessThan(sureness('stop the song'));
  });

  it('learns the same model from the same examples', () => {
    expect(TextClassifier.train(examples).toBytes()).toEqual(classifier.toBytes());
  });

  it('says the same after a trip through bytes, also from a file buffer that begins anywhere', () => {
    const bytes = classifier.toBytes();
    const unaligned = Buffer.alloc(bytes.length + 3)
      .fill(bytes, 3)
      .subarray(3);
    const back = TextClassifier.fromBytes(unaligned);
    expect(back.predict('will it rain')).toEqual(classifier.predict('will it rain'));
  });

  it('knows one label only, an empty text, and no examples at all', () => {
    const single = TextClassifier.train([{ text: 'hello', label: 'greet' }]);
    expect(single.predict('anything')).toEqual([{ label: 'greet', confidence: 1 }]);
    expect(classifier.predict('')).toHaveLength(3);
    expect(() => TextClassifier.train([])).toThrow(RangeError);
  });
});
