// Tools over REST: what a caller may see and call, once, and only as that caller.
import { Module } from '@nestjs/common';
import { z } from 'zod';
import { Tool, ToolRegistry, type ToolCall } from '#libs/tools';
import type { Actor } from '../../src/access/actor.js';
import { Booking } from '../../src/bookings/booking.entity.js';
import { OutboxEvent } from '#libs/events';
import { ToolUsageRecorder } from '../../src/tools/tool-usage-recorder.js';
import { castIn, type Player } from '../support/cast.js';
import { startApp, type TestApp } from '../support/app.js';
import { givenIn, type Given, type SignedIn } from '../support/given.js';
import { listening } from '../support/realtime.js';

/** Tools whose insides a test can hold up and count. */
class TestTools {
  static effects: string[] = [];
  static gate: Promise<void> | undefined;
  static signal: AbortSignal | undefined;
  static reads = 0;

  @Tool({
    name: 'testing.append',
    description: 'Appends, and keeps no confirmation.',
    input: z.strictObject({ text: z.string().max(20) }),
    output: z.object({ effects: z.int() }),
    permission: 'bookings.read',
    effect: 'write',
    isRepeatable: false,
  })
  async append(_actor: Actor, { text }: { text: string }) {
    TestTools.effects.push(text);
    await TestTools.gate;
    if (text === 'broken') throw new Error('cut off');
    return { effects: TestTools.effects.length };
  }

  @Tool({
    name: 'testing.wait',
    description: 'Waits until it is told to stop.',
    input: z.strictObject({}),
    output: z.object({}),
    permission: 'bookings.read',
    effect: 'read',
  })
  wait(_actor: Actor, _input: object, { signal }: ToolCall): Promise<object> {
    TestTools.signal = signal;
    return new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error)));
  }

  @Tool({
    name: 'testing.look',
    description: 'Looks, and may be asked again.',
    input: z.strictObject({ at: z.string().max(20) }),
    output: z.object({ reads: z.int(), of: z.string() }),
    permission: 'bookings.read',
    effect: 'read',
    cache: { seconds: 60, scope: 'caller' },
  })
  async look({ id }: Actor) {
    return { reads: ++TestTools.reads, of: id };
  }
}
@Module({ providers: [TestTools] })
class TestToolsModule {}

let test: TestApp;
let given: Given;
let asha: SignedIn;
let bala: SignedIn;
let admin: Player;
beforeAll(async () => {
  test = await startApp({ modules: [TestToolsModule] });
  given = givenIn(test);
  [asha, bala] = [await given.signedIn(), await given.signedIn()];
  admin = await castIn(test)('super_admin');
});
afterAll(() => test.close());

type By = Pick<Player, 'headers'>;
const execute = (name: string, args: object = {}, more: object = {}, by: By = asha) =>
  test.http({
    method: 'POST',
    url: '/api/v1/tools/execute',
    headers: by.headers,
    payload: { name, arguments: args, ...more },
  });
const get = (path: string, by: By = asha, headers: object = {}) =>
  test.http({ url: `/api/v1/tools${path}`, headers: { ...by.headers, ...headers } });

