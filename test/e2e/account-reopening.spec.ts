// Opening an account again that its owner has closed, by what is sent to a contact of it. Who does not read that learns nothing.
import { AuditEntry } from '../../src/audit/audit-entry.entity.js';
import { Customer } from '../../src/customers/customer.entity.js';
import { ErasureService } from '../../src/customers/erasure.service.js';
import { startApp, type TestApp } from '../support/app.js';
import { givenIn, password, type Given } from '../support/given.js';
import { mailsTo, tokenIn } from '../support/mails.js';

let test: TestApp;
let given: Given;
beforeAll(async () => {
  test = await startApp({ settings: { PUBLIC_URL: 'https://desk.example/' } });
  given = givenIn(test);
});
afterAll(() => test.close());

let number = 0;
const newAddress = () => `10.8.${Math.floor(++number / 250)}.${(number % 250) + 1}`;
const api = (path: string, payload: object, headers = {}) =>
  test.http({ method: 'POST', url: `/api/v1/${path}`, payload, headers, remoteAddress: newAddress() });
const subject = 'Open your account again';
const day = 86_400_000;

interface Closed {
  id: string;
  email: string;
  phone: string;
  headers: { authorization: string };
}

/** With both contacts verified, unless the story says otherwise. @param by whose hand it is closed */
async function closed(by: 'customer' | 'staff' = 'customer', story: Partial<Customer> = {}): Promise<Closed> {
  const { customer, headers } = await given.signedIn();
  const now = test.clock.now();
  const phone = `+9199${String(++number).padStart(8, '0')}`;
  const contacts = { phone, emailVerifiedAt: now, phoneVerifiedAt: now, ...story };
  await test.orm.em.fork().nativeUpdate(Customer, { id: customer.id }, contacts);
  const answer =
    by === 'customer'
      ? await test.http({ method: 'DELETE', url: '/api/v1/users/me', headers, payload: { password } })
      : await test.http({
          method: 'DELETE',
          url: `/api/v1/ops/customers/${customer.id}`,
          headers: (await given.staffSignedIn({ role: 'admin' })).headers,
          payload: { reason: 'Fraud' },
        });
  if (answer.statusCode !== 204) throw new Error(answer.body);
  return { id: customer.id, email: customer.email!, phone, headers };
}

const register = (contact: object) => api('auth/register', { name: 'Somebody Else', password, ...contact });
const forgot = (identifier: string) => api('auth/password/forgot', { identifier });
const login = (identifier: string) => api('auth/login', { identifier, password });
const reopen = async (payload: object) => {
  const answer = await api('auth/reopen', payload);
  return answer.statusCode === 204 ? 204 : answer.json().code;
};
const linkTo = async (email: string) =>
  tokenIn((await mailsTo(test, email)).find((mail) => mail.subject === subject)!);
const row = (id: string) => test.orm.em.fork().findOneOrFail(Customer, { id });

