import { HashedEmbedder } from '../intents/hashed-embedder.js';
import { PassageIndex, QuestionWords } from './passage-index.js';

const texts = [
  'Moving a visit is free until 4 hours before the start.',
  'Refunds arrive within seven days.',
  'Painting carries a warranty of six months.',
];
const embedder = HashedEmbedder.fit(texts);
const index = new PassageIndex(
  texts.map((text) => ({ heading: 'Rules', text, likeness: embedder.embed(text), meaning: null, sentenceMeanings: null })), // prettier-ignore
);
const search = (text: string, isAllowed: (at: number) => boolean = () => true) =>
  index.search({ text, likeness: embedder.embed(text), meaning: null }, isAllowed, 3).map(({ at }) => at);

describe('passages', () => {
  it('are found by words in another form, and by synonyms', () => {
    expect(search('can I move my visit')[0]).toBe(0);
    expect(search('when is a reimbursement paid')[0]).toBe(1);
    expect(search('guarantee for paint')[0]).toBe(2);
  });

  it('are not there for whom they are not allowed', () => {
    expect(search('refund days', (at) => at !== 1)).not.toContain(1);
    expect(search('refund days', () => false)).toEqual([]);
  });

  it('may be none, and a question may say nothing', () => {
    expect(new PassageIndex([]).search({ text: 'fee', likeness: new Float32Array(), meaning: null }, () => true, 3)).toEqual([]); // prettier-ignore
    expect(search('')).toHaveLength(3);
  });
});

describe('the telling words of a question', () => {
  it('are covered in part, a synonym for half', () => {
    const words = new QuestionWords('refund of paint', index.words);
    expect(words.coveredBy('Refunds')).toBeGreaterThan(0);
    expect(words.coveredBy('Refund, paint')).toBeCloseTo(1);
    expect(new QuestionWords('reimburse', index.words).coveredBy('refund')).toBeCloseTo(0.5);
    expect(new QuestionWords('is it', index.words).coveredBy('refund')).toBe(0);
  });
});
