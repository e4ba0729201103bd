// Whether an e-mail address and a phone number are really theirs, and that nobody is flooded in the process.
import { randomInt } from 'node:crypto';
import { MailOutbox } from '#libs/mail';
import { AuditEntry } from '../../src/audit/audit-entry.entity.js';
import { OneTimeToken } from '../../src/auth/one-time-token.entity.js';
import { OneTimeTokens } from '../../src/auth/one-time-tokens.js';
import { Customer } from '../../src/customers/customer.entity.js';
import { startApp, type TestApp } from '../support/app.js';
import { givenIn, password, type Given } from '../support/given.js';
import { mailsTo, tokenIn } from '../support/mails.js';
import { settle } from '../support/settle.js';

let test: TestApp;
let given: Given;
beforeAll(async () => {
  const settings = { PUBLIC_URL: 'https://desk.example/', TEXT_MESSAGES_PER_NETWORK: 10 };
  test = await startApp({ settings });
  given = givenIn(test);
});
afterAll(() => test.close());

const api = (path: string, payload: object = {}, headers = {}, remoteAddress?: string) =>
  test.http({ method: 'POST', url: `/api/v1/auth/${path}`, payload, headers, remoteAddress });

let number = 0;
/** Each from a network of their own, so that no story counts against another. */
const newAddress = () => `10.1.${Math.floor(++number / 250)}.${(number % 250) + 1}`;

interface Registered {
  id: string;
  email: string;
  phone: string;
  headers: { authorization: string };
}

async function registered(change: object = {}): Promise<Registered> {
  const address = newAddress();
  const person = {
    name: 'Asha Rao',
    email: `registrant${number}@example.com`,
    phone: `98${String(number).padStart(8, '0')}`,
  };
  const answer = await api('register', { ...person, password, ...change }, {}, address);
  if (answer.statusCode !== 201) throw new Error(answer.body);
  const { user, accessToken } = answer.json();
  await settle(test);
  return { ...user, headers: { authorization: `Bearer ${accessToken}` } };
}

async function linkTo(email: string): Promise<string> {
  return tokenIn((await mailsTo(test, email))[0]!);
}

async function codeTo(phone: string): Promise<string> {
  return /\d{6}/.exec((await mailsTo(test, phone))[0]!.text)![0];
}

const otherThan = (code: string) =>
  String((Number(code) + 1 + randomInt(999_998)) % 1_000_000).padStart(6, '0');

async function timesVerified(id: string, what: 'email' | 'phone'): Promise<number> {
  return test.orm.em.fork().count(AuditEntry, { objectId: id, action: `customer.${what}_verified` });
}

async function verified(id: string): Promise<[boolean, boolean]> {
  const { emailVerified, phoneVerified } = await test.orm.em.fork().findOneOrFail(Customer, { id });
  return [emailVerified, phoneVerified];
}

describe('the link that is mailed after registering', () => {
  it('leads to our page, and its token proves the address; who comes with it again hears the same', async () => {
    const { id, email, headers } = await registered();
    const [mail] = await mailsTo(test, email);
    expect(mail).toMatchObject({ subject: 'Confirm your e-mail address' });
    expect(mail!.text).toContain('https://desk.example/verify-email?token=');
    const token = tokenIn(mail!);

    expect((await api('verify/email', { token })).statusCode).toBe(204);
    expect(await verified(id)).toEqual([true, false]);
    const profile = await test.http({ url: '/api/v1/users/me', headers });
    expect(profile.json()).toMatchObject({ emailVerified: true, phoneVerified: false });

    expect((await api('verify/email', { token })).statusCode).toBe(204);
    expect(await timesVerified(id, 'email')).toBe(1);
    test.clock.advance(2 * 86_400_000);
    expect((await api('verify/email', { token })).json()).toMatchObject({
      status: 400,
      code: 'LINK_REFUSED',
    });
  });

  it('says no more that it is confirmed once it is not', async () => {
    const { id, email } = await registered();
    const token = await linkTo(email);
    expect((await api('verify/email', { token })).statusCode).toBe(204);
    await test.orm.em.fork().nativeUpdate(Customer, { id }, { emailVerifiedAt: null });
    expect((await api('verify/email', { token })).json().code).toBe('LINK_REFUSED');
    await test.orm.em
      .fork()
      .nativeUpdate(Customer, { id }, { status: 'locked', emailVerifiedAt: new Date(0) });
    expect((await api('verify/email', { token })).json().code).toBe('LINK_REFUSED');
  });

  it('is written in the language of the customer, without the name that they gave', async () => {
    const { email } = await registered({ language: 'hi', name: 'Win a prize at evil.example' });
    const [mail] = await mailsTo(test, email);
    expect(mail!.subject).toMatch(/\p{Script=Devanagari}/u);
    expect(mail!.text).toContain('lang=hi');
    expect(mail!.text).not.toContain('evil.example');
  });

  it('is used once by many who come with it at once, and all of them hear that it is confirmed', async () => {
    const { id, email } = await registered();
    const token = await linkTo(email);
    const answers = await Promise.all(Array.from({ length: 10 }, () => api('verify/email', { token })));
    expect(answers.map(({ statusCode }) => statusCode)).toEqual(Array(10).fill(204));
    expect(await timesVerified(id, 'email')).toBe(1);
  });

  it('proves nothing once the profile has another address', async () => {
    const { id, email } = await registered();
    const token = await linkTo(email);
    await test.orm.em.fork().nativeUpdate(Customer, { id }, { email: `new-${email}` });
    expect((await api('verify/email', { token })).json().code).toBe('LINK_REFUSED');
    expect(await verified(id)).toEqual([false, false]);
  });

  it('is void when a newer one was sent, and when its time is over', async () => {
    const { id, email, headers } = await registered();
    const first = await linkTo(email);
    test.clock.advance(30_000);
    expect((await api('verify/email/resend', {}, headers)).statusCode).toBe(202);
    const second = await linkTo(email);
    expect((await api('verify/email', { token: first })).json().code).toBe('LINK_REFUSED');
    test.clock.advance(2 * 86_400_000);
    expect((await api('verify/email', { token: second })).json().code).toBe('LINK_REFUSED');
    expect(await verified(id)).toEqual([false, false]);
  });

  it('does nothing for an account that is closed', async () => {
    const { id, email } = await registered();
    const token = await linkTo(email);
    await test.orm.em.fork().nativeUpdate(Customer, { id }, { status: 'locked' });
    expect((await api('verify/email', { token })).json().code).toBe('LINK_REFUSED');
  });

  it.each([
    ['an unknown token', { token: 'x'.repeat(43) }, 'LINK_REFUSED'],
    ['a short token', { token: 'x' }, 'VALIDATION_FAILED'],
    ['an endless token', { token: 'x'.repeat(10_000) }, 'VALIDATION_FAILED'],
    ['somebody’s id beside it', { token: 'x'.repeat(43), id: 'y' }, 'VALIDATION_FAILED'],
  ])('refuses %s', async (_, payload, code) => {
    expect((await api('verify/email', payload)).json()).toMatchObject({ status: 400, code });
  });
});

