// Tools that staff make without code: drafted, tried, published, called, retired, and by whom.
import { newId } from '#libs/orm';
import { AuditEntry } from '../../src/audit/audit-entry.entity.js';
import { CustomToolVersion } from '../../src/custom-tools/custom-tool.entity.js';
import { toolDefinition } from '../../src/custom-tools/tool-definition.js';
import { staffRoles } from '../../src/access/roles.js';
import { startApp, type TestApp } from '../support/app.js';
import { castIn, type Player } from '../support/cast.js';
import { actorOf, customToolsIn, httpTool, questionTool } from '../support/custom-tools.js';
import { replies, startReceiver, type Receiver } from '../support/receiver.js';

let test: TestApp;
let server: Receiver;
let tools: ReturnType<typeof customToolsIn>;
let cast: (role: string) => Promise<Player>;
let admin: Player;
beforeAll(async () => {
  server = await startReceiver();
  const settings = { OUTBOUND_ALLOW_PRIVATE: true, CUSTOM_TOOL_HOSTS: `127.0.0.1:${server.port}` };
  test = await startApp({ settings });
  cast = castIn(test);
  admin = await cast('admin');
  tools = customToolsIn(test, admin.headers);
});
beforeEach(() => {
  server.received.length = 0;
  server.answerAlways(json({ now: { temperature: 31, rain: false }, internal: 'x' }));
});
afterAll(async () => {
  await test.close();
  await server.close();
});

const json = (body: unknown, status = 200) =>
  replies.status(status, { 'content-type': 'application/json' }, JSON.stringify(body));
let count = 0;
const named = (): string => `custom.tool_${(count += 1)}`;
const weather = (action: object = {}, rest: object = {}) =>
  httpTool(
    `${server.url}/v1/cities/{{input.city}}`,
    {
      query: { units: 'metric' },
      answer: { from: '/now', fields: [{ name: 'celsius', pointer: '/temperature' }] },
      ...action,
    },
    rest,
  );

