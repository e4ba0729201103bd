// Where people are logged in: seen, limited, and ended.
import { RequestContext } from '@mikro-orm/core';
import { PersonalData } from '#libs/personal-data';
import { AuditEntry } from '../../src/audit/audit-entry.entity.js';
import { Customer } from '../../src/customers/customer.entity.js';
import { AccountsService, type AccountKind } from '../../src/sessions/accounts.service.js';
import { RefreshToken, Session } from '../../src/sessions/session.entity.js';
import { SessionCleanUp } from '../../src/sessions/session-clean-up.js';
import { SessionsService } from '../../src/sessions/sessions.service.js';
import { freshDatabase } from '../support/database.js';
import { startApp, type TestApp } from '../support/app.js';
import { givenIn, password, type Given } from '../support/given.js';

let test: TestApp;
/** The same program once more, on the same database. */
let elsewhere: TestApp;
let given: Given;
beforeAll(async () => {
  const database = await freshDatabase();
  const borrowed = { ...database, close: async () => {} };
  elsewhere = await startApp({ database: borrowed });
  test = await startApp({ database, clock: elsewhere.clock });
  given = givenIn(test);
});
afterAll(async () => {
  await elsewhere.close();
  await test.close();
});

interface Login {
  customer: Customer;
  sessionId: string;
  headers: { authorization: string };
  refreshToken: string;
}

const open = (app: TestApp, kind: AccountKind, id: string) =>
  RequestContext.create(app.orm.em, () => app.app.get(SessionsService, { strict: false }).open({ kind, id }));
const sessionIn = (token: string) =>
  JSON.parse(Buffer.from(token.split('.')[1]!, 'base64url').toString()).sid as string;

/** Without the password, which takes its time. */
async function login(customer?: Customer, app = test): Promise<Login> {
  const owner = customer ?? (await given.customer());
  const { accessToken, refreshToken } = await open(app, 'customer', owner.id);
  const headers = { authorization: `Bearer ${accessToken}` };
  return { customer: owner, sessionId: sessionIn(accessToken), headers, refreshToken };
}

const call = (method: 'GET' | 'POST' | 'DELETE', path: string, headers: object, payload?: object) =>
  test.http({ method, url: `/api/v1/auth/${path}`, headers: headers as Record<string, string>, payload });
const validate = (headers: object, app = test) =>
  app.http({ url: '/api/v1/auth/validate', headers: headers as Record<string, string> });
const listed = async (headers: object) => (await call('GET', 'sessions', headers)).json().items;
const endOf = async (id: string) => (await test.orm.em.fork().findOneOrFail(Session, { id })).endedBecause;

