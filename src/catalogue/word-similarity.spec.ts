import { bestStretch, trigramsOf } from './word-similarity.js';

/** As pg_trgm's `word_similarity(sought, within)`. */
function wordSimilarity(sought: string, within: string): number {
  const trigrams = new Set(trigramsOf(sought));
  return bestStretch(
    trigrams.size,
    trigramsOf(within).map((trigram) => trigrams.has(trigram)),
  );
}

describe('word similarity', () => {
  it('takes words apart as pg_trgm does, whatever their case and what stands between them', () => {
    expect(trigramsOf('AC-Fix, ac')).toEqual(['  a', ' ac', 'ac ', '  f', ' fi', 'fix', 'ix ']);
    expect(trigramsOf('पंखा')).toEqual(trigramsOf('Pankhaa'));
    expect(trigramsOf('एसी')).toEqual(trigramsOf('ac'));
    for (const spelling of ['R.O.', 'r.o', 'R/O', 'ＲＯ', 'आरओ'])
      expect(trigramsOf(`${spelling} kharab`)).toEqual(trigramsOf('ro kharab'));
    expect(trigramsOf('ए.सी. की सफाई')).toEqual(trigramsOf('एसी की सफाई'));
    expect(trigramsOf('टी.वी')).toEqual(trigramsOf('tv'));
    expect(trigramsOf('आर.ओ.')).toEqual(trigramsOf('ro'));
    expect(trigramsOf(' ?! ')).toEqual([]);
  });

  // What pg_trgm answers.
  it.each([
    ['word', 'two words', 0.8],
    ['ac repair', 'ac repair', 1],
    ['ac repair', 'my ac repair today', 1],
    ['claening', 'full home cleaning', 0.385],
    ['thnda nhi kar rha', 'ac thanda nahi kar raha', 0.458],
    ['geyser', 'plumber', 0.143],
    ['', 'plumber', 0],
  ])('of "%s" within "%s" is %d', (sought, within, expected) => {
    expect(wordSimilarity(sought, within)).toBeCloseTo(expected, 3);
  });
});
