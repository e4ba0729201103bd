import { generateSync } from 'otplib';
import { permissions as everything } from '../../src/access/roles.js';
import { AuditEntry } from '../../src/audit/audit-entry.entity.js';
import { RecoveryCode, SecondFactor } from '../../src/staff/second-factor.entity.js';
import { startApp, type TestApp } from '../support/app.js';
import { givenIn, password, type Given } from '../support/given.js';
import type { StaffSignedIn, StaffStory } from '../support/given-staff.js';
import { mailsTo } from '../support/mails.js';

const stepMs = 30_000;

let test: TestApp;
let given: Given;
beforeAll(async () => {
  test = await startApp({ settings: { STAFF_SECOND_FACTOR_ROLES: 'admin' } });
  given = givenIn(test);
});
afterAll(() => test.close());
/** A step of its own for every test: a code works once. */
beforeEach(() => test.clock.advance(10 * stepMs));

type Headers = Record<string, string>;
const send = (method: 'GET' | 'POST' | 'DELETE', path: string, headers: Headers, payload?: object) =>
  test.http({ method, url: `/api/v1/${path}`, headers, payload });
const login = (email: string, factor: object = {}) =>
  send('POST', 'ops/auth/login', {}, { email, password, ...factor });
const codeOf = (secret: string, steps = 0) =>
  generateSync({ secret, epoch: Math.floor((test.clock.now().getTime() + steps * stepMs) / 1000) });
const begin = (headers: Headers) => send('POST', 'ops/auth/totp', headers, { password });

/** Set up, and a step later, so that the next code is a new one. */
async function withSecondFactor(story: StaffStory = {}) {
  const signedIn: StaffSignedIn = await given.staffSignedIn(story);
  const { headers, staff } = signedIn;
  const { secret } = (await begin(headers)).json() as { secret: string };
  const confirmed = await send('POST', 'ops/auth/totp/confirm', headers, { code: codeOf(secret) });
  const { recoveryCodes } = confirmed.json() as { recoveryCodes: string[] };
  test.clock.advance(2 * stepMs);
  return { ...signedIn, email: staff.email, secret, recoveryCodes };
}

describe('a change of roles', () => {
  const impact = (headers: Headers, query: string) => send('GET', `authz/impact?${query}`, headers);
  const put = (headers: Headers, name: string, change: object) =>
    test.http({
      ...{ method: 'PUT', url: `/api/v1/ops/roles/${name}`, headers },
      payload: { label: name, permissions: [], ...change },
    });
  /** Holds everything, and covers no role that asks for a second factor. */
  const permissions = [...everything];

  it('by which one’s own role would come to ask for it is refused, until it is set up', async () => {
    const { headers: root } = await withSecondFactor({ role: 'super_admin' });
    const payload = { name: 'deputy', label: 'Deputy', permissions };
    const made = await test.http({ method: 'POST', url: '/api/v1/ops/roles', headers: root, payload });
    expect(made.statusCode).toBe(201);
    const deputy = await given.staffSignedIn({ role: 'deputy' });
    const query = 'role=deputy&covers=admin';
    const forecast = (await impact(deputy.headers, query)).json();
    expect(forecast).toMatchObject({
      refusals: [{ code: 'LOCKED_OUT', data: { lost: ['roles.update', 'staff.update'] } }],
      roles: [{ role: 'deputy', gains: [], loses: [], secondFactorNeeded: true }],
    });
    const change = { permissions, covers: 'admin' };
    const refused = await put(deputy.headers, 'deputy', change);
    expect(refused.json()).toMatchObject({ status: 409, code: 'LOCKED_OUT' });
    const equipped = await withSecondFactor({ role: 'deputy' });
    expect((await impact(equipped.headers, query)).json()).toMatchObject({ allowed: true, refusals: [] });
    expect((await put(equipped.headers, 'deputy', change)).statusCode).toBe(200);
    expect((await impact(deputy.headers, query)).statusCode).toBe(403);
  });

  it('says who would have to set it up', async () => {
    const { headers } = await withSecondFactor({ role: 'super_admin' });
    const viewer = await given.staff({ role: 'viewer' });
    const needed = async (query: string) =>
      (await impact(headers, query))
        .json()
        .roles.map((role: { role: string; secondFactorNeeded: boolean }) => [
          ...[role.role, role.secondFactorNeeded],
        ]);
    expect(await needed(`staffId=${viewer.id}&role=admin`)).toEqual([['admin', true]]);
    expect(await needed(`staffId=${viewer.id}&role=ops_agent`)).toEqual([['ops_agent', false]]);
    expect(await needed('role=finance&covers=admin')).toEqual([['finance', true]]);
  });
});

