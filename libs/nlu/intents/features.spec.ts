import { featuresOf, FeatureVocabulary, wordsOf } from './features.js';

const shared = (one: string, other: string): number => {
  const [a, b] = [featuresOf(one), featuresOf(other)];
  return [...a.keys()].filter((key) => b.has(key)).length / a.size;
};

describe('features', () => {
  it('reads words, numbers and marks, with stretched letters and apostrophes taken out', () => {
    expect(wordsOf("It's SOOOO dirty!! room 12")).toEqual(['its', 'soo', 'dirty', '!', '!', 'room', '12']);
  });

  it('reads Hindi in its own letters as in Latin ones', () => {
    expect(wordsOf('कल सुबह')).toEqual(wordsOf('kal subah'));
  });

  it('shares features between spellings of a word, and between words of one meaning', () => {
    expect(shared('chahiye', 'chaahiye')).toBeGreaterThan(0.3);
    expect(shared('repair', 'fix')).toBeGreaterThan(shared('repair', 'cow'));
    expect(shared('paani', 'water')).toBeGreaterThan(shared('paani', 'cow'));
  });

  it('tells word orders apart', () => {
    expect(shared('dog bites man', 'man bites dog')).toBeLessThan(1);
  });

  it('grows in step with the length of the text, not with its square', () => {
    const long = Array.from({ length: 400 }, (_, at) => `word${at}`).join(' ');
    expect(featuresOf(long).size).toBeLessThan(400 * 20);
  });
});

describe('a vocabulary', () => {
  const vocabulary = FeatureVocabulary.of(['red car', 'red bus', 'red van'].map(featuresOf));

  it('gives the rare word more weight than the common one, and leaves out what it has not seen', () => {
    const strongest = (text: string) => Math.max(...vocabulary.vector(featuresOf(text)).values);
    expect(strongest('red car red')).toBeGreaterThan(strongest('red'));
    expect(vocabulary.vector(featuresOf('zzz')).indices).toHaveLength(0);
  });
});
