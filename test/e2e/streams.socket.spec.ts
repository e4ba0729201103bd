// The same streams over Socket.IO, on a server that listens. On PostgreSQL clients come back to a second program.
import { once } from 'node:events';
import { request, type IncomingMessage } from 'node:http';
import { connect, type Socket as NetSocket } from 'node:net';
import { Module, UseFilters } from '@nestjs/common';
import { SubscribeMessage, WebSocketGateway } from '@nestjs/websockets';
import { register } from 'prom-client';
import { io, type Socket } from 'socket.io-client';
import { newId } from '#libs/orm';
import { Job } from '#libs/jobs';
import { StreamLog } from '#libs/realtime';
import { SocketProblemFilter } from '../../src/realtime/socket-problem.filter.js';
import { SocketsService } from '../../src/realtime/sockets.service.js';
import { castIn, type Player } from '../support/cast.js';
import { besides } from '../support/database.js';
import { startApp, type TestApp } from '../support/app.js';
import { password } from '../support/given.js';
import { listening } from '../support/realtime.js';

/** Nobody is looked at during a test unless it says so: whatever ends is told of by the database. */
const settings = {
  REALTIME_CONNECTIONS_PER_USER: 3,
  REALTIME_HEARTBEAT_SECONDS: 3_600,
  REALTIME_PATIENCE_SECONDS: 0.5,
  CORS_ORIGINS: 'https://desk.example, https://app.example',
  TRUST_PROXY: '127.0.0.1',
};

@WebSocketGateway()
@UseFilters(SocketProblemFilter)
class CarelessGateway {
  @SubscribeMessage('undeclared')
  undeclared() {
    return { ok: true };
  }
}

@Module({ providers: [CarelessGateway] })
class Careless {}

let test: TestApp;
let url: string;
/** Another process over the same database, where that can be; otherwise the same. */
let otherUrl: string;
let other: TestApp | undefined;
let streams: StreamLog;
let cast: (role: string) => Promise<Player>;
beforeAll(async () => {
  test = await startApp({ settings, modules: [Careless] });
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

interface Told {
  stream: string;
  position: number;
  type: string;
  data: Record<string, unknown>;
  at: string;
}

const sockets: Socket[] = [];
afterEach(() => sockets.splice(0).forEach((socket) => socket.disconnect()));

interface Choices {
  at?: string;
  origin?: string;
  forwarded?: string;
  reconnects?: boolean;
}

function dial(token: unknown, { at = url, origin, forwarded, reconnects = false }: Choices = {}): Socket {
  const socket = io(at, {
    transports: ['websocket'],
    auth: { token },
    reconnection: reconnects,
    reconnectionDelay: 10,
    forceNew: true,
    extraHeaders: { ...(origin && { origin }), ...(forwarded && { 'x-forwarded-for': forwarded }) },
  });
  sockets.push(socket);
  return socket;
}

const tokenOf = ({ headers }: Player) => headers.authorization.slice('Bearer '.length);

/** Connected, with everything that it is told of streams. */
async function connected(by: Player, choices?: Choices) {
  const socket = dial(tokenOf(by), choices);
  const told: Told[] = [];
  socket.on('entry', (entry: Told) => told.push(entry));
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', () => resolve());
    socket.once('connect_error', reject);
  });
  const ask = (event: string, input: unknown) => socket.timeout(20_000).emitWithAck(event, input);
  /** As often as it takes. */
  const insist = async (event: string, input: unknown) => {
    for (;;) {
      const answer = await ask(event, input);
      if (answer.code !== 'TOO_MANY_MESSAGES') return answer;
    }
  };
  const until = async (condition: () => boolean) => {
    while (!condition()) await once(socket as never, 'entry');
  };
  return { socket, told, ask, insist, until };
}

/** Why it was not let in. */
function refusal(socket: Socket): Promise<Error & { data?: Record<string, unknown> }> {
  return new Promise((resolve, reject) => {
    socket.once('connect_error', resolve);
    socket.once('connect', () => reject(new Error('It was let in.')));
  });
}

