import { EmbedderFitting, HashedEmbedder } from '../index.js';

const texts = [
  'A refund reaches your bank account within seven working days.',
  'The technician wears shoe covers and shows a badge at the door.',
  'Parts that were replaced have a warranty of ninety days.',
  'Prices include tax and are shown before you book.',
];
const embedder = HashedEmbedder.fit(texts);
const closeness = (one: string, other: string): number => {
  const b = embedder.embed(other);
  return embedder.embed(one).reduce((sum, value, at) => sum + value * b[at]!, 0);
};

describe('the embedder', () => {
  it('gives every text a vector of length 1, the same each time', () => {
    const vector = embedder.embed(texts[0]!);
    expect(vector).toHaveLength(HashedEmbedder.dimensions);
    expect(Math.hypot(...vector)).toBeCloseTo(1, 5);
    expect(embedder.embed(texts[0]!)).toEqual(vector);
  });

  it('puts texts close together that share words, misspelt or joined ones too', () => {
    for (const asked of [
      'when does the refund reach my account',
      'refnud to bank acount',
      'bank accounts refunded',
    ])
      for (const other of texts.slice(1))
        expect(closeness(asked, texts[0]!)).toBeGreaterThan(closeness(asked, other));
  });

  it('counts what every text has for nothing', () => {
    const alike = HashedEmbedder.fit(['the door', 'the badge']);
    expect(Math.hypot(...alike.embed('the'))).toBe(0);
    expect(Math.hypot(...alike.embed('door'))).toBeCloseTo(1, 5);
  });

  it('has nothing to say of a text without words, and knows one again that it was not fitted on', () => {
    for (const text of ['', '!?']) expect(Math.hypot(...embedder.embed(text))).toBe(0);
    expect(closeness('where is the xyzzy', 'a xyzzy is there')).toBeGreaterThan(
      closeness('where is the xyzzy', texts[1]!),
    );
  });

  it('is the same after it was kept, and has a name of its own', () => {
    const kept = HashedEmbedder.read(embedder.bytes());
    expect(kept.name()).toBe(embedder.name());
    expect(kept.embed(texts[2]!)).toEqual(embedder.embed(texts[2]!));
    const fitting = new EmbedderFitting();
    for (const text of texts) fitting.add(text);
    expect(fitting.embedder().name()).toBe(embedder.name());
    fitting.add('Another text.');
    expect(fitting.embedder().name()).not.toBe(embedder.name());
    expect(() => HashedEmbedder.read(new Uint8Array(9))).toThrow('not the bytes');
  });
});
