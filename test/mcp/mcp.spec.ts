// What MCP refuses, and what it holds to: names, forms, states, sessions, hosts, and one effect for one yes.
import { ToolRegistry } from '#libs/tools';
import { Booking } from '../../src/bookings/booking.entity.js';
import type { Provider } from '../../src/providers/provider.entity.js';
import type { Service, Subcategory } from '../../src/catalogue/service.entity.js';
import { ToolProposal } from '../../src/mcp/proposals/tool-proposal.entity.js';
import { mcpNameOf } from '../../src/mcp/tool-names.js';
import { customerGrants, roleGrants, staffRoles } from '../../src/access/roles.js';
import type { Actor } from '../../src/access/actor.js';
import { startApp, type TestApp } from '../support/app.js';
import { castIn, type Player } from '../support/cast.js';
import { givenIn, type Given, type SignedIn } from '../support/given.js';
import { listening } from '../support/realtime.js';
import { mcpOver, mcpRequest, type McpMessage } from './messages.js';

let test: TestApp;
let given: Given;
let asha: SignedIn;
let bala: SignedIn;
let service: Service;
let provider: Provider;
let cast: (role: string) => Promise<Player>;
beforeAll(async () => {
  test = await startApp({ settings: { MCP_SESSIONS_PER_CALLER: 3 } });
  given = givenIn(test);
  cast = castIn(test);
  [asha, bala] = [await given.signedIn(), await given.signedIn()];
  service = await given.service({ name: 'AC repair', pricePaise: 500_00 });
  provider = await given.provider({ subcategory: service.subcategory as Subcategory });
});
afterAll(() => test.close());
afterEach(async () => {
  await test.orm.em.fork().nativeUpdate(Booking, {}, { status: 'cancelled', cancellationFeePaise: 0 });
  await test.orm.em.fork().nativeDelete(ToolProposal, {});
});

const send = (who: Pick<SignedIn, 'headers'>, message: McpMessage) =>
  mcpOver(test.http)(who.headers, message);
const call = (
  who: Pick<SignedIn, 'headers'>,
  name: string,
  args: object = {},
  more: Partial<McpMessage> & { round?: object } = {},
) =>
  send(who, {
    method: 'tools/call',
    ...more,
    params: { name, arguments: args as Record<string, unknown>, ...more.round },
  });
const forms = { elicitation: { form: {} } };
const order = (change: object = {}) => ({
  serviceId: service.id,
  providerId: provider.id,
  startsAt: '2026-11-21T10:00:00+05:30',
  address: { line: '12, 5th Cross, Koramangala', pincode: '560034' },
  ...change,
});
const counts = async () => {
  const em = test.orm.em.fork();
  return {
    bookings: await em.count(Booking, { status: 'confirmed' }),
    proposals: await em.count(ToolProposal),
  };
};
const nothing = { bookings: 0, proposals: 0 };
const yes = { confirm: { action: 'accept', content: { confirm: true } } };
const ask = async (who: SignedIn, args: object = order()) => {
  const { result } = await call(who, 'bookings_create_booking', args, { capabilities: forms });
  expect(result).toMatchObject({ resultType: 'input_required' });
  return result.requestState as string;
};
const answer = (who: SignedIn, requestState: string, args: object = order(), inputResponses: object = yes) =>
  call(who, 'bookings_create_booking', args, {
    capabilities: forms,
    round: { requestState, inputResponses },
  });

describe('whoever is nobody', () => {
  it('is told where to become somebody', async () => {
    const { statusCode, headers, body } = await test.http(mcpRequest({ method: 'tools/list' }));
    expect(statusCode).toBe(401);
    expect(headers['www-authenticate']).toBe(
      'Bearer resource_metadata="http://localhost:3000/.well-known/oauth-protected-resource/mcp"',
    );
    expect(JSON.parse(body)).toMatchObject({ status: 401, code: 'UNAUTHENTICATED' });
  });

  it.each([
    ['a token that is none', 'Bearer nonsense'],
    [
      'a token of another service',
      `Bearer ${['eyJhbGciOiJFUzI1NiJ9', 'eyJhdWQiOiJvdGhlciJ9', 'c2ln'].join('.')}`,
    ],
    ['an API key that is none', 'Bearer hsk_nonsense'],
  ])('stays nobody with %s', async (_, authorization) => {
    expect(await send({ headers: { authorization } }, { method: 'tools/list' })).toMatchObject({
      status: 401,
    });
  });
});

