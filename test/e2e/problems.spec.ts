// Whatever goes wrong leaves as a problem document that says what to do and nothing about us.
import { createConnection } from 'node:net';
import { apiDocumentOf } from '../../src/api-document.js';
import { gzipSync } from 'node:zlib';
import { startApp, type TestApp } from '../support/app.js';
import { givenIn, type Given } from '../support/given.js';
import { ProbeModule } from '../support/probe.js';

let test: TestApp;
let given: Given;
beforeAll(async () => {
  test = await startApp({
    modules: [ProbeModule],
    settings: { BODY_LIMIT_KB: 64, HEADER_LIMIT_KB: 8, REQUEST_TIMEOUT_SECONDS: 1 },
    logLevel: 'info',
  });
  given = givenIn(test);
});
afterAll(() => test.close());

const json = { 'content-type': 'application/json' };
const jsonIn = (charset: string) => ({ 'content-type': `application/json; charset=${charset}` });
const probe = (payload: string | Buffer, headers: Record<string, string> = json) =>
  test.http({ method: 'POST', url: '/api/v1/probe/context', payload, headers });

const broad = (members: number) =>
  JSON.stringify(Object.fromEntries(Array.from({ length: members }, (_, n) => [`k${n}`, n])));
const deep = (levels: number) => `{"nested":${'['.repeat(levels)}${']'.repeat(levels)}}`;

it.each([
  ['JSON cut short', () => probe('{"text":'), 400, 'MALFORMED_BODY'],
  ['no body', () => probe(''), 400, 'VALIDATION_FAILED'],
  [
    'JSON in another encoding',
    () => probe(Buffer.from('{"text":"Caf\xe9"}', 'latin1')),
    400,
    'MALFORMED_BODY',
  ],
  ['half a character', () => probe(Buffer.from('{"text":"\xe0\xa4"}', 'latin1')), 400, 'MALFORMED_BODY'],
  ['another charset', () => probe('{}', jsonIn('iso-8859-1')), 415, 'UNSUPPORTED_CHARSET'],
  ['another charset, in quotes', () => probe('{}', jsonIn('"UTF-16"')), 415, 'UNSUPPORTED_CHARSET'],
  [
    'a packed body',
    () => probe(gzipSync('{"text":"canary"}'), { ...json, 'content-encoding': 'gzip' }),
    415,
    'UNSUPPORTED_CONTENT_CODING',
  ],
  ['nesting without end', () => probe('['.repeat(60_000)), 400, 'BODY_TOO_COMPLEX'],
  ['nesting that is too deep', () => probe(deep(32)), 400, 'BODY_TOO_COMPLEX'],
  ['an object of too many members', () => probe(broad(5_000)), 400, 'BODY_TOO_COMPLEX'],
  [
    'a query that ends in half a character',
    () => test.http({ url: '/api/v1/probe/list?cursor=%E0%A4' }),
    400,
    'BAD_REQUEST',
  ],
  [
    'a query with a broken escape',
    () => test.http({ url: '/api/v1/probe/list?%canary=1' }),
    400,
    'BAD_REQUEST',
  ],
  ['a path in another encoding', () => test.http({ url: '/api/v1/probe/Caf%E9' }), 400, 'BAD_REQUEST'],
  ['a prototype key', () => probe('{"__proto__":{"admin":true}}'), 400, 'MALFORMED_BODY'],
  ['a list for an object', () => probe('[]'), 400, 'VALIDATION_FAILED'],
  ['null for an object', () => probe('null'), 400, 'VALIDATION_FAILED'],
  ['an unknown field', () => probe('{"canary":1}'), 400, 'VALIDATION_FAILED'],
  ['a wrong type', () => probe('{"text":1}'), 400, 'VALIDATION_FAILED'],
  ['a text that is too long', () => probe('{"text":"canary canary canary"}'), 400, 'VALIDATION_FAILED'],
  ['a body that is too large', () => probe(`{"text":"${'x'.repeat(70_000)}"}`), 413, 'BODY_TOO_LARGE'],
  [
    'a form',
    () => probe('text=1', { 'content-type': 'application/x-www-form-urlencoded' }),
    415,
    'UNSUPPORTED_MEDIA_TYPE',
  ],
  ['plain text', () => probe('canary', { 'content-type': 'text/plain' }), 415, 'UNSUPPORTED_MEDIA_TYPE'],
  ['an unknown address', () => test.http({ url: '/api/v1/canary<script>' }), 404, 'ROUTE_NOT_FOUND'],
  [
    'another method',
    () => test.http({ method: 'DELETE', url: '/api/v1/auth/login' }),
    405,
    'METHOD_NOT_ALLOWED',
  ],
  ['a malformed address', () => test.http({ url: '/api/v1/%canary' }), 400, 'BAD_REQUEST'],
  ['a made-up cursor', () => test.http({ url: '/api/v1/probe/list?cursor=canary' }), 400, 'CURSOR_INVALID'],
  [
    'a limit out of range',
    () => test.http({ url: '/api/v1/probe/list?limit=1000' }),
    400,
    'VALIDATION_FAILED',
  ],
  ['an unknown parameter', () => test.http({ url: '/api/v1/probe/list?canary=1' }), 400, 'VALIDATION_FAILED'],
  ['a value that is no uuid', () => test.http({ url: '/api/v1/probe/row?id=canary' }), 400, 'INPUT_INVALID'],
  ['no token', () => test.http({ url: '/api/v1/users/me' }), 401, 'UNAUTHENTICATED'],
  ['a fault of ours', () => test.http({ url: '/api/v1/probe/failure' }), 500, 'INTERNAL'],
])('answers %s with a problem', async (_what, ask, status, code) => {
  const answer = await ask();
  expect(answer.json()).toMatchObject({
    type: `/api/v1/problems/${code}`,
    status,
    code,
    title: expect.any(String),
    detail: expect.any(String),
  });
  expect(answer.statusCode).toBe(status);
  expect(answer.headers['content-type']).toMatch(/^application\/problem\+json/);
  expect(answer.json().correlationId).toBe(answer.headers['x-correlation-id']);
  // The name of an unknown field helps its author; values, addresses and internals stay out.
  expect(JSON.stringify({ ...answer.json(), issues: undefined })).not.toContain('canary');
});