describe('setting it up', () => {
  it('takes the password, then a first code, and answers ten recovery codes', async () => {
    const { headers, staff } = await given.staffSignedIn();
    const refused = await send('POST', 'ops/auth/totp', headers, { password: 'not this one' });
    expect(refused.json()).toMatchObject({ status: 400, code: 'PROOF_WRONG', field: 'password' });
    const { secret, uri } = (await begin(headers)).json();
    const parsed = new URL(uri);
    expect([parsed.protocol, parsed.host, parsed.searchParams.get('secret')]).toEqual([
      'otpauth:',
      'totp',
      secret,
    ]);
    expect(decodeURIComponent(parsed.pathname)).toContain(staff.email);

    // Not on before it is confirmed.
    expect((await login(staff.email)).statusCode).toBe(200);
    const wrong = await send('POST', 'ops/auth/totp/confirm', headers, { code: codeOf(secret, 20) });
    expect(wrong.json()).toMatchObject({ status: 400, code: 'PROOF_WRONG', field: 'code' });
    const confirmed = await send('POST', 'ops/auth/totp/confirm', headers, { code: codeOf(secret) });
    expect(new Set(confirmed.json().recoveryCodes).size).toBe(10);
    expect((await send('GET', 'ops/users/me', headers)).json()).toMatchObject({ hasSecondFactor: true });
  });

  it('ends the sessions that were made without it, but not the one it is done in', async () => {
    const { headers, staff } = await given.staffSignedIn();
    const elsewhere = { authorization: `Bearer ${(await login(staff.email)).json().accessToken}` };
    const { secret } = (await begin(headers)).json();
    await send('POST', 'ops/auth/totp/confirm', headers, { code: codeOf(secret) });
    expect((await send('GET', 'ops/users/me', headers)).statusCode).toBe(200);
    expect((await send('GET', 'ops/users/me', elsewhere)).statusCode).toBe(401);
  });

  it('is not begun twice, nor confirmed when nothing was begun', async () => {
    const { headers, secret } = await withSecondFactor();
    expect((await begin(headers)).json().code).toBe('SECOND_FACTOR_STATE');
    const again = await send('POST', 'ops/auth/totp/confirm', headers, { code: codeOf(secret) });
    expect(again.json()).toMatchObject({ status: 409, code: 'SECOND_FACTOR_STATE' });
    const other = await given.staffSignedIn();
    const nothing = await send('POST', 'ops/auth/totp/confirm', other.headers, { code: '123456' });
    expect(nothing.json().code).toBe('SECOND_FACTOR_STATE');
  });

  it('keeps neither seed nor codes in a form that the database could show', async () => {
    const { staff, secret, recoveryCodes } = await withSecondFactor();
    const em = test.orm.em.fork();
    const { seed } = await em.findOneOrFail(SecondFactor, { staff: staff.id });
    expect(Buffer.from(seed).toString('latin1')).not.toContain(secret);
    const kept = JSON.stringify(await em.find(RecoveryCode, { staff: staff.id }));
    for (const code of recoveryCodes) expect(kept).not.toContain(code);
    const log = JSON.stringify(await em.find(AuditEntry, { objectId: staff.id }));
    expect(log).toContain('second_factor.enabled');
    for (const hidden of [secret, ...recoveryCodes]) expect(log).not.toContain(hidden);
  });

  it('is for staff only', async () => {
    const { headers } = await given.signedIn();
    expect((await begin(headers)).statusCode).toBe(403);
  });
});

describe('logging in with it', () => {
  it('asks for a code only after the right password', async () => {
    const { email, secret } = await withSecondFactor();
    const wrongPassword = await login(email, { password: 'not this one', code: codeOf(secret) });
    expect(wrongPassword.json()).toMatchObject({ status: 401, code: 'LOGIN_FAILED' });
    expect((await login(email)).json()).toMatchObject({ status: 401, code: 'SECOND_FACTOR_NEEDED' });
    expect((await login(email, { code: codeOf(secret) })).statusCode).toBe(200);
  });

  it.each([
    [-2, 401],
    [-1, 200],
    [0, 200],
    [1, 200],
    [2, 401],
  ])('takes the code of %i steps from now: %i', async (steps, status) => {
    const { email, secret } = await withSecondFactor();
    test.clock.advance(5 * stepMs);
    expect((await login(email, { code: codeOf(secret, steps) })).statusCode).toBe(status);
  });

  it('takes a code once, and no older one after it', async () => {
    const { email, secret } = await withSecondFactor();
    const [older, code] = [codeOf(secret, -1), codeOf(secret)];
    expect((await login(email, { code })).statusCode).toBe(200);
    expect((await login(email, { code })).json().code).toBe('SECOND_FACTOR_WRONG');
    expect((await login(email, { code: older })).json().code).toBe('SECOND_FACTOR_WRONG');
    test.clock.advance(stepMs);
    expect((await login(email, { code: codeOf(secret) })).statusCode).toBe(200);
  });

  it('lets in one of those who come with one code at once', async () => {
    const { email, secret } = await withSecondFactor();
    const code = codeOf(secret);
    const answers = await Promise.all(Array.from({ length: 20 }, () => login(email, { code })));
    expect(answers.filter(({ statusCode }) => statusCode === 200)).toHaveLength(1);
  });

  it('takes each recovery code once, however it is typed', async () => {
    const { email, recoveryCodes } = await withSecondFactor();
    const [first, second] = recoveryCodes as [string, string];
    const typed = first.toLowerCase().replace('-', ' ');
    expect((await login(email, { recoveryCode: typed })).statusCode).toBe(200);
    expect((await login(email, { recoveryCode: first })).json().code).toBe('SECOND_FACTOR_WRONG');
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => login(email, { recoveryCode: second })),
    );
    expect(answers.filter(({ statusCode }) => statusCode === 200)).toHaveLength(1);
  });

  it('takes nobody else’s recovery code', async () => {
    const [mine, theirs] = [await withSecondFactor(), await withSecondFactor()];
    expect((await login(mine.email, { recoveryCode: theirs.recoveryCodes[0] })).statusCode).toBe(401);
    expect((await login(theirs.email, { recoveryCode: theirs.recoveryCodes[0] })).statusCode).toBe(200);
  });

  it('counts wrong codes like wrong passwords', async () => {
    const { email, secret } = await withSecondFactor();
    for (let guess = 0; guess < 5; guess++) {
      expect((await login(email, { code: codeOf(secret, 100 + guess) })).statusCode).toBe(401);
    }
    expect((await login(email, { code: codeOf(secret) })).json().code).toBe('LOGIN_LOCKED');
  });

  it('is what a forgotten password does not replace', async () => {
    const { email, secret } = await withSecondFactor();
    await send('POST', 'ops/auth/password/forgot', {}, { email });
    const token = /token=([\w-]+)/.exec((await mailsTo(test, email))[0]!.text)![1];
    const next = 'quite another horse 7';
    expect((await send('POST', 'ops/auth/password/reset', {}, { token, password: next })).statusCode).toBe(
      204,
    );
    expect((await login(email, { password: next })).json().code).toBe('SECOND_FACTOR_NEEDED');
    expect((await login(email, { password: next, code: codeOf(secret) })).statusCode).toBe(200);
  });
});

