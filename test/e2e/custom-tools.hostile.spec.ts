// What can be tried with tools of staff against us, against each other, and by the servers that they call.
import { newId } from '#libs/orm';
import { OutboundRequests, ScriptedResolver } from '#libs/outbound';
import { AuditEntry } from '../../src/audit/audit-entry.entity.js';
import { CustomToolVersion } from '../../src/custom-tools/custom-tool.entity.js';
import { ToolSecret } from '../../src/custom-tools/outside/tool-secret.entity.js';
import { startApp, type TestApp } from '../support/app.js';
import { castIn, type Player } from '../support/cast.js';
import { actorOf, customToolsIn, httpTool, questionTool } from '../support/custom-tools.js';
import { replies, startReceiver, type Receiver } from '../support/receiver.js';

let test: TestApp;
let elsewhere: TestApp;
let server: Receiver;
let stranger: Receiver;
let tools: ReturnType<typeof customToolsIn>;
let there: ReturnType<typeof customToolsIn>;
let cast: (role: string) => Promise<Player>;
beforeAll(async () => {
  [server, stranger] = [await startReceiver(), await startReceiver()];
  const settings = { OUTBOUND_ALLOW_PRIVATE: true, CUSTOM_TOOL_HOSTS: `127.0.0.1:${server.port}` };
  test = await startApp({ settings, logLevel: 'trace' });
  elsewhere = await startApp({
    settings,
    clock: test.clock,
    database: { ...test.database, close: async () => {} },
  });
  cast = castIn(test);
  const { headers } = await cast('admin');
  [tools, there] = [customToolsIn(test, headers), customToolsIn(elsewhere, headers)];
});
beforeEach(() => {
  server.received.length = 0;
  server.answerAlways(json({ ok: true }));
});
afterAll(async () => {
  await elsewhere.close();
  await test.close();
  await Promise.all([server.close(), stranger.close()]);
});

const json = (body: unknown, status = 200) => replies.status(status, {}, JSON.stringify(body));
let count = 0;
const named = (): string => `custom.hostile_${(count += 1)}`;
const plain = (action: object = {}, rest: object = {}) =>
  httpTool(`${server.url}/x`, action, { input: {}, ...rest });
/** Of a try, or that it went well. */
const tried = async (name: string, input: object = {}) => {
  const { refusal, output } = (await tools.attempt(name, input, true)).json();
  return refusal ?? { output };
};

