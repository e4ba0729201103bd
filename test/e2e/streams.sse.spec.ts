// Streams over HTTP: server-sent events and plain polling, on a server that listens. On PostgreSQL clients come back to a second program.
import { connect } from 'node:net';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { register } from 'prom-client';
import { newId } from '#libs/orm';
import { Job } from '#libs/jobs';
import { StreamLog } from '#libs/realtime';
import { castIn, type Player } from '../support/cast.js';
import { besides } from '../support/database.js';
import { startApp, type TestApp } from '../support/app.js';
import { password } from '../support/given.js';
import { queriesDuring } from '../support/queries.js';
import { listening, SseClient, type SseEvent } from '../support/realtime.js';

/** Short, so that a test that waits for one does not wait for long. */
const settings = {
  REALTIME_CONNECTIONS_PER_USER: 4,
  REALTIME_HEARTBEAT_SECONDS: 0.2,
  REALTIME_PATIENCE_SECONDS: 0.5,
};

let test: TestApp;
let url: string;
/** Another process over the same database, where that can be; otherwise the same. */
let otherUrl: string;
let other: TestApp | undefined;
let streams: StreamLog;
let cast: (role: string) => Promise<Player>;
beforeAll(async () => {
  test = await startApp({ settings });
  url = await listening(test);
  if (test.database.shared) other = await startApp({ settings, database: besides(test.database) });
  otherUrl = other ? await listening(other) : url;
  streams = test.app.get(StreamLog);
  cast = castIn(test);
});
afterAll(async () => {
  await other?.close();
  await test.close();
});

const clients: SseClient[] = [];
afterEach(() => clients.splice(0).forEach((client) => client.close()));

async function follow(
  by: Partial<Player>,
  stream: string,
  more: { at?: string; query?: string; lastEventId?: string } = {},
) {
  const headers = { ...by.headers, ...(more.lastEventId && { 'last-event-id': more.lastEventId }) };
  const client = await SseClient.open(
    `${more.at ?? url}/api/v1/streams/${stream}/events${more.query ?? ''}`,
    headers,
  );
  clients.push(client);
  return client;
}

function poll(by: Partial<Player>, stream: string, query = '') {
  return test.http({ url: `/api/v1/streams/${stream}${query}`, headers: by.headers });
}

const own = (player: Player) => `customer:${player.id}`;
const entry = (n: number, more: object = {}) => ({
  type: n % 2 ? 'thing.done' : 'thing.begun',
  data: { n, ...more },
});
const words = ['नमस्ते ✓', 'line\nbreak', 'a "quote"', 'data: x\n\nid: 9', '', '\u2028'];

async function jobOf(
  owner: { kind: 'customer' | 'staff' | 'system'; id: string },
  type = 'nothing.do',
): Promise<string> {
  const em = test.orm.em.fork();
  const id = newId();
  em.create(Job, {
    id,
    type,
    ownerKind: owner.kind,
    ownerId: owner.id,
    cost: 'light',
    input: {},
    runAt: test.clock.now(),
    orderAt: test.clock.now(),
  } as never);
  await em.flush();
  return id;
}

