// Medium: the whole program, because whoever hears danger declares it elsewhere.
import { readFileSync } from 'node:fs';
import { startApp, type TestApp } from '../../../test/support/app.js';
import { ComplaintWords } from './complaint-words.js';

let test: TestApp;
let words: ComplaintWords;
beforeAll(async () => {
  test = await startApp();
  words = test.app.get(ComplaintWords);
});
afterAll(() => test.close());

const lines = readFileSync(new URL('./heldout-danger.tsv', import.meta.url), 'utf8')
  .split('\n')
  .filter((line) => line !== '' && !line.startsWith('#'))
  .map((line) => line.split('\t') as [label: string, text: string]);

async function heardIn(label: string): Promise<number> {
  const texts = lines.filter(([each]) => each === label).map(([, text]) => text);
  expect(texts.length).toBeGreaterThan(60);
  const readings = await Promise.all(texts.map((text) => words.read([text])));
  return readings.filter(({ reportsDanger }) => reportsDanger).length / texts.length;
}

// 51 of 64 were heard, and 1 of 80 was none. What is missed is mostly harassment without a threat, which the reader of the chat leaves to
// the category (behaviour, high).
it('hears three of four dangers in what complaints say', async () => {
  expect(await heardIn('danger')).toBeGreaterThanOrEqual(0.75);
});

it('hears danger in hardly anything that is only angry', async () => {
  expect(await heardIn('harmless')).toBeLessThanOrEqual(0.03);
});

it.each([
  ['This is horrible, I am disgusted and furious!', 'The tap drips.'],
  ['bahut ghatiya aur bakwas service, dhokha diya', 'nal tapak raha hai'],
])('tells who is upset from who is not: %s', async (upset, calm) => {
  const [one, other] = [await words.read([upset]), await words.read([calm])];
  expect(one.upset).toBeGreaterThanOrEqual(50);
  expect(other.upset).toBeLessThan(one.upset);
});

it('goes by the most upset of several texts', async () => {
  const { upset } = await words.read(['The tap drips.', 'I am disgusted and furious!', 'Thank you so much.']);
  expect(upset).toBeGreaterThanOrEqual(50);
});