describe('the host and the origin', () => {
  it.each([
    [{ host: 'evil.example.com' }, 'host'],
    [{ host: 'localhost.evil.example.com' }, 'host'],
    [{ origin: 'https://evil.example.com' }, 'origin'],
    [{ origin: 'null' }, 'origin'],
  ])('are ours: %o is refused', async (headers, header) => {
    const refused = await send(asha, {
      method: 'tools/list',
      headers: headers as unknown as Record<string, string>,
    });
    expect(refused).toMatchObject({ status: 403, problem: { code: 'HOST_REFUSED', header } });
  });

  it.each([{ host: '127.0.0.1:3000' }, { host: '[::1]:3000' }, { origin: 'http://localhost:6274' }])(
    'may be those of the machine itself while developing: %o',
    async (headers) => {
      expect(
        await send(asha, { method: 'tools/list', headers: headers as unknown as Record<string, string> }),
      ).toMatchObject({
        status: 200,
      });
    },
  );
});

describe('the list of tools', () => {
  const roles = ['customer', ...staffRoles] as const;
  const actorWith = (role: string, id: string): Actor => {
    const held = role === 'customer' ? customerGrants : roleGrants[role as keyof typeof roleGrants];
    return { kind: role === 'customer' ? 'customer' : 'staff', id, permissions: new Set(held) };
  };
  const listAll = async (who: Pick<SignedIn, 'headers'>, query = '') => {
    const names: string[] = [];
    const sizes: number[] = [];
    let cursor: string | undefined;
    do {
      const params = cursor === undefined ? {} : { cursor };
      const { result } = await send(who, { method: 'tools/list', params, query });
      names.push(...result.tools.map(({ name }: { name: string }) => name));
      sizes.push(result.tools.length);
      cursor = result.nextCursor;
    } while (cursor !== undefined);
    return { names, sizes };
  };

  it.each(roles)('of %s is what they may do over REST', async (role) => {
    const player = await cast(role);
    const { names, sizes } = await listAll(player);
    const own = names.filter((name) => name.startsWith('proposals_'));
    expect(own).toEqual(['proposals_confirm', 'proposals_decline']);
    const may = test.app
      .get(ToolRegistry)
      .availableTo(actorWith(role, player.id))
      .map(({ name }) => mcpNameOf(name));
    expect(names.filter((name) => !own.includes(name))).toEqual(may);
    expect(new Set(names).size).toBe(names.length);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(100);
  });

  it('names each tool by one name that clients of models take', () => {
    const names = roles.flatMap((role) =>
      test.app
        .get(ToolRegistry)
        .availableTo(actorWith(role, 'somebody'))
        .map(({ name }) => name),
    );
    const distinct = new Set(names);
    expect(new Set([...distinct].map(mcpNameOf)).size).toBe(distinct.size);
    expect([...distinct].map(mcpNameOf).filter((name) => !/^[A-Za-z0-9_-]{1,64}$/.test(name))).toEqual([]);
  });

  it('can be narrowed to tool sets, which narrows what can be called as well', async () => {
    const { names } = await listAll(asha, '?tools=bookings,complaints');
    expect(new Set(names.map((name) => name.split('_')[0]))).toEqual(
      new Set(['proposals', 'bookings', 'complaints']),
    );
    const outside = await call(asha, 'services_list_services', {}, { query: '?tools=bookings' });
    expect(outside.error).toMatchObject({ code: -32_602 });
    const unknown = await send(asha, { method: 'tools/list', query: '?tools=bookngs' });
    expect(unknown).toMatchObject({
      status: 400,
      problem: { code: 'TOOL_SETS_UNKNOWN', unknown: ['bookngs'] },
    });
  });

  it('has annotations by which a client tells reading from changing', async () => {
    const { result } = await send(asha, { method: 'tools/list', query: '?tools=bookings' });
    const annotations = (wanted: string) =>
      result.tools.find(({ name }: { name: string }) => name === wanted).annotations;
    expect(annotations('bookings_get_booking')).toMatchObject({ readOnlyHint: true, destructiveHint: false });
    expect(annotations('bookings_create_booking')).toMatchObject({
      readOnlyHint: false,
      destructiveHint: false,
    });
    expect(annotations('bookings_cancel_booking')).toMatchObject({
      readOnlyHint: false,
      destructiveHint: true,
    });
  });

  it('takes no cursor but its own', async () => {
    const refused = await send(asha, { method: 'tools/list', params: { cursor: 'bm9uZQ' } });
    expect(refused.error).toMatchObject({ code: -32_602 });
  });
});

