// A customer talks to the program while it has language models, good and bad ones: they make words better, and gain no authority.
import { z } from 'zod';
import { SharedCache } from '#libs/cache';
import { LanguageModel, type ModelRequest } from '#libs/llm';
import { PersonalData } from '#libs/personal-data';
import { Booking } from '../../src/bookings/booking.entity.js';
import { ModelCall } from '../../src/models/model-call.entity.js';
import { ModelReservation, ModelSpending } from '../../src/models/model-spending.entity.js';
import { newTalker, type Talker } from '../conversations/conversation.js';
import { startApp, type TestApp } from '../support/app.js';
import { givenIn, type Given } from '../support/given.js';
import {
  modelFaults,
  says,
  startModelServer,
  type ModelReply,
  type ModelServer,
} from '../support/model-server.js';

let server: ModelServer;
let test: TestApp;
let given: Given;
let model: LanguageModel;
beforeAll(async () => {
  server = await startModelServer();
  const endpoint = (
    name: string,
    provider: 'openai' | 'google' | 'anthropic',
    tiers: string[],
    price: number,
  ) => ({
    name,
    provider,
    model: 'm',
    baseUrl: server.baseUrl(provider),
    apiKey: 'sk-very-secret',
    tiers,
    inputPaisePerMillion: price,
    outputPaisePerMillion: price,
    maxOutputTokens: 64,
  });
  const MODELS = JSON.stringify([
    endpoint('first', 'openai', ['fast'], 10_000),
    endpoint('second', 'anthropic', ['fast'], 0),
    endpoint('third', 'google', ['strong'], 0),
  ]);
  test = await startApp({ settings: { DEMO_DATA: true, MODELS, MODEL_CUSTOMER_DAY_CALLS: 8 } });
  given = givenIn(test);
  model = test.app.get(LanguageModel, { strict: false });
  // A Redis remembers the run before.
  await test.app.get(SharedCache, { strict: false }).invalidate('model-answers');
});
afterAll(async () => {
  await test.close();
  await server.close();
});
let asha: Talker;
beforeEach(async () => {
  server.received.splice(0);
  server.answerAlways(says({ intents: [] }));
  asha = await newTalker(test, given);
});

const callsOf = (customerId: string) =>
  test.orm.em.fork().find(ModelCall, { customerId }, { orderBy: { at: 'asc', id: 'asc' } });
let count = 0;
/** Nobody has asked it before, in words that no engine knows. */
const strange = (about = '') => `zxcv qwrt plmk ${'z'.repeat((count += 1))} ${about}`.trim();

describe('a message that nobody here understands', () => {
  it('is read by a model, which names what exists, and what it did cost is written down', async () => {
    server.answer(says({ intents: ['cancel_booking'], service: null }));
    const answer = await asha.say('என் பதிவை ரத்து செய்யுங்கள், 98765 43210');
    expect(answer.reply.agents).toContain('cancellation');
    expect(server.sent()).toContain('[PHONE_1]');
    expect(server.sent()).not.toMatch(/98765|43210/);
    const [call, ...more] = await callsOf(asha.customerId);
    expect(more).toEqual([]);
    expect(call).toMatchObject({
      task: 'language.intents',
      promptVersion: 1,
      agent: 'coordinator',
      tier: 'fast',
      conversationId: answer.sessionId,
      inputTokens: 100,
      outputTokens: 20,
      outcome: 'answered',
    });
  });

  it('does not leave with the name of who writes it', async () => {
    const profile = await test.http({ url: '/api/v1/users/me', headers: asha.headers });
    const { name } = profile.json<{ name: string }>();
    await asha.say(strange(`${name} ${name.toUpperCase()}`));
    expect(server.received).toHaveLength(1);
    expect(server.sent().toLowerCase()).not.toContain(name.toLowerCase());
  });

  it.each<[string, ModelReply]>([
    ['asks for a tool', modelFaults.tool],
    ['refuses', modelFaults.refusal],
    ['names what does not exist', says({ intents: ['refund_everything'] })],
    ['agrees in the place of the customer', says({ intents: ['affirm'] })],
    ['answers something else', says('I booked it for you!')],
    ['breaks off', modelFaults.cutOff],
    ['goes on for ever', modelFaults.endless],
    ['is broken', modelFaults.broken],
  ])('is answered as if there were no model where it %s', async (_what, reply) => {
    server.answerAlways(reply);
    const answer = await asha.say(strange());
    expect(answer.reply.agents).toEqual(['fallback']);
    expect(answer.outcomes).toEqual([]);
    expect(await test.orm.em.fork().count(Booking, { customer: asha.customerId })).toBe(0);
  });

  it('stops being sent once the budget of the customer is spent, and not that of another one', async () => {
    const ravi = await newTalker(test, given);
    for (let at = 0; at < 10; at += 1) expect((await asha.say(strange())).reply.agents).toEqual(['fallback']);
    expect(await callsOf(asha.customerId)).toHaveLength(8);
    expect(server.received).toHaveLength(8);
    await ravi.say(strange());
    expect(server.received).toHaveLength(9);
  });
});