/** It takes nothing any more, and says nothing. @returns ends that */
function fallAsleep(socket: Socket): () => void {
  const { ws } = (socket.io.engine as any).transport;
  ws._socket.pause();
  return () => ws.terminate();
}

const gone = (socket: Socket) => new Promise<string>((resolve) => socket.once('disconnect', resolve));
const heard = (socket: Socket, event: string) => new Promise<any>((resolve) => socket.once(event, resolve));

async function until(condition: () => Promise<boolean> | boolean): Promise<void> {
  while (!(await condition())) await new Promise((resolve) => setTimeout(resolve, 10));
}

const own = (player: Player) => `customer:${player.id}`;
const entry = (n: number, more: object = {}) => ({ type: 'thing.done', data: { n, ...more } });

async function conversationOf(customer: Player, message = 'hello'): Promise<string> {
  const url = '/api/v1/chat/message';
  const answer = await test.http({ method: 'POST', url, headers: customer.headers, payload: { message } });
  return answer.json().sessionId;
}

async function jobOf(ownerId: string): Promise<string> {
  const em = test.orm.em.fork();
  const id = newId();
  em.create(Job, {
    id,
    type: 'nothing.do',
    ownerKind: 'customer',
    ownerId,
    cost: 'light',
    input: {},
    runAt: test.clock.now(),
    orderAt: test.clock.now(),
  } as never);
  await em.flush();
  return id;
}

async function metric(name: string): Promise<number> {
  const { values } = await register.getSingleMetric(name)!.get();
  return values.find(({ labels }) => labels.transport === 'socket')?.value ?? 0;
}

describe('a recorded stream', () => {
  it('cut at every entry, and taken up again elsewhere, is the log byte for byte', async () => {
    const asha = await cast('customer');
    const total = 24;
    await streams.append(
      own(asha),
      Array.from({ length: total }, (_, n) => entry(n, { text: 'नमस्ते\n"✓"\u2028' })),
    );
    const log = await streams.read(own(asha), 0, total);
    const lines = log.map(({ position, type, data, at }) => JSON.stringify({ position, type, data, at }));
    for (let cutAt = 0; cutAt <= total; cutAt++) {
      const before = await connected(asha);
      expect(await before.ask('subscribe', { stream: 'me' })).toEqual({
        ok: true,
        last: log.at(-1)!.position,
      });
      await before.until(() => before.told.length >= cutAt);
      // As a network does it.
      before.socket.io.engine.close();
      const had = before.told.slice(0, cutAt);
      const after = await connected(asha, { at: otherUrl });
      await after.ask('subscribe', { stream: 'me', after: had.at(-1)?.position ?? 0 });
      await after.until(() => after.told.length >= total - cutAt);
      after.socket.disconnect();
      const whole = [...had, ...after.told];
      const told = whole.map(({ position, type, data, at }) => JSON.stringify({ position, type, data, at }));
      expect(told.join('\n')).toBe(lines.join('\n'));
      expect(new Set(whole.map(({ stream }) => stream))).toEqual(new Set(['me']));
    }
  });
});