describe('changing it', () => {
  it('turns it off with password and code', async () => {
    const { headers, email, secret } = await withSecondFactor();
    const off = (payload: object) => send('DELETE', 'ops/auth/totp', headers, payload);
    expect((await off({ password: 'not this one', code: codeOf(secret) })).json().field).toBe('password');
    expect((await off({ password, code: codeOf(secret, 50) })).json().field).toBe('code');
    expect((await off({ password, code: codeOf(secret) })).statusCode).toBe(204);
    expect((await login(email)).statusCode).toBe(200);
    expect((await off({ password, code: codeOf(secret) })).json().code).toBe('SECOND_FACTOR_STATE');
  });

  it('gives new recovery codes, and the old ones end', async () => {
    const { headers, email, secret, recoveryCodes } = await withSecondFactor();
    const answer = await send('POST', 'ops/auth/recovery-codes', headers, { password, code: codeOf(secret) });
    expect((await login(email, { recoveryCode: recoveryCodes[0] })).statusCode).toBe(401);
    expect((await login(email, { recoveryCode: answer.json().recoveryCodes[0] })).statusCode).toBe(200);
  });

  it('is reset by an admin for somebody who has lost it, who is told and signed out', async () => {
    const admin = await given.staffSignedIn({ role: 'super_admin' });
    const setUp = await begin(admin.headers);
    const code = codeOf(setUp.json().secret);
    await send('POST', 'ops/auth/totp/confirm', admin.headers, { code });
    const { staff, headers, email } = await withSecondFactor({ role: 'ops_lead' });
    const path = `ops/users/${staff.id}/reset-second-factor`;
    const lead = await given.staffSignedIn({ role: 'ops_lead' });
    expect((await send('POST', path, lead.headers)).statusCode).toBe(403);
    expect((await send('POST', path, admin.headers)).statusCode).toBe(204);
    expect((await send('GET', 'ops/users/me', headers)).statusCode).toBe(401);
    expect((await login(email)).statusCode).toBe(200);
    expect((await mailsTo(test, email)).map(({ subject }) => subject)).toContain(
      'Your second factor was reset',
    );
    const em = test.orm.em.fork();
    expect(await em.count(AuditEntry, { action: 'second_factor.reset', objectId: staff.id })).toBe(1);
    expect((await send('POST', path, admin.headers)).json().code).toBe('SECOND_FACTOR_STATE');
  });
});

describe('where the role asks for it', () => {
  it.each(['admin', 'super_admin'])('an %s without it may do nothing but set it up', async (role) => {
    const { headers, staff } = await given.staffSignedIn({ role });
    const shown = (await send('GET', 'ops/users/me', headers)).json();
    expect(shown).toMatchObject({ permissions: [], lacksSecondFactor: true });
    expect((await send('GET', 'ops/users', headers)).statusCode).toBe(403);

    const { secret } = (await begin(headers)).json();
    await send('POST', 'ops/auth/totp/confirm', headers, { code: codeOf(secret) });
    expect((await send('GET', 'ops/users', headers)).statusCode).toBe(200);
    expect((await login(staff.email)).json().code).toBe('SECOND_FACTOR_NEEDED');
  });

  it('others do as before', async () => {
    const { headers } = await given.staffSignedIn({ role: 'ops_lead' });
    expect((await send('GET', 'ops/users', headers)).statusCode).toBe(200);
  });
});