describe('a call', () => {
  it('of a tool that there is not is told what may have been meant', async () => {
    const { error } = await call(asha, 'bookings_cancel_bookng');
    expect(error).toMatchObject({
      code: -32_602,
      data: { suggestions: expect.arrayContaining(['bookings_cancel_booking']) },
    });
    const long = await call(asha, 'x'.repeat(100_000));
    expect(long.error.message.length).toBeLessThan(300);
  });

  it('of a tool that is not the caller’s is refused with what it takes', async () => {
    const { result } = await call(asha, 'complaints_search_complaints');
    expect(result).toMatchObject({ isError: true, structuredContent: { code: 'FORBIDDEN' } });
  });

  it.each([
    ['an argument of a wrong type', { id: 7 }, 'INVALID_INPUT'],
    ['a nested value', { id: { $ne: null } }, 'INPUT_INVALID'],
    [
      'an argument that it does not have',
      { id: '00000000-0000-4000-8000-000000000000', more: true },
      'INPUT_INVALID',
    ],
    ['no argument', {}, 'INPUT_INVALID'],
  ])('with %s is refused and says why', async (_, args, code) => {
    const { result } = await call(asha, 'bookings_get_booking', args);
    expect(result.isError).toBe(true);
    expect(result.structuredContent).toMatchObject({ detail: expect.any(String) });
    expect([code, 'VALIDATION_FAILED', 'INVALID_ID', 'INPUT_INVALID']).toContain(
      result.structuredContent.code,
    );
  });

  it('with arguments that are no object is refused by the protocol', async () => {
    const refused = await send(asha, {
      method: 'tools/call',
      params: { name: 'bookings_list_bookings', arguments: 'all' as never },
    });
    expect(refused.error).toMatchObject({ code: -32_602 });
  });

  it('of 10 MB, too deep, or no JSON is refused before anything is done for it', async () => {
    const big = await call(asha, 'bookings_create_booking', order({ notes: 'x'.repeat(10 * 1024 * 1024) }));
    // By the limit of a body, or already by what one caller may send at once.
    expect([413, 429]).toContain(big.status);
    const large = await call(asha, 'bookings_create_booking', order({ notes: 'x'.repeat(1_100_000) }));
    expect(large.status).toBe(413);
    const deep = JSON.parse(`${'['.repeat(90)}1${']'.repeat(90)}`) as unknown;
    expect(await call(asha, 'bookings_create_booking', order({ notes: deep }))).toMatchObject({
      status: 400,
    });
    const { payload: _, ...rest } = mcpRequest({ method: 'tools/call', headers: asha.headers });
    expect((await test.http({ ...rest, payload: '{"jsonrpc"' })).json()).toMatchObject({
      code: 'MALFORMED_BODY',
    });
    expect(await counts()).toEqual(nothing);
  });

  it('of a write with a wrong form asks nobody', async () => {
    const { result } = await call(asha, 'bookings_create_booking', { more: 1 }, { capabilities: forms });
    expect(result).toMatchObject({ isError: true, structuredContent: { code: 'INPUT_INVALID' } });
    expect(await counts()).toEqual(nothing);
  });

  it('of what the chat has for the same is not let in past the question', async () => {
    const own = test.app
      .get(ToolRegistry)
      .list()
      .filter(({ effect, operation }) => effect === 'write' && operation);
    expect(own.length).toBeGreaterThan(0);
    for (const { name } of own) {
      const { result, error } = await call(asha, name, {});
      expect(error ?? result).toMatchObject(error ? { code: -32_602 } : { isError: true });
    }
    expect(await counts()).toEqual(nothing);
  });
});