describe('a socket', () => {
  it('follows several streams, and is told at once what another process adds', async () => {
    const asha = await cast('customer');
    const conversation = await conversationOf(asha);
    const { told, ask, until, socket } = await connected(asha, { at: otherUrl });
    await ask('subscribe', { stream: 'me' });
    await ask('subscribe', { stream: `conversation:${conversation}` });
    await until(() => told.length === 3);
    await streams.append(own(asha), [entry(0)]);
    await until(() => told.length === 4);
    const payload = { message: 'thanks', sessionId: conversation };
    await test.http({ method: 'POST', url: '/api/v1/chat/message', headers: asha.headers, payload });
    await until(() => told.length === 7);
    expect(told.map(({ stream, type }) => [stream === 'me', type])).toEqual([
      [false, 'message.created'],
      [false, 'turn.started'],
      [false, 'message.created'],
      [true, 'thing.done'],
      [false, 'message.created'],
      [false, 'turn.started'],
      [false, 'message.created'],
    ]);
    expect(await ask('unsubscribe', { stream: 'me' })).toEqual({ ok: true });
    await streams.append(own(asha), [entry(1)]);
    await ask('subscribe', { stream: 'me', after: told[3]!.position });
    await until(() => told.length === 8);
    expect(told[7]).toMatchObject({ stream: 'me', data: { n: 1 } });
    expect(socket.connected).toBe(true);
  });

  it('begins again when it subscribes again', async () => {
    const asha = await cast('customer');
    await streams.append(own(asha), [entry(0), entry(1)]);
    const { told, ask, until } = await connected(asha);
    await ask('subscribe', { stream: 'me' });
    await until(() => told.length === 2);
    await ask('subscribe', { stream: 'me', after: told[0]!.position });
    await until(() => told.length === 3);
    await streams.append(own(asha), [entry(2)]);
    await until(() => told.length === 4);
    expect(told.map(({ data }) => data.n)).toEqual([0, 1, 1, 2]);
  });

  it('is told when its place is lost, and begins at the beginning', async () => {
    const asha = await cast('customer');
    await streams.append(own(asha), [entry(0), entry(1)]);
    const last = (await streams.read(own(asha), 0)).at(-1)!.position;
    const { socket, told, ask, until } = await connected(asha, { at: otherUrl });
    const reset = heard(socket, 'reset');
    expect(await ask('subscribe', { stream: 'me', after: last + 1 })).toEqual({ ok: true, last });
    expect(await reset).toEqual({ stream: 'me', reason: 'ahead', last });
    await until(() => told.length === 2);
    expect(told.map(({ data }) => data.n)).toEqual([0, 1]);
    const resets: unknown[] = [];
    socket.on('reset', (again) => resets.push(again));
    expect(await ask('subscribe', { stream: 'me', after: last })).toEqual({ ok: true, last });
    await streams.append(own(asha), [entry(2)]);
    await until(() => told.length === 3);
    expect(resets).toEqual([]);
  });

  it('is told what is wrong, in the form of a problem', async () => {
    const { socket, ask } = await connected(await cast('customer'));
    const invalid = await ask('subscribe', { stream: 'me', before: 1 });
    expect(invalid).toMatchObject({ ok: false, status: 400, code: 'VALIDATION_FAILED' });
    expect(invalid.issues).toEqual([expect.objectContaining({ path: 'before' })]);
    for (const input of [
      undefined,
      null,
      'me',
      [1, 2],
      { stream: 'x'.repeat(500) },
      { stream: 'me', after: 1.5 },
    ])
      expect(await ask('subscribe', input)).toMatchObject({ ok: false, code: 'VALIDATION_FAILED' });
    const told = heard(socket, 'problem');
    socket.emit('subscribe', { stream: 'you' });
    expect(await told).toMatchObject({ ok: false, status: 404, code: 'STREAM_NOT_FOUND' });
  });

  it('does not get larger messages through', async () => {
    const { socket } = await connected(await cast('customer'));
    const end = gone(socket);
    socket.emit('subscribe', { stream: 'x'.repeat(20_000) });
    expect(await end).toMatch(/transport/);
  });
});