describe('what there is', () => {
  it('lists what the caller may call, and says when nothing has changed', async () => {
    const hers = await get('?limit=100&domain=bookings');
    expect(hers.statusCode).toBe(200);
    const names = hers.json().items.map((tool: { name: string }) => tool.name);
    expect(names).toContain('bookings.create_booking');
    expect(names).not.toContain('bookings.refund_booking');
    const theirs = (await get('?limit=100&domain=bookings', admin)).json().items;
    expect(theirs.map((tool: { name: string }) => tool.name)).toContain('bookings.refund_booking');
    const etag = hers.headers.etag as string;
    expect(hers.headers['cache-control']).toBe('private, no-cache');
    expect((await get('?limit=100&domain=bookings', asha, { 'if-none-match': etag })).statusCode).toBe(304);
    expect((await get('?limit=100&domain=bookings', admin, { 'if-none-match': etag })).statusCode).toBe(200);
  });

  it('filters by effect and words', async () => {
    const { items } = (await get('?effect=write&q=cancel%20booking&limit=100')).json();
    expect(items.length).toBeGreaterThan(0);
    for (const { effect, name, description } of items) {
      expect(effect).toBe('write');
      expect(`${name} ${description}`.toLowerCase()).toMatch(/cancel/);
    }
  });

  it('shows the forms of one, and near names for one that is not there for the caller', async () => {
    const { inputSchema, outputSchema, operation } = (await get('/bookings.create_booking')).json();
    expect(operation).toBe('createBooking');
    expect(inputSchema.required).toContain('serviceId');
    expect(outputSchema).toBeTypeOf('object');
    const typo = await get('/bookings.create_bokking');
    expect(typo.json()).toMatchObject({ status: 404, code: 'TOOL_UNKNOWN', category: 'not_found' });
    expect(typo.json().suggestions).toContain('bookings.create_booking');
    expect((await get('/bookings.refund_booking')).json()).toMatchObject({ code: 'TOOL_UNKNOWN' });
    expect((await get('/bookings.refund_booking', admin)).statusCode).toBe(200);
  });
});

describe('a call', () => {
  it('answers what the route answers, for whoever calls', async () => {
    const { id } = await given.confirmedBooking({ customer: asha.customer });
    const answer = await execute('bookings.get_booking', { id });
    expect(answer.json()).toMatchObject({ output: { id }, changes: null, isRepeated: false });
    expect((await execute('bookings.get_booking', { id }, {}, bala)).json()).toMatchObject({
      status: 404,
      code: 'BOOKING_NOT_FOUND',
      category: 'not_found',
      tool: 'bookings.get_booking',
    });
  });

  it.each([
    ['a name that is nearly one', 'bookings.get_bokking', {}, 404, 'TOOL_UNKNOWN', 'not_found'],
    ['what others may call', 'bookings.refund_booking', {}, 403, 'FORBIDDEN', 'permission'],
    ['an argument that is none', 'bookings.get_booking', { id: 'x', idd: 1 }, 400, 'INPUT_INVALID', 'input'],
    ['a value of the wrong type', 'bookings.get_booking', { id: 'x' }, 400, 'VALIDATION_FAILED', 'input'],
    [
      'another address in the path',
      'bookings.get_booking',
      { id: '../users/me' },
      400,
      'VALIDATION_FAILED',
      'input',
    ],
    ['an encoded one', 'bookings.get_booking', { id: '..%2Fusers%2Fme' }, 400, 'VALIDATION_FAILED', 'input'],
    ['dots alone', 'bookings.get_booking', { id: '..' }, 400, 'INPUT_INVALID', 'input'],
    ['an object for a text', 'bookings.get_booking', { id: { a: 1 } }, 400, 'INPUT_INVALID', 'input'],
  ])('refuses %s', async (_, name, args, status, code, category) => {
    expect((await execute(name, args)).json()).toMatchObject({ status, code, category });
  });

  it('says which argument was meant', async () => {
    const { issues } = (await execute('bookings.get_booking', { idd: 'x' })).json();
    expect(issues).toContainEqual({ path: 'idd', message: expect.stringContaining('`id`') });
  });

  it('refuses a body that is too large before it is read', async () => {
    const { statusCode } = await execute('bookings.get_booking', { id: 'x'.repeat(10_000_000) });
    // Too large, or more than one caller may have on its way.
    expect([413, 429]).toContain(statusCode);
  });

  it('refuses a stale version, and cancels with the right one', async () => {
    const { id, version } = await given.confirmedBooking({ customer: asha.customer, startsIn: '3d' });
    const cancel = (ifMatch: string) =>
      execute('bookings.cancel_booking', { id, ifMatch, reason: 'No need.' });
    expect((await cancel(`"${version + 7}"`)).json()).toMatchObject({
      status: 412,
      code: 'PRECONDITION_FAILED',
      category: 'conflict',
    });
    expect((await cancel(`"${version}"`)).json()).toMatchObject({ output: { status: 'cancelled' } });
  });

  it('ends when the caller hangs up', async () => {
    const gone = new AbortController();
    const call = fetch(new URL('/api/v1/tools/execute', await listening(test)), {
      method: 'POST',
      headers: { ...asha.headers, 'content-type': 'application/json' },
      body: JSON.stringify({ name: 'testing.wait' }),
      signal: gone.signal,
    });
    await vi.waitFor(() => expect(TestTools.signal).toBeDefined());
    gone.abort();
    await expect(call).rejects.toThrow('aborted');
    await vi.waitFor(() =>
      expect((TestTools.signal!.reason as Error | undefined)?.message).toBe('The caller has hung up.'),
    );
  });
});