describe('an account that its owner has closed', () => {
  it('is opened again by the link that registering with its address sends there', async () => {
    const { id, email, headers } = await closed();
    const refused = await register({ email });
    expect([refused.statusCode, refused.json()]).toMatchObject([
      409,
      { code: 'ALREADY_REGISTERED', field: 'email' },
    ]);
    const [mail] = await mailsTo(test, email);
    expect(mail!.text).toContain('https://desk.example/reopen-account?token=');
    expect(mail!.text).toContain('2026-12-20');
    expect(await reopen({ token: tokenIn(mail!) })).toBe(204);

    expect(await row(id)).toMatchObject({ status: 'active', deletedAt: null, eraseAt: null, closedBy: null });
    expect((await test.http({ url: '/api/v1/users/me', headers })).statusCode).toBe(401);
    expect((await login(email)).json().user).toMatchObject({ id, email, emailVerified: true });
    expect(await test.orm.em.fork().count(AuditEntry, { objectId: id, action: 'customer.reopened' })).toBe(1);
    test.clock.advance(31 * day);
    await test.app.get(ErasureService, { strict: false }).eraseDue();
    expect(await row(id)).toMatchObject({ status: 'active', email });
    test.clock.advance(-31 * day);
  });

  it('is opened again by what a forgotten password asks for: by link, or by code', async () => {
    const [byMail, byPhone] = [await closed(), await closed()];
    expect((await forgot(byMail.email)).statusCode).toBe(202);
    expect(await reopen({ token: await linkTo(byMail.email) })).toBe(204);

    await forgot(byPhone.phone);
    const code = /\d{6}/.exec((await mailsTo(test, byPhone.phone))[0]!.text)![0];
    const wrong = code === '123456' ? '123457' : '123456';
    expect(await reopen({ identifier: byPhone.phone, code: wrong })).toBe('CODE_REFUSED');
    expect(await reopen({ identifier: byMail.phone, code })).toBe('CODE_REFUSED');
    expect(await reopen({ identifier: byPhone.phone, code })).toBe(204);
    for (const { email, id } of [byMail, byPhone]) expect((await login(email)).json().user.id).toBe(id);
  });

  it('is opened once by many who come with the link at once, and all of them hear that it is', async () => {
    const { id, email } = await closed();
    await forgot(email);
    const token = await linkTo(email);
    const answers = await Promise.all(Array.from({ length: 5 }, () => reopen({ token })));
    expect(answers).toEqual(Array(5).fill(204));
    expect(await test.orm.em.fork().count(AuditEntry, { objectId: id, action: 'customer.reopened' })).toBe(1);
  });

  it('is not opened by a link that is too old, was followed by a newer one, or belongs to what was closed again', async () => {
    const { email, id } = await closed();
    await forgot(email);
    const first = await linkTo(email);
    test.clock.advance(60_000);
    await forgot(email);
    const second = await linkTo(email);
    expect(await reopen({ token: first })).toBe('LINK_REFUSED');
    expect(await reopen({ token: second })).toBe(204);
    const { accessToken } = (await login(email)).json();
    const headers = { authorization: `Bearer ${accessToken}` };
    await test.http({ method: 'DELETE', url: '/api/v1/users/me', headers, payload: { password } });
    expect(await reopen({ token: second })).toBe('LINK_REFUSED');
    test.clock.advance(60_000);
    await forgot(email);
    const third = await linkTo(email);
    test.clock.advance(2 * day);
    expect(await reopen({ token: third })).toBe('LINK_REFUSED');
    expect((await row(id)).status).toBe('deleted');
  });

  it('is not opened once its time is over, erased or not', async () => {
    const { email, id } = await closed();
    test.clock.advance(29 * day);
    await forgot(email);
    const token = await linkTo(email);
    test.clock.advance(day);
    expect(await reopen({ token })).toBe('LINK_REFUSED');
    await test.app.get(ErasureService, { strict: false }).eraseDue();
    expect(await reopen({ token })).toBe('LINK_REFUSED');
    expect((await row(id)).status).toBe('erased');
    expect((await register({ email })).statusCode).toBe(201);
    test.clock.advance(-30 * day);
  });

  it('is nothing that the link of somebody else opens, nor one that was sent for something else', async () => {
    const [mine, other] = [await closed(), await closed()];
    await forgot(mine.email);
    expect(await reopen({ token: await linkTo(mine.email) })).toBe(204);
    expect((await row(other.id)).status).toBe('deleted');
    test.clock.advance(60_000);
    await forgot(mine.email);
    const reset = tokenIn((await mailsTo(test, mine.email))[0]!);
    expect(await reopen({ token: reset })).toBe('LINK_REFUSED');
    expect(await reopen({ token: 'x'.repeat(43) })).toBe('LINK_REFUSED');
  });

  it('loses an address that was never proven to who registers with it and proves it', async () => {
    const { id, email } = await closed('customer', { emailVerifiedAt: null });
    const answer = await register({ email });
    expect(answer.statusCode).toBe(201);
    await api('auth/verify/email', { token: tokenIn((await mailsTo(test, email))[0]!) });
    expect(await row(id)).toMatchObject({ status: 'deleted', email: null });
    expect((await login(email)).json().user.id).toBe(answer.json().user.id);
  });
});

describe('who only asks', () => {
  it('cannot tell an account that is closed from one that is open', async () => {
    const shut = await closed();
    const open = await given.signedIn();
    await test.orm.em
      .fork()
      .nativeUpdate(Customer, { id: open.customer.id }, { emailVerifiedAt: test.clock.now() });
    const answers = await Promise.all([shut.email, open.customer.email].map((email) => register({ email })));
    const shown = answers.map((answer) => {
      const { correlationId: _, ...problem } = answer.json();
      return problem;
    });
    expect(shown[0]).toEqual(shown[1]);
    expect(shown[0].detail).toContain('a link to open it again is sent there');
    expect(await mailsTo(test, open.customer.email!)).toEqual([]);
    expect((await login(shut.email)).json().code).toBe('LOGIN_FAILED');
  });

  it('cannot fill the letter box of who has closed an account', async () => {
    const { email } = await closed();
    for (let time = 0; time < 5; time++) await register({ email });
    expect(await mailsTo(test, email)).toHaveLength(1);
  });
});

it('what staff have closed is opened by nobody', async () => {
  const { id, email } = await closed('staff');
  expect((await register({ email })).statusCode).toBe(409);
  await forgot(email);
  expect(await mailsTo(test, email)).toEqual([]);
  expect((await row(id)).closedBy).toBe('staff');
});
