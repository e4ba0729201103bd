import { Background } from '#libs/background';
import { AuditEntry } from '../../src/audit/audit-entry.entity.js';
import { Session } from '../../src/sessions/session.entity.js';
import { Staff } from '../../src/staff/staff.entity.js';
import { startApp, type TestApp } from '../support/app.js';
import { givenIn, password, type Given } from '../support/given.js';
import { mailsTo, tokenIn } from '../support/mails.js';

let test: TestApp;
let given: Given;
beforeAll(async () => {
  test = await startApp();
  given = givenIn(test);
});
afterAll(() => test.close());

const post = (path: string, payload: object, headers: Record<string, string> = {}) =>
  test.http({ method: 'POST', url: `/api/v1/ops/auth/${path}`, payload, headers });
const login = (email: string, with_: object = {}) => post('login', { email, password, ...with_ });
const me = (headers: Record<string, string>) => test.http({ url: '/api/v1/ops/users/me', headers });
const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
const stored = (email: string) => test.orm.em.fork().findOneOrFail(Staff, { email });
const meera = { name: 'Meera Krishnan', password };

describe('registering as staff', () => {
  it('waits for approval: no tokens, and no signing in', async () => {
    const answer = await post('register', { ...meera, email: 'New.Colleague@Desk.example' });
    expect([answer.statusCode, answer.json()]).toEqual([
      202,
      {
        id: expect.any(String),
        name: 'Meera Krishnan',
        email: 'new.colleague@desk.example',
        status: 'pending',
      },
    ]);
    expect((await login('new.colleague@desk.example')).json().code).toBe('LOGIN_FAILED');

    const admin = await given.staffSignedIn({ role: 'admin' });
    const url = `/api/v1/ops/users/${answer.json().id}/approve`;
    const approved = await test.http({
      ...{ method: 'POST', url, headers: admin.headers },
      payload: { role: 'ops_lead' },
    });
    expect(approved.json()).toMatchObject({ status: 'active', role: 'ops_lead' });
    expect((await login('new.colleague@desk.example')).json().staff).toMatchObject({ role: 'ops_lead' });
    expect(await mailsTo(test, 'new.colleague@desk.example')).toHaveLength(1);
  });

  it('knows a password by what it is, whatever the keyboard makes of it', async () => {
    const email = 'wide@desk.example';
    await post('register', { ...meera, email, password: 'ｃｏｒｒｅｃｔ horse 42' });
    await test.orm.em.fork().nativeUpdate(Staff, { email }, { status: 'active' });
    for (const word of ['correct horse 42', 'ｃｏｒｒｅｃｔ horse 42'])
      expect((await login(email, { password: word })).statusCode).toBe(200);
  });

  it.each([
    ['a role', { role: 'super_admin' }],
    ['a status', { status: 'active' }],
    ['an id', { id: '01900000-0000-7000-8000-000000000000' }],
    ['a name with markup', { name: '<b>' }],
    ['a short password', { password: 'short' }],
  ])('cannot bring along %s', async (_, change) => {
    const answer = await post('register', { ...meera, email: 'greedy@desk.example', ...change });
    expect([answer.statusCode, answer.json().code]).toEqual([400, 'VALIDATION_FAILED']);
  });

  it('says why a password is too weak', async () => {
    const answer = await post('register', { ...meera, email: 'weak@desk.example', password: 'password123' });
    expect([answer.statusCode, answer.json().code]).toEqual([400, 'WEAK_PASSWORD']);
  });

  it('takes an address once, however many come with it', async () => {
    const answers = await Promise.all(
      Array.from({ length: 4 }, () => post('register', { ...meera, email: 'once@desk.example' })),
    );
    expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([202, 409, 409, 409]);
  });
});

