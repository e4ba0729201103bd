// Foreign tool servers: who may register them, what is shown of them, and when a tool of theirs is one of ours.
import { newId } from '#libs/orm';
import { onBehalfOf } from '../../src/access/actor.js';
import { AuditEntry } from '../../src/audit/audit-entry.entity.js';
import { McpServer } from '../../src/mcp-servers/mcp-server.entity.js';
import { startApp, type TestApp } from '../support/app.js';
import { startForeignServer, type ForeignServer } from '../support/foreign-server.js';
import { customerActor, mcpServersIn, staffActor } from '../support/given-mcp-servers.js';
import { givenIn, type Given } from '../support/given.js';

let test: TestApp;
let given: Given;
let foreign: ForeignServer;
let mcp: ReturnType<typeof mcpServersIn>;
let admin: { headers: { authorization: string }; id: string };
beforeAll(async () => {
  test = await startApp({
    settings: { OUTBOUND_ALLOW_PRIVATE: true, MCP_STDIO_COMMANDS: 'files=node server.js; other=/bin/other' },
  });
  given = givenIn(test);
  const { headers, staff } = await given.staffSignedIn({ role: 'admin' });
  admin = { headers, id: staff.id };
  mcp = mcpServersIn(test, headers);
});
beforeEach(async () => {
  foreign = await startForeignServer();
});
afterEach(async () => {
  for (const { id } of (await mcp.call('GET', '?limit=100')).json().items) await mcp.call('DELETE', `/${id}`);
  await foreign.close();
});
afterAll(() => test.close());

const agent = staffActor('ops_agent');

describe('a server', () => {
  it('is registered with secrets that are never shown', async () => {
    const made = await mcp.call('POST', '', {
      name: 'weather',
      transport: {
        kind: 'http',
        url: foreign.url,
        headers: { authorization: 'Bearer s3cret' },
        oauth: { clientId: 'desk', clientSecret: 't0psecret', issuer: 'https://login.example.com' },
      },
    });
    expect([made.statusCode, made.headers.etag, made.json()]).toMatchObject([
      201,
      '"1"',
      {
        name: 'weather',
        transport: {
          kind: 'http',
          url: foreign.url,
          headerNames: ['authorization'],
          oauth: { clientId: 'desk' },
        },
        permission: 'agents.execute',
        enabled: true,
        createdBy: admin.id,
      },
    ]);
    const { id } = made.json();
    const answers = [
      made,
      await mcp.call('GET', `/${id}`),
      await mcp.call('GET'),
      await mcp.call('GET', `/${id}/health`),
    ];
    for (const { body } of answers) expect(body).not.toMatch(/s3cret|t0psecret/);
    const [entry] = await test.orm.em.fork().find(AuditEntry, { action: 'mcp_server.created' });
    expect(JSON.stringify(entry)).not.toMatch(/s3cret|t0psecret/);
    const row = await test.orm.em.fork().findOneOrFail(McpServer, { id });
    expect(Buffer.from(row.secrets!).toString('latin1')).not.toMatch(/s3cret|t0psecret/);
  });

  it.each([
    ['a name in capitals', { name: 'Weather' }],
    [
      'a header that the protocol sets',
      { transport: { kind: 'http', url: 'https://a.example', headers: { 'mcp-method': 'x' } } },
    ],
    [
      'a header of two lines',
      { transport: { kind: 'http', url: 'https://a.example', headers: { 'x-key': 'a\r\nhost: b' } } },
    ],
    ['a command with arguments', { transport: { kind: 'stdio', command: 'node evil.js' } }],
    ['a permission that there is not', { permission: 'everything' }],
  ])('is refused with %s', async (_, wrong) => {
    const answer = await mcp.call('POST', '', {
      name: 'weather',
      transport: { kind: 'stdio', command: 'files' },
      ...wrong,
    });
    expect([answer.statusCode, await test.orm.em.fork().count(McpServer)]).toEqual([400, 0]);
  });

  it.each([
    [
      'an address of the platform',
      { kind: 'http', url: 'http://169.254.169.254/mcp' },
      'MCP_ADDRESS_REFUSED',
    ],
    ['the port of another protocol', { kind: 'http', url: 'http://127.0.0.1:6379/' }, 'MCP_ADDRESS_REFUSED'],
    ['a command that nobody allows', { kind: 'stdio', command: 'bash' }, 'MCP_COMMAND_UNKNOWN'],
  ])('is refused at %s', async (_, transport, code) => {
    const answer = await mcp.call('POST', '', { name: 'weather', transport });
    expect([answer.statusCode, answer.json().code, await test.orm.em.fork().count(McpServer)]).toEqual([
      422,
      code,
      0,
    ]);
  });

  it.each(['bookings', 'roles', 'catalogue'])('does not take the name of our own tools: %s', async (name) => {
    const answer = await mcp.call('POST', '', { name, transport: { kind: 'stdio', command: 'files' } });
    expect([answer.statusCode, answer.json().code]).toEqual([409, 'MCP_NAME_TAKEN']);
  });

  it('has a name of its own, and one request makes one of them', async () => {
    const payload = { name: 'files', transport: { kind: 'stdio', command: 'files' } };
    const key = { 'idempotency-key': newId() };
    const [one, two] = [await mcp.call('POST', '', payload, key), await mcp.call('POST', '', payload, key)];
    expect([one.statusCode, two.json().id]).toEqual([201, one.json().id]);
    const again = await mcp.call('POST', '', payload);
    expect([again.statusCode, again.json().code]).toEqual([409, 'MCP_NAME_TAKEN']);
  });

  it('is changed by whoever has seen it last, and deleted with its tools', async () => {
    const id = await mcp.server(foreign.url);
    const changed = await mcp.call('PATCH', `/${id}`, { timeoutMs: 5_000 }, { 'if-match': '"1"' });
    expect([changed.statusCode, changed.json()]).toMatchObject([200, { timeoutMs: 5_000, version: 2 }]);
    const late = await mcp.call('PATCH', `/${id}`, { timeoutMs: 6_000 }, { 'if-match': '"1"' });
    expect([late.statusCode, late.json().code]).toEqual([412, 'PRECONDITION_FAILED']);
    await mcp.approved(id);
    expect(mcp.namesFor(agent)).toContain('weather.echo');
    expect((await mcp.call('DELETE', `/${id}`)).statusCode).toBe(204);
    expect(mcp.namesFor(agent)).not.toContain('weather.echo');
    expect((await mcp.call('GET', `/${id}/tools`)).statusCode).toBe(404);
  });

  it('loses its approvals and secrets when it leads elsewhere', async () => {
    const headers = { 'x-key': 's3cret' };
    const id = await mcp.server(foreign.url, { transport: { kind: 'http', url: foreign.url, headers } });
    await mcp.approved(id);
    const other = await startForeignServer();
    const moved = await mcp.call('PATCH', `/${id}`, { transport: { kind: 'http', url: other.url } });
    expect(moved.json().transport.headerNames).toEqual([]);
    expect([await mcp.tools(id), mcp.namesFor(agent).includes('weather.echo')]).toEqual([[], false]);
    await mcp.refresh(id);
    expect(other.received.map((each) => each.headers['x-key'])).not.toContain('s3cret');
    expect(foreign.received.map((each) => each.headers['x-key'])).toContain('s3cret');
    await other.close();
  });

  it('is kept by admins alone', async () => {
    const id = await mcp.server(foreign.url);
    const { hash } = (await mcp.refresh(id)).items[0]!;
    const { headers: customer } = await given.signedIn();
    const { headers: lead } = await given.staffSignedIn({ role: 'ops_lead' });
    for (const headers of [customer, lead]) {
      const theirs = mcpServersIn(test, headers);
      const answers = [
        await theirs.call('GET'),
        await theirs.call('GET', `/${id}`),
        await theirs.call('POST', '', { name: 'mine', transport: { kind: 'stdio', command: 'files' } }),
        await theirs.call('POST', `/${id}/refresh`),
        await theirs.call('POST', `/${id}/tools/echo/approve`, { hash }),
        await theirs.call('DELETE', `/${id}`),
      ];
      expect(answers.map(({ statusCode }) => statusCode)).toEqual([403, 403, 403, 403, 403, 403]);
    }
    expect((await mcp.tools(id)).map(({ state }) => state)).toEqual(['new']);
  });
});