it('says where the input is wrong, without repeating it', async () => {
  const answer = await probe('{"text":"canary canary canary","nested":{}}');
  expect(answer.json().issues).toEqual([{ path: 'text', message: expect.stringContaining('10') }]);
  expect(answer.body).not.toContain('canary');
});

it('takes nesting as deep as it may be, and UTF-8 however it is announced', async () => {
  expect((await probe(deep(31))).statusCode).toBe(201);
  for (const charset of ['utf-8', 'UTF-8', '"utf-8"', 'utf8'])
    expect((await probe('{"text":"Café पंखा"}', jsonIn(charset))).statusCode).toBe(201);
  expect((await probe('{}', { ...json, 'content-encoding': 'identity' })).statusCode).toBe(201);
  expect((await test.http({ url: '/api/v1/probe/leak?q=%E0%A4%AA+100%25' })).statusCode).toBe(200);
});

describe('a body of a type that is not taken', () => {
  const send = (method: 'PUT' | 'POST', url: string, type: string) =>
    test.http({ method, url, payload: 'canary', headers: { 'content-type': type } });

  it('is told which are, before anybody is asked who they are', async () => {
    for (const type of ['image/heic', 'application/json', 'nonsense']) {
      const answer = await send('PUT', '/api/v1/users/me/avatar', type);
      expect(answer.json()).toMatchObject({ status: 415, code: 'UNSUPPORTED_MEDIA_TYPE' });
      expect(answer.json().detail).toContain('image/png, image/jpeg, image/webp');
      expect(answer.headers.accept).toBe('image/png, image/jpeg, image/webp');
    }
    const answer = await send('POST', '/api/v1/auth/login', 'image/png');
    expect(answer.json().detail).toContain('application/json');
    expect(answer.headers.accept).toBe('application/json');
  });

  it('may be of any charset where it is no text', async () => {
    const answer = await send('PUT', '/api/v1/users/me/avatar', 'image/png; charset=binary');
    expect(answer.statusCode).toBe(401);
  });
});