describe('a recorded stream', () => {
  let asha: Player;
  let log: { position: number; type: string; data: unknown; at: Date }[];
  let lines: string[];
  const total = 24;
  beforeAll(async () => {
    asha = await cast('customer');
    const entries = Array.from({ length: total }, (_, n) => entry(n, { text: words[n % words.length] }));
    await streams.append(own(asha), entries);
    log = await streams.read(own(asha), 0, total);
    lines = log.map(({ position, type, data, at }) => JSON.stringify({ position, type, data, at }));
  });

  const dataOf = (events: readonly SseEvent[]) => events.map(({ data }) => data);

  it('cut at every event, and taken up again elsewhere, is the log byte for byte', async () => {
    for (let cutAt = 0; cutAt <= total; cutAt++) {
      const before = await follow(asha, 'me');
      await before.until(() => before.events.length >= cutAt);
      before.close();
      const had = before.events.slice(0, cutAt);
      const after = await follow(asha, 'me', { at: otherUrl, lastEventId: had.at(-1)?.id });
      await after.until(() => after.events.length >= total - cutAt);
      after.close();
      expect(dataOf([...had, ...after.events]).join('\n')).toBe(lines.join('\n'));
    }
  });

  it('has ids, types and positions that belong together', async () => {
    const client = await follow(asha, 'me');
    await client.until(() => client.events.length === total);
    expect(client.events.map(({ id, event }) => [Number(id), event])).toEqual(
      log.map(({ position, type }) => [position, type]),
    );
  });

  it('goes on after a position in the address as well; what the client says that it has counts more', async () => {
    const query = `?after=${log[3]!.position}`;
    const fresh = await follow(asha, 'me', { query });
    await fresh.until(() => fresh.events.length === total - 4);
    expect(dataOf(fresh.events)).toEqual(lines.slice(4));
    const back = await follow(asha, 'me', { query, lastEventId: String(log[9]!.position) });
    await back.until(() => back.events.length === total - 10);
    expect(dataOf(back.events)).toEqual(lines.slice(10));
    const odd = await follow(asha, 'me', { query, lastEventId: 'nonsense' });
    await odd.until(() => odd.events.length === total - 4);
    expect(dataOf(odd.events)).toEqual(lines.slice(4));
  });

  it('asked for piece by piece, of any size, is the log byte for byte', async () => {
    for (const limit of [1, 7, total, 100]) {
      const items: string[] = [];
      let page = (await poll(asha, 'me', `?limit=${limit}`)).json();
      while (page.items.length > 0) {
        items.push(...page.items.map((item: unknown) => JSON.stringify(item)));
        page = (await poll(asha, 'me', `?after=${page.last}&limit=${limit}`)).json();
      }
      expect(page.last).toBe(log.at(-1)!.position);
      expect(items.join('\n')).toBe(lines.join('\n'));
    }
    expect((await poll(asha, 'me', '?after=-1')).statusCode).toBe(400);
    expect((await poll(asha, 'me', '?limit=101')).statusCode).toBe(400);
  });
});

describe('a place that is lost', () => {
  const removeOld = async (stream: string, upTo: number) => {
    const before = new Date(test.clock.now().getTime() - 1);
    const em = test.orm.em.fork() as SqlEntityManager;
    await em.execute('update stream_entries set at = ? where stream = ? and position <= ?', [
      before,
      stream,
      upTo,
    ]);
    await streams.removeOlder(new Date(before.getTime() + 1));
  };

  it('ahead of the stream: one who asks is refused, one who follows begins at the beginning', async () => {
    const asha = await cast('customer');
    await streams.append(own(asha), [entry(0), entry(1)]);
    const [, last] = await streams.read(own(asha), 0);
    const ahead = last!.position + 1;
    const refused = await poll(asha, 'me', `?after=${ahead}`);
    expect([refused.statusCode, refused.json()]).toEqual([
      409,
      expect.objectContaining({ code: 'STREAM_PLACE_LOST', reason: 'ahead', last: last!.position }),
    ]);
    for (const more of [{ lastEventId: String(ahead) }, { query: `?after=${ahead}` }]) {
      const client = await follow(asha, 'me', { at: otherUrl, ...more });
      await client.until(() => client.events.length === 3);
      expect(client.events.map(({ id, event }) => [id, event])).toEqual([
        ['0', 'reset'],
        [String(last!.position - 1), 'thing.begun'],
        [String(last!.position), 'thing.done'],
      ]);
      expect(JSON.parse(client.events[0]!.data!)).toEqual({ reason: 'ahead' });
      await streams.append(own(asha), [entry(2)]);
      await client.until(() => client.events.length === 4);
      client.close();
      const added = 'delete from stream_entries where stream = ? and position > ?';
      await (test.orm.em.fork() as SqlEntityManager).execute(added, [own(asha), last!.position]);
    }
    const fresh = await poll(asha, 'me', `?after=${last!.position}`);
    expect(fresh.json()).toEqual({ items: [], last: last!.position });
  });

  it('of what was removed because of its age: the same, and only for whoever has missed something', async () => {
    const [asha, ravi] = [await cast('customer'), await cast('customer')];
    for (const person of [asha, ravi]) await streams.append(own(person), [entry(0), entry(1), entry(2)]);
    const [first, second, third] = await streams.read(own(asha), 0);
    await removeOld(own(asha), second!.position);
    const refused = await poll(asha, 'me', `?after=${first!.position}`);
    expect([refused.statusCode, refused.json().reason]).toEqual([409, 'removed']);
    const client = await follow(asha, 'me', { lastEventId: String(first!.position) });
    await client.until(() => client.events.length === 2);
    expect(client.events.map(({ event, id }) => [event, Number(id)])).toEqual([
      ['reset', 0],
      ['thing.begun', third!.position],
    ]);
    const whole = await follow(asha, 'me', { lastEventId: String(second!.position) });
    await whole.until(() => whole.events.length === 1);
    expect(whole.events[0]!.event).toBe('thing.begun');
    expect((await poll(asha, 'me', '?after=0')).json().items).toHaveLength(1);
    // Another's stream has lost nothing.
    const [his] = await streams.read(own(ravi), 0);
    expect((await poll(ravi, 'me', `?after=${his!.position}`)).json().items).toHaveLength(2);
  });
});