describe('sessions', () => {
  it('are listed with device, address and last use, newest first', async () => {
    const { customer, headers: first, sessionId } = await login();
    test.clock.advance(120_000);
    const userAgent = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0';
    await test.orm.em.fork().nativeUpdate(Session, { id: sessionId }, { userAgent, address: '198.51.100.7' });
    const { headers: second, sessionId: newer } = await login(customer);
    const items = await listed(second);
    expect(items).toHaveLength(2);
    expect(items[0]).toMatchObject({ id: newer, isCurrent: true, device: null });
    expect(items[1]).toMatchObject({
      id: sessionId,
      isCurrent: false,
      device: 'Firefox on Linux',
      address: '198.51.100.7',
      createdAt: new Date(test.clock.now().getTime() - 120_000).toISOString(),
    });
    expect(JSON.stringify(items)).not.toMatch(/hash/i);
    expect((await listed(first)).find((item: { isCurrent: boolean }) => item.isCurrent).id).toBe(sessionId);
  });

  it('say where they were made and when they were used last, to the minute', async () => {
    const { refreshToken } = await given.signedIn();
    const next = await call('POST', 'refresh', { 'user-agent': 'curl/8.9' }, { refreshToken });
    const headers = { authorization: `Bearer ${next.json().accessToken}` };
    const [item] = await listed(headers);
    expect(item).toMatchObject({ address: '127.0.0.1', lastUsedAt: test.clock.now().toISOString() });
    test.clock.advance(59_000);
    expect((await listed(headers))[0].lastUsedAt).toBe(item.lastUsedAt);
    test.clock.advance(2_000);
    expect((await listed(headers))[0].lastUsedAt).toBe(test.clock.now().toISOString());
  });

  it('are those of staff for staff', async () => {
    const { headers } = await given.staffSignedIn();
    const items = await listed(headers);
    expect(items).toMatchObject([{ isCurrent: true }]);
    expect((await call('DELETE', `sessions/${items[0].id}`, headers)).statusCode).toBe(204);
    expect((await validate(headers)).statusCode).toBe(401);
  });

  it('end one by one, and every token of them', async () => {
    const { customer, headers: mine } = await login();
    const lost = await login(customer);
    expect((await validate(lost.headers)).statusCode).toBe(200);
    expect((await call('DELETE', `sessions/${lost.sessionId}`, mine)).statusCode).toBe(204);
    expect((await validate(lost.headers)).statusCode).toBe(401);
    expect((await call('POST', 'refresh', {}, { refreshToken: lost.refreshToken })).json().code).toBe(
      'REFRESH_REFUSED',
    );
    expect(await listed(mine)).toHaveLength(1);
    expect((await call('DELETE', `sessions/${lost.sessionId}`, mine)).statusCode).toBe(404);
    expect(await endOf(lost.sessionId)).toBe('revoked');
    const entry = await test.orm.em
      .fork()
      .findOneOrFail(AuditEntry, { objectType: 'session', objectId: lost.sessionId });
    expect([entry.action, entry.actorId]).toEqual(['session.ended', customer.id]);
  });

  it('of somebody else are not there', async () => {
    const other = await login();
    const { headers } = await login();
    const { headers: staff } = await given.staffSignedIn({ role: 'super_admin' });
    for (const caller of [headers, staff])
      expect((await call('DELETE', `sessions/${other.sessionId}`, caller)).json()).toMatchObject({
        status: 404,
        code: 'SESSION_NOT_FOUND',
      });
    expect((await validate(other.headers)).statusCode).toBe(200);
  });

  it('are removed once they are past their time, their tokens with them', async () => {
    const { sessionId } = await login();
    const cleanUp = test.app.get(SessionCleanUp, { strict: false });
    test.clock.advance(31 * 86_400_000);
    const { sessionId: fresh } = await login();
    const removed = await Promise.all([cleanUp.run(), cleanUp.run()]);
    const em = test.orm.em.fork();
    expect(removed[0]! + removed[1]!).toBeGreaterThan(0);
    expect(await em.count(Session, { id: sessionId })).toBe(0);
    expect(await em.count(RefreshToken, { session: sessionId })).toBe(0);
    expect(await em.count(Session, { id: fresh })).toBe(1);
    expect(await cleanUp.run()).toBe(0);
  });

  it('are shown to their owner with everything else, and leave no trace when that is erased', async () => {
    const { customer, headers, sessionId } = await login();
    const { sessionId: before } = await login(customer);
    await call('DELETE', `sessions/${before}`, headers);
    const stranger = await login();
    const personalData = test.app.get(PersonalData, { strict: false });
    const { sessions } = (await personalData.export(test.orm.em.fork(), customer.id)) as {
      sessions: object[];
    };
    expect(sessions).toMatchObject([{ id: sessionId }, { id: before, endedBecause: 'revoked' }]);
    await test.orm.em.fork().transactional((em) => personalData.erase(em, customer.id));
    expect(await test.orm.em.fork().count(Session, { accountId: customer.id })).toBe(0);
    expect((await validate(headers)).statusCode).toBe(401);
    expect((await validate(stranger.headers)).statusCode).toBe(200);
  });
});

