// Questions as customers ask them, each with the page of the handbook that answers it. Written before the embedder, from the headings of the
// handbook and part of one page. They measure; nothing may be tuned on them. The aim was 70 % on the first page: it is missed (12 of 22), and
// what is asserted below is what was measured, with a little room.
import { HashedEmbedder } from '#libs/nlu';
import { demoHandbook } from '../demo/content.js';
import { chunksOf, textOf } from './chunks.js';

const questions: [question: string, page: string][] = [
  ["I can't make it tomorrow, will you charge me if I call the visit off?", 'cancellation'],
  ['the plumber never turned up at my place, what happens now?', 'cancellation'],
  ['can I shift my appointment to another day without paying extra?', 'cancellation'],
  ['how do I report that I am unhappy with the service?', 'complaint-handling'],
  ["I don't agree with how you settled my issue, who can I escalate to?", 'complaint-handling'],
  ['how quickly will somebody respond to a serious problem I raised?', 'complaint-handling'],
  ['what information do you store about me and for what purpose?', 'data-protection'],
  ['please delete my personal details, how do I do that?', 'data-protection'],
  ['do you share my phone number with other companies?', 'data-protection'],
  ['is GST included in the amount you show me?', 'pricing'],
  ['can I pay by UPI or card after the work is done?', 'pricing'],
  ['for how many days is an estimate valid?', 'pricing'],
  ['when will I get my money back in my bank account?', 'refunds'],
  ['I was billed twice for the same job, will you return it?', 'refunds'],
  ['can I take credit for a later booking instead of cash back?', 'refunds'],
  ['are your technicians background checked before coming to my home?', 'safety'],
  ['there is a gas smell in the kitchen while the worker is here, what to do?', 'safety'],
  ['the technician broke my glass table, who pays for it?', 'safety'],
  ['something is missing from my house after the visit', 'safety'],
  ['my AC stopped cooling again two weeks after your repair, is it free to fix?', 'warranty'],
  ['how long is the guarantee on a spare part you replaced?', 'warranty'],
  ['which problems are excluded from the guarantee?', 'warranty'],
];

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
