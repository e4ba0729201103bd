// Streams over MCP: what listeners are told, of their own alone, how many there may be, and how they end. On both revisions.
import type { Service, Subcategory } from '../../src/catalogue/service.entity.js';
import { Staff } from '../../src/staff/staff.entity.js';
import { startApp, type TestApp } from '../support/app.js';
import { castIn, type Player } from '../support/cast.js';
import { givenIn, type SignedIn } from '../support/given.js';
import { listening } from '../support/realtime.js';
import { mcpRequest } from './messages.js';

let test: TestApp;
let url: string;
let cast: (role: string) => Promise<Player>;
let complaint: string;
let asha: SignedIn;
beforeAll(async () => {
  test = await startApp({
    settings: { REALTIME_CONNECTIONS_PER_USER: 2, REALTIME_HEARTBEAT_SECONDS: 0.2 },
  });
  url = await listening(test);
  cast = castIn(test);
  const given = givenIn(test);
  asha = await given.signedIn();
  const service: Service = await given.service();
  const provider = await given.provider({ subcategory: service.subcategory as Subcategory });
  const visit = await given.confirmedBooking({
    customer: asha.customer,
    service,
    provider,
    startsIn: '-2d',
    status: 'completed',
  });
  const filed = await test.http({
    method: 'POST',
    url: '/api/v1/complaints',
    headers: asha.headers,
    payload: {
      bookingId: visit.id,
      category: 'quality',
      subject: 'It drips',
      description: 'It still drips.',
    },
  });
  complaint = filed.json().id;
});
afterAll(() => test.close());

interface Stream {
  status: number;
  /** Resolves with the next message that fits. */
  next(fits: (message: any) => boolean): Promise<any>;
  /** Resolves when it is over. */
  ended: Promise<void>;
  close(): void;
}
const open: Stream[] = [];
afterEach(() => open.splice(0).forEach((stream) => stream.close()));

async function stream(path: string, init: RequestInit): Promise<Stream> {
  const over = new AbortController();
  const answer = await fetch(`${url}${path}`, { ...init, signal: over.signal });
  const messages: any[] = [];
  const waiting: { fits: (message: any) => boolean; found: (message: any) => void }[] = [];
  const tell = (message: any): void => {
    messages.push(message);
    for (const { fits, found } of waiting) if (fits(message)) found(message);
  };
  const ended = (async () => {
    let text = '';
    for await (const chunk of answer.body!.pipeThrough(new TextDecoderStream())) {
      text += chunk;
      const events = text.split('\n\n');
      text = events.pop()!;
      for (const event of events) {
        const data = /^data: (.+)$/m.exec(event)?.[1];
        if (data) tell(JSON.parse(data));
      }
    }
  })().catch(() => {});
  const next = (fits: (message: any) => boolean) =>
    new Promise<any>((found) => {
      const known = messages.find(fits);
      if (known) found(known);
      else waiting.push({ fits, found });
    });
  const made = { status: answer.status, next, ended, close: () => over.abort() };
  open.push(made);
  return made;
}

/** 2026-07-28. */
function listen(by: Pick<Player, 'headers'>, notifications: object): Promise<Stream> {
  const request = mcpRequest({
    method: 'subscriptions/listen',
    params: { notifications },
    headers: by.headers,
  });
  return stream(request.url, {
    method: 'POST',
    headers: request.headers,
    body: JSON.stringify(request.payload),
  });
}

const accept = 'application/json, text/event-stream';
async function post(by: Pick<Player, 'headers'>, payload: object, session?: string): Promise<Response> {
  const headers = {
    ...by.headers,
    'content-type': 'application/json',
    accept,
    ...(session && { 'mcp-session-id': session }),
  };
  const answer = await fetch(`${url}/mcp`, { method: 'POST', headers, body: JSON.stringify(payload) });
  return answer;
}

/** 2025-11-25. */
async function session(by: Pick<Player, 'headers'>): Promise<string> {
  const clientInfo = { name: 'test', version: '1' };
  const params = { protocolVersion: '2025-11-25', capabilities: {}, clientInfo };
  const begun = await post(by, { jsonrpc: '2.0', id: 0, method: 'initialize', params });
  await begun.text();
  const id = begun.headers.get('mcp-session-id')!;
  await (await post(by, { jsonrpc: '2.0', method: 'notifications/initialized' }, id)).text();
  return id;
}
const get = (by: Pick<Player, 'headers'>, id: string) =>
  stream('/mcp', { headers: { ...by.headers, accept, 'mcp-session-id': id } });

const of = (method: string) => (message: any) => message.method === method;
const changed = of('notifications/tools/list_changed');
const updated = of('notifications/resources/updated');
const acknowledged = of('notifications/subscriptions/acknowledged');

it('tell whose rights have changed that their tools have, on both revisions', async () => {
  const agent = await cast('ops_agent');
  const modern = await listen(agent, { toolsListChanged: true });
  await modern.next(acknowledged);
  const old = await get(agent, await session(agent));
  await test.orm.em.fork().nativeUpdate(Staff, { id: agent.id }, { role: 'ops_manager' });
  // Sessions are asked for their owners anew now and then; here at once.
  const heard = await Promise.all([modern.next(changed), old.next(changed)]);
  expect(heard.filter(changed)).toHaveLength(2);
});

it('tell of a complaint that its customer follows, and nobody else', async () => {
  const uri = `desk://complaints/${complaint}`;
  const bala = await cast('customer');
  const own = await listen(asha, { resourceSubscriptions: [uri] });
  await own.next(acknowledged);
  const theirs = await listen(bala, { resourceSubscriptions: [uri], toolsListChanged: true });
  await theirs.next(acknowledged);
  const subscribe = (id: string, by: Pick<Player, 'headers'>) =>
    post(by, { jsonrpc: '2.0', id: 2, method: 'resources/subscribe', params: { uri } }, id);
  const refused = await subscribe(await session(bala), bala);
  expect(await refused.text()).toContain('-32602');

  const agent = await cast('ops_agent');
  const said = await test.http({
    method: 'PUT',
    url: `/api/v1/ops/complaints/${complaint}/status`,
    headers: agent.headers,
    payload: { status: 'in_progress' },
  });
  expect(said.statusCode).toBe(200);
  expect((await own.next(updated)).params.uri).toBe(uri);
  const heard = await Promise.race([theirs.next(updated), own.next(updated).then(() => 'nothing')]);
  expect(heard).toBe('nothing');
});

it('are so many for one person and no more', async () => {
  const asker = await cast('customer');
  const notifications = { toolsListChanged: true };
  const two = [await listen(asker, notifications), await listen(asker, notifications)];
  expect(two.map(({ status }) => status)).toEqual([200, 200]);
  expect((await listen(asker, notifications)).status).toBe(429);
  expect((await listen(await cast('customer'), notifications)).status).toBe(200);
  two[0]!.close();
  await two[0]!.ended;
  await vi.waitFor(async () => expect((await listen(asker, notifications)).status).toBe(200));
});

it('end when their person signs out', async () => {
  const person = await givenIn(test).signedIn({ email: 'leaves@example.com' });
  const modern = await listen(person, { toolsListChanged: true });
  const old = await get(person, await session(person));
  const out = await test.http({
    method: 'POST',
    url: '/api/v1/auth/logout',
    headers: person.headers,
  });
  expect(out.statusCode).toBeLessThan(300);
  await Promise.all([modern.ended, old.ended]);
});
