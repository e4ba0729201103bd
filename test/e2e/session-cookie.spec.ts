// Sessions that a page of ours uses by a cookie.
import { RequestContext } from '@mikro-orm/core';
import { Customer } from '../../src/customers/customer.entity.js';
import { Session } from '../../src/sessions/session.entity.js';
import { SessionsService } from '../../src/sessions/sessions.service.js';
import { startApp, type TestApp } from '../support/app.js';
import { queriesDuring } from '../support/queries.js';
import { givenIn, type Given } from '../support/given.js';

let test: TestApp;
let given: Given;
beforeAll(async () => {
  test = await startApp();
  given = givenIn(test);
});
afterAll(() => test.close());

interface Login {
  customer: Customer;
  sessionId: string;
  headers: { authorization: string };
}

/** Without the password, which takes its time. */
async function login(customer?: Customer): Promise<Login> {
  const owner = customer ?? (await given.customer());
  const sessions = test.app.get(SessionsService, { strict: false });
  const { accessToken } = await RequestContext.create(test.orm.em, () =>
    sessions.open({ kind: 'customer', id: owner.id }),
  );
  const claims = JSON.parse(Buffer.from(accessToken.split('.')[1]!, 'base64url').toString());
  return { customer: owner, sessionId: claims.sid, headers: { authorization: `Bearer ${accessToken}` } };
}

const call = (method: 'GET' | 'POST' | 'DELETE', path: string, headers: object, payload?: object) =>
  test.http({ method, url: `/api/v1/auth/${path}`, headers: headers as Record<string, string>, payload });
const validate = (headers: object) => call('GET', 'validate', headers);

describe('a browser page', () => {
  const cookieOf = (answer: Awaited<ReturnType<typeof call>>) => String(answer.headers['set-cookie']);
  async function inBrowser(person?: Login) {
    const owner = person ?? (await login());
    const answer = await call('POST', 'cookie', owner.headers);
    const cookie = cookieOf(answer).split(';')[0]!;
    return { ...owner, answer, cookie, csrfToken: answer.json().csrfToken as string };
  }

  it('is signed in by a cookie that scripts cannot read', async () => {
    const { answer, cookie, customer } = await inBrowser();
    expect(answer.statusCode).toBe(200);
    expect(cookieOf(answer)).toMatch(
      /^session=[\w-]{59}; Path=\/; Max-Age=2592000; HttpOnly; SameSite=Strict$/,
    );
    expect((await validate({ cookie })).json()).toMatchObject({ id: customer.id, kind: 'customer' });
  });

  it('works for staff', async () => {
    const { headers, staff } = await given.staffSignedIn();
    const cookie = cookieOf(await call('POST', 'cookie', headers)).split(';')[0]!;
    expect((await validate({ cookie })).json()).toMatchObject({ id: staff.id, kind: 'staff' });
  });

  it('changes something only with the token that belongs to its session', async () => {
    const { cookie, csrfToken, customer } = await inBrowser();
    const { csrfToken: another } = await inBrowser();
    const other = await login(customer);
    const revoke = (headers: object) => call('DELETE', `sessions/${other.sessionId}`, { cookie, ...headers });
    for (const headers of [{}, { 'x-csrf-token': '' }, { 'x-csrf-token': another }])
      expect((await revoke(headers)).json()).toMatchObject({ status: 403, code: 'CSRF_REFUSED' });
    for (const headers of [
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
      { origin: 'https://evil.example' },
      { origin: 'null' },
    ])
      expect((await revoke({ ...headers, 'x-csrf-token': csrfToken })).json().code).toBe('CSRF_REFUSED');
    expect((await call('GET', 'csrf', { cookie })).json()).toEqual({ csrfToken });
    const fromPage = {
      host: 'desk.example',
      origin: 'https://desk.example',
      'sec-fetch-site': 'same-origin',
    };
    expect((await revoke({ ...fromPage, 'x-csrf-token': csrfToken })).statusCode).toBe(204);
  });

  it('does not concern a request with a token of its own', async () => {
    const { cookie, headers } = await inBrowser();
    const other = await login();
    const both = { cookie, ...other.headers };
    expect((await validate(both)).json().id).toBe(other.customer.id);
    expect((await call('POST', 'logout', both)).statusCode).toBe(204);
    expect((await validate(headers)).statusCode).toBe(200);
  });

  it('is nobody where the cookie was made up, replaced, or its session ended', async () => {
    const { cookie, headers, csrfToken } = await inBrowser();
    expect((await validate({ cookie: `session=${'x'.repeat(43)}` })).statusCode).toBe(401);
    const { cookie: newer } = await inBrowser({ ...(await login()), headers } as Login);
    expect((await validate({ cookie })).statusCode).toBe(401);
    const out = await call('POST', 'logout', { cookie: newer, 'x-csrf-token': csrfToken });
    expect([out.statusCode, cookieOf(out)]).toEqual([
      204,
      'session=; Path=/; Max-Age=0; HttpOnly; SameSite=Strict',
    ]);
    expect((await validate({ cookie: newer })).statusCode).toBe(401);
    expect((await validate(headers)).statusCode).toBe(401);
  });

  it('is not looked up for a cookie that was made up', async () => {
    const { cookie } = await inBrowser();
    const sessions = async (sent: string) =>
      (await queriesDuring(test.orm, () => validate({ cookie: sent }))).filter((sql) =>
        /from "?sessions/.test(sql),
      ).length;
    const madeUp = [`session=${'a0'.repeat(30).slice(1)}`, cookie.slice(0, -16) + '0'.repeat(16)];
    expect([await sessions(madeUp[0]!), await sessions(madeUp[1]!), await sessions(cookie)]).toEqual([
      0, 0, 1,
    ]);
  });

  it('can still log in anew without the token: there the cookie counts for nothing', async () => {
    const { cookie } = await inBrowser();
    const payload = { refreshToken: 'x'.repeat(43) };
    expect((await call('POST', 'refresh', { cookie }, payload)).json().code).toBe('REFRESH_REFUSED');
  });

  it('keeps no cookie that could be read from the database', async () => {
    const { cookie, sessionId } = await inBrowser();
    const row = await test.orm.em.fork().findOneOrFail(Session, { id: sessionId });
    expect(JSON.stringify(row)).not.toContain(cookie.split('=')[1]);
  });
});
