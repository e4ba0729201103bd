// Questions as customers ask them, each with the page of the handbook that answers it. Written before the embedder, from the headings of the
// handbook and part of one page. They measure; nothing may be tuned on them. The aim was 70 % on the first page: it is missed (12 of 22), and
// what is asserted below is what was measured, with a little room.
import { readFileSync } from 'node:fs';
import { HashedEmbedder } from '#libs/nlu';
import { demoHandbook } from '../demo/content.js';
import { chunksOf, textOf } from './chunks.js';

const questions = readFileSync(new URL('./heldout-questions.tsv', import.meta.url), 'utf8')
  .split('\n')
  .filter((line) => line !== '' && !line.startsWith('#'))
  .map((line) => line.split('\t') as [question: string, page: string]);

const pieces = demoHandbook.flatMap(({ slug, title, body }) =>
  chunksOf(title, body).map((chunk) => ({ slug, text: textOf(chunk) })),
);

/** By how well they answer. Of a page the three closest pieces count, each for less than the one before. */
function pagesFor(
  question: string,
  embedder: HashedEmbedder,
  library: { slug: string; vector: Float32Array }[],
) {
  const asked = embedder.embed(question);
  const pages = Map.groupBy(library, ({ slug }) => slug);
  const ranked = [...pages].map(([slug, own]) => {
    const closest = own.map(({ vector }) => dot(asked, vector)).sort((a, b) => b - a);
    return { slug, score: closest.slice(0, 3).reduce((sum, each, rank) => sum + each / (rank + 1), 0) };
  });
  return ranked.sort((a, b) => b.score - a.score).map(({ slug }) => slug);
}

// Words alone carry no further here: BM25 over the same pieces puts 10 to 14 of the 22 first, depending on how it is set.
it('finds the page of the handbook that answers a question, far more often than chance', () => {
  const embedder = HashedEmbedder.fit(pieces.map(({ text }) => text));
  const library = pieces.map(({ slug, text }) => ({ slug, vector: embedder.embed(text) }));
  const places = questions.map(([question, page]) => pagesFor(question, embedder, library).indexOf(page));
  const within = (first: number) => places.filter((place) => place < first).length / questions.length;
  // Guessing would find one of seven, and two of seven.
  expect(new Set(demoHandbook.map(({ slug }) => slug)).size).toBe(7);
  expect(within(1)).toBeGreaterThanOrEqual(0.5);
  expect(within(2)).toBeGreaterThanOrEqual(0.7);
});

function dot(a: Float32Array, b: Float32Array): number {
  return a.reduce((sum, value, at) => sum + value * b[at]!, 0);
}
