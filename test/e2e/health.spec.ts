// Probes: is the process alive, can it serve, and what does it depend on.
import type { SqlEntityManager } from '@mikro-orm/sql';
import { RequestAdmission } from '#libs/http';
import { startApp, type TestApp } from '../support/app.js';
import { ProbeController, ProbeModule } from '../support/probe.js';

let test: TestApp;
beforeEach(async () => {
  test = await startApp();
});
afterEach(() => test.close().catch(() => {}));

it('is ready when the database answers, before any other query was made', async () => {
  const answer = await test.http({ url: '/health/readiness' });
  expect(answer.statusCode).toBe(200);
  expect(answer.json()).toMatchObject({ status: 'ok', details: { database: { status: 'up' } } });
});

it('says on /health what it depends on', async () => {
  const { details } = (await test.http({ url: '/health' })).json();
  expect(details).toEqual({
    database: { status: 'up' },
    redis: expect.objectContaining({ status: 'up' }),
    load: { status: 'up' },
    language: {
      status: 'up',
      mode: 'n-grams',
      model: 'none',
      message: 'it is switched off',
      intents: 'shipped',
    },
  });
});

it('is not ready, but alive, while the database is away, and tells nobody where that is', async () => {
  await test.database.close();
  await test.orm.close();
  const [readiness, overall, liveness] = await Promise.all(
    ['/health/readiness', '/health', '/health/liveness'].map((url) => test.http({ url })),
  );
  expect([readiness!.statusCode, overall!.statusCode, liveness!.statusCode]).toEqual([503, 503, 200]);
  expect(readiness!.headers['retry-after']).toBe('5');
  expect(readiness!.json()).toEqual({
    status: 'error',
    info: { redis: expect.anything(), load: { status: 'up' }, language: expect.anything() },
    error: { database: { status: 'down', message: 'no answer' } },
    details: expect.anything(),
  });
});

it('answers 503 with Retry-After instead of failing while the database is away', async () => {
  await test.database.close();
  const login = { identifier: 'nobody@example.com', password: 'correct horse 42' };
  const answer = await test.http({ method: 'POST', url: '/api/v1/auth/login', payload: login });
  expect(answer.statusCode).toBe(503);
  expect(answer.headers['retry-after']).toBe('5');
  expect(answer.json()).toMatchObject({ code: 'DATABASE_UNAVAILABLE' });
});

it('is not ready when a write has met a full disk, though what is there can still be read', async () => {
  const em = test.orm.em.fork() as SqlEntityManager;
  await em.execute(`create function fill() returns trigger language plpgsql as
    $$ begin raise exception 'could not extend file' using errcode = '53100'; end $$`);
  await em.execute('create trigger full_disk before insert on customers execute function fill()');
  const asha = {
    name: 'Asha',
    email: 'asha@example.com',
    phone: '+919876543210',
    password: 'correct horse 42',
  };
  expect((await test.http({ url: '/health/readiness' })).statusCode).toBe(200);
  const refused = await test.http({ method: 'POST', url: '/api/v1/auth/register', payload: asha });
  expect([refused.statusCode, refused.headers['retry-after']]).toEqual([503, '30']);
  expect(refused.json()).toMatchObject({ code: 'DATABASE_EXHAUSTED' });
  const [readiness, liveness, cities] = await Promise.all(
    ['/health/readiness', '/health/liveness', '/api/v1/places/cities'].map((url) => test.http({ url })),
  );
  expect([readiness!.statusCode, liveness!.statusCode, cities!.statusCode]).toEqual([503, 200, 200]);
  expect(readiness!.json().error).toEqual({ database: { status: 'down', message: 'no room' } });
});

it('is not ready, but alive, while requests are refused because the load is too high', async () => {
  const load = { read: () => ({ databaseWaitMs: 1_000, loopDelayMs: 0 }), close: () => {} };
  const busy = await startApp({ load, modules: [ProbeModule], settings: { REQUESTS_AT_ONCE: 1 } });
  const ask = (url: string) => busy.http({ url });
  const working = ask('/api/v1/probe/slow');
  await vi.waitFor(() => expect(ProbeController.held).toHaveLength(1));
  // That it lasts is a matter of some twenty readings.
  for (let reading = 0; reading < 20; reading++) busy.app.get(RequestAdmission).adapt();
  const refused = await Promise.all(Array.from({ length: 10 }, () => ask('/api/v1/services/categories')));
  expect(refused.map(({ statusCode }) => statusCode)).toEqual(Array(10).fill(503));
  expect(refused[0]!.json()).toMatchObject({ code: 'OVERLOADED', correlationId: expect.any(String) });
  const [readiness, liveness] = await Promise.all([ask('/health/readiness'), ask('/health/liveness')]);
  expect([readiness.statusCode, liveness.statusCode]).toEqual([503, 200]);
  expect(readiness.json().error).toEqual({ load: { status: 'down', message: 'requests are refused' } });
  ProbeController.held.splice(0).forEach((go) => go());
  expect((await working).statusCode).toBe(200);
  await busy.close();
});

it('calls Redis that does not answer a degradation, not a failure', async () => {
  const degraded = await startApp({ settings: { REDIS_URL: 'redis://127.0.0.1:1' } });
  const answer = await degraded.http({ url: '/health/readiness' });
  expect(answer.statusCode).toBe(200);
  expect(answer.json()).toMatchObject({
    status: 'degraded',
    details: { redis: { status: 'degraded', mode: 'memory' } },
  });
  expect((await degraded.http({ url: '/api/v1/users/me' })).statusCode).toBe(401);
  await degraded.close();
});

it('is all that a worker answers, beside its metrics', async () => {
  const worker = await startApp({ settings: { ROLE: 'worker' } });
  const statusOf = async (url: string) => (await worker.http({ url })).statusCode;
  expect([await statusOf('/health/readiness'), await statusOf('/metrics')]).toEqual([200, 200]);
  for (const url of ['/api/v1/auth/validate', '/api/v1/services/categories', '/docs', '/openapi.json', '/'])
    expect([url, await statusOf(url)]).toEqual([url, 404]);
  await worker.close();
});