describe('facts that are put into words', () => {
  const wording = {
    question: 'what is the cancellation policy',
    facts: ['A visit is cancelled free of charge up to 24 hours before.'],
    language: 'en' as const,
    timeoutMs: 10_000,
  };

  it('come back as an answer that says nothing else', async () => {
    server.answer(says({ text: 'You can cancel free of charge until 24 hours before the visit.' }));
    expect(await model.word(wording)).toContain('24 hours');
    server.answer(says({ text: 'You can cancel free of charge until 2 hours before the visit.' }));
    expect(await model.word(wording)).toBeNull();
    server.answer(says({ text: 'Pay at http://evil.example to cancel.' }));
    expect(await model.word(wording)).toBeNull();
  });

  it('may be put once more where a fact was not kept to, and what was wrong is not kept', async () => {
    const shared = {
      ...wording,
      question: 'when must I cancel',
      reuse: { scope: 'public' as const, versions: ['1'] },
    };
    const wrong = says({ text: 'Until 2 hours before it is free.' });
    server.answer(wrong, wrong);
    expect(await model.word(shared)).toBeNull();
    server.answer(wrong, says({ text: 'Until 24 hours before it is free.' }));
    expect(await model.word(shared)).toContain('24 hours');
    expect(server.received.at(-1)!.body).toContain('2 hour');
    expect(server.received).toHaveLength(4);
  });

  it('are asked for once, however many customers ask the same', async () => {
    const shared = {
      ...wording,
      question: 'how late can I cancel',
      reuse: { scope: 'public' as const, versions: ['1'] },
    };
    server.answer(says({ text: 'Until 24 hours before it is free.' }));
    const callers = [asha, await newTalker(test, given)].map(({ customerId }) => ({ customerId }));
    for (const caller of callers) expect(await model.word({ ...shared, caller })).toContain('24 hours');
    expect(server.received).toHaveLength(1);
    const [, again] = callers;
    expect(await callsOf(again!.customerId)).toMatchObject([
      { outcome: 'cached', endpoint: null, costMicros: 0 },
    ]);
  });
});

