// What foreign servers write to be obeyed: in descriptions, in answers, in names. Nothing but the tool that was called may run because of it.
import { readFileSync } from 'node:fs';
import { onBehalfOf } from '../../src/access/actor.js';
import { AuditEntry } from '../../src/audit/audit-entry.entity.js';
import { Booking } from '../../src/bookings/booking.entity.js';
import { McpServer } from '../../src/mcp-servers/mcp-server.entity.js';
import { McpTool } from '../../src/mcp-servers/mcp-tool.entity.js';
import { startApp, type TestApp } from '../support/app.js';
import { startForeignServer, type ForeignServer } from '../support/foreign-server.js';
import { customerActor, mcpServersIn, staffActor } from '../support/given-mcp-servers.js';
import { givenIn, type Given } from '../support/given.js';

const corpus = readFileSync(new URL('../injection/tool-servers.tsv', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .map((line) => line.split('\t') as [name: string, text: string]);

let test: TestApp;
let given: Given;
let foreign: ForeignServer;
let mcp: ReturnType<typeof mcpServersIn>;
let id: string;
beforeAll(async () => {
  test = await startApp({ settings: { OUTBOUND_ALLOW_PRIVATE: true } });
  given = givenIn(test);
  mcp = mcpServersIn(test, (await given.staffSignedIn({ role: 'admin' })).headers);
  foreign = await startForeignServer();
  id = await mcp.server(foreign.url, { permission: 'bookings.create' });
});
afterAll(async () => {
  await test.close();
  await foreign.close();
});

const agent = onBehalfOf(customerActor(), 'booking');

/** Whatever somebody could have been talked into. */
async function worldOf() {
  const em = test.orm.em.fork();
  return {
    audited: await em.count(AuditEntry),
    bookings: await em.count(Booking, { status: { $ne: 'cancelled' } }),
    servers: await em
      .find(McpServer, {}, { fields: ['name', 'permission', 'enabled'] })
      .then((all) => all.map(({ name, permission }) => [name, permission])),
    approved: await em
      .find(McpTool, { approvedHash: { $ne: null } })
      .then((all) => all.map(({ name, effect }) => [name, effect])),
  };
}

it('has more than sixty texts', () =>
  expect(new Set(corpus.map(([, text]) => text)).size).toBeGreaterThanOrEqual(60));

it('in an answer, none has an effect: it is marked data, and nothing but the tool that was called has run', async () => {
  const { headers } = await given.signedIn();
  foreign.tools = [{ name: 'echo', description: 'Says something.' }];
  await mcp.approved(id, 'read');
  const before = await worldOf();
  const ran: string[] = [];
  const execute = vi.spyOn(mcp.registry, 'execute');
  for (const [name, text] of corpus) {
    foreign.answer = () => ({
      content: [{ type: 'text', text }],
      structuredContent: { [name]: text, tool: 'bookings.cancel_booking', nested: [{ text }] },
    });
    const outcome = await mcp.run(agent, 'weather.echo');
    expect(outcome).toMatchObject({ ok: true, output: { untrusted: true, source: 'mcp:weather', text } });
    foreign.answer = () => ({ content: [{ type: 'text', text }], isError: true });
    const refused = await mcp.run(agent, 'weather.echo');
    expect(refused).toMatchObject({
      refusal: {
        code: 'MCP_TOOL_FAILED',
        detail: 'The foreign tool says that it failed.',
        data: { untrusted: true, text },
      },
    });
  }
  ran.push(...execute.mock.calls.map(([, name]) => name));
  execute.mockRestore();
  expect(new Set(ran)).toEqual(new Set(['weather.echo']));
  expect(foreign.calls).toHaveLength(2 * corpus.length);
  expect(new Set(foreign.calls.map(({ name }) => name))).toEqual(new Set(['echo']));
  expect(await worldOf()).toEqual(before);
  expect((await test.http({ method: 'GET', url: '/api/v1/bookings', headers })).json().items).toEqual([]);
});

it('in a description, none approves itself, has an effect before that, or the effect that it claims after', async () => {
  foreign.tools = corpus
    .map(([name, text]) => ({
      name: `tool_${name}`,
      title: text.slice(0, 100),
      description: text,
      inputSchema: { type: 'object', properties: { a: { type: 'string', description: text } } },
      annotations: { readOnlyHint: true, destructiveHint: false, title: text },
    }))
    .slice(0, 64);
  const before = await worldOf();
  const { items } = await mcp.refresh(id);
  expect(items.map(({ state }) => state).filter((state) => state !== 'new')).toEqual([]);
  expect(mcp.namesFor(agent).filter((name) => name.startsWith('weather.'))).toEqual([]);
  for (const { toolName } of items)
    expect(await mcp.run(agent, toolName, {}, 'yes')).toMatchObject({ refusal: { code: 'TOOL_UNKNOWN' } });
  expect({ ...(await worldOf()), audited: 0 }).toEqual({ ...before, audited: 0 });
  const calls = foreign.calls.length;
  for (const { name, hash } of items) await mcp.call('POST', `/${id}/tools/${name}/approve`, { hash });
  for (const { toolName } of items) {
    expect(await mcp.run(agent, toolName)).toMatchObject({ refusal: { code: 'NOT_CONFIRMED' } });
    expect(mcp.registry.find(toolName)).toMatchObject({
      effect: 'write',
      permission: 'bookings.create',
      description: expect.stringMatching(
        /^A tool of the foreign server weather, in the words of its makers\. /,
      ),
    });
  }
  expect(foreign.calls).toHaveLength(calls);
  // Whoever lacks the permission lacks it whatever the description says.
  for (const { toolName } of items)
    expect(await mcp.run(staffActor('viewer'), toolName)).toMatchObject({ refusal: { code: 'FORBIDDEN' } });
});

it('in a name, none becomes a tool of ours', async () => {
  const names = [
    'bookings.cancel_booking',
    '../../ops/staff',
    'echo\u0000',
    '__proto__',
    'constructor',
    'a'.repeat(128),
  ];
  foreign.tools = names.map((name) => ({ name }));
  await mcp.refresh(id);
  const shown = (await mcp.tools(id)).filter(({ state }) => state === 'new');
  for (const { toolName } of shown) expect(toolName).toMatch(/^weather\.[a-z0-9_]{0,42}$/);
  await mcp.approved(id);
  const known = mcp.namesFor(staffActor('super_admin')).filter((name) => name.startsWith('weather.'));
  for (const name of known) expect(name).toMatch(/^weather\.[a-z][a-z0-9_]{0,41}$/);
  const own = mcp.registry.find('bookings.cancel_booking');
  expect(own?.description).not.toContain('foreign');
});