describe('logging out', () => {
  it('ends this session', async () => {
    const { customer, headers, refreshToken } = await login();
    const other = await login(customer);
    expect((await call('POST', 'logout', headers)).statusCode).toBe(204);
    expect((await validate(headers)).statusCode).toBe(401);
    expect((await call('POST', 'refresh', {}, { refreshToken })).statusCode).toBe(401);
    expect((await validate(other.headers)).statusCode).toBe(200);
    expect((await call('POST', 'logout', headers)).statusCode).toBe(401);
  });

  it('everywhere ends all of them, and nobody else’s', async () => {
    const { customer, headers } = await login();
    const [other, stranger] = [await login(customer), await login()];
    expect((await call('POST', 'logout', headers, { everywhere: true })).statusCode).toBe(204);
    for (const each of [headers, other.headers]) expect((await validate(each)).statusCode).toBe(401);
    expect((await validate(stranger.headers)).statusCode).toBe(200);
  });

  it('takes nothing else', async () => {
    const { headers } = await login();
    const answer = await call('POST', 'logout', headers, { everywhere: true, id: 'x' });
    expect(answer.json()).toMatchObject({ status: 400, code: 'VALIDATION_FAILED' });
  });

  it('at once from many sides ends it once', async () => {
    const { headers, sessionId } = await login();
    const answers = await Promise.all(Array.from({ length: 5 }, () => call('POST', 'logout', headers)));
    expect(answers.filter(({ statusCode }) => ![204, 401].includes(statusCode))).toEqual([]);
    const entries = await test.orm.em.fork().count(AuditEntry, { objectId: sessionId });
    expect(entries).toBe(1);
  });
});

describe('too many sessions of one account', () => {
  it('push out the oldest', async () => {
    const first = await login();
    const logins = [first];
    for (let count = 1; count < 5; count++) {
      test.clock.advance(1_000);
      logins.push(await login(first.customer));
    }
    expect((await validate(first.headers)).statusCode).toBe(200);
    await login(first.customer);
    expect((await validate(first.headers)).statusCode).toBe(401);
    expect((await validate(logins[1]!.headers)).statusCode).toBe(200);
    expect(await endOf(first.sessionId)).toBe('displaced');
    expect(await listed(logins[1]!.headers)).toHaveLength(5);
  });

  it('are counted exactly however many come at once, here and elsewhere', async () => {
    const customer = await given.customer();
    const apps = Array.from({ length: 12 }, (_, index) => (index % 2 ? test : elsewhere));
    // The embedded database belongs to one process: there the second one would share its only connection.
    const real = process.env.DATABASE_URL ? apps : apps.map(() => test);
    await Promise.all(real.map((app) => login(customer, app)));
    const alive = await test.orm.em.fork().count(Session, { accountId: customer.id, endedAt: null });
    expect(alive).toBe(5);
  });

  it('of others do not count', async () => {
    const staff = await given.staff();
    const { headers } = await login(await given.customer());
    for (let count = 0; count < 6; count++) await open(test, 'staff', staff.id);
    expect((await validate(headers)).statusCode).toBe(200);
  });
});

describe('with other settings, and Redis away', () => {
  let strict: TestApp;
  beforeAll(async () => {
    const database = { ...test.database, close: async () => {} };
    const settings = {
      ...({ MAX_SESSIONS: 2, SESSION_POLICY: 'refuse_new' } as const),
      REDIS_URL: 'redis://127.0.0.1:1',
    };
    strict = await startApp({ database, clock: test.clock, settings });
  });
  afterAll(() => strict.close());

  const logInAs = (email: string) =>
    strict.http({ method: 'POST', url: '/api/v1/auth/login', payload: { identifier: email, password } });

  it('a login too many is refused, until one of the others has ended', async () => {
    const { headers, customer } = await given.signedIn();
    expect((await logInAs(customer.email!)).statusCode).toBe(200);
    expect((await logInAs(customer.email!)).json()).toMatchObject({
      status: 409,
      code: 'TOO_MANY_SESSIONS',
      limit: 2,
    });
    expect((await validate(headers)).statusCode).toBe(200);
    expect((await call('POST', 'logout', headers)).statusCode).toBe(204);
    expect((await logInAs(customer.email!)).statusCode).toBe(200);
  });

  it('a session ends all the same', async () => {
    const { headers } = await login();
    expect((await validate(headers, strict)).statusCode).toBe(200);
    const url = '/api/v1/auth/logout';
    expect((await strict.http({ method: 'POST', url, headers })).statusCode).toBe(204);
    expect((await validate(headers, strict)).statusCode).toBe(401);
  });
});

