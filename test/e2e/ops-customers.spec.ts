// What staff see of customers, and may do to their accounts.
import { AuditEntry } from '../../src/audit/audit-entry.entity.js';
import { CustomerLogins } from '../../src/auth/customer-logins.js';
import { Customer } from '../../src/customers/customer.entity.js';
import { Session } from '../../src/sessions/session.entity.js';
import { SessionsService } from '../../src/sessions/sessions.service.js';
import { startApp, type TestApp } from '../support/app.js';
import { givenIn, password, type Given } from '../support/given.js';

type Headers = Record<string, string>;
type Role = 'super_admin' | 'admin' | 'ops_manager' | 'ops_agent' | 'viewer' | 'finance';

let test: TestApp;
let given: Given;
const as = {} as Record<Role | 'customer', Headers>;
beforeAll(async () => {
  test = await startApp();
  given = givenIn(test);
  for (const role of ['super_admin', 'admin', 'ops_manager', 'ops_agent', 'viewer', 'finance'] as const)
    as[role] = (await given.staffSignedIn({ role })).headers;
  as.customer = (await given.signedIn({ name: 'Somebody Signed-in' })).headers;
});
afterAll(() => test.close());

const base = '/api/v1/ops/customers';
const find = (query: Record<string, string>, headers = as.ops_agent) =>
  test.http({ url: base, query, headers });
const view = (id: string, headers = as.ops_agent) => test.http({ url: `${base}/${id}`, headers });
const move = (id: string, how: 'lock' | 'unlock', headers = as.ops_manager, payload: object = because) =>
  test.http({ method: 'POST', url: `${base}/${id}/${how}`, headers, payload });
const close = (id: string, headers = as.admin, payload: object = because) =>
  test.http({ method: 'DELETE', url: `${base}/${id}`, headers, payload });
const because = { reason: 'Asked for on the phone by 9876543210' };
const names = (answer: { json(): any }) => answer.json().items.map((item: { name: string }) => item.name);
const audited = (objectId: string) =>
  test.orm.em.fork().find(AuditEntry, { objectId }, { orderBy: { at: 'asc', id: 'asc' } });

describe('searching customers', () => {
  beforeAll(async () => {
    await given.customer({ name: 'Farhan Qureshi', email: 'farhan@mail.example', phone: '+919811122233' });
    await given.customer({ name: 'Farida Khan', email: 'far_out@mail.example' });
    await given.customer({ name: 'Imran Farooq', email: 'imran@mail.example' });
  });

  it.each([
    ['the name', 'far', ['Farida Khan', 'Farhan Qureshi']],
    ['the name in capitals', 'FARHAN Q', ['Farhan Qureshi']],
    ['the e-mail address', 'imran@', ['Imran Farooq']],
    ['the phone number', '98111', ['Farhan Qureshi']],
    ['the phone number as it is dialled', '098111 22-233', ['Farhan Qureshi']],
    ['the phone number with the country', '+91 98111', ['Farhan Qureshi']],
    ['the phone number in digits of another script', '९८१११ २२', ['Farhan Qureshi']],
    ['a sign that stands for itself', 'far_', ['Farida Khan']],
    ['a sign that stands for nothing', 'f%', []],
    ['something hostile', "x' or 1=1 --", []],
  ])('finds them by the beginning of %s, newest first', async (_, q, found) => {
    test.clock.advance(1);
    const answer = await find({ q });
    expect([answer.statusCode, names(answer)]).toEqual([200, found]);
  });

  it('shows no more of each than it takes to choose', async () => {
    const [item] = (await find({ q: 'farhan' })).json().items;
    expect(Object.keys(item).sort()).toEqual(['createdAt', 'id', 'name', 'status']);
  });

  it('goes page by page and meets everybody once', async () => {
    const all = names(await find({ limit: '100' }));
    const met: string[] = [];
    let cursor: string | null = null;
    do {
      const page: any = (await find({ limit: '2', ...(cursor && { cursor }) })).json();
      met.push(...page.items.map((item: { name: string }) => item.name));
      cursor = page.nextCursor;
    } while (cursor);
    expect(met).toEqual(all);
  });

  it('goes by status', async () => {
    const { id } = await given.customer({ name: 'Locked Out' });
    await move(id, 'lock');
    expect(names(await find({ status: 'locked' }))).toEqual(['Locked Out']);
    expect(names(await find({ status: 'active' }))).not.toContain('Locked Out');
  });

  it.each([{ status: 'asleep' }, { q: 'x' }, { limit: '1000' }, { cursor: 'made-up' }, { name: 'Farhan' }])(
    'refuses %j',
    async (query) => {
      expect((await find(query as never)).statusCode).toBe(400);
    },
  );
});