describe('a request to another server', () => {
  it('is drafted, tried, published, called and retired', async () => {
    const name = named();
    const made = await tools.create(name, weather());
    expect([made.statusCode, made.headers.etag, made.headers.location]).toEqual([
      201,
      '"1"',
      `/api/v1/ops/custom-tools/${name}`,
    ]);
    expect(made.json()).toMatchObject({ published: null, draft: { number: 1, status: 'draft' } });
    expect(tools.registry.find(name)).toBeUndefined();

    const tried = await tools.attempt(name, { city: 'Pune' });
    expect(tried.json()).toMatchObject({
      number: 1,
      output: { result: { celsius: 31 }, isShortened: false },
      refusal: null,
      isRecorded: true,
    });
    expect(server.received[0]).toMatchObject({
      method: 'GET',
      path: '/v1/cities/Pune?units=metric',
      body: '',
    });

    const published = await tools.call('POST', `/${name}/publish`, undefined, { 'if-match': '"2"' });
    expect(published.json()).toMatchObject({ draft: null, published: { number: 1, publishedBy: admin.id } });
    expect(tools.registry.availableTo(actorOf('viewer')).map((tool) => tool.name)).toContain(name);
    expect(await tools.execute(name, { city: 'Pune' })).toEqual({
      ok: true,
      output: { result: { celsius: 31 }, isShortened: false },
    });
    expect(await tools.execute(name, { city: 7 })).toMatchObject({ refusal: { code: 'INPUT_INVALID' } });

    expect((await tools.call('POST', `/${name}/retire`)).statusCode).toBe(200);
    expect(await tools.execute(name, { city: 'Pune' })).toMatchObject({ refusal: { code: 'TOOL_UNKNOWN' } });
    expect((await tools.call('POST', `/${name}/retire`)).json().code).toBe('CUSTOM_TOOL_NOT_PUBLISHED');
  });

  it('is published only as it was tried with success', async () => {
    const name = named();
    await tools.create(name, weather());
    const publish = async () => (await tools.call('POST', `/${name}/publish`)).json().code;
    expect(await publish()).toBe('CUSTOM_TOOL_UNTRIED');

    server.answer(json({ error: 'no such city' }, 404));
    expect((await tools.attempt(name, { city: 'Pune' })).json()).toMatchObject({
      output: null,
      refusal: { code: 'TOOL_SERVER_REFUSED', data: { answered: 404, excerpt: '{"error":"no such city"}' } },
      isRecorded: true,
    });
    expect(await publish()).toBe('CUSTOM_TOOL_UNTRIED');

    await tools.attempt(name, { city: 'Pune' });
    await tools.draft(name, weather({ query: {} }));
    expect(await publish()).toBe('CUSTOM_TOOL_UNTRIED');
    await tools.attempt(name, { city: 'Pune' });
    expect(await publish()).toBeUndefined();
    expect(await publish()).toBe('CUSTOM_TOOL_NOT_DRAFTED');
  });

  it('counts no try of a draft that was changed while it ran', async () => {
    const name = named();
    await tools.create(name, weather());
    let go: () => void = () => {};
    const asked = new Promise<void>((resolve) =>
      server.answer((response) => {
        go = () => void response.writeHead(200).end('{}');
        resolve();
      }),
    );
    const trying = tools.attempt(name, { city: 'Pune' });
    await asked;
    await tools.draft(name, weather({ query: { other: '1' } }));
    go();
    expect((await trying).json()).toMatchObject({ refusal: null, isRecorded: false });
    expect((await tools.call('POST', `/${name}/publish`)).json().code).toBe('CUSTOM_TOOL_UNTRIED');
  });

  it('goes on as it began when another version is published meanwhile', async () => {
    const name = named();
    await tools.published(name, weather(), { city: 'Pune' });
    let go: () => void = () => {};
    const asked = new Promise<void>((resolve) =>
      server.answer((response) => {
        go = () => void response.writeHead(200).end('{"now":{"temperature":5}}');
        resolve();
      }),
    );
    const running = tools.execute(name, { city: 'Pune' });
    await asked;
    const answer = { from: '', fields: [{ name: 'all', pointer: '/now' }] };
    await tools.draft(name, weather({ answer }));
    await tools.attempt(name, { city: 'Pune' });
    expect((await tools.call('POST', `/${name}/publish`)).statusCode).toBe(200);
    go();
    expect(await running).toMatchObject({ ok: true, output: { result: { celsius: 5 } } });
    expect(await tools.execute(name, { city: 'Pune' })).toMatchObject({
      output: { result: { all: { temperature: 31 } } },
    });
    const { items } = (await tools.call('GET', `/${name}/versions`)).json();
    expect(items.map(({ number, status }: Record<string, unknown>) => [number, status])).toEqual([
      [2, 'published'],
      [1, 'retired'],
    ]);
    const changes = (await tools.call('GET', `/${name}/changes?from=1&to=2`)).json().items;
    expect(changes).toEqual([
      {
        path: 'action.answer.fields',
        from: [{ name: 'celsius', pointer: '/temperature' }],
        to: answer.fields,
      },
      { path: 'action.answer.from', from: '/now', to: '' },
    ]);
    expect((await tools.call('GET', `/${name}/versions/1`)).json()).toMatchObject({ status: 'retired' });
    expect((await tools.call('GET', `/${name}/versions/3`)).statusCode).toBe(404);
  });

  it('that writes is tried only by who says so, and called once for one yes', async () => {
    const name = named();
    const definition = weather({ method: 'POST', body: { city: '{{input.city}}' } }, { effect: 'write' });
    await tools.create(name, definition);
    const unconfirmed = await tools.attempt(name, { city: 'Pune' });
    expect([unconfirmed.statusCode, unconfirmed.json().code]).toEqual([422, 'TOOL_TRY_UNCONFIRMED']);
    expect(server.received).toEqual([]);
    await tools.attempt(name, { city: 'Pune' }, true);
    await tools.call('POST', `/${name}/publish`);
    server.received.length = 0;

    const confirmation = newId();
    const agreed = () => tools.execute(name, { city: 'Pune' }, actorOf('ops_agent'), { confirmation });
    const both = await Promise.all([agreed(), agreed()]);
    expect(both.filter(({ ok }) => ok)).toHaveLength(1);
    expect(await agreed()).toMatchObject({
      refusal: { code: 'TOOL_CALLED_ALREADY', data: { state: 'done' } },
    });
    expect(server.received).toHaveLength(1);
    expect(server.received[0]!.headers['idempotency-key']).toMatch(/^[0-9a-f]{64}$/);
    expect(JSON.stringify(server.received)).not.toContain(confirmation);
  });

  it('that could not be reached may be called for the same yes again; one that broke off may not', async () => {
    const name = named();
    const definition = weather({ method: 'POST' }, { effect: 'write' });
    await tools.published(name, definition, { city: 'Pune' });
    const agreed = (confirmation: string) =>
      tools.execute(name, { city: 'Pune' }, actorOf('ops_agent'), { confirmation });
    const refused = newId();
    server.answer(json({}, 400));
    expect(await agreed(refused)).toMatchObject({ refusal: { code: 'TOOL_SERVER_REFUSED' } });
    expect(await agreed(refused)).toMatchObject({ ok: true });
    const broken = newId();
    server.answer(replies.hangUp);
    expect(await agreed(broken)).toMatchObject({ refusal: { code: 'TOOL_SERVER_FAILED' } });
    expect(await agreed(broken)).toMatchObject({
      refusal: { code: 'TOOL_CALLED_ALREADY', data: { state: 'unknown' } },
    });
  });
});

