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

const post = (path: string, payload: object, remoteAddress?: string) =>
  test.http({ method: 'POST', url: `/api/v1/ops/auth/${path}`, payload, remoteAddress });
const login = (email: string, with_: object = {}) => post('login', { email, password, ...with_ });
const me = (headers: Record<string, string>) => test.http({ url: '/api/v1/ops/users/me', headers });
const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
const stored = (email: string) => test.orm.em.fork().findOneOrFail(Staff, { email });

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
    // Found from the page itself: what stands before it in PUBLIC_URL stays.
    const api = /data-api="([^"]+)"/.exec(page.body)![1]!;
    expect(new URL(api, `https://desk.example/behind${pathname}`).pathname).toBe(
      '/behind/api/v1/ops/auth/password/reset',
    );
    const token = tokenIn(mail!);
    expect(page.body).not.toContain(token);
    expect((await post('password/reset', { token, password: next })).statusCode).toBe(204);
  });

  it('says the same to those who are nobody, and mails nobody', async () => {
    const answer = await post('password/forgot', { email: 'nobody@desk.example' });
    expect([answer.statusCode, answer.json()]).toEqual([202, {}]);
    expect(await mailsTo(test, 'nobody@desk.example')).toEqual([]);
  });

  it('voids a link that was mailed before, and its owner is told', async () => {
    const { staff, headers } = await given.staffSignedIn();
    await post('password/forgot', { email: staff.email });
    const token = tokenIn((await mailsTo(test, staff.email))[0]!);
    expect((await change(headers, { currentPassword: password, newPassword: next })).statusCode).toBe(204);
    const late = await post('password/reset', { token, password: 'a third horse 99' });
    expect(late.json()).toMatchObject({ status: 400, code: 'PASSWORD_LINK_INVALID' });
    expect((await mailsTo(test, staff.email))[0]).toMatchObject({ subject: 'Your password was changed' });
  });

  it('lets its owner in at once after a reset, however often somebody guessed', async () => {
    const { email } = await given.staff();
    for (let guess = 0; guess < 5; guess++) await login(email, { password: 'not this one' });
    expect((await login(email)).json().code).toBe('LOGIN_LOCKED');
    await post('password/forgot', { email });
    const token = tokenIn((await mailsTo(test, email))[0]!);
    expect((await post('password/reset', { token, password: next })).statusCode).toBe(204);
    expect((await login(email, { password: next })).statusCode).toBe(200);
  });

  it('can be asked for from elsewhere while a stranger’s network is refused', async () => {
    const { email } = await given.staff();
    const stranger = '203.0.113.7';
    for (let count = 0; count < 20; count++)
      await post('password/forgot', { email: `nobody${count}@desk.example` }, stranger);
    await post('password/forgot', { email }, stranger);
    expect(await mailsTo(test, email)).toEqual([]);
    await post('password/forgot', { email }, '198.51.100.7');
    expect(await mailsTo(test, email)).toHaveLength(1);
  });

  it('is known by what it is, whatever the keyboard makes of it', async () => {
    const { email } = await given.staff();
    await post('password/forgot', { email });
    const token = tokenIn((await mailsTo(test, email))[0]!);
    await post('password/reset', { token, password: 'ｃｏｒｒｅｃｔ horse 42' });
    for (const word of ['correct horse 42', 'ｃｏｒｒｅｃｔ horse 42'])
      expect((await login(email, { password: word })).statusCode).toBe(200);
  });
});