describe('one customer', () => {
  it('is shown, and that somebody looked is kept', async () => {
    const { id } = await given.customer({ name: 'Looked At', email: 'looked@mail.example' });
    const answer = await view(id);
    expect([answer.statusCode, answer.json()]).toMatchObject([
      200,
      { id, email: 'looked@mail.example', status: 'active', eraseAt: null },
    ]);
    expect(answer.body).not.toMatch(/password/i);
    expect(await audited(id)).toMatchObject([{ action: 'customer.viewed', actorKind: 'staff' }]);
  });

  it('is not there under an id that nobody has', async () => {
    const nobody = '019d45d6-0ddb-7692-9f4f-68a7e873909f';
    for (const answer of [await view(nobody), await move(nobody, 'lock'), await close(nobody)])
      expect([answer.statusCode, answer.json().code]).toEqual([404, 'CUSTOMER_NOT_FOUND']);
    expect((await view('7')).statusCode).toBe(400);
  });

  it('is shown and changed by those who may, and by nobody else', async () => {
    const { id } = await given.customer();
    for (const headers of [as.viewer, as.finance, as.customer]) {
      const refused = [
        await find({}, headers),
        await view(id, headers),
        await move(id, 'lock', headers),
        await move(id, 'unlock', headers),
        await close(id, headers),
      ];
      for (const answer of refused)
        expect([answer.statusCode, answer.json().code]).toEqual([403, 'FORBIDDEN']);
    }
    for (const answer of [await move(id, 'lock', as.ops_agent), await close(id, as.ops_manager)])
      expect([answer.statusCode, answer.json().code]).toEqual([403, 'FORBIDDEN']);
    expect((await test.orm.em.fork().findOneOrFail(Customer, { id })).status).toBe('active');
    expect(await audited(id)).toEqual([]);
  });
});