describe('a saved question', () => {
  it('asks as whoever calls it, who is told no more than they may see', async () => {
    const name = named();
    const question = questionTool(
      'custom_tools.list_custom_tools',
      {},
      { answer: { from: '/items', fields: [{ name: 'tool', pointer: '/name' }] } },
    );
    await tools.published(name, question);
    expect(await tools.execute(name)).toMatchObject({ ok: true, output: { isShortened: false } });
    // Who may call the question, but not what it asks, is refused by what it asks.
    const partly = { ...actorOf('viewer'), permissions: new Set(['complaints.read']) };
    expect(await tools.execute(name, {}, partly)).toMatchObject({ refusal: { code: 'FORBIDDEN' } });
  });

  it('hands arguments on as values, and leaves out those that were left out', async () => {
    const name = named();
    const input = { properties: { most: { type: 'integer' } } };
    await tools.published(
      name,
      questionTool(
        'services.list_services',
        { limit: '{{input.most}}' },
        { answer: { from: '/items' } },
        { input },
      ),
    );
    expect(await tools.execute(name, {})).toMatchObject({ ok: true });
    const outcome = await tools.execute(name, { most: 0 });
    expect(outcome).toMatchObject({ ok: false, refusal: { code: 'VALIDATION_FAILED' } });
  });

  it('is not made of what does more than answer, nor of what is not there', async () => {
    for (const [tool, message] of [
      ['bookings.create_booking', 'does more than answer'],
      ['custom.nothing', 'there is no such tool'],
    ] as const) {
      const name = named();
      await tools.create(name, questionTool(tool, {}));
      const em = test.orm.em.fork();
      await em.nativeUpdate(
        CustomToolVersion,
        { tool: { name } },
        { status: 'tried', triedAt: test.clock.now() },
      );
      const refused = await tools.call('POST', `/${name}/publish`);
      expect([refused.statusCode, refused.json()]).toMatchObject([
        422,
        { code: 'CUSTOM_TOOL_INVALID', faults: [{ path: 'action.tool', message }] },
      ]);
      expect((await tools.attempt(name)).json().refusal.code).toMatch(/QUESTION_NOT_READ_ONLY|TOOL_UNKNOWN/);
    }
    expect((await tools.create(named(), questionTool('a.b', {}, {}, { effect: 'write' }))).json().code).toBe(
      'CUSTOM_TOOL_INVALID',
    );
  });

  it('that would ask itself is refused, also by way of another', async () => {
    const [first, second] = [named(), named()];
    await tools.published(first, weather({}, { permission: 'complaints.read' }), { city: 'Pune' });
    const input = { properties: { city: { type: 'string' } }, required: ['city'] };
    const asking = (tool: string) => questionTool(tool, { city: '{{input.city}}' }, {}, { input });
    await tools.published(second, asking(first), { city: 'Pune' });
    expect(await tools.execute(second, { city: 'Pune' })).toMatchObject({
      output: { result: { result: { celsius: 31 } } },
    });
    for (const [tool, names] of [
      [second, [first, second, first]],
      [first, [first, first]],
    ] as const) {
      await tools.draft(first, asking(tool));
      expect((await tools.attempt(first, { city: 'Pune' })).json()).toMatchObject({ refusal: null });
      expect((await tools.call('POST', `/${first}/publish`)).json()).toMatchObject({
        code: 'CUSTOM_TOOL_CYCLE',
        names,
      });
    }
  });

  it('in a circle that the database was made to hold ends at the limit of depth', async () => {
    const name = named();
    await tools.published(name, weather({}, { permission: 'complaints.read' }), { city: 'Pune' });
    const em = test.orm.em.fork();
    const version = await em.findOneOrFail(CustomToolVersion, { tool: { name }, status: 'published' });
    const { definition } = version;
    const { action } = toolDefinition.parse(questionTool(name, {}));
    version.definition = { ...definition, input: { ...definition.input, required: [] }, action };
    await em.flush();
    const other = named();
    await tools.published(other, weather(), { city: 'Pune' });
    expect(await tools.execute(name)).toMatchObject({ refusal: { code: 'CALLS_TOO_DEEP' } });
  });
});