describe('a secret', () => {
  const value = 'Zq7+w/K9=s3cr3t~x';
  const spellings = [
    value,
    encodeURIComponent(value),
    Buffer.from(value).toString('base64'),
    JSON.stringify(value).slice(1, -1),
  ];
  const hosts = () => [`127.0.0.1:${server.port}`];
  const keep = (name: string, more: object = {}) =>
    tools.call('POST', '/secrets', { name, hosts: hosts(), note: 'Of operations', value, ...more });

  it('is shown by no route, and is not in the database, the log or the audit', async () => {
    const made = await keep('SHOWN_NOWHERE');
    expect([made.statusCode, made.headers.location]).toEqual([
      201,
      '/api/v1/ops/custom-tools/secrets/SHOWN_NOWHERE',
    ]);
    const key = { 'idempotency-key': newId() };
    const again = { name: 'SHOWN_TWICE', hosts: hosts(), value };
    const answers = [
      made,
      await tools.call('POST', '/secrets', again, key),
      await tools.call('POST', '/secrets', again, key),
      await tools.call('GET', '/secrets'),
      await tools.call('GET', '/secrets/SHOWN_NOWHERE'),
      await tools.call('PUT', '/secrets/SHOWN_NOWHERE', { hosts: hosts(), value }, { 'if-match': '"1"' }),
      await keep('SHOWN_NOWHERE'),
      await keep('shown'),
      await tools.call('PUT', '/secrets/SHOWN_NOWHERE', { hosts: [], value }),
    ];
    expect(answers.map(({ statusCode }) => statusCode)).toEqual([
      201, 201, 201, 200, 200, 200, 409, 400, 400,
    ]);
    const em = test.orm.em.fork();
    const rows = [
      await em
        .getConnection()
        .execute('select name, hosts, note, encode(sealed, $$escape$$) as sealed from tool_secrets'),
      await em.getConnection().execute('select * from idempotency_keys'),
      await em.find(AuditEntry, { objectType: 'tool_secret' }),
    ];
    const seen = JSON.stringify([answers.map(({ body }) => body), rows, test.log]);
    expect(spellings.filter((spelling) => seen.includes(spelling))).toEqual([]);
    expect(await em.count(AuditEntry, { objectType: 'tool_secret', objectId: 'SHOWN_NOWHERE' })).toBe(2);
  });

  it('is sent where it is meant to be, and taken out of whatever comes back', async () => {
    await keep('ECHOED');
    const name = named();
    const action = {
      headers: { authorization: 'Bearer {{secret.ECHOED}}' },
      query: { key: '{{secret.ECHOED}}' },
    };
    server.answerAlways((response, { headers, path }) => {
      const echo = { headers, path, [value]: [value, spellings[2]], nested: `--${value}--` };
      response.writeHead(200).end(JSON.stringify(echo).replaceAll('Z', '\\u005a'));
    });
    await tools.published(name, plain(action));
    expect(server.received[0]!.headers.authorization).toBe(`Bearer ${value}`);
    expect(new URL(server.received[0]!.path, server.url).searchParams.get('key')).toBe(value);
    const outcomes: unknown[] = [await tools.execute(name)];
    expect(JSON.stringify(outcomes)).toContain('Bearer •••');
    for (const reply of [
      replies.status(400, {}, `wrong key ${value} ${encodeURIComponent(value)}`),
      replies.status(500, {}, value),
      replies.status(302, { location: `https://evil.example/?${value}` }, value),
      replies.status(200, {}, `not json ${value}`),
      replies.breakOff(200, value),
    ]) {
      server.answer(reply);
      outcomes.push(await tools.execute(name));
    }
    server.answer(replies.status(200, {}, `text ${value}`));
    await tools.draft(name, plain({ ...action, answer: { as: 'text' } }));
    outcomes.push((await tools.attempt(name)).json());
    const entries = await test.orm.em.fork().find(AuditEntry, { objectId: name });
    const seen = JSON.stringify([outcomes, entries, test.log]);
    expect(spellings.filter((spelling) => seen.includes(spelling))).toEqual([]);
  });

  it('goes to no other server, whoever writes the tool', async () => {
    await keep('BOUND', { hosts: ['api.weather.example'] });
    const name = named();
    await tools.create(name, plain({ headers: { authorization: '{{secret.BOUND}}' } }));
    expect(await tried(name)).toMatchObject({ code: 'TOOL_SECRET_UNUSABLE', data: { secret: 'BOUND' } });
    await tools.draft(name, plain({ headers: { authorization: '{{secret.NOBODY}}' } }));
    expect(await tried(name)).toMatchObject({ code: 'TOOL_SECRET_UNUSABLE' });
    expect(server.received).toEqual([]);
  });

  it('that is gone, or was sealed under another key, stops the tools that need it', async () => {
    await keep('GOING');
    const name = named();
    await tools.published(name, plain({ headers: { authorization: '{{secret.GOING}}' } }));
    const em = test.orm.em.fork();
    await em.nativeUpdate(ToolSecret, { name: 'GOING' }, { sealed: Buffer.alloc(64) });
    expect(await tools.execute(name)).toMatchObject({ refusal: { code: 'TOOL_SECRET_UNUSABLE' } });
    expect((await tools.call('DELETE', '/secrets/GOING', undefined, { 'if-match': '"7"' })).statusCode).toBe(
      412,
    );
    expect((await tools.call('DELETE', '/secrets/GOING')).statusCode).toBe(204);
    expect(await tools.execute(name)).toMatchObject({ refusal: { code: 'TOOL_SECRET_UNUSABLE' } });
    expect(server.received).toHaveLength(1);
  });

  it('and hosts are kept by those who configure the system', async () => {
    for (const role of ['ops_manager', 'viewer', 'customer']) {
      const { headers } = await cast(role);
      const theirs = customToolsIn(test, headers);
      const statuses = [
        await theirs.call('POST', '/secrets', { name: 'THEIRS', hosts: hosts(), value }),
        await theirs.call('DELETE', '/secrets/SHOWN_NOWHERE'),
        await theirs.call('POST', '/hosts', { host: 'evil.example' }),
        await theirs.call('DELETE', '/hosts/evil.example'),
      ].map(({ statusCode }) => statusCode);
      expect(statuses).toEqual([403, 403, 403, 403]);
    }
  });
});