describe('a confirmation', () => {
  const order = async () => {
    const { service, provider, startsAt } = await given.confirmedBooking();
    const at = new Date(startsAt.getTime() + 2 * 3_600_000).toISOString();
    const address = { line: '12, 5th Cross', pincode: '560034' };
    return { serviceId: service.id, providerId: provider.id, startsAt: at, address };
  };

  it('has one effect, also of two calls at once', async () => {
    const args = await order();
    const confirmation = 'one-booking';
    const both = await Promise.all(
      [1, 2].map(() => execute('bookings.create_booking', args, { confirmation })),
    );
    const codes = both.map((answer) => answer.json().code ?? 'done');
    expect(codes).toContain('done');
    expect(codes.filter((code) => code !== 'done' && code !== 'CONFIRMATION_IN_FLIGHT')).toEqual([]);
    const again = (await execute('bookings.create_booking', args, { confirmation })).json();
    expect(again).toMatchObject({ isRepeated: true, output: { service: { id: args.serviceId } } });
    expect(
      await test.orm.em.fork().count(Booking, { customer: asha.customer.id, service: args.serviceId }),
    ).toBe(1);
  });

  it('is of one call, and of one caller', async () => {
    TestTools.effects = [];
    const confirmation = 'of-asha';
    expect((await execute('testing.append', { text: 'a' }, { confirmation })).json().output).toEqual({
      effects: 1,
    });
    expect((await execute('testing.append', { text: 'b' }, { confirmation })).json()).toMatchObject({
      status: 409,
      code: 'CONFIRMATION_REUSED',
    });
    await execute('testing.append', { text: 'a' }, { confirmation }, bala);
    expect(TestTools.effects).toEqual(['a', 'a']);
  });

  it('says that nobody knows, where the tool cannot tell whether it was done', async () => {
    TestTools.effects = [];
    const confirmation = 'cut-off';
    const call = () => execute('testing.append', { text: 'broken' }, { confirmation });
    expect((await call()).json()).toMatchObject({ code: 'FAILED', category: 'failed', status: 503 });
    expect((await call()).json()).toMatchObject({ code: 'CONFIRMATION_UNRESOLVED', status: 409 });
    expect(TestTools.effects).toEqual(['broken']);
  });

  it('is still there for a call that was refused for what the caller can mend', async () => {
    TestTools.effects = [];
    const confirmation = 'mended';
    expect((await execute('testing.append', { text: 5 }, { confirmation })).statusCode).toBe(400);
    expect((await execute('testing.append', { text: 'c' }, { confirmation })).statusCode).toBe(200);
  });
});