describe('the code that is sent by SMS', () => {
  it('proves the number of whoever is signed in; the same code again is as good', async () => {
    const { id, phone, headers } = await registered();
    const code = await codeTo(phone);
    expect((await api('verify/phone', { code }, headers)).statusCode).toBe(204);
    expect(await verified(id)).toEqual([false, true]);
    const again = [1, 2].map(() => api('verify/phone', { code }, headers));
    expect((await Promise.all(again)).map(({ statusCode }) => statusCode)).toEqual([204, 204]);
    expect(await timesVerified(id, 'phone')).toBe(1);
    expect((await api('verify/phone', { code: otherThan(code) }, headers)).json().code).toBe('CODE_REFUSED');
    // Guesses at it are counted as before.
    for (let guess = 0; guess < 2; guess++) await api('verify/phone', { code: otherThan(code) }, headers);
    expect((await api('verify/phone', { code }, headers)).json()).toMatchObject({
      status: 400,
      code: 'CODE_REFUSED',
    });
  });

  it('is worth nothing to another customer, and nothing to the anonymous or to staff', async () => {
    const [owner, other] = [await registered(), await registered()];
    const code = await codeTo(owner.phone);
    expect((await api('verify/phone', { code }, other.headers)).json().code).toBe('CODE_REFUSED');
    expect((await api('verify/phone', { code })).statusCode).toBe(401);
    const staff = await given.staffSignedIn({ role: 'super_admin' });
    expect((await api('verify/phone', { code }, staff.headers)).statusCode).toBe(403);
    expect([await verified(owner.id), await verified(other.id)]).toEqual([
      [false, false],
      [false, false],
    ]);
  });

  it('can be guessed five times, however many guess at once; then even the right one is refused', async () => {
    const { id, phone, headers } = await registered();
    const code = await codeTo(phone);
    const wrong = Array.from({ length: 20 }, () => api('verify/phone', { code: otherThan(code) }, headers));
    expect((await Promise.all(wrong)).map((answer) => answer.statusCode)).toEqual(Array(20).fill(400));
    const [row] = await test.orm.em.fork().find(OneTimeToken, { customer: id, purpose: 'verify_phone' });
    expect(row!.attempts).toBe(5);
    expect((await api('verify/phone', { code }, headers)).json().code).toBe('CODE_REFUSED');
    expect(await verified(id)).toEqual([false, false]);
  });

  it('is over after ten minutes', async () => {
    const { phone, headers } = await registered();
    const code = await codeTo(phone);
    test.clock.advance(600_000);
    expect((await api('verify/phone', { code }, headers)).json().code).toBe('CODE_REFUSED');
  });

  it('proves nothing once the profile has another number', async () => {
    const { id, phone, headers } = await registered();
    const code = await codeTo(phone);
    await test.orm.em.fork().nativeUpdate(Customer, { id }, { phone: '+919999999999' });
    expect((await api('verify/phone', { code }, headers)).json().code).toBe('CODE_REFUSED');
    await test.orm.em.fork().nativeUpdate(Customer, { id }, { phone });
  });

  it.each(['12345', '1234567', '12345a', '१२३४५', ' 12345'])(
    'must be six digits: %j is not',
    async (code) => {
      const { headers } = await given.signedIn();
      expect((await api('verify/phone', { code }, headers)).json().code).toBe('VALIDATION_FAILED');
    },
  );
});