describe('logging in as staff', () => {
  it('answers tokens, and what the caller is and may do', async () => {
    const staff = await given.staff({ role: 'viewer' });
    const answer = await login(staff.email.toUpperCase());
    expect(answer.statusCode).toBe(200);
    const { accessToken, staff: shown } = answer.json();
    expect(shown).toMatchObject({
      id: staff.id,
      role: 'viewer',
      lastLoginAt: test.clock.now().toISOString(),
      permissions: ['agents.read', 'bookings.read', 'catalogue.read', 'complaints.read', 'providers.read'],
      hasSecondFactor: false,
      lacksSecondFactor: false,
    });
    expect(answer.body).not.toMatch(/argon|passwordHash/);
    expect((await me(bearer(accessToken))).json()).toEqual(shown);
  });

  it('answers alike for nobody, a wrong password, and those who may not', async () => {
    const [open, pending, suspended, left] = [
      await given.staff(),
      await given.staff({ status: 'pending' }),
      await given.staff({ status: 'suspended' }),
      await given.staff({ status: 'left' }),
    ];
    const answers = [
      await login('nobody@desk.example'),
      await login(open.email, { password: 'not this one' }),
      await login(pending.email),
      await login(suspended.email),
      await login(left.email),
    ].map((answer) => {
      const { correlationId: _, ...problem } = answer.json();
      return problem;
    });
    expect(answers[0]).toMatchObject({ status: 401, code: 'LOGIN_FAILED' });
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
  });

  it('is not for customers, nor is their door for staff', async () => {
    const { email } = (await given.signedIn({ email: 'customer@example.com' })).customer;
    expect((await login(email!)).statusCode).toBe(401);
    const staff = await given.staff();
    const answer = await test.http({
      ...{ method: 'POST', url: '/api/v1/auth/login' },
      payload: { identifier: staff.email, password },
    });
    expect(answer.statusCode).toBe(401);
    const customer = await given.signedIn();
    expect((await me(customer.headers)).statusCode).toBe(403);
    const { refreshToken } = await given.staffSignedIn();
    const elsewhere = await test.http({
      ...{ method: 'POST', url: '/api/v1/auth/refresh' },
      payload: { refreshToken },
    });
    expect(elsewhere.json().code).toBe('REFRESH_REFUSED');
    expect((await post('refresh', { refreshToken: customer.refreshToken })).json().code).toBe(
      'REFRESH_REFUSED',
    );
  });

  it('is slowed down after five wrong passwords, the right one included, and only there', async () => {
    const staff = await given.staff();
    const other = await given.staff();
    for (let attempt = 0; attempt < 5; attempt++) {
      expect((await login(staff.email, { password: 'not this one' })).statusCode).toBe(401);
    }
    const locked = await login(staff.email);
    expect([locked.statusCode, locked.json().code]).toEqual([429, 'LOGIN_LOCKED']);
    expect(Number(locked.headers['retry-after'])).toBe(60);
    expect((await login(other.email)).statusCode).toBe(200);
    test.clock.advance(60_000);
    expect((await login(staff.email)).statusCode).toBe(200);
  });

  it('lets no more guesses through at once than one after the other', async () => {
    const { email } = await given.staff();
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => login(email, { password: 'not this one' })),
    );
    expect(answers.filter(({ statusCode }) => statusCode === 401)).toHaveLength(5);
    expect(answers.filter(({ statusCode }) => statusCode === 429)).toHaveLength(15);
  });

  it('refreshes for as long as the account may be used', async () => {
    const { staff, refreshToken } = await given.staffSignedIn({ role: 'analyst' });
    const answer = await post('refresh', { refreshToken });
    expect(answer.json().staff).toMatchObject({ id: staff.id, role: 'analyst' });
    await test.orm.em.fork().nativeUpdate(Staff, { id: staff.id }, { status: 'suspended' });
    const next = await post('refresh', { refreshToken: answer.json().refreshToken });
    expect([next.statusCode, next.json().code]).toEqual([401, 'REFRESH_REFUSED']);
  });

  it('is in the audit log, failed or not', async () => {
    const staff = await given.staff();
    await login(staff.email, { password: 'not this one' });
    await login(staff.email);
    await test.app.get(Background).idle();
    const entries = await test.orm.em
      .fork()
      .find(AuditEntry, { objectId: staff.id }, { orderBy: { id: 'asc' } });
    const seen = entries.map(({ action, actorKind }) => `${action} by ${actorKind}`);
    expect(seen.sort()).toEqual(['staff.logged_in by staff', 'staff.login_failed by anonymous']);
  });
});