describe('the yes of a person', () => {
  it('is for exactly what they were asked: the tool, the arguments, the caller', async () => {
    const state = await ask(asha);
    const other = order({ startsAt: '2026-11-21T14:00:00+05:30' });
    expect((await answer(asha, state, other)).error).toMatchObject({ code: -32_602 });
    expect((await answer(bala, state)).error).toMatchObject({ code: -32_602 });
    const elsewhere = await call(
      asha,
      'bookings_cancel_booking',
      { id: service.id },
      {
        capabilities: forms,
        round: { requestState: state, inputResponses: yes },
      },
    );
    expect(elsewhere.error).toMatchObject({ code: -32_602 });
    expect((await counts()).bookings).toBe(0);
    expect((await answer(asha, state)).result.structuredContent).toMatchObject({ status: 'confirmed' });
  });

  it('cannot be made by changing the state', async () => {
    const state = await ask(asha);
    for (const [at, forged] of [
      [5, 'A'],
      [state.length - 3, 'B'],
    ] as const) {
      const changed = state.slice(0, at) + (state[at] === forged ? 'C' : forged) + state.slice(at + 1);
      expect((await answer(asha, changed)).error).toMatchObject({
        code: -32_602,
        data: { reason: 'invalid_request_state' },
      });
    }
    expect((await answer(asha, 'bm90aGluZw')).error).toMatchObject({ code: -32_602 });
    expect((await counts()).bookings).toBe(0);
  });

  it.each([
    ['no answer', {}],
    ['a yes without its box', { confirm: { action: 'accept', content: {} } }],
    ['a box of another type', { confirm: { action: 'accept', content: { confirm: 'true' } } }],
  ])('is asked for again where there is %s', async (_, responses) => {
    const state = await ask(asha);
    expect((await answer(asha, state, order(), responses)).result).toMatchObject({
      resultType: 'input_required',
    });
    expect((await counts()).bookings).toBe(0);
  });

  it.each([
    ['declines', { confirm: { action: 'decline' } }],
    ['cancels', { confirm: { action: 'cancel' } }],
    ['leaves the box empty', { confirm: { action: 'accept', content: { confirm: false } } }],
  ])('does not come after a no: %s', async (_, responses) => {
    const state = await ask(asha);
    const no = await answer(asha, state, order(), responses);
    expect(no.result.structuredContent).toMatchObject({ code: 'DECLINED' });
    expect((await answer(asha, state)).result.structuredContent).toMatchObject({ code: 'DECLINED' });
    expect((await counts()).bookings).toBe(0);
  });

  it('has one effect, however often and at once it comes', async () => {
    const state = await ask(asha);
    const answers = await Promise.all(Array.from({ length: 6 }, () => answer(asha, state)));
    const codes = new Set(answers.map(({ result }) => result.structuredContent.code ?? 'done'));
    expect([...codes].filter((code) => !['done', 'PROPOSAL_UNDER_WAY'].includes(code))).toEqual([]);
    expect(codes.has('done')).toBe(true);
    expect((await answer(asha, state)).result.structuredContent).toMatchObject({ status: 'confirmed' });
    expect((await counts()).bookings).toBe(1);
  });

  it('is worth nothing when it comes too late', async () => {
    const told = await call(asha, 'bookings_create_booking', order());
    const { id } = told.result.structuredContent.data.proposal;
    test.clock.advance(24 * 3_600_000);
    const late = await call(asha, 'proposals_confirm', { id });
    expect(late.result.structuredContent).toMatchObject({ code: 'PROPOSAL_EXPIRED' });
    test.clock.advance(-24 * 3_600_000);
    expect((await counts()).bookings).toBe(0);
  });

  it('cannot be given by the program for a person who was asked', async () => {
    await ask(asha);
    const [{ id }] = (await test.orm.em.fork().find(ToolProposal, {})) as [ToolProposal];
    const refused = await call(asha, 'proposals_confirm', { id });
    expect(refused.result.structuredContent).toMatchObject({ code: 'PROPOSAL_UNKNOWN' });
    expect((await counts()).bookings).toBe(0);
  });

  it('is waited for by so many proposals of one caller and no more', async () => {
    for (let index = 0; index < 50; index++) await call(asha, 'bookings_create_booking', order());
    const more = await call(asha, 'bookings_create_booking', order());
    expect(more.result.structuredContent).toMatchObject({ code: 'TOO_MANY_PROPOSALS' });
    expect((await call(bala, 'bookings_create_booking', order())).result.structuredContent).toMatchObject({
      code: 'NOT_DONE_YET',
    });
  });
});

