// Replays questions of several customers through the cache, with the sentence encoder that the program has, and counts who got whose answer.
import { readFileSync } from 'node:fs';
import { createCache } from 'cache-manager';
import { z } from 'zod';
import { SharedCache, storeOf } from '#libs/cache';
import { PersonalMask, type AnswerReuse } from '#libs/llm';
import { openEncoder, type SentenceEncoder } from '#libs/nlu';
import { FixedClock } from '#libs/time';
import { standardNow } from '../../test/support/app.js';
import { settingsSchema } from '../config/settings.js';
import { AnswerCache } from './answer-cache.js';

const names: Record<string, string[]> = { asha: ['Asha', 'Green Park'], ravi: ['Ravi'], arjun: ['Arjun'] };
const traffic = readFileSync(new URL('./recorded-traffic.tsv', import.meta.url), 'utf8')
  .split('\n')
  .filter((line) => line !== '' && !line.startsWith('#'))
  .map((line) => line.split('\t') as [customer: string, about: string, question: string]);
const clock = new FixedClock(standardNow);
let encoder: SentenceEncoder;
let cache: AnswerCache;
beforeAll(() => (encoder = openEncoder('auto')));
beforeEach(async () => {
  clock.set(standardNow);
  cache = await freshCache();
});
afterAll(async () => (encoder as { close?(): Promise<void> }).close?.());

async function freshCache(minutes = 60): Promise<AnswerCache> {
  const shared = new SharedCache(createCache({ stores: [await storeOf(undefined)] }));
  const settings = { ...settingsSchema.parse({ NODE_ENV: 'test' }), MODEL_CACHE_MINUTES: minutes };
  return new AnswerCache(shared, encoder, clock, settings);
}

interface Asking {
  customer: string;
  question: string;
  facts: string[];
  scope?: AnswerReuse['scope'];
  versions?: string[];
  version?: number;
}

/** As the service asks; the model answers with whom it was asked for, and what about. */
async function ask({ customer, question, facts, scope = 'public', versions = ['v1'], version = 1 }: Asking) {
  const mask = new PersonalMask(names[customer]);
  mask.mask(question);
  const context = facts.join('\n');
  const { answer, isCached } = await cache.answerTo(
    {
      prompt: { name: 'answers.word', version, tier: 'fast', text: 'Answer from the facts.', examples: [] },
      shape: z.toJSONSchema(z.object({ text: z.string() })),
      input: JSON.stringify({ question, facts }),
      isPersonal: mask.hasFound,
      caller: { customerId: customer },
      reuse: { scope, versions, similar: { question, context } },
    },
    async () => ({ text: context, for: customer }),
  );
  return { ...(answer as { text: string; for: string }), isCached };
}

it('gives nobody what was answered to somebody else about their own things, and most public questions an answer at once', async () => {
  let [hits, asked, foreign, wrong] = [0, 0, 0, 0];
  for (const [customer, about, question] of traffic) {
    const isPublic = about.startsWith('public:');
    // What an agent says of the scope may be wrong: half of the personal questions come as public ones.
    const isMistaken = !isPublic && question.length % 2 === 0;
    const facts = [isPublic ? `All about ${about}.` : `The visits of ${customer}.`];
    const got = await ask({
      customer,
      question,
      facts,
      scope: isPublic || isMistaken ? 'public' : 'customer',
    });
    if (isPublic) {
      asked += 1;
      hits += Number(got.isCached);
      wrong += Number(got.text !== facts[0]);
    } else foreign += Number(got.for !== customer);
  }
  expect({ foreign, wrong }).toEqual({ foreign: 0, wrong: 0 });
  expect(asked).toBe(192);
  expect(hits / asked).toBeGreaterThanOrEqual(0.8);
});

const policy = {
  customer: 'asha',
  question: 'What is your cancellation policy?',
  facts: ['Free up to 24 hours before.'],
};

describe('an answer is not given again', () => {
  it.each([
    ['where a fact has changed', { facts: ['Free up to 12 hours before.'] }],
    ['where a version has changed', { versions: ['v2'] }],
    ['by another version of the prompt', { version: 2 }],
    ['to a question with another number', { question: 'What is your cancellation policy for 2 visits?' }],
    ['to the contrary', { question: 'What is not your cancellation policy?' }],
    [
      'to a question with something personal in it',
      { question: 'What is your cancellation policy for BK-7F3K9Q?' },
    ],
  ])('%s', async (_when, other) => {
    await ask(policy);
    expect(await ask({ ...policy, customer: 'ravi', ...other })).toMatchObject({
      isCached: false,
      for: 'ravi',
    });
    expect(await ask({ ...policy, customer: 'ravi' })).toMatchObject({ isCached: true, for: 'asha' });
  });

  it('to another customer, where it was for one', async () => {
    await ask({ ...policy, scope: 'customer' });
    expect(await ask({ ...policy, scope: 'customer' })).toMatchObject({ isCached: true });
    expect(await ask({ ...policy, scope: 'customer', customer: 'ravi' })).toMatchObject({
      isCached: false,
      for: 'ravi',
    });
  });

  it('once the customer is forgotten', async () => {
    await ask({ ...policy, scope: 'customer' });
    await cache.forget('asha');
    expect(await ask({ ...policy, scope: 'customer' })).toMatchObject({ isCached: false });
  });

  it('where none is to be kept', async () => {
    cache = await freshCache(0);
    await ask(policy);
    expect(await ask(policy)).toMatchObject({ isCached: false });
  });
});

it('asks once for all who ask the same together', async () => {
  const got = await Promise.all(['asha', 'ravi', 'meena'].map((customer) => ask({ ...policy, customer })));
  expect(got.filter(({ isCached }) => !isCached)).toHaveLength(1);
});