describe('where a tool may go', () => {
  it('is a host that is allowed, at the moment of the call', async () => {
    const name = named();
    const host = `127.0.0.1:${stranger.port}`;
    stranger.answerAlways(json({}));
    await tools.create(name, httpTool(`${stranger.url}/x`, {}, { input: {} }));
    expect(await tried(name)).toMatchObject({ code: 'TOOL_HOST_NOT_ALLOWED', data: { host } });
    expect((await tools.call('POST', '/hosts', { host, note: 'For a test' })).statusCode).toBe(201);
    expect((await tools.call('POST', '/hosts', { host })).json().code).toBe('TOOL_HOST_EXISTS');
    expect((await tools.call('GET', `/hosts/${host}`)).json()).toMatchObject({ host, isOfSettings: false });
    expect((await tools.call('GET', '/hosts')).json().items).toMatchObject([
      { host: `127.0.0.1:${server.port}`, isOfSettings: true },
      { host, isOfSettings: false, note: 'For a test' },
    ]);
    expect(await tried(name)).toEqual({ output: { result: {}, isShortened: false } });
    await tools.call('POST', `/${name}/publish`);
    expect((await tools.call('DELETE', `/hosts/${host}`)).statusCode).toBe(204);
    expect(await tools.execute(name)).toMatchObject({ refusal: { code: 'TOOL_HOST_NOT_ALLOWED' } });
    expect(stranger.received).toHaveLength(1);
  });

  it.each([
    'evil.example.',
    'EVIL.example',
    'evil。example',
    'a@evil.example',
    'evil.example/x',
    '127.1',
    '*',
    '[::1]',
  ])('is nothing like %s', async (host) => {
    expect((await tools.call('POST', '/hosts', { host })).statusCode).toBe(400);
  });

  it('is not where it is sent on to', async () => {
    stranger.received.length = 0;
    const name = named();
    await tools.create(name, plain());
    server.answer(replies.redirect(`${stranger.url}/stolen`));
    expect(await tried(name)).toMatchObject({ code: 'TOOL_SERVER_REFUSED', data: { answered: 302 } });
    expect(stranger.received).toEqual([]);
  });

  it('is the public internet, by TLS, whatever its name leads to', async () => {
    const hosts = [
      '10.0.0.1',
      '169.254.169.254',
      `127.0.0.1:${server.port}`,
      'intranet.example',
      'localhost:8080',
    ];
    const strict = await startApp({
      settings: { CUSTOM_TOOL_HOSTS: hosts.join(), OUTBOUND_ALLOW_PRIVATE: false },
    });
    try {
      const resolver = new ScriptedResolver({ 'intranet.example': [['93.184.216.34', '10.0.0.7']] });
      const guarded = new OutboundRequests({ allowPrivate: false, resolve: resolver.resolve });
      const outbound = strict.app.get(OutboundRequests, { strict: false });
      vi.spyOn(outbound, 'send').mockImplementation((request) => guarded.send(request));
      const theirs = customToolsIn(strict, (await castIn(strict)('admin')).headers);
      for (const host of hosts) {
        const name = named();
        await theirs.create(name, httpTool(`https://${host}/x`, {}, { input: {} }));
        const { refusal } = (await theirs.attempt(name)).json();
        expect([host, refusal]).toMatchObject([
          host,
          { code: 'TOOL_SERVER_FAILED', data: { reason: 'ADDRESS_REFUSED' } },
        ]);
        // Nothing is told of where a name leads to.
        expect(JSON.stringify(refusal)).not.toContain('10.0.0.7');
      }
      const open = named();
      await theirs.create(open, httpTool('http://intranet.example/x', {}, { input: {} }));
      expect((await theirs.attempt(open)).json().refusal.code).toBe('TOOL_HOST_NOT_ALLOWED');
      await guarded.onApplicationShutdown();
    } finally {
      await strict.close();
    }
  });
});