describe('what staff see', () => {
  const get = async (path: string, headers: object) => {
    const answer = await test.http({ url: `/api/v1${path}`, headers: headers as Record<string, string> });
    return { status: answer.statusCode, text: answer.body, body: answer.json() };
  };

  it('is where models are asked and what may be spent, without a key', async () => {
    const { headers } = await given.staffSignedIn({ role: 'viewer' });
    const { status, text, body } = await get('/models', headers);
    expect(status).toBe(200);
    expect(text).not.toContain('secret');
    expect(body.endpoints.map(({ name }: { name: string }) => name)).toEqual(['first', 'second', 'third']);
    expect(body.endpoints[2]).toMatchObject({
      provider: 'google',
      host: new URL(server.url).host,
      state: 'well',
    });
    expect(body.budgets).toContainEqual({ scope: 'customer', calls: 8, costMicros: 20_000_000 });
    expect(body.spentToday.calls).toBeGreaterThan(0);
  });

  it('is each call and what they cost together, without whom they were for', async () => {
    await asha.say(strange());
    const { headers } = await given.staffSignedIn({ role: 'analyst' });
    const { body, text } = await get('/ops/models/calls?limit=100', headers);
    expect(body.items.length).toBeGreaterThan(0);
    expect(text).not.toContain(asha.customerId);
    const total = (items: { calls: number; costMicros: number }[]) =>
      items.reduce((sum, { calls, costMicros }) => [sum[0]! + calls, sum[1]! + costMicros], [0, 0]);
    const costs = await Promise.all(
      ['agent', 'task', 'endpoint', 'day'].map((by) =>
        get(`/ops/models/costs?by=${by}&to=2026-11-21`, headers),
      ),
    );
    const [expected] = costs.map((each) => total(each.body.items));
    for (const each of costs) expect(total(each.body.items)).toEqual(expected);
    expect(expected![0]).toBeGreaterThan(0);
    expect(costs[2]!.body.items.map(({ key }: { key: string }) => key)).toContain('first');
  });

  it('is not for customers, nor for staff who may not see reports', async () => {
    const { headers } = await given.staffSignedIn({ role: 'viewer' });
    expect((await get('/models', asha.headers)).status).toBe(403);
    expect((await get('/ops/models/calls', asha.headers)).status).toBe(403);
    expect((await get('/ops/models/costs', headers)).status).toBe(403);
    expect(
      (
        await get(
          '/ops/models/costs?from=2026-11-21&to=2026-11-20',
          (await given.staffSignedIn({ role: 'analyst' })).headers,
        )
      ).status,
    ).toBe(400);
  });
});

it('leaves nothing of a customer who has gone, and what was spent in all as it was', async () => {
  const { sessionId } = await asha.say(strange());
  const ravi = await newTalker(test, given);
  await ravi.say(strange());
  const em = test.orm.em.fork();
  const all = () => test.orm.em.fork().find(ModelSpending, { scope: 'all' });
  const [before, personal] = [await all(), test.app.get(PersonalData, { strict: false })];
  const shown = (await personal.export(em, asha.customerId)) as { models: object[] };
  expect(shown.models).toMatchObject([{ task: 'language.intents', conversationId: sessionId }]);
  await em.transactional((inner) => personal.erase(inner, asha.customerId));
  const after = test.orm.em.fork();
  expect(await callsOf(asha.customerId)).toEqual([]);
  expect(await callsOf(ravi.customerId)).toHaveLength(1);
  expect(await after.count(ModelSpending, { subject: { $in: [asha.customerId, sessionId] } })).toBe(0);
  expect(await after.count(ModelSpending, { subject: ravi.customerId })).toBe(1);
  expect(await all()).toEqual(before);
});

it('never waits longer than it was told to, and reserves nothing that it does not settle', async () => {
  server.answerAlways(modelFaults.silent);
  const asked: ModelRequest<z.ZodType> = {
    instruction: 'Say.',
    input: 'x',
    answer: z.object({}),
    timeoutMs: 100,
  };
  expect(await model.ask(asked)).toBeNull();
  // The answer did not wait for it to be written down.
  const settled = { task: 'unnamed', outcome: 'timed_out' } as const;
  const isSettled = async () => expect(await test.orm.em.fork().count(ModelCall, settled)).toBe(1);
  await vi.waitFor(isSettled, { timeout: 60_000 });
  expect(await test.orm.em.fork().count(ModelReservation)).toBe(0);
});
