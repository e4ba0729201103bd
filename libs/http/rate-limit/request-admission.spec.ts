import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { fastify, type FastifyInstance, type FastifyReply } from 'fastify';
import type { LoadReading } from '#libs/admission';
import { RequestAdmission, type AdmissionBounds } from './request-admission.js';

const calm: LoadReading = { databaseWaitMs: 0, loopDelayMs: 0 };
const ample: AdmissionBounds = { perCaller: 2, perAddress: 3, total: 50 };

/** A server whose route is held open by the test; who sends `token X` is X. */
function serving(bounds: Partial<AdmissionBounds> = {}) {
  const held: (() => void)[] = [];
  const load = { ...calm };
  const admission = new RequestAdmission({ ...ample, ...bounds }, { read: () => load, close: () => {} });
  const server: FastifyInstance = fastify({ forceCloseConnections: true });
  server.decorateRequest('actor', null);
  admission.guard(server, (route) => route === '/probe');
  const who = (request: object & { headers: { authorization?: string } }): void => {
    const [, id] = /^token (\w+)/.exec(request.headers.authorization ?? '') ?? [];
    if (id) Object.assign(request, { actor: { kind: 'customer', id, permissions: new Set() } });
  };
  server.get('/probe', () => 'alive');
  server.get('/quick', (request) => {
    who(request);
    return 'done';
  });
  server.route({
    method: ['GET', 'POST'],
    url: '/held',
    handler: (request, reply: FastifyReply) => {
      who(request);
      held.push(() => reply.send('done'));
      return reply;
    },
  });
  const ask = (url: string, authorization?: string, remoteAddress = '192.0.2.1') =>
    server.inject({ url, remoteAddress, headers: { ...(authorization && { authorization }) } });
  const until = async (count: number) => vi.waitFor(() => expect(held).toHaveLength(count));
  const release = () => held.splice(0).forEach((go) => go());
  return { server, admission, load, held, ask, until, release };
}

it('lets the requests of one caller beyond so many wait, and those of others not', async () => {
  const { ask, until, held, release } = serving();
  await ask('/quick', 'token a');
  await ask('/quick', 'token b');
  const ofOne = Array.from({ length: 4 }, () => ask('/held', 'token a'));
  await until(2);
  expect((await ask('/quick', 'token b')).statusCode).toBe(200);
  expect(held).toHaveLength(2);
  release();
  await until(2);
  release();
  expect((await Promise.all(ofOne)).map(({ statusCode }) => statusCode)).toEqual([200, 200, 200, 200]);
});

it('counts all credentials of a person together, and those of nobody with their address', async () => {
  const { ask, until, held, release } = serving();
  await ask('/quick', 'token a1');
  for (const again of ['one', 'other']) await ask('/quick', `token a ${again}`);
  const ofOne = ['one', 'one', 'other', 'other'].map((which) => ask('/held', `token a ${which}`));
  await until(2);
  const made = ['x', 'y', 'z', 'v'].map((up) => ask('/held', `made up ${up}`, '192.0.2.9'));
  await until(2 + 3);
  const elsewhere = ask('/held', 'made up', '192.0.2.10');
  await until(6);
  expect(held).toHaveLength(6);
  while (held.length > 0) {
    release();
    await new Promise(setImmediate);
  }
  await Promise.all([...ofOne, ...made, elsewhere]);
});

it('refuses with 429 who has as much waiting as may wait, while others are served', async () => {
  const { ask, until, held, release } = serving();
  for (const who of ['token a', 'token b']) await ask('/quick', who);
  // However slow the machine is, nobody loses patience.
  const clock = vi.spyOn(performance, 'now').mockReturnValue(performance.now());
  const ofOne = Array.from({ length: 700 }, () => ask('/held', 'token a'));
  await until(2);
  const [first] = await Promise.all(ofOne.slice(-1));
  expect(first!.statusCode).toBe(429);
  expect(first!.headers).toMatchObject({ 'retry-after': '1' });
  expect(first!.json()).toMatchObject({ code: 'TOO_MANY_AT_ONCE', status: 429 });
  expect((await ask('/quick', 'token b')).statusCode).toBe(200);
  expect(held).toHaveLength(2);
  const letGo = setInterval(release, 1);
  const answers = await Promise.all(ofOne);
  clearInterval(letGo);
  clock.mockRestore();
  expect(answers.filter(({ statusCode }) => statusCode === 200)).toHaveLength(602);
});

it('refuses large bodies of who has sent too many, before they are read, while others send theirs', async () => {
  const { server } = serving();
  const send = (remoteAddress: string) =>
    server.inject({
      method: 'POST',
      url: '/large',
      remoteAddress,
      headers: { 'content-type': 'text/plain' },
      payload: 'x'.repeat(1_000_000),
    });
  const read = vi.fn<() => string>(() => 'done');
  server.post('/large', { bodyLimit: 2_000_000 }, read);
  const clock = vi.spyOn(performance, 'now').mockReturnValue(performance.now());
  const statuses: number[] = [];
  for (let sent = 0; sent < 12; sent++) statuses.push((await send('192.0.2.1')).statusCode);
  expect(statuses.filter((status) => status === 200)).toHaveLength(8);
  expect(read).toHaveBeenCalledTimes(8);
  const refused = await send('192.0.2.1');
  expect(refused.headers).toMatchObject({ connection: 'close', 'retry-after': '1' });
  expect(refused.json()).toMatchObject({ code: 'TOO_MANY_AT_ONCE', status: 429 });
  expect((await send('192.0.2.2')).statusCode).toBe(200);
  clock.mockRestore();
});