describe('who may connect', () => {
  it('is whoever has an access token or an API key, and nobody else', async () => {
    for (const token of [
      undefined,
      '',
      'a.b.c',
      'x'.repeat(5_000),
      { no: 'text' },
      `hsk_${'x'.repeat(68)}`,
    ]) {
      const { message, data } = await refusal(dial(token));
      expect(message).toBe('A valid access token is needed.');
      expect(data).toMatchObject({ ok: false, status: 401, code: 'UNAUTHENTICATED' });
    }
    const asha = await cast('customer');
    const conversation = await conversationOf(asha);
    const input = { name: 'A program', scopes: ['conversations.read'], password };
    const made = await test.http({
      method: 'POST',
      url: '/api/v1/api-keys',
      headers: asha.headers,
      payload: input,
    });
    const program = await connected({ id: asha.id, headers: { authorization: `Bearer ${made.json().key}` } });
    expect(await program.ask('subscribe', { stream: `conversation:${conversation}` })).toMatchObject({
      ok: true,
    });
    expect(await program.ask('subscribe', { stream: 'me' })).toMatchObject({ ok: false, code: 'FORBIDDEN' });
  });

  it('is not somebody whose session has ended', async () => {
    const asha = await cast('customer');
    await test.http({ method: 'POST', url: '/api/v1/auth/logout', headers: asha.headers, payload: {} });
    for (const at of [url, otherUrl])
      expect((await refusal(dial(tokenOf(asha), { at }))).data).toMatchObject({ code: 'UNAUTHENTICATED' });
  });

  it('is no page of another origin', async () => {
    const asha = await cast('customer');
    for (const origin of ['https://evil.example', 'null', 'https://desk.example.evil.example'])
      expect((await refusal(dial(tokenOf(asha), { origin }))).message).toBe('websocket error');
    for (const origin of ['https://desk.example', 'https://app.example', url])
      (await connected(asha, { origin })).socket.disconnect();
  });

  it('has only so many at a time', async () => {
    const [asha, ravi] = [await cast('customer'), await cast('customer')];
    const open = [];
    for (let n = 0; n < settings.REALTIME_CONNECTIONS_PER_USER; n++) open.push(await connected(asha));
    const { data } = await refusal(dial(tokenOf(asha)));
    expect(data).toMatchObject({ status: 429, code: 'TOO_MANY_CONNECTIONS', limit: 3 });
    await connected(ravi);
    open[0]!.socket.disconnect();
    // Two of hers, and his.
    await until(async () => (await metric('realtime_connections')) === 3);
    await connected(asha);
  });
});

describe('a connection on which nobody has said who it is', () => {
  /** Of a client that answers nothing, not even when it is sent away. */
  class Silent {
    private seen = '';
    isOver = false;

    private constructor(private readonly socket: NetSocket) {
      const end = () => (this.isOver = true);
      socket.on('data', (data) => (this.seen += data.toString('latin1')));
      for (const event of ['end', 'error', 'close']) socket.on(event, end);
    }

    static async open(from = '203.0.113.7', more = ''): Promise<Silent> {
      const port = Number(new URL(url).port);
      const silent = new Silent(connect({ port, host: '127.0.0.1', allowHalfOpen: true }));
      opened.push(silent);
      const lines = [
        'GET /socket.io/?EIO=4&transport=websocket HTTP/1.1',
        'host: a',
        'connection: upgrade',
        'upgrade: websocket',
        'sec-websocket-version: 13',
        'sec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==',
        `x-forwarded-for: ${from}`,
      ];
      silent.socket.write(`${lines.join('\r\n')}\r\n${more}\r\n`);
      await until(() => silent.isOver || silent.seen.includes('"sid"'));
      return silent;
    }

    /** One message, masked with zeros as a client may. */
    say(text: string): void {
      const [bytes, large] = [Buffer.from(text), Buffer.alloc(2)];
      large.writeUInt16BE(bytes.length);
      this.socket.write(Buffer.concat([Buffer.from([0x81, 0xfe]), large, Buffer.alloc(4), bytes]));
    }

    hasHeard(text: string): boolean {
      return this.seen.includes(text);
    }

    close(): void {
      this.socket.destroy();
    }
  }

  const opened: Silent[] = [];
  afterEach(() => opened.splice(0).forEach((silent) => silent.close()));

  it('takes the place of no other network, and of nobody with a token', async () => {
    const [asha, neighbour] = [await cast('customer'), await Silent.open('198.51.100.9')];
    const silent: Silent[] = [];
    for (let n = 0; n < 25; n++) silent.push(await Silent.open());
    await until(() => silent.slice(0, 5).every(({ isOver }) => isOver));
    expect(silent.slice(5).some(({ isOver }) => isOver)).toBe(false);
    expect(neighbour.isOver).toBe(false);
    const { ask } = await connected(asha, { forwarded: '203.0.113.7' });
    expect(await ask('subscribe', { stream: 'me' })).toMatchObject({ ok: true });
  });

  it('counts by the caller that the proxy saw, an IPv6 network as one', async () => {
    const [first, other] = [await Silent.open('2001:db8:1:2::1'), await Silent.open('2001:db8:1:3::1')];
    for (let n = 0; n < 20; n++) await Silent.open(`1.2.3.4, 2001:db8:1:2::${n + 2}`);
    await until(() => first.isOver);
    expect(other.isOver).toBe(false);
  });

  it('ends when it is refused, though it does not answer', async () => {
    const silent = await Silent.open();
    silent.say('40{"token":"nonsense"}');
    await until(() => silent.isOver);
    expect(silent.hasHeard('UNAUTHENTICATED')).toBe(true);
  });

  it.each([
    ['says something else first', '42["subscribe",{"stream":"me"}]'],
    ['asks for another place', '40/admin,{"token":"nonsense"}'],
    ['is nested without end', `40{"token":${'['.repeat(15_000)}`],
  ])('ends when it %s', async (_what, text) => {
    const silent = await Silent.open();
    silent.say(text);
    await until(() => silent.isOver);
    expect(silent.hasHeard('UNAUTHENTICATED')).toBe(false);
  });

  it('is not begun by a request with two hosts', async () => {
    const silent = await Silent.open('203.0.113.7', 'host: b\r\n');
    expect(silent.hasHeard('HTTP/1.1 400')).toBe(true);
  });
});

