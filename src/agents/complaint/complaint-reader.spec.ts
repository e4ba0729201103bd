// What is read of a complaint, on lines that nothing is learned from; and that what is not told is not assumed.
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Settings } from '../../config/settings.js';
import { linesOf } from '../language/corpus.js';
import { ModelStore } from '../language/model.store.js';
import { ComplaintReader } from './complaint-reader.js';
import { matterExamples } from './complaint-corpus.js';
import { complaintMatters, matterRules, type ComplaintMatter } from './matters.js';

let reader: ComplaintReader;

beforeAll(async () => {
  const directory = mkdtempSync(join(tmpdir(), 'complaints-'));
  reader = new ComplaintReader(new ModelStore({ DATA_DIR: directory } as Settings));
  await reader.ready();
});

describe('the held-out lines', () => {
  const lines = linesOf(new URL('./heldout-matters.tsv', import.meta.url)).map((line) => {
    const [text = '', matter = ''] = line.split('\t');
    return { text, matter };
  });

  it('are about every matter, and nothing is learned from them', () => {
    const learned = new Set(matterExamples().map(({ text }) => text.toLowerCase()));
    expect(lines.filter(({ text }) => learned.has(text.toLowerCase()))).toEqual([]);
    const matters = new Set(lines.map(({ matter }) => matter));
    expect(complaintMatters.filter((matter) => !matters.has(matter))).toEqual([]);
  });

  it('are heard by their category and severity, and what tells nothing is not', async () => {
    const rankOf = (matter: string | null) =>
      matter && matter in matterRules ? matterRules[matter as ComplaintMatter] : null;
    const read = await Promise.all(
      lines.map(async ({ text, matter }) => ({ matter, heard: (await reader.read(text)).matter })),
    );
    const isRight = ({ matter, heard }: (typeof read)[number]): boolean => {
      const [meant, got] = [rankOf(matter), rankOf(heard)];
      return meant?.category === got?.category && meant?.severity === got?.severity;
    };
    expect(read.filter(isRight).length / read.length).toBeGreaterThanOrEqual(0.85);
    const untold = read.filter(({ matter }) => rankOf(matter) === null);
    expect(untold.filter(({ heard }) => heard !== null)).toEqual([]);
  });
});

it.each<[string, ComplaintMatter]>([
  ['he came late and he also broke my mirror', 'damage'],
  ['he broke my mirror and he also came late', 'damage'],
  ['i had booked the cleaning for friday. they came on time. the bathroom is still dirty', 'poor_work'],
])('the gravest of what is told counts: %s', async (text, matter) => {
  expect(await reader.read(text)).toMatchObject({ matter, tells: 'matter' });
});

it.each([
  ['i want to file a complaint', 'filing'],
  ['worst company ever', 'nothing'],
  ['the ac in my bedroom is not cooling', 'nothing'],
])('what did not happen is not assumed: %s', async (text, tells) => {
  expect(await reader.read(text)).toMatchObject({ matter: null, tells });
});

it.each([
  ['nobody came. i want my money back', ['refund']],
  ['the tap leaks again, send somebody to fix it and say sorry', ['repeat_visit', 'apology']],
  ['koi nahi aaya, kyu nahi aaya batao', ['explanation']],
  ['he was rude and shouted at me', []],
])('what is wished for: %s', async (text, wishes) => {
  expect((await reader.read(text)).wishes).toEqual(wishes);
});

it('a correction puts what is said in the place of what is ruled out', async () => {
  const read = (text: string) => reader.readCorrection(text, 'overcharged');
  expect(await read('no, not about the bill, he was rude')).toMatchObject({
    matter: 'bad_behaviour',
    isRuledOut: true,
  });
  expect(await read('koi aaya hi nahi')).toMatchObject({ matter: 'no_show', isRuledOut: false });
});

it.each([
  ['what happened to my complaint', 'status'],
  ['escalate my complaint to your manager', 'escalate'],
  ['meri shikayat wapas le lo', 'withdraw'],
  ['शिकायत फिर से खोलो', 'reopen'],
  ['add to my complaint that he also broke the lamp', 'add'],
])('what shall be done with one that exists: %s', async (text, step) => {
  expect(await reader.stepIn(text)).toBe(step);
});