it('gives the turn on of who hangs up in the middle of a body', async () => {
  const { server, until, release, held } = serving({ perAddress: 1 });
  await server.listen({ port: 0, host: '127.0.0.1' });
  const { port } = server.server.address() as AddressInfo;
  const arrived = once(server.server, 'request');
  const socket = connect(port, '127.0.0.1').on('error', () => {});
  socket.write(
    'POST /held HTTP/1.1\r\nhost: here\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n{',
  );
  await arrived;
  const next = fetch(`http://127.0.0.1:${port}/held`);
  socket.destroy();
  await until(1);
  expect(held).toHaveLength(1);
  release();
  expect((await next).status).toBe(200);
  await server.close();
});

it('gives the turn on of who hangs up while they wait with their body', async () => {
  const { server, ask, until, release } = serving({ total: 1, perAddress: 1 });
  await ask('/quick', 'token a');
  const working = ask('/held', 'token a');
  await until(1);
  await server.listen({ port: 0, host: '127.0.0.1' });
  const { port } = server.server.address() as AddressInfo;
  const call = (signal?: AbortSignal) => fetch(`http://127.0.0.1:${port}/held`, { signal: signal ?? null });
  const leaving = new AbortController();
  const arrived = once(server.server, 'request');
  const left = call(leaving.signal);
  const [message] = (await arrived) as [IncomingMessage];
  const gone = once(message.socket, 'close');
  leaving.abort();
  await expect(left).rejects.toThrow('abort');
  await gone;
  release();
  expect((await working).statusCode).toBe(200);
  const next = call();
  await until(1);
  release();
  expect((await next).status).toBe(200);
  await server.close();
});

it('does not count an answer that goes on for hours', async () => {
  const { server, ask } = serving({ perCaller: 1, perAddress: 1 });
  const endless = new Readable({ read() {} });
  endless.push('first');
  server.get('/stream', (_request, reply) => reply.type('text/event-stream').send(endless));
  const answer = await server.inject({ url: '/stream', remoteAddress: '192.0.2.1', payloadAsStream: true });
  expect((await ask('/quick')).statusCode).toBe(200);
  answer.stream().destroy();
});

it('forgets who has gone while they waited, and counts what goes on without them', async () => {
  const { server, held, until, release } = serving({ perAddress: 1 });
  await server.listen({ port: 0, host: '127.0.0.1' });
  const { port } = server.server.address() as { port: number };
  const call = (signal?: AbortSignal) => fetch(`http://127.0.0.1:${port}/held`, { signal: signal ?? null });
  const [gone, left] = [new AbortController(), new AbortController()];
  const working = call(gone.signal);
  await until(1);
  const waiting = call(left.signal);
  gone.abort();
  left.abort();
  await Promise.all([working, waiting].map((each) => expect(each).rejects.toThrow('abort')));
  const next = call();
  await new Promise(setImmediate);
  // The one that nobody waits for is still worked on.
  expect(held).toHaveLength(1);
  release();
  await until(1);
  release();
  expect((await next).status).toBe(200);
  await server.close();
});

describe('under too high a load', () => {
  const steps = (admission: RequestAdmission, count: number) => {
    for (let step = 0; step < count; step++) admission.adapt();
  };

  it.each([{ databaseWaitMs: 51 }, { loopDelayMs: 51 }])('fewer are begun at once (%o)', async (reading) => {
    const { admission, load, ask, until, held, release } = serving({ perAddress: 100 });
    Object.assign(load, reading);
    steps(admission, 30);
    const all = Array.from({ length: 20 }, () => ask('/held'));
    await until(8);
    await ask('/probe');
    expect(held).toHaveLength(8);
    Object.assign(load, calm);
    steps(admission, 30);
    await until(20);
    release();
    await Promise.all(all);
  });

  it('what cannot be begun soon is refused with 503, probes are answered, and it is told until that is over', async () => {
    const { admission, load, ask, until, release } = serving({ perAddress: 100 });
    load.databaseWaitMs = 400;
    steps(admission, 30);
    const begun = Array.from({ length: 8 }, () => ask('/held'));
    await until(8);
    expect(admission.isShedding).toBe(false);
    const refused = await Promise.all(Array.from({ length: 10 }, () => ask('/held')));
    for (const answer of refused) {
      expect(answer.headers['retry-after']).toBe('2');
      expect(answer.json()).toMatchObject({ status: 503, code: 'OVERLOADED' });
    }
    expect((await ask('/probe')).statusCode).toBe(200);
    expect(admission.isShedding).toBe(true);
    const later = performance.now() + 5_000;
    const clock = vi.spyOn(performance, 'now').mockReturnValue(later);
    expect(admission.isShedding).toBe(false);
    clock.mockRestore();
    release();
    await Promise.all(begun);
  });
});