it('ends who sends what is nested without end, though it is known who they are', async () => {
  const { socket } = await connected(await cast('customer'));
  const end = gone(socket);
  let nested: unknown = 1;
  for (let level = 0; level < 40; level++) nested = [nested];
  socket.emit('subscribe', nested);
  expect(await end).toMatch(/^transport/);
});

describe('who may follow', () => {
  it('a conversation or a job: whose it is, and staff with the permission; another customer cannot', async () => {
    const [asha, ravi, agent, viewer] = await Promise.all(
      ['customer', 'customer', 'ops_agent', 'viewer'].map(cast),
    );
    const conversation = `conversation:${await conversationOf(asha!)}`;
    const job = `job:${await jobOf(asha!.id)}`;
    const answers = async (by: Player) => {
      const { ask, told } = await connected(by);
      const codes = [];
      for (const stream of [conversation, job])
        codes.push((await ask('subscribe', { stream })).code ?? 'open');
      return { codes, told };
    };
    expect((await answers(asha!)).codes).toEqual(['open', 'open']);
    expect((await answers(agent!)).codes).toEqual(['open', 'STREAM_NOT_FOUND']);
    expect((await answers(viewer!)).codes).toEqual(['FORBIDDEN', 'STREAM_NOT_FOUND']);
    const stranger = await answers(ravi!);
    expect(stranger.codes).toEqual(['STREAM_NOT_FOUND', 'STREAM_NOT_FOUND']);
    expect(stranger.told).toEqual([]);
  });

  it('only so many streams over one socket', async () => {
    const asha = await cast('customer');
    const { insist } = await connected(asha);
    for (let n = 0; n < 20; n++)
      expect(await insist('subscribe', { stream: `job:${await jobOf(asha.id)}` })).toMatchObject({
        ok: true,
      });
    expect(await insist('subscribe', { stream: 'me' })).toMatchObject({
      code: 'TOO_MANY_SUBSCRIPTIONS',
      limit: 20,
    });
  });

  it('nobody for longer than they may', async () => {
    const asha = await cast('customer');
    const id = await jobOf(asha.id);
    const { socket, ask, told } = await connected(asha);
    await ask('subscribe', { stream: `job:${id}` });
    await ask('subscribe', { stream: 'me' });
    await test.orm.em.fork().nativeUpdate(Job, { id }, { ownerId: newId() });
    const ended = heard(socket, 'ended');
    await test.app.get(SocketsService).lookAtAll();
    expect(await ended).toMatchObject({ stream: `job:${id}`, code: 'STREAM_NOT_FOUND' });
    await streams.append(`job:${id}`, [entry(0)]);
    await streams.append(own(asha), [entry(1)]);
    await until(() => told.length > 0);
    expect(told.map(({ stream }) => stream)).toEqual(['me']);
  });
});

