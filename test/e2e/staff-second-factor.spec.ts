import { AuditEntry } from '../../src/audit/audit-entry.entity.js';
import { RecoveryCode, SecondFactor } from '../../src/staff/second-factor.entity.js';
import { startApp, type TestApp } from '../support/app.js';
import { givenIn, password, type Given } from '../support/given.js';
import { mailsTo, tokenIn } from '../support/mails.js';
import { secondFactorIn, stepMs } from '../support/second-factor.js';

let test: TestApp;
let given: Given;
let tools: ReturnType<typeof secondFactorIn>;
beforeAll(async () => {
  test = await startApp({ settings: { STAFF_SECOND_FACTOR_ROLES: 'admin' } });
  given = givenIn(test);
  tools = secondFactorIn(test, given);
});
afterAll(() => test.close());
/** A step of its own for every test: a code works once. */
beforeEach(() => test.clock.advance(10 * stepMs));

const send: typeof tools.send = (...request) => tools.send(...request);
const login: typeof tools.login = (...request) => tools.login(...request);
const begin: typeof tools.begin = (headers) => tools.begin(headers);
const codeOf: typeof tools.codeOf = (...which) => tools.codeOf(...which);
const withSecondFactor: typeof tools.withSecondFactor = (story) => tools.withSecondFactor(story);

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
    const link = (await mailsTo(test, email)).find(({ subject }) => subject === 'Choose a new password');
    const token = tokenIn(link!);
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

  it('takes a recovery code in the place of a code that is lost, once', async () => {
    const { headers, email, recoveryCodes } = await withSecondFactor();
    const [first, second] = recoveryCodes as [string, string];
    const renew = (factor: object) =>
      send('POST', 'ops/auth/recovery-codes', headers, { password, ...factor });
    const off = (factor: object) => send('DELETE', 'ops/auth/totp', headers, { password, ...factor });
    for (const factor of [{}, { code: '123456', recoveryCode: first }])
      expect((await off(factor)).json().code).toBe('VALIDATION_FAILED');
    const other = await withSecondFactor();
    const stolen = await off({ recoveryCode: other.recoveryCodes[0] });
    expect(stolen.json()).toMatchObject({ status: 400, code: 'PROOF_WRONG', field: 'recoveryCode' });
    const renewed: string[] = (await renew({ recoveryCode: first })).json().recoveryCodes;
    expect(renewed).toHaveLength(10);
    expect((await off({ recoveryCode: second })).statusCode).toBe(400);
    expect((await off({ recoveryCode: renewed[0] })).statusCode).toBe(204);
    expect((await login(email)).statusCode).toBe(200);
  });

  it('is told to the owner', async () => {
    const { headers, email, secret, recoveryCodes } = await withSecondFactor();
    await send('POST', 'ops/auth/recovery-codes', headers, { password, code: codeOf(secret) });
    test.clock.advance(stepMs);
    expect(
      (await send('DELETE', 'ops/auth/totp', headers, { password, code: codeOf(secret) })).statusCode,
    ).toBe(204);
    const mails = await mailsTo(test, email);
    expect(mails.map(({ subject }) => subject)).toEqual([
      'Your second factor is off',
      'New recovery codes',
      'Your second factor is on',
    ]);
    for (const { text } of mails)
      for (const hidden of [secret, ...recoveryCodes]) expect(text).not.toContain(hidden);
  });

  it('counts nothing against the owner that is no guess', async () => {
    const { headers, staff } = await given.staffSignedIn();
    const proof = { password, code: '123456' };
    for (let attempt = 0; attempt < 5; attempt++) {
      expect((await send('DELETE', 'ops/auth/totp', headers, proof)).json().code).toBe('SECOND_FACTOR_STATE');
      const confirmed = await send('POST', 'ops/auth/totp/confirm', headers, { code: '123456' });
      expect(confirmed.json().code).toBe('SECOND_FACTOR_STATE');
    }
    expect((await login(staff.email)).statusCode).toBe(200);
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