it('does not read what somebody says who may not say it', async () => {
  for (const payload of ['{', '['.repeat(60_000), Buffer.from('\xff', 'latin1')]) {
    const request = { method: 'POST', url: '/api/v1/users/me/addresses', payload, headers: json } as const;
    expect((await test.http(request)).json()).toMatchObject({ status: 401, code: 'UNAUTHENTICATED' });
  }
});

it('reports a fault of ours with its stack, and no fault of the caller', async () => {
  test.log.length = 0;
  const failed = await test.http({ url: '/api/v1/probe/failure' });
  await probe('{"text":1}');
  const errors = test.log.filter((line) => line.err);
  expect(errors).toHaveLength(1);
  expect(errors[0]).toMatchObject({
    level: 'error',
    correlationId: failed.headers['x-correlation-id'],
    err: { message: 'canary: the secret plan', stack: expect.stringContaining('probe.ts') },
  });
});

it('lets only declared fields leave', async () => {
  expect((await test.http({ url: '/api/v1/probe/leak' })).json()).toEqual({ shown: 'yes' });
  expect((await test.http({ url: '/api/v1/probe/leaks' })).json()).toEqual([{ shown: 'yes' }]);
});

it('treats an answer that does not fit its view as a fault of ours, and says where in the log', async () => {
  test.log.length = 0;
  const answer = await test.http({ url: '/api/v1/probe/misfit' });
  expect(answer.statusCode).toBe(500);
  expect(answer.json()).toMatchObject({ code: 'INTERNAL' });
  expect(JSON.stringify(test.log)).toContain('inner.shown: ');
});

it('explains every code at the address that a problem names', async () => {
  const { type } = (await test.http({ url: '/api/v1/bookings' })).json();
  const answer = await test.http({ url: type });
  expect(answer.json()).toEqual({
    code: 'UNAUTHENTICATED',
    title: 'Unauthenticated',
    statuses: [401],
    meaning: expect.any(String),
    remedy: expect.stringContaining('access token'),
  });
  const all = (await test.http({ url: '/api/v1/problems' })).json().items as {
    code: string;
    remedy: string;
  }[];
  expect(all.map(({ code }) => code)).toEqual(
    expect.arrayContaining(['SLOT_TAKEN', 'INTERNAL', 'BOOKING_NOT_FOUND']),
  );
  expect(all.filter(({ remedy }) => remedy === '')).toEqual([]);
  const unknown = await test.http({ url: '/api/v1/problems/NO_SUCH_CODE' });
  expect(unknown.json()).toMatchObject({ status: 404, code: 'PROBLEM_NOT_FOUND' });
});

it('says of a route that is going away until when it answers, and by what it is replaced', async () => {
  const { headers } = await test.http({ url: '/api/v1/probe/old' });
  expect(headers).toMatchObject({
    deprecation: '@1796083200',
    sunset: 'Tue, 01 Jun 2027 00:00:00 GMT',
    link: '</api/v1/probe/leak>; rel="successor-version"',
  });
  const operation = apiDocumentOf(test.app).paths['/api/v1/probe/old']!.get!;
  expect(operation.deprecated).toBe(true);
  expect(operation.responses).toMatchObject({ 200: { headers: { Deprecation: {}, Sunset: {} } } });
});

it('names the methods that an address has', async () => {
  const ask = (method: 'GET' | 'PATCH', url: string) =>
    test.http({ method, url, payload: 'canary', headers: { 'content-type': 'text/plain' } });
  expect((await ask('GET', '/api/v1/auth/login')).headers.allow).toBe('POST');
  expect((await ask('PATCH', '/api/v1/users/me/addresses')).headers.allow).toBe('GET, HEAD, POST');
});

it('names unknown fields, but not at any length', async () => {
  const fields = Object.fromEntries(
    Array.from({ length: 60 }, (_, index) => [`${index}${'x'.repeat(1000)}`, 1]),
  );
  const answer = await probe(JSON.stringify(fields));
  expect(answer.json().issues).toHaveLength(20);
  expect(answer.json().issues[0]).toEqual({
    path: `0${'x'.repeat(99)}…`,
    message: 'is not a field of this request',
  });
  expect(answer.body.length).toBeLessThan(5_000);
});