describe('who makes tools', () => {
  it.each(staffRoles)('%s may what the permissions say', async (role) => {
    const { headers } = await cast(role);
    const theirs = customToolsIn(test, headers);
    const mayWrite = ['super_admin', 'admin'].includes(role);
    const name = named();
    const made = await theirs.create(name, weather());
    expect(made.statusCode).toBe(mayWrite ? 201 : 403);
    if (!mayWrite) await tools.create(name, weather());
    expect((await theirs.call('GET', `/${name}`)).statusCode).toBe(200);
    const written = [
      await theirs.draft(name, weather()),
      await theirs.attempt(name, { city: 'Pune' }),
      await theirs.call('POST', `/${name}/publish`),
      await theirs.call('POST', `/${name}/retire`),
      await theirs.call('DELETE', `/${name}`),
    ].map(({ statusCode }) => statusCode);
    expect(written).toEqual(mayWrite ? [200, 200, 200, 200, 204] : [403, 403, 403, 403, 403]);
    expect(server.received).toHaveLength(mayWrite ? 1 : 0);
  });

  it('are no customers', async () => {
    const { headers } = await cast('customer');
    const theirs = customToolsIn(test, headers);
    expect((await theirs.call('GET')).statusCode).toBe(403);
    expect((await theirs.create(named(), weather())).statusCode).toBe(403);
  });

  it('open nothing that is closed to themselves', async () => {
    const name = named();
    const refused = await tools.create(name, weather({}, { permission: 'system.unlimited' }));
    expect([refused.statusCode, refused.json()]).toMatchObject([
      403,
      { code: 'TOOL_PERMISSION_NOT_HELD', permission: 'system.unlimited' },
    ]);
    expect((await tools.call('GET', `/${name}`)).statusCode).toBe(404);
    // Nor by publishing what somebody above them has drafted and tried.
    const above = customToolsIn(test, (await cast('super_admin')).headers);
    await above.create(name, weather({}, { permission: 'system.unlimited' }));
    await above.attempt(name, { city: 'Pune' });
    expect((await tools.attempt(name, { city: 'Pune' })).statusCode).toBe(403);
    expect((await tools.call('POST', `/${name}/publish`)).statusCode).toBe(403);
    expect((await above.call('POST', `/${name}/publish`)).statusCode).toBe(200);
    expect(await tools.execute(name, { city: 'Pune' }, actorOf('admin'))).toMatchObject({
      refusal: { code: 'FORBIDDEN' },
    });
  });

  it('give them to staff alone unless they say otherwise', async () => {
    const [own, open] = [named(), named()];
    await tools.published(own, weather(), { city: 'Pune' });
    await tools.published(open, weather({}, { audience: 'everybody' }), { city: 'Pune' });
    const customer = { kind: 'customer', id: newId(), permissions: new Set(['bookings.read']) } as const;
    const there = tools.registry.availableTo(customer).map(({ name }) => name);
    expect([there.includes(own), there.includes(open)]).toEqual([false, true]);
    expect(await tools.execute(own, { city: 'Pune' }, customer)).toMatchObject({
      refusal: { code: 'FORBIDDEN' },
    });
    const without = { ...customer, permissions: new Set<string>() };
    expect(await tools.execute(open, { city: 'Pune' }, without)).toMatchObject({
      refusal: { code: 'FORBIDDEN' },
    });
  });

  it('leave what they did in the log', async () => {
    const name = named();
    await tools.published(name, weather(), { city: 'Pune' });
    await tools.call('POST', `/${name}/retire`);
    await tools.call('DELETE', `/${name}`);
    const entries = await test.orm.em.fork().find(AuditEntry, { objectId: name }, { orderBy: { id: 'asc' } });
    expect(entries.map(({ action, actorId }) => [action, actorId])).toEqual(
      ['created', 'tried', 'published', 'retired', 'deleted'].map((what) => [
        `custom_tool.${what}`,
        admin.id,
      ]),
    );
  });
});

