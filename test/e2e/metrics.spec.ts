// What Prometheus reads. Routes are named by template: raw paths would grow without end.
import { createConnection } from 'node:net';
import { startApp, type TestApp } from '../support/app.js';
import { ProbeController, ProbeModule } from '../support/probe.js';

let test: TestApp;
beforeAll(async () => {
  test = await startApp({ modules: [ProbeModule] });
});
afterAll(() => test.close());

async function scrape(): Promise<string> {
  const answer = await test.http({ url: '/metrics' });
  expect(answer.headers['content-type']).toMatch(/^text\/plain/);
  return answer.body;
}

/** Value of the one sample of `name` with these labels; 0 when there is none. */
function sample(text: string, name: string, labels: Record<string, string>): number {
  const wanted = Object.entries(labels).map(([label, value]) => `${label}="${value}"`);
  const line = text
    .split('\n')
    .find((each) => each.startsWith(`${name}{`) && wanted.every((pair) => each.includes(pair)));
  return Number(line?.split(' ').at(-1) ?? 0);
}

it('counts and times requests by method, template and status', async () => {
  const labels = { method: 'GET', route: '/api/v1/bookings/:id', status: '401' };
  const names = ['http_requests_total', 'http_request_duration_seconds_count'];
  const before = await scrape();
  for (let number = 0; number < 3; number++) await test.http({ url: `/api/v1/bookings/${number}` });
  const text = await scrape();
  for (const name of names) expect(sample(text, name, labels) - sample(before, name, labels)).toBe(3);
  expect(text).not.toContain('/bookings/0');
});

it('puts all addresses that do not exist under one name', async () => {
  const before = sample(await scrape(), 'http_requests_total', { route: 'none', status: '404' });
  for (const url of ['/canary-1', '/api/v1/canary-2', '/canary-3?x=1']) await test.http({ url });
  const text = await scrape();
  expect(sample(text, 'http_requests_total', { route: 'none', status: '404' }) - before).toBe(3);
  expect(text).not.toContain('canary');
});

it('shows requests that are not answered yet', async () => {
  const running = { method: 'GET', route: '/api/v1/probe/slow' };
  const slow = test.http({ url: '/api/v1/probe/slow' });
  while (ProbeController.held.length === 0) await new Promise(setImmediate);
  expect(sample(await scrape(), 'http_requests_in_progress', running)).toBe(1);
  ProbeController.held.pop()!();
  await slow;
  expect(sample(await scrape(), 'http_requests_in_progress', running)).toBe(0);
});

it('forgets no request that ends without an answer', async () => {
  await test.app.listen(0, '127.0.0.1');
  const { port } = test.app.getHttpServer().address() as { port: number };
  const head = 'POST /api/v1/auth/login HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\n';
  const route = { method: 'POST', route: '/api/v1/auth/login' };
  for (const cut of ['content-length: 100\r\n\r\n{', 'transfer-encoding: chunked\r\n\r\nzz\r\n']) {
    createConnection(port, '127.0.0.1')
      .on('error', () => {})
      .end(head + cut);
  }
  const ended = async () => sample(await scrape(), 'http_requests_total', { ...route, status: '499' });
  while ((await ended()) < 2) await new Promise(setImmediate);
  expect(sample(await scrape(), 'http_requests_in_progress', route)).toBe(0);
});

it('ends what it has begun where a page is not found after its route was', async () => {
  await test.http({ url: '/docs/nowhere.js' });
  const running = (await scrape())
    .split('\n')
    .filter((line) => line.startsWith('http_requests_in_progress{'));
  const amounts = running
    .filter((line) => !line.includes('"/metrics"'))
    .map((line) => line.split(' ').at(-1));
  expect(new Set(amounts)).toEqual(new Set(['0']));
});

it('calls no gauge by the name of a counter', async () => {
  const text = await scrape();
  const gauges = [...text.matchAll(/^# TYPE (\S+) gauge$/gm)].map(([, name]) => name!);
  expect(gauges).toContain('nodejs_eventloop_lag_seconds');
  expect(gauges.filter((name) => name.endsWith('_total'))).toEqual([]);
});
