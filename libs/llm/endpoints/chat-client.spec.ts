// Over real HTTP, in the protocols of all providers.
import { FixedClock } from '#libs/time';
import { modelFaults, says, startModelServer, type ModelServer } from '../../../test/support/model-server.js';
import { ChatClient } from './chat-client.js';
import { modelEndpointForm, modelProviders, type TokenUsage } from './model-endpoint.js';
import { ModelFetch } from './model-fetch.js';

let server: ModelServer;
let fetching: ModelFetch;
beforeEach(async () => {
  server = await startModelServer();
  fetching = new ModelFetch(new FixedClock(new Date('2026-11-30T00:00:00Z')));
});
afterEach(async () => {
  await fetching.close();
  await server.close();
});

const schema = {
  type: 'object',
  properties: { intents: { type: 'array', items: { type: 'string' } } },
  required: ['intents'],
};
const call = {
  messages: [
    { role: 'system' as const, text: 'Name the intents.' },
    { role: 'user' as const, text: 'move it' },
  ],
  schema,
};

describe.each(modelProviders)('an endpoint of %s', (provider) => {
  const client = (more: object = {}) =>
    new ChatClient(
      modelEndpointForm.parse({
        name: 'one',
        provider,
        model: 'small-1',
        baseUrl: server.baseUrl(provider),
        apiKey: 'key-1',
        tiers: ['fast'],
        maxOutputTokens: 64,
        ...more,
      }),
      fetching,
    );
  const asked = async (one = client(), signal = new AbortController().signal) => {
    const usage: TokenUsage = { input: 0, output: 0, isEstimate: false };
    let text = '';
    try {
      for await (const piece of one.stream(call, usage, signal)) text += piece;
      return { text, usage };
    } catch (error) {
      return { failure: error, usage };
    }
  };

  it('gives the answer, and what it took', async () => {
    server.answer(says({ intents: ['recall'] }));
    expect(await asked()).toEqual({
      text: '{"intents":["recall"]}',
      usage: { input: 100, output: 20, isEstimate: false },
    });
    const { headers, body } = server.received[0]!;
    expect([headers.authorization, headers['x-api-key'], headers['x-goog-api-key']].join()).toContain(
      'key-1',
    );
    expect(body).toContain('move it');
    expect(body).toContain('intents');
    expect(body).not.toContain('"tools"');
  });

  it('says nothing of the shape where the server cannot take it', async () => {
    server.answer(says({ intents: [] }));
    await asked(client({ jsonSchema: false }));
    expect(server.sent()).not.toContain('schema');
  });

  it('counts by itself where it is told nothing', async () => {
    server.answer({ says: { intents: [] }, usage: null });
    const { usage } = await asked();
    // Anthropic always tells.
    const expected =
      provider === 'anthropic'
        ? { input: 0, output: 0, isEstimate: false }
        : { input: 9, output: 5, isEstimate: true };
    expect(usage).toEqual(expected);
  });

  it.each([
    [
      'rateLimited',
      modelFaults.rateLimited(7),
      { kind: 'rate_limited', details: { status: 429, retryAfterMs: 7_000 } },
    ],
    ['broken', modelFaults.broken, { kind: 'failed', details: { status: 500 } }],
    ['wrongKey', modelFaults.wrongKey, { kind: 'unauthorised', details: { status: 401 } }],
    [
      'elsewhere',
      modelFaults.elsewhere('http://127.0.0.1:9/'),
      { kind: 'rejected', details: { status: 307 } },
    ],
    ['hangUp', modelFaults.hangUp, { kind: 'not_connected' }],
    ['malformed', modelFaults.malformed, { kind: expect.stringMatching(/malformed|cut_off/) }],
    ['cutOff', modelFaults.cutOff, { kind: 'cut_off' }],
    ['refusal', modelFaults.refusal, { kind: 'refused' }],
    ['tooLong', modelFaults.tooLong, { kind: 'too_long' }],
    ['endless', modelFaults.endless, { kind: 'too_long' }],
    ['tool', modelFaults.tool, { kind: 'asked_for_tools' }],
  ])('tells a fault by its kind: %s', async (_name, fault, failure) => {
    server.answer(fault);
    const { failure: told } = await asked();
    expect(told).toMatchObject(failure);
    // Tried again by whoever counts tries, not in there.
    expect(server.received).toHaveLength(1);
    expect(JSON.stringify(told)).not.toMatch(/secret|key-1/);
  });

  it('gives up in its time, and when the caller does', async () => {
    server.answerAlways(modelFaults.silent);
    expect(await asked(client({ timeoutSeconds: 0.1 }))).toMatchObject({ failure: { kind: 'timed_out' } });
    const leaving = new AbortController();
    const open = asked(client(), leaving.signal);
    leaving.abort();
    expect(await open).toMatchObject({ failure: { kind: 'given_up' } });
  });
});