describe('the end of a socket', () => {
  it('comes with the end of the session, on every process, and its program stays away', async () => {
    const [asha, ravi] = [await cast('customer'), await cast('customer')];
    const [hers, there, his] = [
      await connected(asha, { reconnects: true }),
      await connected(asha, { at: otherUrl, reconnects: true }),
      await connected(ravi),
    ];
    const ends = [gone(hers.socket), gone(there.socket)];
    const problem = heard(there.socket, 'problem');
    await test.http({ method: 'POST', url: '/api/v1/auth/logout', headers: asha.headers, payload: {} });
    expect(await Promise.all(ends)).toEqual(['io server disconnect', 'io server disconnect']);
    expect(await problem).toMatchObject({ status: 401, code: 'UNAUTHENTICATED' });
    expect(await his.ask('subscribe', { stream: 'me' })).toMatchObject({ ok: true });
  });

  it('comes when the account is locked', async () => {
    const [asha, admin] = [await cast('customer'), await cast('admin')];
    const { socket } = await connected(asha, { at: otherUrl });
    const end = gone(socket);
    const lock = { url: `/api/v1/ops/customers/${asha.id}/lock`, payload: { reason: 'Told us so.' } };
    expect((await test.http({ method: 'POST', headers: admin.headers, ...lock })).statusCode).toBe(200);
    expect(await end).toBe('io server disconnect');
  });

  it('comes promptly with that of the process, and its program comes back', async () => {
    const third = await startApp({ settings });
    const at = await listening(third);
    const asha = await castIn(third)('customer');
    const { socket, ask } = await connected(asha, { at, reconnects: true });
    await ask('subscribe', { stream: 'me' });
    // One that does not even take leave.
    const silent = await connected(asha, { at });
    const wakeUp = fallAsleep(silent.socket);
    const [end, back] = [gone(socket), once(socket.io as never, 'reconnect_attempt')];
    await third.close();
    expect(await end).toMatch(/^transport/);
    await back;
    wakeUp();
  });
});

describe('limits', () => {
  it('lets nobody talk too much', async () => {
    const { ask, socket } = await connected(await cast('customer'));
    const many = Array.from({ length: 60 }, () => ask('unsubscribe', { stream: 'me' }));
    const answers = await Promise.all(many);
    const refused = answers.filter(({ code }) => code === 'TOO_MANY_MESSAGES');
    expect(refused.length).toBeGreaterThan(10);
    expect(refused[0]).toMatchObject({ ok: false, status: 429, limit: 20 });
    expect(answers.filter(({ ok }) => ok).length).toBeGreaterThanOrEqual(20);
    const end = gone(socket);
    for (let n = 0; n < 400; n++) socket.emit('unsubscribe', { stream: 'me' });
    expect(await end).toMatch(/^transport/);
  });

  it('cuts a client that takes nothing, and others are not held up', async () => {
    const [asha, ravi] = [await cast('customer'), await cast('customer')];
    const text = 'x'.repeat(60_000);
    for (let n = 0; n < 400; n += 50)
      await streams.append(
        own(asha),
        Array.from({ length: 50 }, (_, each) => entry(n + each, { text })),
      );
    const before = await metric('realtime_consumers_cut_total');
    const slow = await connected(asha);
    const wakeUp = fallAsleep(slow.socket);
    slow.socket.emit('subscribe', { stream: 'me' });
    const quick = await connected(ravi);
    await quick.ask('subscribe', { stream: 'me' });
    await streams.append(own(ravi), [entry(0)]);
    await quick.until(() => quick.told.length === 1);
    await until(async () => (await metric('realtime_consumers_cut_total')) > before);
    expect(await metric('realtime_consumers_cut_total')).toBe(before + 1);
    await until(async () => (await metric('realtime_connections')) === 1);
    expect(quick.socket.connected).toBe(true);
    wakeUp();
  });
});