describe('what was begun and not ended', () => {
  const begun = async (tool: string, args: object, startedAt: Date) => {
    const told = await call(asha, 'bookings_create_booking', order());
    const { id } = told.result.structuredContent.data.proposal as { id: string };
    const left = { tool, arguments: args as Record<string, unknown>, state: 'started', startedAt } as const;
    await test.orm.em.fork().nativeUpdate(ToolProposal, { id }, left);
    return id;
  };
  const minutesAgo = (minutes: number) => new Date(test.clock.now().getTime() - minutes * 60_000);

  it('is done once more where once more does nothing more', async () => {
    const id = await begun('bookings.create_booking', order(), minutesAgo(5));
    const again = await call(asha, 'proposals_confirm', { id });
    expect(again.result.structuredContent).toMatchObject({ status: 'confirmed' });
    await call(asha, 'proposals_confirm', { id });
    expect((await counts()).bookings).toBe(1);
  });

  it('is not done again where that would be a second time: it is said that nobody knows', async () => {
    const visit = await given.confirmedBooking({
      customer: asha.customer,
      service,
      provider,
      startsIn: '3d',
    });
    const tool = test.app
      .get(ToolRegistry)
      .availableTo({ kind: 'customer', id: asha.customer.id, permissions: new Set(customerGrants) })
      .find(({ effect, isRepeatable }) => effect === 'write' && isRepeatable === false)!;
    const id = await begun(tool.name, { id: visit.id }, minutesAgo(5));
    const again = await call(asha, 'proposals_confirm', { id });
    expect(again.result.structuredContent).toMatchObject({ code: 'OUTCOME_UNKNOWN' });
    const fresh = await begun(tool.name, { id: visit.id }, minutesAgo(0));
    const soon = await call(asha, 'proposals_confirm', { id: fresh });
    expect(soon.result.structuredContent).toMatchObject({ code: 'PROPOSAL_UNDER_WAY' });
  });
});

describe('a session of 2025-11-25', () => {
  let address: string;
  beforeAll(async () => {
    address = `${await listening(test)}/mcp`;
  });
  const ask2025 = async (who: SignedIn, method: string, session?: string, payload?: object) => {
    const answered = await fetch(address, {
      method,
      headers: {
        ...who.headers,
        'content-type': 'application/json',
        accept: 'application/json, text/event-stream',
        ...(session && { 'mcp-session-id': session, 'mcp-protocol-version': '2025-11-25' }),
      },
      ...(payload && { body: JSON.stringify(payload) }),
    });
    await answered.text();
    return answered;
  };
  const post = (who: SignedIn, payload: object, session?: string) => ask2025(who, 'POST', session, payload);
  const begin = async (who: SignedIn) => {
    const clientInfo = { name: 'test', version: '1' };
    const params = { protocolVersion: '2025-11-25', capabilities: {}, clientInfo };
    const begun = await post(who, { jsonrpc: '2.0', id: 0, method: 'initialize', params });
    const session = begun.headers.get('mcp-session-id')!;
    await post(who, { jsonrpc: '2.0', method: 'notifications/initialized' }, session);
    return session;
  };
  const ping = { jsonrpc: '2.0', id: 1, method: 'ping' };

  it('is its caller’s: to others it is not there', async () => {
    const session = await begin(asha);
    expect((await post(asha, ping, session)).status).toBe(200);
    expect((await post(bala, ping, session)).status).toBe(404);
    const end = (who: SignedIn) => ask2025(who, 'DELETE', session);
    expect((await end(bala)).status).toBe(404);
    expect((await post(asha, ping, session)).status).toBe(200);
    expect((await end(asha)).status).toBe(200);
    expect((await post(asha, ping, session)).status).toBe(404);
  });

  it('begins with initialize, and ends when nothing was asked for an hour', async () => {
    expect((await post(asha, ping)).status).toBe(400);
    const session = await begin(asha);
    test.clock.advance(61 * 60_000);
    expect((await post(asha, ping, session)).status).toBe(404);
    test.clock.advance(-61 * 60_000);
  });

  it('is one of a few: the oldest of the same caller goes', async () => {
    const others = await begin(bala);
    const sessions = [];
    for (let index = 0; index < 4; index++) sessions.push(await begin(asha));
    const alive = await Promise.all(sessions.map((session) => post(asha, ping, session)));
    expect(alive.map(({ status }) => status)).toEqual([404, 200, 200, 200]);
    expect((await post(bala, ping, others)).status).toBe(200);
  });
});
