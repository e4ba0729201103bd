import { readFileSync } from 'node:fs';
import { openEncoder, type SentenceEncoder } from '#libs/nlu';
import { FixedClock } from '#libs/time';
import { standardNow } from '../../test/support/app.js';
import { SimilarQuestions } from './similar-questions.js';

const pairs = readFileSync(new URL('./similar-questions.tsv', import.meta.url), 'utf8')
  .split('\n')
  .filter((line) => line !== '' && !line.startsWith('#'))
  .map((line) => line.split('\t') as [kind: 'same' | 'other', one: string, other: string]);
const clock = new FixedClock(standardNow);
const minute = 60_000;
let encoder: SentenceEncoder;
let questions: SimilarQuestions;
beforeAll(async () => {
  encoder = openEncoder('auto');
  await encoder.embed(['']); // the weights are there: from here on it answers in time
});
beforeEach(() => {
  clock.set(standardNow);
  questions = new SimilarQuestions(encoder, clock, 10 * minute, minute);
});
afterAll(async () => (encoder as { close?(): Promise<void> }).close?.());

const asked = (question: string, bucket = 'b', context = '') => ({ bucket, question, context });

it('takes no question for another one, and some of those that are the same', async () => {
  const hits = { same: 0, other: 0 };
  for (const [at, [kind, one, other]] of pairs.entries()) {
    await questions.keep(asked(one, String(at)), 'kept');
    if ((await questions.find(asked(other, String(at)))) !== undefined) hits[kind] += 1;
  }
  expect(hits.other).toBe(0);
  expect(hits.same).toBeGreaterThanOrEqual(8);
});

it('keeps buckets apart, and nothing for longer than it may', async () => {
  const question = 'Can I cancel my booking?';
  await questions.keep(asked(question), 'yes');
  expect(await questions.find(asked('Is it possible to cancel a booking?'))).toBe('yes');
  expect(await questions.find(asked(question, 'other'))).toBeUndefined();
  clock.advance(10 * minute);
  expect(await questions.find(asked(question))).toBeUndefined();
});

it('gives no answer away that has a word of the question of somebody else', async () => {
  await questions.keep(asked('Are spare parts included in the price, Lakshmi asks?'), 'Lakshmi, they are.');
  await questions.keep(
    asked('Are spare parts included in the price, says Lakshmi?'),
    'They are not, Lakshmi.',
  );
  expect(await questions.find(asked('Are spare parts included in the price asks?'))).toBeUndefined();
});

it('compares nothing that the encoder cannot read', async () => {
  await questions.keep(asked('रद्द करने के नियम क्या हैं?'), 'kept');
  expect(await questions.find(asked('रद्द करने के नियम क्या हैं?'))).toBeUndefined();
});