describe('an open stream', () => {
  it('tells at once what another process adds', async () => {
    const asha = await cast('customer');
    const client = await follow(asha, 'me', { at: otherUrl });
    await client.until(() => client.retryMs !== undefined);
    for (let n = 0; n < 3; n++) {
      await streams.append(own(asha), [entry(n)]);
      await client.until(() => client.events.length === n + 1);
    }
    expect(client.events.map(({ data }) => JSON.parse(data!).data.n)).toEqual([0, 1, 2]);
  });

  it('carries the headers of every answer, is kept by nobody on the way, and shows that it is alive', async () => {
    const client = await follow(await cast('customer'), 'me');
    expect(client.status).toBe(200);
    expect(client.answer.headers).toMatchObject({
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store, no-transform',
      'x-accel-buffering': 'no',
      'x-content-type-options': 'nosniff',
      'content-security-policy': expect.stringContaining("default-src 'none'"),
      'x-correlation-id': expect.any(String),
      'ratelimit-limit': expect.any(String),
    });
    await client.until(() => client.comments >= 2);
    expect(client.retryMs).toBeGreaterThan(0);
  });

  it('is not compressed, whatever the client can take', async () => {
    const asha = await cast('customer');
    await streams.append(own(asha), [entry(0, { text: 'again '.repeat(2000) })]);
    const client = await follow(
      { headers: { ...asha.headers, 'accept-encoding': 'br, gzip' } as never },
      'me',
    );
    await client.until(() => client.events.length === 1);
    expect(client.answer.headers['content-encoding']).toBeUndefined();
  });

  it('is open to a browser page by its session cookie: pages can send no other header', async () => {
    const asha = await cast('customer');
    const begun = await test.http({ method: 'POST', url: '/api/v1/auth/cookie', headers: asha.headers });
    const cookie = String(begun.headers['set-cookie']).split(';', 1)[0]!;
    const client = await follow({ headers: { cookie } as never }, 'me');
    await streams.append(own(asha), [entry(0)]);
    await client.until(() => client.events.length === 1);
    await test.http({ method: 'POST', url: '/api/v1/auth/logout', headers: asha.headers, payload: {} });
    await client.ended();
    expect((await follow({ headers: { cookie } as never }, 'me')).status).toBe(401);
  });

  it('answers HEAD without following', async () => {
    const { headers } = await cast('customer');
    await until(async () => (await openNow()) === 0);
    const answer = await test.http({ method: 'HEAD', url: '/api/v1/streams/me/events', headers });
    expect([answer.statusCode, answer.body]).toEqual([200, '']);
    expect(await openNow()).toBe(0);
  });

  it('is told of what is said in the conversation, in its order', async () => {
    const asha = await cast('customer');
    const say = async (message: string, sessionId?: string) => {
      const payload = { message, sessionId };
      const answer = await test.http({
        method: 'POST',
        url: '/api/v1/chat/message',
        headers: asha.headers,
        payload,
      });
      return answer.json();
    };
    const first = await say('hello');
    const client = await follow(asha, `conversation:${first.sessionId}`, { at: otherUrl });
    const second = await say('thanks', first.sessionId);
    await client.until(() => client.events.length === 6);
    const told = client.events.map(({ event, data }) => ({ event, ...JSON.parse(data!).data }));
    const turnOf = ({ messageId, reply }: typeof first, text: string) => [
      { event: 'message.created', id: messageId, role: 'customer', text, createdAt: expect.any(String) },
      { event: 'turn.started', replyTo: messageId },
      {
        event: 'message.created',
        id: reply.id,
        role: 'assistant',
        text: reply.text,
        replyTo: messageId,
        agent: reply.agents.join('+'),
        createdAt: expect.any(String),
      },
    ];
    expect(told).toEqual([...turnOf(first, 'hello'), ...turnOf(second, 'thanks')]);
  });
});