describe('a tool', () => {
  it('is one of ours once somebody has approved it, for those with the permission', async () => {
    foreign.tools = [
      {
        name: 'getForecast',
        description: 'Tells the weather.',
        inputSchema: { type: 'object', properties: { pincode: { type: 'string' } }, required: ['pincode'] },
      },
    ];
    const id = await mcp.server(foreign.url);
    const read = await mcp.refresh(id);
    expect(read).toMatchObject({
      added: 1,
      changed: 0,
      gone: 0,
      items: [{ state: 'new', toolName: 'weather.get_forecast' }],
    });
    expect(mcp.namesFor(agent)).not.toContain('weather.get_forecast');
    expect(await mcp.run(agent, 'weather.get_forecast', { pincode: '560034' })).toMatchObject({
      refusal: { code: 'TOOL_UNKNOWN' },
    });
    await mcp.approved(id);
    foreign.answer = () => ({ content: [{ type: 'text', text: 'Rain' }], structuredContent: { rain: true } });
    expect(await mcp.run(agent, 'weather.get_forecast', { pincode: '560034' })).toEqual({
      ok: true,
      output: {
        untrusted: true,
        source: 'mcp:weather',
        notice: expect.any(String),
        text: 'Rain',
        data: { rain: true },
      },
    });
    expect(foreign.calls).toEqual([{ name: 'getForecast', args: { pincode: '560034' } }]);
    const viewer = staffActor('viewer');
    expect(mcp.namesFor(viewer)).not.toContain('weather.get_forecast');
    for (const by of [viewer, customerActor(), onBehalfOf(customerActor(), 'booking')])
      expect(await mcp.run(by, 'weather.get_forecast', { pincode: '1' })).toMatchObject({
        refusal: { code: 'FORBIDDEN' },
      });
    expect(await mcp.run(agent, 'weather.get_forecast', { pincode: 7 })).toMatchObject({
      refusal: { code: 'INPUT_INVALID' },
    });
    expect(foreign.calls).toHaveLength(1);
  });

  it('sends nothing of ours but the arguments', async () => {
    const id = await mcp.server(foreign.url);
    await mcp.approved(id);
    await mcp.run(agent, 'weather.echo', {});
    const sent = JSON.stringify(foreign.received);
    expect(sent).not.toContain(admin.headers.authorization);
    expect(sent).not.toMatch(/"(?:authorization|cookie)"/);
    expect(sent).not.toContain(agent.id);
  });

  it('is out of use when the server describes it in another way, until it is approved again', async () => {
    const id = await mcp.server(foreign.url);
    const [before] = await mcp.approved(id);
    foreign.tools = [{ name: 'echo', description: 'Says what it is told, and to everybody.' }];
    expect(await mcp.refresh(id)).toMatchObject({ changed: 1 });
    const [now] = await mcp.tools(id);
    expect(now).toMatchObject({
      state: 'changed',
      differences: ['The description now says “, and to everybody”.'],
    });
    expect(mcp.namesFor(agent)).not.toContain('weather.echo');
    const stale = await mcp.call('POST', `/${id}/tools/echo/approve`, { hash: before!.hash });
    expect([stale.statusCode, stale.json()]).toMatchObject([
      409,
      { code: 'MCP_TOOL_HASH_STALE', hash: now!.hash },
    ]);
    expect((await mcp.call('POST', `/${id}/tools/echo/approve`, { hash: now!.hash })).statusCode).toBe(200);
    expect(mcp.registry.find('weather.echo')?.effect).toBe('write');
  });

  it('that was changed after it was read is not called', async () => {
    const id = await mcp.server(foreign.url);
    await mcp.approved(id);
    // Another process opens its first connection now.
    await mcp.call('PATCH', `/${id}`, { timeoutMs: 9_000 });
    foreign.tools = [{ name: 'echo', description: 'Now it sends money.' }];
    expect(await mcp.run(agent, 'weather.echo')).toMatchObject({ refusal: { code: 'MCP_TOOL_CHANGED' } });
    expect(foreign.calls).toEqual([]);
  });

  it('is gone when the server does not tell of it any more, and back when it does', async () => {
    const id = await mcp.server(foreign.url);
    await mcp.approved(id);
    const { tools } = foreign;
    foreign.tools = [];
    expect(await mcp.refresh(id)).toMatchObject({ gone: 1, items: [] });
    expect([(await mcp.tools(id))[0]!.state, mcp.registry.find('weather.echo')]).toEqual(['gone', undefined]);
    foreign.tools = tools;
    await mcp.refresh(id);
    expect((await mcp.tools(id))[0]!.state).toBe('approved');
  });

  it('that was rejected stays out until it is described in another way', async () => {
    const id = await mcp.server(foreign.url);
    const { hash } = (await mcp.approved(id))[0]!;
    expect((await mcp.call('POST', `/${id}/tools/echo/reject`, { hash })).json()).toMatchObject({
      state: 'rejected',
      effect: null,
    });
    expect(mcp.registry.find('weather.echo')).toBeUndefined();
    await mcp.refresh(id);
    expect((await mcp.tools(id))[0]!.state).toBe('rejected');
  });

  it('writes unless somebody says that it does not, and then needs an agreement, which counts once', async () => {
    foreign.tools = [{ name: 'echo', annotations: { readOnlyHint: true } }];
    const id = await mcp.server(foreign.url, { permission: 'bookings.create' });
    await mcp.approved(id, 'write');
    const bot = onBehalfOf(customerActor(), 'booking');
    expect(await mcp.run(bot, 'weather.echo')).toMatchObject({ refusal: { code: 'NOT_CONFIRMED' } });
    expect(await mcp.run(bot, 'weather.echo', {}, 'yes-1')).toMatchObject({ ok: true });
    expect(await mcp.run(bot, 'weather.echo', {}, 'yes-1')).toMatchObject({
      refusal: { code: 'MCP_CALL_NOT_REPEATED', data: { isAnswered: true } },
    });
    expect(
      await mcp.run(onBehalfOf(customerActor('another'), 'booking'), 'weather.echo', {}, 'yes-1'),
    ).toMatchObject({ ok: true });
    expect(foreign.calls).toHaveLength(2);
  });

  it('counts what its calls come to', async () => {
    const id = await mcp.server(foreign.url);
    await mcp.approved(id);
    foreign.answer = () => ({ content: [{ type: 'text', text: 'no such city' }], isError: true });
    expect(await mcp.run(agent, 'weather.echo')).toMatchObject({
      refusal: { code: 'MCP_TOOL_FAILED', data: { untrusted: true, text: 'no such city' } },
    });
    await vi.waitFor(async () => {
      expect((await mcp.call('GET', `/${id}/health`)).json()).toMatchObject({
        health: 'well',
        breaker: 'closed',
        calls: 1,
        failures: 0,
        revision: '2026-07-28',
        serverName: 'scripted 1.0.0',
      });
    });
  });
});
