import type { SqlEntityManager } from '@mikro-orm/sql';
import { Background } from '#libs/background';
import { newKey, newPrefix } from '../../src/api-keys/api-key.form.js';
import { Customer } from '../../src/customers/customer.entity.js';
import { startApp, type TestApp } from '../support/app.js';
import { mailsTo } from '../support/mails.js';
import { bearer, givenKey } from '../support/given-keys.js';
import { givenIn, password, type Given } from '../support/given.js';
const { jest } = import.meta;
let test: TestApp; let given: Given;
beforeAll(async () => { test = await startApp({ logLevel: 'error' }); given = givenIn(test); });
afterAll(() => test.close());
const out = (x: unknown) => process.stderr.write(`>>> ${JSON.stringify(x)}\n`);
const post = (url: string, payload: object, headers = {}) => test.http({ method: 'POST', url: `/api/v1/${url}`, payload, headers });

it('takeover', async () => {
  const asha = await given.signedIn({ email: 'victim@example.com' });
  await test.orm.em.fork().nativeUpdate(Customer, { id: asha.customer.id }, { emailVerifiedAt: test.clock.now() });
  const before = (await mailsTo(test, 'victim@example.com')).length;
  const put = await test.http({ method: 'PUT', url: '/api/v1/users/me', headers: asha.headers, payload: { name: 'Asha Rao', email: 'thief@example.com', phone: null, language: 'en' } });
  out(['put', put.statusCode]);
  out(['forgot', (await post('auth/password/forgot', { identifier: 'thief@example.com' })).statusCode]);
  await test.app.get(Background).idle(); await test.app.get(Background).idle();
  const mails = await mailsTo(test, 'thief@example.com');
  const text = mails.map((m) => m.text).join('\n');
  const token = /token=([\w-]{20,})/.exec(text)?.[1];
  out(['token', !!token]);
  const reset = await post('auth/password/reset', { token, password: 'thief knows this 99' });
  out(['reset', reset.statusCode, reset.body]);
  out(['thief login', (await post('auth/login', { identifier: 'thief@example.com', password: 'thief knows this 99' })).statusCode]);
  out(['victim login', (await post('auth/login', { identifier: 'victim@example.com', password })).statusCode]);
  out(['mails to victim', before, (await mailsTo(test, 'victim@example.com')).length]);
});

it('nfkc', async () => {
  const pw = 'मेरा क़मरा 42';
  const withNukta = pw.replace('क़', '\u0958');
  const r = await post('auth/register', { name: 'Asha Rao', email: 'nfkc@example.com', password: withNukta });
  out(['register', r.statusCode]);
  out(['login', (await post('auth/login', { identifier: 'nfkc@example.com', password: withNukta })).statusCode]);
  const headers = bearer(r.json().accessToken);
  const del = await test.http({ method: 'DELETE', url: '/api/v1/users/me', headers, payload: { password: withNukta } });
  out(['close', del.statusCode, del.json?.().code]);
});

it('keys survive a reset', async () => {
  const asha = await given.signedIn();
  const { key } = await givenKey(test.http, asha);
  const ch = await test.http({ method: 'PATCH', url: '/api/v1/users/me/password', headers: asha.headers, payload: { currentPassword: password, newPassword: 'something else 77' } });
  test.clock.advance(1000);
  out(['key after password change', ch.statusCode, (await test.http({ url: '/api/v1/bookings', headers: bearer(key) })).statusCode]);
});

it('explain', async () => {
  const em = test.orm.em.fork() as SqlEntityManager;
  await em.execute(`insert into attempts (key,count,window_ends_at,blocked_until) select encode(sha256(i::text::bytea),'hex'),1,now(),now() from generate_series(1,20000) i`);
  await em.execute('analyze attempts');
  await em.execute('set enable_seqscan = off');
  out(await em.execute(`explain delete from attempts where key = any('{a,b}'::text[])`));
  out(await em.execute(`explain delete from attempts where key = any('{a,b}'::bpchar[])`));
  await em.execute('reset enable_seqscan');
  const t = performance.now(); for (let i=0;i<20;i++) await em.execute(`delete from attempts where key = any('{a,b}'::text[])`);
  const u = performance.now(); for (let i=0;i<20;i++) await em.execute(`delete from attempts where key = any('{a,b}'::bpchar[])`);
  out([ (u-t)/20, (performance.now()-u)/20]);
});

it('flood', async () => {
  const asha = await given.signedIn();
  const { key } = await givenKey(test.http, asha, { requestsPerMinute: 5 });
  const answers = await Promise.all(Array.from({ length: 1500 }, () => test.http({ url: '/api/v1/bookings', headers: bearer(key) })));
  await test.app.get(Background).idle();
  out(['429', answers.filter((a) => a.statusCode === 429).length, 'dropped', test.log.filter((l) => String(l.msg).startsWith('dropped')).length]);
});