describe('who may follow', () => {
  const everyWay = async (by: Partial<Player>, stream: string) => {
    const client = await follow(by, stream);
    const way = client.status === 200 ? 'open' : (await client.problem()).code;
    const answer = await poll(by, stream);
    client.close();
    return [client.status, way, answer.statusCode, answer.json().code];
  };
  const open = [200, 'open', 200, undefined];
  const notFound = [404, 'STREAM_NOT_FOUND', 404, 'STREAM_NOT_FOUND'];
  const forbidden = [403, 'FORBIDDEN', 403, 'FORBIDDEN'];

  it('a conversation: its customer and staff who may read it; another customer cannot', async () => {
    const asha = await cast('customer');
    const payload = { message: 'hello' };
    const answer = await test.http({
      method: 'POST',
      url: '/api/v1/chat/message',
      headers: asha.headers,
      payload,
    });
    const stream = `conversation:${answer.json().sessionId}`;
    expect(await everyWay(asha, stream)).toEqual(open);
    expect(await everyWay(asha, stream.toUpperCase().replace('CONVERSATION', 'conversation'))).toEqual(open);
    expect(await everyWay(await cast('ops_agent'), stream)).toEqual(open);
    expect(await everyWay(await cast('customer'), stream)).toEqual(notFound);
    expect(await everyWay(await cast('viewer'), stream)).toEqual(forbidden);
    expect(await everyWay({}, stream)).toEqual([401, 'UNAUTHENTICATED', 401, 'UNAUTHENTICATED']);
  });

  it('a job: its owner and staff who configure the system; another customer cannot', async () => {
    const asha = await cast('customer');
    const stream = `job:${await jobOf({ kind: 'customer', id: asha.id })}`;
    expect(await everyWay(asha, stream)).toEqual(open);
    expect(await everyWay(await cast('admin'), stream)).toEqual(open);
    expect(await everyWay(await cast('customer'), stream)).toEqual(notFound);
    expect(await everyWay(await cast('ops_manager'), stream)).toEqual(notFound);
    const viewer = await cast('viewer');
    expect(await everyWay(viewer, `job:${await jobOf({ kind: 'staff', id: viewer.id })}`)).toEqual(open);
    // Ids of customers and staff are of two kinds.
    expect(await everyWay(viewer, `job:${await jobOf({ kind: 'customer', id: viewer.id })}`)).toEqual(
      notFound,
    );
  });

  it('nobody names the stream of a person, and nothing else is found', async () => {
    const [asha, ravi] = [await cast('customer'), await cast('customer')];
    for (const stream of [
      `customer:${ravi.id}`,
      `customer:${asha.id}`,
      `job:${newId()}`,
      'job:',
      'job:x',
      'conversation',
      `conversation:${newId()}:x`,
      'you',
    ])
      expect(await everyWay(asha, stream)).toEqual(notFound);
    await streams.append(own(ravi), [entry(1)]);
    expect((await poll(asha, 'me')).json().items).toEqual([]);
    expect((await poll(ravi, 'me')).json().items).toHaveLength(1);
  });

  it('a key reads what it is for, and never what its owner is told', async () => {
    const asha = await cast('customer');
    const payload = { message: 'hello' };
    const said = await test.http({
      method: 'POST',
      url: '/api/v1/chat/message',
      headers: asha.headers,
      payload,
    });
    const keyFor = async (scope: string) => {
      const input = { name: 'A program', scopes: [scope], password };
      const made = await test.http({
        method: 'POST',
        url: '/api/v1/api-keys',
        headers: asha.headers,
        payload: input,
      });
      return { id: made.json().id, headers: { authorization: `Bearer ${made.json().key}` } };
    };
    const stream = `conversation:${said.json().sessionId}`;
    const key = await keyFor('conversations.read');
    expect(await everyWay(key, stream)).toEqual(open);
    expect(await everyWay(key, 'me')).toEqual(forbidden);
    const other = await keyFor('bookings.read');
    expect(await everyWay(other, stream)).toEqual(forbidden);
    // A job as its page would show it: to a key whose scopes would let it ask for such a one.
    const job = await jobOf({ kind: 'customer', id: asha.id }, 'conversation.export');
    for (const [caller, way, page] of [
      [key, open, 200],
      [other, notFound, 404],
      [asha, open, 200],
    ] as const) {
      const seen = await test.http({ url: `/api/v1/jobs/${job}`, headers: caller.headers });
      expect([seen.statusCode, await everyWay(caller, `job:${job}`)]).toEqual([page, way]);
    }
    const client = await follow(key, stream);
    await test.http({ method: 'DELETE', url: `/api/v1/api-keys/${key.id}`, headers: asha.headers });
    await client.ended();
  });
});