describe('an empty body that is announced as JSON', () => {
  it('is none: a deletion gets as far as the address', async () => {
    const { headers } = await given.signedIn();
    const url = '/api/v1/users/me/addresses/019d45d6-0ddb-7692-9f4f-68a7e873909f';
    const answer = await test.http({ method: 'DELETE', url, headers: { ...json, ...headers } });
    expect(answer.json()).toMatchObject({ status: 404, code: 'ADDRESS_NOT_FOUND' });
  });

  it.each([{}, json])('is enough to cancel a booking (%j)', async (type) => {
    const { customer, headers } = await given.signedIn({
      email: `${Object.keys(type).length}@example.com`,
    });
    const { id } = await given.confirmedBooking({ customer, startsIn: '3d' });
    const url = `/api/v1/bookings/${id}/cancel`;
    const answer = await test.http({ method: 'POST', url, headers: { ...type, ...headers } });
    expect(answer.json()).toMatchObject({ status: 'cancelled' });
  });
});

describe('text', () => {
  const register = (change: object) =>
    test.http({
      method: 'POST',
      url: '/api/v1/auth/register',
      payload: { name: 'Asha Rao', email: 'asha@example.com', password: 'correct horse 42', ...change },
    });
  it.each([
    ['NUL', { name: 'a\0b' }],
    ['half a character', { name: 'a\ud800' }],
    ['what grows past its length', { name: 'ﷺ'.repeat(120) }],
    ['markup in full-width letters', { name: '＜script＞' }],
  ])('with %s is refused before the database sees it', async (_what, change) => {
    const answer = await register(change);
    expect(answer.json()).toMatchObject({ status: 400, code: 'VALIDATION_FAILED' });
  });

  it('with NUL is no way to log in', async () => {
    const payload = { identifier: 'a\0b@example.com', password: 'correct horse 42' };
    const answer = await test.http({ method: 'POST', url: '/api/v1/auth/login', payload });
    expect(answer.json()).toMatchObject({ status: 400, code: 'VALIDATION_FAILED' });
  });
});