describe('a server', () => {
  it.each([
    ['writes without end', replies.flood, 'TOOL_ANSWER_TOO_LONG'],
    ['says nothing', replies.silence, 'TOOL_SERVER_FAILED'],
    ['says a letter now and then', replies.drip(), 'TOOL_ANSWER_TOO_LONG'],
    ['hangs up', replies.hangUp, 'TOOL_SERVER_FAILED'],
    ['breaks off', replies.breakOff(), 'TOOL_ANSWER_TOO_LONG'],
    ['answers no JSON', replies.status(200, {}, '<html>'), 'TOOL_ANSWER_UNREADABLE'],
    ['nests without end', replies.status(200, {}, '['.repeat(60_000)), 'TOOL_ANSWER_UNREADABLE'],
    [
      'answers a bomb of values',
      replies.status(200, {}, `[${'1,'.repeat(20_000)}1]`),
      'TOOL_ANSWER_UNREADABLE',
    ],
    ['is overloaded', replies.status(503), 'TOOL_SERVER_FAILED'],
  ] as const)('that %s is told of as such', async (_, reply, code) => {
    const name = named();
    await tools.create(name, plain({ timeoutMs: 300 }));
    server.answer(reply);
    expect(await tried(name)).toMatchObject({ code });
  });

  it('that answers names which objects have by birth gives values, and nothing else', async () => {
    const name = named();
    const fields = ['/__proto__', '/constructor/name', '/toString', '/list/length', '/list/0'].map(
      (pointer, at) => ({ name: `f${at}`, pointer }),
    );
    await tools.create(name, plain({ answer: { fields } }));
    server.answer(replies.status(200, {}, '{"__proto__":{"polluted":true},"list":["a"]}'));
    expect(await tried(name)).toEqual({
      output: {
        result: { f0: { polluted: true }, f1: null, f2: null, f3: null, f4: 'a' },
        isShortened: false,
      },
    });
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });

  it('that answers nothing, a list, or more than is handed on, is read as far as that goes', async () => {
    const name = named();
    await tools.create(name, plain({ answer: { fields: [{ name: 'id', pointer: '/id' }] } }));
    server.answer(replies.status(204));
    expect(await tried(name)).toMatchObject({ output: { result: { id: null } } });
    server.answer(json(Array.from({ length: 300 }, (_, id) => ({ id }))));
    const { output } = await tried(name);
    expect([output.result.length, output.isShortened]).toEqual([200, true]);
  });

  it('that is slow holds up its own tool alone', async () => {
    const [slow, other] = [named(), named()];
    await tools.published(slow, plain({ timeoutMs: 20_000 }));
    await tools.published(other, plain());
    server.answer(...Array.from({ length: 10 }, () => replies.silence));
    const stop = new AbortController();
    const { length } = server.received;
    const waiting = Array.from({ length: 10 }, () =>
      tools.execute(slow, {}, actorOf('ops_agent'), { signal: stop.signal }),
    );
    await vi.waitFor(() => expect(server.received).toHaveLength(length + 10));
    expect(await tools.execute(slow)).toMatchObject({ refusal: { code: 'TOOL_BUSY' } });
    expect(await tools.execute(other)).toMatchObject({ ok: true });
    stop.abort();
    expect((await Promise.all(waiting)).map((each) => !each.ok && each.refusal.code)).toEqual(
      Array(10).fill('CANCELLED'),
    );
    await vi.waitFor(async () => expect(await tools.execute(slow)).toMatchObject({ ok: true }));
  });
});

