import { newToken } from '#libs/secrets';
import { newKey, newPrefix } from '../../src/api-keys/api-key.form.js';
import { Customer } from '../../src/customers/customer.entity.js';
import { startApp, type TestApp } from '../support/app.js';
import { bearer } from '../support/given-keys.js';
import { givenIn, password, type Given } from '../support/given.js';
const { jest } = import.meta;
let test: TestApp; let given: Given;
beforeAll(async () => { test = await startApp({ logLevel: 'error', settings: { RATE_LIMIT_DEFAULT: 5, TRUST_PROXY: '127.0.0.1' } as never }); given = givenIn(test); });
afterAll(() => test.close());
const out = (x: unknown) => process.stderr.write(`>>> ${JSON.stringify(x)}\n`);
it('queries before the limiter', async () => {
  const queries = jest.spyOn(test.orm.em.getConnection(), 'execute');
  const statuses: Record<string, number> = {};
  for (let i = 0; i < 50; i++) { const a = await test.http({ url: '/api/v1/auth/validate', headers: bearer(newKey(newPrefix())), remoteAddress: '192.0.2.9' }); statuses[a.statusCode] = (statuses[a.statusCode] ?? 0) + 1; }
  out(['keys', statuses, queries.mock.calls.length]);
  queries.mockClear();
  for (let i = 0; i < 50; i++) { const a = await test.http({ url: '/api/v1/auth/validate', headers: { cookie: `session=${newToken()}` }, remoteAddress: '192.0.2.10' }); statuses[a.statusCode] = (statuses[a.statusCode] ?? 0) + 1; }
  out(['cookies', statuses, queries.mock.calls.length]);
  queries.mockRestore();
});
it('xff', async () => {
  const c = await given.signedIn();
  const login = (xff: string) => test.http({ method: 'POST', url: '/api/v1/auth/login', headers: { 'x-forwarded-for': xff }, payload: { identifier: c.customer.email, password } });
  for (const x of ['x'.repeat(60), 'x'.repeat(20), 'fe80::1%' + 'e'.repeat(50)]) { const a = await login(x); out(['xff', x.length, a.statusCode]); }
  out(test.log.map((l) => l.msg + ' ' + (l as any).err?.message));
});
it('closed elsewhere', async () => {
  const other = await startApp({ database: { ...test.database, close: async () => {} }, clock: test.clock });
  const c = await given.signedIn();
  const validate = await other.http({ url: '/api/v1/auth/validate', headers: c.headers });
  const del = await test.http({ method: 'DELETE', url: '/api/v1/users/me', headers: c.headers, payload: { password } });
  const put = await other.http({ method: 'PUT', url: '/api/v1/users/me', headers: c.headers, payload: { name: 'Changed', email: 'freed@example.com', phone: null, language: 'en' } });
  const key = await other.http({ method: 'POST', url: '/api/v1/api-keys', headers: c.headers, payload: { name: 'k', scopes: ['bookings.read'] } });
  const reg = await test.http({ method: 'POST', url: '/api/v1/auth/register', payload: { name: 'Again', email: c.customer.email, password } });
  const row = await test.orm.em.fork().findOneOrFail(Customer, { id: c.customer.id });
  out(['closed', validate.statusCode, del.statusCode, put.statusCode, key.statusCode, reg.statusCode, row.status, row.name, row.email]);
  await other.close();
});
