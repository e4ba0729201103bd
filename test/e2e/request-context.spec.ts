// One id follows a request through the answer, the log and the database work done for it.
import { startApp, type TestApp } from '../support/app.js';
import { ProbeModule } from '../support/probe.js';

let test: TestApp;
beforeAll(async () => {
  test = await startApp({ modules: [ProbeModule], logLevel: 'info' });
  await test.app.listen(0, '127.0.0.1');
});
afterAll(() => test.close());

/** Over a real socket: that is where a context gets lost while a body is read. */
async function post(body: object, headers: Record<string, string> = {}) {
  const answer = await fetch(`${await test.app.getUrl()}/api/v1/probe/context`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
  return {
    header: answer.headers.get('x-correlation-id'),
    body: (await answer.json()) as Record<string, unknown>,
  };
}

it('takes the id of the caller into the handler, the answer and the log', async () => {
  const { header, body } = await post({}, { 'x-correlation-id': 'order-42_a.b' });
  expect(header).toBe('order-42_a.b');
  expect(body).toEqual({ correlationId: 'order-42_a.b', hasOwnManager: true });
  expect(test.log.find((line) => line.correlationId === 'order-42_a.b')).toMatchObject({
    msg: 'request',
    method: 'POST',
    route: '/api/v1/probe/context',
    status: 201,
    ms: expect.any(Number),
  });
});

it('takes x-request-id where there is no other', async () => {
  expect((await post({}, { 'x-request-id': 'from-proxy' })).header).toBe('from-proxy');
});

it.each(['', 'a'.repeat(65), 'two words', 'quote"', '<script>', 'semi;colon'])(
  'makes up an id instead of taking %j',
  async (given) => {
    const { header } = await post({}, { 'x-correlation-id': given });
    expect(header).toMatch(/^[0-9a-f-]{36}$/);
  },
);

it('keeps requests apart that run at the same time', async () => {
  const ids = Array.from({ length: 50 }, (_, index) => `parallel-${index}`);
  const answers = await Promise.all(ids.map((id) => post({}, { 'x-correlation-id': id })));
  expect(answers.map((answer) => answer.body.correlationId)).toEqual(ids);
});

it('writes one line a request, and none for probes that pass', async () => {
  test.log.length = 0;
  await test.http({ url: '/health/liveness' });
  await test.http({ url: '/metrics' });
  await test.http({ url: '/api/v1/nowhere/canary?token=canary' });
  const lines = test.log.filter((line) => line.msg === 'request');
  expect(lines).toEqual([expect.objectContaining({ route: 'none', status: 404 })]);
  expect(JSON.stringify(test.log)).not.toContain('canary');
});
