import { FixedClock } from '#libs/time';
import { modelFaults, says, startModelServer, type ModelServer } from '../../../test/support/model-server.js';
import type { ChatCall } from './chat-client.js';
import { EndpointPool, type PoolTuning, type TryMeter, type TryResult } from './endpoint-pool.js';
import { modelEndpointForm } from './model-endpoint.js';

const start = new Date('2026-11-30T00:00:00Z');
const clock = new FixedClock(start);
let servers: Record<'a' | 'b', ModelServer>;
let pool: EndpointPool;
let tries: (TryResult & { endpoint: string })[];
beforeEach(async () => {
  clock.set(start);
  tries = [];
  servers = { a: await startModelServer(), b: await startModelServer() };
  for (const [name, server] of Object.entries(servers)) server.answerAlways(says(`from ${name}`));
});
afterEach(async () => {
  vi.useRealTimers();
  await pool.close();
  for (const server of Object.values(servers)) await server.close();
});

const endpoint = (name: 'a' | 'b', more: object = {}) =>
  modelEndpointForm.parse({
    name,
    provider: 'openai',
    model: 'm',
    baseUrl: servers[name].baseUrl('openai'),
    tiers: ['fast'],
    ...more,
  });
const open = (endpoints: ReturnType<typeof endpoint>[], tuning: Partial<PoolTuning> = {}) =>
  (pool = new EndpointPool(endpoints, clock, { backoffMs: 1, ...tuning }));
const meter: TryMeter = {
  open: async ({ name }) => ({ close: async (result) => void tries.push({ ...result, endpoint: name }) }),
};
const call: ChatCall = { messages: [{ role: 'user', text: 'hello' }] };
const ask = (
  tier: 'fast' | 'balanced' | 'strong' = 'fast',
  signal = AbortSignal.timeout(20_000),
  metered = meter,
) =>
  pool.complete(call, { tier, meter: metered, signal }).then(
    ({ text }) => text,
    (error) => error.kind ?? error.message,
  );
const told = () => tries.map(({ endpoint: name, outcome }) => `${name} ${outcome}`);

it('asks by weight', async () => {
  open([endpoint('a', { weight: 3 }), endpoint('b')]);
  const answers = [];
  for (let at = 0; at < 8; at += 1) answers.push(await ask());
  expect(answers.filter((text) => text === 'from a')).toHaveLength(6);
  expect(answers.slice(0, 4).filter((text) => text === 'from b')).toHaveLength(1);
});

it('asks one of the tier, and of another tier rather than none', async () => {
  open([endpoint('a', { tiers: ['fast'] }), endpoint('b', { tiers: ['strong'] })]);
  expect([await ask('fast'), await ask('strong'), await ask('balanced')]).toEqual([
    'from a',
    'from b',
    'from b',
  ]);
});

it('goes on to the next endpoint, and counts each try once', async () => {
  servers.a.answer(modelFaults.broken);
  open([endpoint('a'), endpoint('b')]);
  expect(await ask()).toBe('from b');
  expect(told()).toEqual(['a failed', 'b answered']);
});

it('goes round a second time, and no third time', async () => {
  for (const server of Object.values(servers)) server.answerAlways(modelFaults.hangUp);
  open([endpoint('a'), endpoint('b')]);
  expect(await ask()).toBe('not_connected');
  expect(tries).toHaveLength(4);
  servers.a.answer(modelFaults.broken, says('late'));
  servers.b.answer(modelFaults.broken);
  expect(await ask()).toBe('late');
});

it('does not ask again what was refused, or who asks for a tool', async () => {
  open([endpoint('a'), endpoint('b')]);
  servers.a.answer(modelFaults.refusal);
  expect(await ask()).toBe('refused');
  servers.b.answer(modelFaults.tool);
  expect(await ask()).toBe('asked_for_tools');
  expect(tries).toHaveLength(2);
});

it('leaves an endpoint alone for as long as it asks for', async () => {
  servers.a.answer(modelFaults.rateLimited(30));
  open([endpoint('a'), endpoint('b')]);
  await ask();
  for (let at = 0; at < 3; at += 1) await ask();
  expect(servers.a.received).toHaveLength(1);
  expect(pool.states()[0]).toMatchObject({
    state: 'resting',
    restsUntil: new Date(start.getTime() + 30_000),
    lastFailure: { kind: 'rate_limited', at: start },
  });
  clock.advance(30_000);
  await Promise.all([ask(), ask()]);
  expect(servers.a.received).toHaveLength(2);
  expect(pool.states()[0]!.state).toBe('well');
});

it('asks an endpoint that keeps failing only now and then, and takes it back when it is well', async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: start });
  servers.a.answerAlways(modelFaults.broken);
  open([endpoint('a'), endpoint('b')], { breakAfter: 2, leftAloneMs: 60_000 });
  for (let at = 0; at < 6; at += 1) expect(await ask()).toBe('from b');
  expect(servers.a.received).toHaveLength(2);
  expect(pool.states().map(({ state }) => state)).toEqual(['failing', 'well']);
  servers.a.answerAlways(says('from a'));
  vi.setSystemTime(start.getTime() + 61_000);
  expect([await ask(), await ask()]).toContain('from a');
  expect(pool.states()[0]!.state).toBe('well');
});

it('stops at the time limit of the whole, a slow endpoint counting as failing', async () => {
  servers.a.answerAlways(modelFaults.silent);
  open([endpoint('a')]);
  expect(await ask('fast', AbortSignal.timeout(50))).toBe('timed_out');
  await vi.waitFor(() => expect(pool.states()[0]!.lastFailure?.kind).toBe('timed_out'));
});

it('leaves with the caller, which is no fault of the endpoint', async () => {
  servers.a.answerAlways(modelFaults.silent);
  open([endpoint('a')]);
  const leaving = new AbortController();
  const answer = ask('fast', leaving.signal);
  await vi.waitFor(() => expect(servers.a.received).toHaveLength(1));
  leaving.abort();
  expect(await answer).toBe('given_up');
  await vi.waitFor(() => expect(told()).toEqual(['a given_up']));
  expect(pool.states()[0]!.lastFailure).toBeNull();
});

it('makes no try that is not allowed', async () => {
  open([endpoint('a'), endpoint('b')]);
  const spent: TryMeter = { open: () => Promise.reject(new Error('the budget is spent')) };
  expect(await ask('fast', undefined, spent)).toBe('the budget is spent');
  expect([servers.a.received, servers.b.received]).toEqual([[], []]);
});