describe('asking for another one', () => {
  const ways = [
    ['email/resend', 'email', 10],
    ['phone/resend', 'phone', 6],
  ] as const;

  it.each(ways)('%s: of fifty who ask at once one is heard', async (route, what) => {
    const person = await registered();
    test.clock.advance(30_000);
    const before = (await mailsTo(test, person[what])).length;
    const answers = await Promise.all(
      Array.from({ length: 50 }, () => api(`verify/${route}`, {}, person.headers, newAddress())),
    );
    expect(answers.filter((answer) => answer.statusCode === 202)).toHaveLength(1);
    const refused = answers.filter((answer) => answer.statusCode === 429);
    expect(refused).toHaveLength(49);
    expect(refused[0]!.json()).toMatchObject({ code: 'SENT_TOO_OFTEN', retryAfterSeconds: 60 });
    expect(refused[0]!.headers['retry-after']).toBe('60');
    expect((await mailsTo(test, person[what])).length).toBe(before + 1);
  });

  it.each(ways)('%s: one has to wait longer each time, and a day after the last', async (route, _, most) => {
    const person = await registered();
    const waits: number[] = [];
    // The first was sent after registering.
    for (let sent = 1; sent < most; sent++) {
      test.clock.advance(900_000);
      waits.push((await api(`verify/${route}`, {}, person.headers, newAddress())).json().retryAfterSeconds);
    }
    const [last, ...growing] = waits.toReversed();
    expect(growing.toReversed()).toEqual([60, 120, 240, 480, 900, 900, 900, 900].slice(0, most - 2));
    expect(last).toBe(86_400 - 900 * (most - 1));
    test.clock.advance(900_000);
    expect((await api(`verify/${route}`, {}, person.headers, newAddress())).statusCode).toBe(429);
    test.clock.advance(86_400_000);
    const anew = await api('login', { identifier: person.email, password });
    const headers = { authorization: `Bearer ${anew.json().accessToken}` };
    expect((await api(`verify/${route}`, {}, headers, newAddress())).statusCode).toBe(202);
  });

  it('one place cannot have messages sent to endless numbers, and registering there still works', async () => {
    const address = newAddress();
    const phones = Array.from({ length: 14 }, (_, place) => `+9170000000${String(place).padStart(2, '0')}`);
    const said: unknown[] = [];
    for (const phone of phones) {
      const answer = await api('register', { name: 'Asha', phone, password }, {}, address);
      expect(answer.statusCode).toBe(201);
      said.push(answer.json().verification);
    }
    // The tenth is sent, and the last for an hour.
    const phone = (status: string, retryAfterSeconds: number) => ({ phone: { status, retryAfterSeconds } });
    expect(said).toEqual([
      ...Array.from({ length: 9 }, () => phone('sent', 30)),
      phone('sent', 3_600),
      ...Array.from({ length: 4 }, () => phone('delayed', 3_600)),
    ]);
    await settle(test);
    const reached = phones.filter((phone) => test.app.get(MailOutbox).recent(phone).length > 0);
    expect(reached).toHaveLength(10);
  });

  it('is refused where there is nothing to verify', async () => {
    const { email, headers } = await registered({ phone: undefined });
    expect((await api('verify/phone/resend', {}, headers)).json()).toMatchObject({
      status: 409,
      code: 'NOTHING_TO_VERIFY',
      field: 'phone',
    });
    await api('verify/email', { token: await linkTo(email) });
    expect((await api('verify/email/resend', {}, headers)).json()).toMatchObject({
      status: 409,
      code: 'NOTHING_TO_VERIFY',
      field: 'email',
    });
  });

  it.each(['verify/email/resend', 'verify/phone/resend'])(
    '%s is for customers who are signed in',
    async (path) => {
      expect((await api(path)).statusCode).toBe(401);
      const staff = await given.staffSignedIn({ role: 'super_admin' });
      expect((await api(path, {}, staff.headers)).statusCode).toBe(403);
    },
  );
});

it('the database holds nothing that could be shown to us, nor where it went', async () => {
  const { id, email, phone } = await registered();
  const [token, code] = [await linkTo(email), await codeTo(phone)];
  const rows = JSON.stringify(await test.orm.em.fork().find(OneTimeToken, { customer: id }));
  for (const secret of [token, `"${code}"`, email, phone]) expect(rows).not.toContain(secret);
});

it('what has expired is removed', async () => {
  await registered();
  test.clock.advance(3 * 86_400_000);
  await test.app.get(OneTimeTokens).removeExpired();
  expect(await test.orm.em.fork().count(OneTimeToken)).toBe(0);
});