describe('a change', () => {
  it('is made by whoever has seen the tool last', async () => {
    const name = named();
    await tools.create(name, weather());
    await tools.draft(name, weather({ query: {} }));
    const stale = { 'if-match': '"1"' };
    const statuses = [
      await tools.call('PUT', `/${name}`, { definition: weather() }, stale),
      await tools.call('POST', `/${name}/try`, { input: { city: 'Pune' } }, stale),
      await tools.call('POST', `/${name}/publish`, undefined, stale),
      await tools.call('DELETE', `/${name}`, undefined, stale),
    ].map(({ statusCode }) => statusCode);
    expect(statuses).toEqual([412, 412, 412, 412]);
    expect(server.received).toEqual([]);
  });

  it('of a name that is taken is none, also at the same moment, and one key creates once', async () => {
    const name = named();
    const both = await Promise.all([tools.create(name, weather()), tools.create(name, weather())]);
    expect(both.map(({ statusCode }) => statusCode).sort()).toEqual([201, 409]);
    const other = named();
    const payload = { name: other, definition: weather() };
    const keyed = () => tools.call('POST', '', payload, { 'idempotency-key': `k-${other}` });
    expect([(await keyed()).statusCode, (await keyed()).statusCode]).toEqual([201, 201]);
  });

  it('deletes nothing that callers have', async () => {
    const name = named();
    await tools.published(name, weather(), { city: 'Pune' });
    expect((await tools.call('DELETE', `/${name}`)).json().code).toBe('CUSTOM_TOOL_PUBLISHED');
    await tools.call('POST', `/${name}/retire`);
    expect((await tools.call('DELETE', `/${name}`)).statusCode).toBe(204);
    expect((await tools.call('GET', `/${name}`)).statusCode).toBe(404);
  });

  it('is listed with what there is of each', async () => {
    const name = named();
    await tools.published(name, weather(), { city: 'Pune' });
    await tools.draft(name, weather({ query: {} }));
    const { items } = (await tools.call('GET')).json();
    expect(items.find((each: { name: string }) => each.name === name)).toMatchObject({
      kind: 'http',
      effect: 'read',
      publishedNumber: 1,
      draftNumber: 2,
      isDraftTried: false,
    });
  });
});