describe('a dry run', () => {
  it('answers what would be, and leaves nothing', async () => {
    const { service, provider, startsAt } = await given.confirmedBooking();
    const em = test.orm.em.fork();
    const counted = async () => [await em.count(Booking), await em.count(OutboxEvent)];
    const before = await counted();
    const at = new Date(startsAt.getTime() + 2 * 3_600_000).toISOString();
    const address = { line: '12, 5th Cross', pincode: '560034' };
    const args = { serviceId: service.id, providerId: provider.id, startsAt: at, address };
    const answer = (await execute('bookings.create_booking', args, { dryRun: true })).json();
    expect(answer).toMatchObject({ output: { service: { id: service.id } } });
    expect(answer.changes).toContainEqual({ table: 'bookings', inserted: 1, updated: 0, deleted: 0 });
    expect(await counted()).toEqual(before);
    // And it can be done afterwards.
    expect((await execute('bookings.create_booking', args)).json().output.service.id).toBe(service.id);
  });

  it('refuses as the call would, and what cannot be tried', async () => {
    expect((await execute('testing.append', { text: 'x' }, { dryRun: true })).json()).toMatchObject({
      status: 422,
      code: 'NOT_REHEARSABLE',
    });
    expect(
      (await execute('bookings.create_booking', { serviceId: 'x' }, { dryRun: true })).json(),
    ).toMatchObject({ status: 400, code: 'VALIDATION_FAILED' });
  });
});

describe('answers that are given again', () => {
  it('are of the caller, until the caller changes something', async () => {
    const look = (by: By = asha) => execute('testing.look', { at: 'x' }, {}, by).then((each) => each.json());
    const first = await look();
    expect(first).toMatchObject({ isCached: false, output: { of: asha.customer.id } });
    expect(await look()).toMatchObject({ isCached: true, output: first.output });
    expect(await look(bala)).toMatchObject({ isCached: false, output: { of: bala.customer.id } });
    await execute('testing.append', { text: 'y' });
    expect(await look()).toMatchObject({ isCached: false });
    expect(await look(bala)).toMatchObject({ isCached: true });
  });

  it('are of everybody, where the route says so', async () => {
    const list = (by: By) =>
      execute('services.list_services', { limit: 3 }, {}, by).then((each) => each.json());
    const first = await list(asha);
    expect(first.isCached).toBe(false);
    expect(await list(admin)).toEqual({ ...first, isCached: true });
  });
});

describe('usage', () => {
  it('is counted by tool, caller and outcome, for staff', async () => {
    const registry = test.app.get(ToolRegistry);
    await execute('testing.look', { at: 'counted' });
    await execute('testing.look', { at: 'counted' });
    await execute('testing.look', { wrong: 1 });
    const agent: Actor = {
      kind: 'agent',
      id: 'booking',
      onBehalfOf: asha.customer.id,
      permissions: new Set(),
    };
    await registry.execute(agent, 'testing.look', { at: 'x' });
    await test.app.get(ToolUsageRecorder, { strict: false }).flush();
    test.clock.advance(60_000);
    const usage = (query: string) =>
      get(`/analytics?tool=testing.look${query}`, admin).then((each) => each.json());
    const to = '&to=2026-11-21T00:00:00Z';
    const [row] = (await usage(to)).items;
    expect(row).toMatchObject({ key: 'testing.look', failed: 0 });
    expect(row.refusals).toMatchObject({ INPUT_INVALID: 1, FORBIDDEN: 1 });
    expect(row.cacheHits).toBeGreaterThanOrEqual(1);
    expect(row.p95Ms).toBeGreaterThanOrEqual(row.p50Ms);
    const agents = (await usage(`${to}&by=agent`)).items.map(({ key }: { key: string }) => key);
    expect(agents).toEqual(expect.arrayContaining(['booking', 'customer']));
    const people = (await usage(`${to}&by=person`)).items.map(({ key }: { key: string }) => key);
    expect(people).toContain(asha.customer.id);
    expect((await usage(`${to}&by=hour`)).items[0].key).toBe('2026-11-20T04:00:00Z');
    // What was counted once more adds up.
    await execute('testing.look', { at: 'counted' });
    await test.app.get(ToolUsageRecorder, { strict: false }).flush();
    expect((await usage(to)).items[0].calls).toBe(row.calls + 1);
    expect((await get('/analytics')).statusCode).toBe(403);
  });
});