describe('a definition', () => {
  const nested = (depth: number): unknown => JSON.parse('['.repeat(depth) + ']'.repeat(depth));
  it.each([
    [
      'a pattern that never ends',
      () => plain({}, { input: { properties: { a: { type: 'string', pattern: '^(a+)+$' } } } }),
    ],
    ['a schema that refers to itself', () => plain({}, { input: { properties: { a: { $ref: '#' } } } })],
    ['a body without a floor', () => plain({ method: 'POST', body: nested(20) })],
    ['arguments without a floor', () => questionTool('a.b', { a: nested(40) })],
    ['a body that is a book', () => plain({ method: 'POST', body: 'x'.repeat(20_000) })],
    ['a time without end', () => plain({ timeoutMs: 3_600_000 })],
    ['an answer without end', () => plain({ mostKilobytes: 1e6 })],
    ['a permission that there is not', () => plain({}, { permission: 'everything' })],
    ['code', () => plain({ script: 'process.exit()' })],
    ['a pointer that is none', () => plain({ answer: { from: '$..*' } })],
  ])('with %s is refused, and nothing is written', async (_, definition) => {
    const name = named();
    const { statusCode } = await tools.create(name, definition());
    expect(statusCode).toBe(400);
    expect((await tools.call('GET', `/${name}`)).statusCode).toBe(404);
  });

  it('with places that do not fit is refused, and says where', async () => {
    const refused = await tools.create(
      named(),
      plain({ query: { a: '{{input.nobody}}', b: '{{process.env}}' } }),
    );
    expect([refused.statusCode, refused.json().faults]).toEqual([
      422,
      [
        { path: 'action.query.a', message: 'the input has no nobody' },
        { path: 'action.query.b', message: 'has braces that are no {{input.name}}' },
      ],
    ]);
  });

  it.each([
    'bookings.create_booking',
    'custom',
    'custom.',
    'custom.A',
    'custom.a.b',
    'custom.a-b',
    'x.custom.a',
  ])('cannot be called %s', async (name) => expect((await tools.create(name, plain())).statusCode).toBe(400));
});

describe('an argument', () => {
  const called = async (city: string) => {
    const name = named();
    await tools.create(name, httpTool(`${server.url}/v1/{{input.city}}/end`));
    return tried(name, { city });
  };

  it.each([
    '../../admin',
    'a/../../b',
    '%2e%2e',
    '?x=1',
    '#f',
    '@evil.example',
    '\\evil',
    'a\r\nx: y',
    '//evil',
  ])('%j stays one part of the path', async (city) => {
    expect(await called(city)).toHaveProperty('output');
    expect(server.received.map(({ path }) => path)).toEqual([`/v1/${encodeURIComponent(city)}/end`]);
  });

  it.each(['.', '..', ''])('%j is no part of a path', async (city) => {
    expect(await called(city)).toMatchObject({
      code: 'TOOL_VALUE_REFUSED',
      data: { argument: 'city', place: 'path' },
    });
    expect(server.received).toEqual([]);
  });

  it('that is half a character, or none of the tool, is refused before anything is sent', async () => {
    const name = named();
    await tools.published(name, httpTool(`${server.url}/{{input.city}}`), { city: 'Pune' });
    server.received.length = 0;
    for (const args of [{ city: '\ud800' }, { city: 'Pune', more: 1 }, {}, [], null, 'Pune'])
      expect(await tools.execute(name, args)).toMatchObject({ refusal: { code: 'INPUT_INVALID' } });
    expect(server.received).toEqual([]);
  });
});

describe('two processes', () => {
  it('publish one version between them, and both have it', async () => {
    const name = named();
    await tools.create(name, plain());
    await tools.attempt(name);
    const tag = { 'if-match': '"2"' };
    const both = await Promise.all([
      tools.call('POST', `/${name}/publish`, undefined, tag),
      there.call('POST', `/${name}/publish`, undefined, tag),
    ]);
    expect(both.map(({ statusCode }) => statusCode).sort()).toEqual([200, 412]);
    const published = { tool: { name }, status: 'published' as const };
    expect(await test.orm.em.fork().count(CustomToolVersion, published)).toBe(1);
    await vi.waitFor(async () => expect(await there.execute(name)).toMatchObject({ ok: true }));
    await there.call('POST', `/${name}/retire`);
    await vi.waitFor(() => expect(tools.registry.find(name)).toBeUndefined());
  });

  it('call once between them for one yes', async () => {
    const name = named();
    await tools.published(name, plain({ method: 'POST' }, { effect: 'write' }));
    await vi.waitFor(() => expect(there.registry.find(name)).toBeDefined());
    server.received.length = 0;
    const confirmation = newId();
    const agreed = (where: typeof tools) => where.execute(name, {}, actorOf('ops_agent'), { confirmation });
    const both = await Promise.all([agreed(tools), agreed(there)]);
    expect(both.filter(({ ok }) => ok)).toHaveLength(1);
    expect(server.received).toHaveLength(1);
  });
});