describe('revoking', () => {
  it('acts at once where a look-up is under way, whatever that still finds', async () => {
    const { headers, sessionId, customer } = await login();
    const accounts = test.app.get(AccountsService, { strict: false });
    const load = accounts.load.bind(accounts);
    let isHeld!: () => void;
    let letGo!: () => void;
    const held = new Promise<void>((resolve) => (isHeld = resolve));
    const gate = new Promise<void>((resolve) => (letGo = resolve));
    accounts.load = async (ref) => {
      const account = await load(ref);
      isHeld();
      await gate;
      return account;
    };
    try {
      const underWay = validate(headers);
      await held;
      const sessions = test.app.get(SessionsService, { strict: false });
      await RequestContext.create(test.orm.em, () =>
        sessions.end({ kind: 'customer', id: customer.id }, sessionId, 'revoked'),
      );
      letGo();
      await underWay;
    } finally {
      accounts.load = load;
    }
    expect((await validate(headers)).statusCode).toBe(401);
  });

  it('that is rolled back revokes nothing', async () => {
    const { headers, customer } = await login();
    const sessions = test.app.get(SessionsService, { strict: false });
    const attempt = RequestContext.create(test.orm.em, () =>
      RequestContext.getEntityManager()!.transactional(async () => {
        await sessions.endAll({ kind: 'customer', id: customer.id }, 'password');
        throw new Error('changed my mind');
      }),
    );
    await expect(attempt).rejects.toThrow('changed my mind');
    expect((await validate(headers)).statusCode).toBe(200);
  });

  it('of all but one leaves that one', async () => {
    const { headers, customer, sessionId } = await login();
    const other = await login(customer);
    const sessions = test.app.get(SessionsService, { strict: false });
    const ref = { kind: 'customer', id: customer.id } as const;
    const ended = await RequestContext.create(test.orm.em, () => sessions.endAll(ref, 'password', sessionId));
    expect(ended).toBe(1);
    expect((await validate(headers)).statusCode).toBe(200);
    expect((await validate(other.headers)).statusCode).toBe(401);
    expect(await endOf(other.sessionId)).toBe('password');
  });

  it('is not what two processes do that are asked for a successor at once, or one after the other has died', async () => {
    const { refreshToken, headers } = await login();
    const ask = ({ http }: TestApp) =>
      http({ method: 'POST', url: '/api/v1/auth/refresh', payload: { refreshToken } });
    const answers = [
      ...(await Promise.all([test, elsewhere, test, elsewhere].map(ask))),
      await ask(elsewhere),
    ];
    expect(answers.map(({ statusCode }) => statusCode)).toEqual([200, 200, 200, 200, 200]);
    expect(new Set(answers.map((answer) => answer.json().refreshToken)).size).toBe(1);
    for (const app of [test, elsewhere]) expect((await validate(headers, app)).statusCode).toBe(200);
  });

  it('acts on the other instances within a second', async () => {
    const { headers } = await login();
    expect((await validate(headers, elsewhere)).statusCode).toBe(200);
    await call('POST', 'logout', headers);
    test.clock.advance(900);
    expect((await validate(headers, elsewhere)).statusCode).toBe(401);
  });

  if (process.env.REDIS_URL) {
    it('acts on the other instances as soon as they hear of it, without a look-up of theirs', async () => {
      const { headers } = await login();
      expect((await validate(headers, elsewhere)).statusCode).toBe(200);
      await call('POST', 'logout', headers);
      // The clock stands still: what they remember would be believed for ever.
      await until(async () => (await validate(headers, elsewhere)).statusCode === 401);
      expect((await validate(headers, elsewhere)).statusCode).toBe(401);
    });
  }
});

/** Looks again until it holds: what another process is told arrives soon, and nobody says when. */
async function until(holds: () => Promise<boolean>): Promise<void> {
  for (let look = 0; look < 10_000; look++) if (await holds()) return;
  throw new Error('It never happened.');
}
