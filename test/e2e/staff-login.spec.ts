import { BackgroundTasks } from '#libs/background';
import { AuditEntry } from '../../src/audit/audit-entry.entity.js';
import { Session } from '../../src/sessions/session.entity.js';
import { Staff } from '../../src/staff/staff.entity.js';
import { startApp, type TestApp } from '../support/app.js';
import { givenIn, password, type Given } from '../support/given.js';

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
      method: 'POST',
      url: '/api/v1/auth/login',
      payload: { identifier: staff.email, password },
    });
    expect(answer.statusCode).toBe(401);
    const customer = await given.signedIn();
    expect((await me(customer.headers)).statusCode).toBe(403);
    const { refreshToken } = await given.staffSignedIn();
    const elsewhere = await test.http({
      method: 'POST',
      url: '/api/v1/auth/refresh',
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
    await test.app.get(BackgroundTasks).idle();
    const entries = await test.orm.em
      .fork()
      .find(AuditEntry, { objectId: staff.id }, { orderBy: { id: 'asc' } });
    const seen = entries.map(({ action, actorKind }) => `${action} by ${actorKind}`);
    expect(seen.sort()).toEqual(['staff.logged_in by staff', 'staff.login_failed by anonymous']);
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
