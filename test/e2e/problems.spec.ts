// Whatever goes wrong leaves as a problem document that says what to do and nothing about us.
import { createConnection } from 'node:net';
import { apiDocumentOf } from '../../src/api-document.js';
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
const probe = (payload: string, headers: Record<string, string> = json) =>
  test.http({ method: 'POST', url: '/api/v1/probe/context', payload, headers });

const deep = (levels: number) => `{"nested":${'['.repeat(levels)}${']'.repeat(levels)}}`;

it.each([
  ['JSON cut short', () => probe('{"text":'), 400, 'MALFORMED_BODY'],
  ['no body', () => probe(''), 400, 'VALIDATION_FAILED'],
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

it('survives nesting as deep as a body may be', async () => {
  for (const levels of [100, 10_000, 32_000]) {
    const answer = await probe(deep(levels));
    expect([201, 400]).toContain(answer.statusCode);
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

  it('cuts off who does not end a body', async () => {
    const head = 'POST /api/v1/probe/context HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\n';
    expect(await converse(`${head}content-length: 9\r\n\r\n{`)).not.toMatch(/^HTTP\/1.1 2/);
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