describe('the end of a stream', () => {
  it('comes with the end of the session, on every process, and not with that of another', async () => {
    const [asha, ravi] = [await cast('customer'), await cast('customer')];
    const [hers, there, his] = [
      await follow(asha, 'me'),
      await follow(asha, 'me', { at: otherUrl }),
      await follow(ravi, 'me'),
    ];
    for (const client of [hers, there, his]) await client.until(() => client.retryMs !== undefined);
    const answer = await test.http({
      method: 'POST',
      url: '/api/v1/auth/logout',
      headers: asha.headers,
      payload: {},
    });
    expect(answer.statusCode).toBeLessThan(300);
    await Promise.all([hers.ended(), there.ended()]);
    expect((await follow(asha, 'me')).status).toBe(401);
    const { comments } = his;
    await his.until(() => his.comments > comments);
  });

  it('comes when the account is locked', async () => {
    const [asha, admin] = [await cast('customer'), await cast('admin')];
    const client = await follow(asha, 'me', { at: otherUrl });
    await client.until(() => client.retryMs !== undefined);
    const lock = { url: `/api/v1/ops/customers/${asha.id}/lock`, payload: { reason: 'Told us so.' } };
    expect((await test.http({ method: 'POST', headers: admin.headers, ...lock })).statusCode).toBe(200);
    await client.ended();
    expect((await follow(asha, 'me')).status).toBe(401);
  });

  it('comes when it is no longer the caller’s to follow', async () => {
    const asha = await cast('customer');
    const id = await jobOf({ kind: 'customer', id: asha.id });
    const client = await follow(asha, `job:${id}`);
    await client.until(() => client.retryMs !== undefined);
    await test.orm.em.fork().nativeUpdate(Job, { id }, { ownerId: newId() });
    await client.ended();
    expect((await follow(asha, `job:${id}`)).status).toBe(404);
  });

  it('comes promptly with that of the process', async () => {
    const third = await startApp({ settings });
    const at = await listening(third);
    const asha = await castIn(third)('customer');
    const open = await Promise.all([1, 2, 3].map(() => follow(asha, 'me', { at })));
    for (const client of open) await client.until(() => client.retryMs !== undefined);
    await third.close();
    await Promise.all(open.map((client) => client.ended()));
    await expect(follow(asha, 'me', { at })).rejects.toThrow('ECONNREFUSED');
  });
});

async function openNow(): Promise<number> {
  const metric = await register.getSingleMetric('realtime_connections')!.get();
  return metric.values.find(({ labels }) => labels.transport === 'sse')?.value ?? 0;
}

async function cutSoFar(): Promise<number> {
  const metric = await register.getSingleMetric('realtime_consumers_cut_total')!.get();
  return metric.values.find(({ labels }) => labels.transport === 'sse')?.value ?? 0;
}

async function until(condition: () => Promise<boolean>): Promise<void> {
  while (!(await condition())) await new Promise((resolve) => setTimeout(resolve, 10));
}

describe('limits', () => {
  it('lets one person have so many open at a time, and everybody else as many', async () => {
    const [asha, ravi] = [await cast('customer'), await cast('customer')];
    const open = [];
    for (let n = 0; n < settings.REALTIME_CONNECTIONS_PER_USER; n++) open.push(await follow(asha, 'me'));
    const refused = await follow(asha, 'me');
    expect(refused.status).toBe(429);
    expect(refused.answer.headers['retry-after']).toBe('10');
    expect(await refused.problem()).toMatchObject({ code: 'TOO_MANY_CONNECTIONS', limit: 4 });
    expect((await follow(ravi, 'me')).status).toBe(200);
    open[0]!.close();
    await until(async () => {
      const again = await follow(asha, 'me');
      return again.status === 200;
    });
  });

  it('cuts a client that reads nothing, and keeps what it has not read in the database', async () => {
    const asha = await cast('customer');
    const [howMany, text] = [400, 'x'.repeat(60_000)];
    for (let n = 0; n < howMany; n += 50)
      await streams.append(
        own(asha),
        Array.from({ length: 50 }, (_, each) => entry(n + each, { text })),
      );
    await until(async () => (await openNow()) === 0);
    const before = await cutSoFar();
    const socket = connect(Number(new URL(url).port), '127.0.0.1').pause();
    // Cut off with what it has not taken, it is told of a reset.
    socket.on('error', () => {});
    const queries = await queriesDuring(test.orm, async () => {
      socket.write(
        `GET /api/v1/streams/me/events HTTP/1.1\r\nhost: localhost\r\nauthorization: ${asha.headers.authorization}\r\n\r\n`,
      );
      await until(async () => (await cutSoFar()) > before);
    });
    expect(await cutSoFar()).toBe(before + 1);
    await until(async () => (await openNow()) === 0);
    socket.destroy();
    // Of 24 MB no more was read than the connection had room for.
    const reads = queries.filter((query) => query.includes('from stream_entries where stream = '));
    expect(reads.length).toBeGreaterThan(0);
    expect(reads.length).toBeLessThan(howMany / 50);
  });
});