describe('over a socket', () => {
  beforeAll(() => test.app.listen(0, '127.0.0.1'));

  function converse(request: string): Promise<string> {
    const { port } = test.app.getHttpServer().address() as { port: number };
    return new Promise((resolve, reject) => {
      const socket = createConnection(port, '127.0.0.1', () => socket.write(request));
      let text = '';
      socket.on('data', (data) => (text += data)).on('end', () => resolve(text));
      socket.on('error', reject);
    });
  }

  it.each([
    ['bytes that are no HTTP', 'CANARY\r\n\r\n', 400, 'BAD_REQUEST'],
    [
      'headers that are too large',
      `GET / HTTP/1.1\r\na: ${'x'.repeat(9_000)}\r\n\r\n`,
      431,
      'HEADERS_TOO_LARGE',
    ],
    [
      'an address that is too long',
      `GET /${'x'.repeat(9_000)} HTTP/1.1\r\nhost: a\r\n\r\n`,
      431,
      'HEADERS_TOO_LARGE',
    ],
    ['headers that do not end', 'GET / HTTP/1.1\r\nhost: a\r\n', 408, 'REQUEST_TIMEOUT'],
    ['no version', 'GET /health\r\n\r\n', 400, 'BAD_REQUEST'],
    ['another version', 'GET /health HTTP/2.0\r\nhost: a\r\n\r\n', 505, 'HTTP_VERSION_NOT_SUPPORTED'],
    ['two hosts', 'GET /health HTTP/1.1\r\nhost: a\r\nHost: b\r\n\r\n', 400, 'BAD_REQUEST'],
    ['the same host twice', 'GET /health HTTP/1.0\r\nhost: a\r\nhost: a\r\n\r\n', 400, 'BAD_REQUEST'],
    ['a host that is none', 'GET /health HTTP/1.1\r\nhost: user@a/b\r\n\r\n', 400, 'BAD_REQUEST'],
    [
      'two credentials',
      'GET /health HTTP/1.1\r\nhost: a\r\nauthorization: Bearer a\r\nAuthorization: Bearer b\r\n\r\n',
      400,
      'BAD_REQUEST',
    ],
    [
      'a body in a coding nobody asked for',
      'POST /api/v1/probe/context HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\ntransfer-encoding: gzip, chunked\r\n\r\n0\r\n\r\n',
      400,
      'BAD_REQUEST',
    ],
    ['no host', 'GET /health HTTP/1.1\r\nconnection: close\r\n\r\n', 400, 'BAD_REQUEST'],
    [
      'an odd expectation',
      'GET /health HTTP/1.1\r\nhost: a\r\nexpect: canary\r\nconnection: close\r\n\r\n',
      417,
      'EXPECTATION_FAILED',
    ],
  ])('answers %s with a problem, too', async (_what, request, status, code) => {
    const [head, body] = (await converse(request)).split('\r\n\r\n');
    expect(head).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
    expect(head).toMatch(/content-type: application\/problem\+json/i);
    expect(head).toMatch(/x-content-type-options: nosniff/i);
    const problem = JSON.parse(body!);
    expect(problem).toMatchObject({ status, code });
    expect(head).toContain(`x-correlation-id: ${problem.correlationId}`);
  });

  it('tells the limits under the names of the draft', async () => {
    const [head] = (
      await converse('GET /api/v1/services HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n')
    ).split('\r\n\r\n');
    const names = head!.split('\r\n').map((line) => line.split(':', 1)[0]);
    expect(names).toEqual(
      expect.arrayContaining([
        'RateLimit-Limit',
        'RateLimit-Remaining',
        'RateLimit-Reset',
        'RateLimit-Policy',
      ]),
    );
  });

  it.each([
    ['a coding that does not end', 'host: a', 'transfer-encoding: xchunked', '0\r\n\r\n'],
    ['chunks that are none', 'host: a\r\nhost: b', 'transfer-encoding: chunked', '-1\r\n{}\r\n0\r\n\r\n'],
    [
      'another request in the body',
      'host: user@a',
      'content-length: 0',
      'GET /health HTTP/1.1\r\nhost: a\r\n\r\n',
    ],
  ])('answers a request once: %s', async (_what, host, length, body) => {
    const head = `POST /api/v1/probe/context HTTP/1.1\r\n${host}\r\ncontent-type: application/json\r\n${length}`;
    const answer = await converse(`${head}\r\n\r\n${body}`);
    expect(answer).toMatch(/^HTTP\/1.1 400 /);
    expect(answer.match(/HTTP\/1\.1 /g)).toHaveLength(1);
  });

  const headOf = (length: number) =>
    `POST /api/v1/probe/context HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\ncontent-length: ${length}\r\n\r\n`;

  it('cuts off who does not end a body', async () => {
    expect(await converse(`${headOf(9)}{`)).toMatch(/^HTTP\/1.1 408 [^]*REQUEST_TIMEOUT/);
  });

  it('cuts off who sends a body in drops, as long as they go on', async () => {
    const { port } = test.app.getHttpServer().address() as { port: number };
    const socket = createConnection({ port, host: '127.0.0.1', allowHalfOpen: true });
    socket.write(`${headOf(20_000)}{`);
    const drops = setInterval(() => socket.write(' '), 50);
    let text = '';
    socket.on('data', (data) => (text += data)).on('error', () => {});
    await new Promise((resolve) => socket.once('close', resolve));
    clearInterval(drops);
    expect(text).toMatch(/^HTTP\/1.1 408 [^]*REQUEST_TIMEOUT/);
  });

  it('reports nobody who hangs up in the middle of a body', async () => {
    test.log.length = 0;
    const { port } = test.app.getHttpServer().address() as { port: number };
    createConnection(port, '127.0.0.1').end(
      'POST /api/v1/probe/context HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n{',
    );
    await until(() => test.log.some((line) => line.msg === 'request'));
    expect(test.log.filter((line) => line.level === 'error')).toEqual([]);
    expect(test.log.find((line) => line.msg === 'request')).toMatchObject({ status: 499 });
  });
});

/** Asks again and again; the time limit is the test's. */
async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise(setImmediate);
}