describe('locking', () => {
  it('signs the customer out at once and keeps them out, until they are let in again', async () => {
    const { customer, headers } = await given.signedIn();
    const me = () => test.http({ url: '/api/v1/users/me', headers });
    const payload = { identifier: customer.email, password };
    const login = () => test.http({ method: 'POST', url: '/api/v1/auth/login', payload });
    expect((await me()).statusCode).toBe(200);
    const locked = await move(customer.id, 'lock');
    expect([locked.statusCode, locked.json().status]).toEqual([200, 'locked']);
    expect((await me()).statusCode).toBe(401);
    expect((await login()).json().code).toBe('LOGIN_FAILED');
    expect((await move(customer.id, 'unlock')).json().status).toBe('active');
    expect((await login()).statusCode).toBe(200);
    expect((await me()).statusCode).toBe(401);
  });

  it('lets nobody in whose password was found right before it', async () => {
    const { customer } = await given.signedIn();
    const gate = held();
    const logins = test.app.get(CustomerLogins, { strict: false });
    const { prove } = logins;
    logins.prove = async (...given) => {
      const proven = await prove.apply(logins, given);
      await gate.pass();
      return proven;
    };
    const login = signIn(customer);
    await gate.reached;
    logins.prove = prove;
    expect((await move(customer.id, 'lock')).statusCode).toBe(200);
    gate.open();
    const answer = await login;
    expect([answer.statusCode, answer.json().code]).toEqual([401, 'LOGIN_FAILED']);
    expect(await test.orm.em.fork().count(Session, { accountId: customer.id, endedAt: null })).toBe(0);
  });

  it('ends the session of whoever was being let in', async () => {
    const { customer } = await given.signedIn();
    const gate = held();
    const sessions = test.app.get(SessionsService, { strict: false });
    const { open } = sessions;
    sessions.open = async (account) => {
      await gate.pass();
      return open.call(sessions, account);
    };
    const login = signIn(customer);
    await gate.reached;
    sessions.open = open;
    const locking = move(customer.id, 'lock');
    gate.open();
    const [answer, locked] = await Promise.all([login, locking]);
    expect([answer.statusCode, locked.statusCode]).toEqual([200, 200]);
    const headers = { authorization: `Bearer ${answer.json().accessToken}` };
    expect((await test.http({ url: '/api/v1/users/me', headers })).statusCode).toBe(401);
    await move(customer.id, 'unlock');
    test.clock.advance(1_000); // what was looked up before is believed no longer
    expect((await test.http({ url: '/api/v1/users/me', headers })).statusCode).toBe(401);
  });

  const signIn = ({ email }: Customer) =>
    test.http({ method: 'POST', url: '/api/v1/auth/login', payload: { identifier: email, password } });

  /** Where somebody waits until they are let on. */
  function held() {
    const [reached, opened] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const pass = () => {
      reached.resolve();
      return opened.promise;
    };
    return { pass, reached: reached.promise, open: () => opened.resolve() };
  }

  it('needs a reason, which is kept where only those can read it who may', async () => {
    const { id } = await given.customer();
    expect((await move(id, 'lock', as.ops_manager, {})).statusCode).toBe(400);
    await move(id, 'lock');
    const [entry] = await audited(id);
    expect(entry).toMatchObject({ action: 'customer.locked', person: id, actorKind: 'staff' });
    expect(JSON.stringify(entry)).not.toContain('9876543210');
    const opened = await test.http({ url: `/api/v1/ops/audit/${entry!.id}`, headers: as.super_admin });
    expect(opened.json().unsealed.after).toEqual(because);
  });

  it('is possible only for those who are in, and unlocking for those who are out', async () => {
    const { id } = await given.customer();
    const codes = async (...answers: ReturnType<typeof move>[]) =>
      (await Promise.all(answers)).map((answer) => answer.statusCode).sort();
    expect(await codes(move(id, 'unlock'))).toEqual([409]);
    expect(await codes(move(id, 'lock'), move(id, 'lock'), move(id, 'lock'))).toEqual([200, 409, 409]);
    expect(await codes(close(id))).toEqual([204]);
    expect(await codes(move(id, 'lock'), move(id, 'unlock'), close(id))).toEqual([409, 409, 409]);
  });
});

describe('closing an account for a customer', () => {
  it('is what they could do themselves', async () => {
    const { customer, headers } = await given.signedIn();
    expect((await close(customer.id, as.admin, {})).statusCode).toBe(400);
    const booking = await given.confirmedBooking({ customer, startsIn: '2h' });
    const inUse = await close(customer.id);
    expect([inUse.statusCode, inUse.json()]).toMatchObject([
      409,
      { code: 'ACCOUNT_IN_USE', commitments: [{ type: 'booking', id: booking.id }] },
    ]);
    test.clock.advance(86_400_000);
    expect((await close(customer.id)).statusCode).toBe(204);
    expect((await test.http({ url: '/api/v1/users/me', headers })).statusCode).toBe(401);
    const eraseAt = new Date(test.clock.now().getTime() + 30 * 86_400_000).toISOString();
    expect((await view(customer.id)).json()).toMatchObject({ status: 'deleted', eraseAt });
    const actions = (await audited(customer.id)).map((entry) => entry.action);
    expect(actions).toEqual(expect.arrayContaining(['customer.deleted', 'customer.viewed']));
  });
});