describe('in a conversation', () => {
  it('the others see who is there and who is typing; another customer does not', async () => {
    const [asha, agent, ravi] = await Promise.all(['customer', 'ops_agent', 'customer'].map(cast));
    const conversation = await conversationOf(asha!);
    const stream = `conversation:${conversation}`;
    // Over two processes, where there is something that carries it.
    const elsewhere = process.env.REDIS_URL ? otherUrl : url;
    const [hers, theirs, his] = [
      await connected(asha!),
      await connected(agent!, { at: elsewhere }),
      await connected(ravi!),
    ];
    const seen: unknown[] = [];
    for (const event of ['presence', 'typing', 'entry']) his.socket.on(event, (data) => seen.push(data));
    expect(await his.ask('subscribe', { stream })).toMatchObject({ code: 'STREAM_NOT_FOUND' });
    expect(await his.ask('typing', { conversation, isTyping: true })).toMatchObject({
      code: 'STREAM_NOT_FOUND',
    });

    await hers.ask('subscribe', { stream });
    const [customerIsThere, staffCame] = [heard(theirs.socket, 'presence'), heard(hers.socket, 'presence')];
    await theirs.ask('subscribe', { stream });
    expect(await staffCame).toEqual({ conversation, who: 'staff', isOnline: true });
    expect(await customerIsThere).toEqual({ conversation, who: 'customer', isOnline: true });

    const typing = heard(hers.socket, 'typing');
    expect(await theirs.ask('typing', { conversation, isTyping: true })).toEqual({ ok: true });
    expect(await typing).toEqual({ conversation, who: 'staff', isTyping: true });

    const left = heard(hers.socket, 'presence');
    theirs.socket.disconnect();
    expect(await left).toEqual({ conversation, who: 'staff', isOnline: false });
    expect(seen).toEqual([]);
    expect((await streams.read(stream, 0, 100)).map(({ type }) => type)).toEqual([
      'message.created',
      'turn.started',
      'message.created',
    ]);
  });
});

it('does without Redis while that is away', async () => {
  const lonely = await startApp({
    settings: { ...settings, REDIS_URL: 'redis://127.0.0.1:1' },
    ...(test.database.shared && { database: besides(test.database) }),
  });
  const at = await listening(lonely);
  const asha = await castIn(lonely)('customer');
  const payload = { message: 'hello' };
  const url = '/api/v1/chat/message';
  const said = await lonely.http({ method: 'POST', url, headers: asha.headers, payload });
  const conversation = said.json().sessionId;
  const [one, two] = [await connected(asha, { at }), await connected(asha, { at })];
  for (const { ask } of [one, two]) await ask('subscribe', { stream: `conversation:${conversation}` });
  await two.until(() => two.told.length === 3);
  const typing = heard(two.socket, 'typing');
  expect(await one.ask('typing', { conversation, isTyping: true })).toEqual({ ok: true });
  expect(await typing).toEqual({ conversation, who: 'customer', isTyping: true });
  await lonely.close();
});

it('answers what nobody knows with a problem', async () => {
  const { ask, socket } = await connected(await cast('customer'));
  for (const event of ['subscribed', 'entry', '__proto__', 'toString', 'message'])
    expect(await ask(event, {})).toMatchObject({ ok: false, status: 404, code: 'EVENT_NOT_FOUND' });
  const problem = heard(socket, 'problem');
  socket.emit('hello');
  expect(await problem).toMatchObject({ code: 'EVENT_NOT_FOUND' });
  expect(await ask('subscribe', { stream: 'me' })).toMatchObject({ ok: true });
});

it('is closed to everybody where a handler declares nothing', async () => {
  const { ask } = await connected(await cast('super_admin'));
  expect(await ask('undeclared', {})).toMatchObject({ ok: false, status: 403, code: 'FORBIDDEN' });
});

it('answers whoever asks for HTTP/2 in HTTP/1, and whoever asks for sockets otherwise with a problem', async () => {
  const headers = {
    connection: 'Upgrade, HTTP2-Settings',
    upgrade: 'h2c',
    'http2-settings': 'AAMAAABkAAQAAP__',
  };
  const call = request(`${url}/health/liveness`, { headers, agent: false });
  const [answer] = (await once(call.end(), 'response')) as [IncomingMessage];
  expect(answer.statusCode).toBe(200);
  answer.resume();
  const plain = await fetch(`${url}/socket.io/?EIO=4&transport=polling`);
  expect([plain.status, plain.headers.get('x-content-type-options')]).toEqual([400, 'nosniff']);
});
