import { openEncoder } from '#libs/nlu';
import { corpusTexts, corpusVectors, corpusVectorsFile } from './corpus-vectors.js';

const vectors = corpusVectors()!;

describe('the vectors of the corpus', () => {
  it('are there for every line, and for no other: npm run encoder -- vectors', () => {
    const texts = corpusTexts();
    expect(texts.filter((text) => !vectors.get(text))).toEqual([]);
    expect([corpusVectorsFile, vectors.size]).toEqual([corpusVectorsFile, texts.length]);
  });
});

describe.skipIf(openEncoder('auto').missing)('with the encoder, the vectors of the corpus', () => {
  it('are what it makes of the lines', async () => {
    const encoder = openEncoder('auto');
    const texts = corpusTexts().filter((_, at) => at % 500 === 0);
    const made = await encoder.embed(texts);
    expect(vectors.encoder).toBe(encoder.name);
    made.forEach((vector, at) => {
      const kept = vectors.get(texts[at]!)!;
      expect(vector.reduce((sum, value, each) => sum + value * kept[each]!, 0)).toBeGreaterThan(0.999);
    });
  });
});