describe('the own password', () => {
  const next = 'quite another horse 7';
  const change = (headers: Record<string, string>, payload: object) =>
    test.http({ method: 'PATCH', url: '/api/v1/ops/users/me/password', headers, payload });

  it('is changed by whoever knows the old one, and ends the other sessions', async () => {
    const { staff, headers } = await given.staffSignedIn();
    const elsewhere = bearer((await login(staff.email)).json().accessToken);
    expect(
      (await change(headers, { currentPassword: 'not this one', newPassword: next })).json(),
    ).toMatchObject({ status: 400, code: 'PROOF_WRONG', field: 'password' });
    expect((await change(headers, { currentPassword: password, newPassword: 'password1' })).json().code).toBe(
      'WEAK_PASSWORD',
    );
    expect((await change(headers, { currentPassword: password, newPassword: next })).statusCode).toBe(204);
    expect([(await me(headers)).statusCode, (await me(elsewhere)).statusCode]).toEqual([200, 401]);
    expect((await login(staff.email)).statusCode).toBe(401);
    expect((await login(staff.email, { password: next })).statusCode).toBe(200);
  });

  it('is not guessed through this door either', async () => {
    const { headers } = await given.staffSignedIn();
    const answers = await Promise.all(
      Array.from({ length: 12 }, () => change(headers, { currentPassword: 'guess', newPassword: next })),
    );
    expect(answers.filter(({ statusCode }) => statusCode === 400)).toHaveLength(5);
  });

  it('is chosen anew by a link that works once, for an hour', async () => {
    const { staff, headers } = await given.staffSignedIn();
    const forgot = await post('password/forgot', { email: staff.email });
    expect([forgot.statusCode, forgot.json()]).toEqual([202, {}]);
    const token = tokenIn((await mailsTo(test, staff.email))[0]!);
    const weak = await post('password/reset', { token, password: 'password1' });
    expect(weak.json().code).toBe('WEAK_PASSWORD');
    const answers = await Promise.all(
      Array.from({ length: 4 }, () => post('password/reset', { token, password: next })),
    );
    expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([204, 400, 400, 400]);
    expect((await me(headers)).statusCode).toBe(401);
    expect((await login(staff.email, { password: next })).statusCode).toBe(200);
  });

  it('is not chosen by a link that is old, replaced, or of somebody who may not sign in', async () => {
    const { email, id } = await given.staff();
    const ask = async () => {
      await post('password/forgot', { email });
      return tokenIn((await mailsTo(test, email))[0]!);
    };
    const first = await ask();
    test.clock.advance(61_000);
    const second = await ask();
    expect(second).not.toBe(first);
    const reset = async (token: string) => (await post('password/reset', { token, password: next })).json();
    expect(await reset(first)).toMatchObject({ status: 400, code: 'PASSWORD_LINK_INVALID' });
    await test.orm.em.fork().nativeUpdate(Staff, { id }, { status: 'suspended' });
    expect(await reset(second)).toMatchObject({ code: 'PASSWORD_LINK_INVALID' });
    await test.orm.em.fork().nativeUpdate(Staff, { id }, { status: 'active' });
    test.clock.advance(3_600_000);
    expect(await reset(second)).toMatchObject({ code: 'PASSWORD_LINK_INVALID' });
    expect((await stored(email)).passwordHash).not.toBeNull();
  });

  it('is chosen on a page of ours, which does nothing by being opened', async () => {
    const { email } = await given.staff();
    await post('password/forgot', { email });
    const [mail] = await mailsTo(test, email);
    const { pathname, search } = new URL(/https?:\S+/.exec(mail!.text)![0]);
    const page = await test.http({ url: `${pathname}${search}` });
    expect([page.statusCode, page.headers['content-type']]).toEqual([200, 'text/html; charset=utf-8']);
    const nonce = /script-src[^;]*'nonce-([^']+)'/.exec(String(page.headers['content-security-policy']))![1];
    expect(page.body).toContain(`<script type="module" nonce="${nonce}">`);
    expect(page.body).toContain('data-api="/api/v1/ops/auth/password/reset"');
    const token = tokenIn(mail!);
    expect(page.body).not.toContain(token);
    expect((await post('password/reset', { token, password: next })).statusCode).toBe(204);
  });

  it('says the same to those who are nobody, and mails nobody', async () => {
    const answer = await post('password/forgot', { email: 'nobody@desk.example' });
    expect([answer.statusCode, answer.json()]).toEqual([202, {}]);
    expect(await mailsTo(test, 'nobody@desk.example')).toEqual([]);
  });
});

it('opens no session that a suspension at the same moment misses', async () => {
  const admin = await given.staffSignedIn({ role: 'admin' });
  const { email, id } = await given.staff();
  await Promise.all([
    ...Array.from({ length: 4 }, () => login(email)),
    test.http({ method: 'POST', url: `/api/v1/ops/users/${id}/suspend`, headers: admin.headers }),
  ]);
  expect(await test.orm.em.fork().count(Session, { accountId: id, endedAt: null })).toBe(0);
});
