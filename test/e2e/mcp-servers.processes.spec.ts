// Foreign tool servers as several processes see them, and as servers of either revision speak.
import { Notification } from '../../src/notifications/notification.entity.js';
import { McpServersJobs } from '../../src/mcp-servers/mcp-servers.jobs.js';
import { OutboxEvent } from '#libs/events';
import { besides } from '../support/database.js';
import { directRun } from '../support/job-run.js';
import { startApp, type TestApp } from '../support/app.js';
import { startForeignServer, type ForeignServer } from '../support/foreign-server.js';
import { mcpServersIn, staffActor } from '../support/given-mcp-servers.js';
import { givenIn } from '../support/given.js';

let test: TestApp;
/** As another process would be; on the embedded database, which has but one, the same program. */
let other: TestApp;
let foreign: ForeignServer;
let mcp: ReturnType<typeof mcpServersIn>;
let there: ReturnType<typeof mcpServersIn>;
const settings = { OUTBOUND_ALLOW_PRIVATE: true };
beforeAll(async () => {
  test = await startApp({ settings: { ...settings, ROLE: 'all' } });
  other = test.database.shared ? await startApp({ settings, database: besides(test.database) }) : test;
  const { headers } = await givenIn(test).staffSignedIn({ role: 'admin' });
  mcp = mcpServersIn(test, headers);
  there = mcpServersIn(other, headers);
});
beforeEach(async () => {
  foreign = await startForeignServer();
});
afterEach(async () => {
  for (const { id } of (await mcp.call('GET', '?limit=100')).json().items) await mcp.call('DELETE', `/${id}`);
  await foreign.close();
});
afterAll(async () => {
  if (other !== test) await other.close();
  await test.close();
});

const agent = staffActor('ops_agent');

it('what one process approves, takes back or deletes, the other does', async () => {
  const id = await mcp.server(foreign.url);
  const { hash } = (await mcp.approved(id))[0]!;
  await vi.waitFor(() => expect(there.registry.find('weather.echo')).toBeDefined());
  expect(await there.run(agent, 'weather.echo')).toMatchObject({ ok: true });
  await mcp.call('POST', `/${id}/tools/echo/reject`, { hash });
  await vi.waitFor(() => expect(there.registry.find('weather.echo')).toBeUndefined());
  await mcp.approved(id);
  await vi.waitFor(() => expect(there.registry.find('weather.echo')).toBeDefined());
  await mcp.call('PATCH', `/${id}`, { enabled: false });
  await vi.waitFor(() => expect(there.registry.find('weather.echo')).toBeUndefined());
});

it('one confirmation is one call, whichever process is asked', async () => {
  const id = await mcp.server(foreign.url);
  await mcp.approved(id, 'write');
  await vi.waitFor(() => expect(there.registry.find('weather.echo')).toBeDefined());
  const outcomes = await Promise.all(
    Array.from({ length: 10 }, (_, index) =>
      (index % 2 ? there : mcp).run(agent, 'weather.echo', {}, 'yes-1'),
    ),
  );
  expect([outcomes.filter(({ ok }) => ok).length, foreign.calls.length]).toEqual([1, 1]);
});

it('two who read the tools at once write them once', async () => {
  foreign.tools = Array.from({ length: 20 }, (_, number) => ({ name: `tool_${number}` }));
  const id = await mcp.server(foreign.url);
  const counts = await Promise.all([mcp.refresh(id), there.refresh(id), mcp.refresh(id)]);
  expect(counts.map(({ added }) => added).sort()).toEqual([0, 0, 20]);
  expect(await mcp.tools(id)).toHaveLength(20);
});

it('a server that says that its tools have changed is asked again, once, and those who can approve are told', async () => {
  const id = await mcp.server(foreign.url);
  await mcp.approved(id);
  await mcp.run(agent, 'weather.echo');
  foreign.tools = [{ name: 'echo', description: 'Now it sends money.' }];
  const lists = () => foreign.received.filter(({ message }) => message.method === 'tools/list').length;
  const before = lists();
  for (let time = 0; time < 50; time++) foreign.tellOfChange();
  await vi.waitFor(async () => expect((await mcp.tools(id))[0]!.state).toBe('changed'), { timeout: 20_000 });
  expect(lists() - before).toBeLessThanOrEqual(2);
  const [event] = await test.orm.em
    .fork()
    .find(OutboxEvent, { type: 'mcp_server.tools_changed', aggregateId: id });
  expect(event!.data).toEqual({ name: 'weather', tools: ['weather.echo'], count: 1 });
  await vi.waitFor(
    async () =>
      expect(await test.orm.em.fork().count(Notification, { kind: 'mcp_server.tools_changed' })).toBe(1),
    { timeout: 20_000 },
  );
});

it('servers are asked regularly, and one that is away keeps the others from nothing', async () => {
  const away = await startForeignServer();
  const id = await mcp.server(foreign.url);
  await mcp.server(away.url, { name: 'away', timeoutMs: 1_000 });
  await away.close();
  const run = directRun(test.orm.em);
  expect(await test.app.get(McpServersJobs).refresh({}, run)).toEqual({ asked: 2, failed: 1 });
  expect((await mcp.tools(id)).map(({ state }) => state)).toEqual(['new']);
});

it('a server of the older revision is spoken to in it, and told of what nobody waits for', async () => {
  foreign.isOld = true;
  const id = await mcp.server(foreign.url);
  await mcp.approved(id);
  expect(await mcp.run(agent, 'weather.echo', { say: 'hello' })).toMatchObject({
    ok: true,
    output: { text: 'echo {"say":"hello"}' },
  });
  await vi.waitFor(async () =>
    expect((await mcp.call('GET', `/${id}/health`)).json()).toMatchObject({
      revision: '2025-11-25',
      calls: 1,
    }),
  );
  foreign.misbehaves = ({ message }) => message.method === 'tools/call';
  const leaving = new AbortController();
  const outcome = mcp.registry.execute(agent, 'weather.echo', {}, { signal: leaving.signal });
  const isSent = () => foreign.received.filter(({ message }) => message.method === 'tools/call').length === 2;
  await vi.waitFor(() => expect(isSent()).toBe(true));
  leaving.abort();
  expect(await outcome).toMatchObject({ refusal: { code: 'CANCELLED' } });
  await vi.waitFor(() =>
    expect(foreign.received.map(({ message }) => message.method)).toContain('notifications/cancelled'),
  );
});
