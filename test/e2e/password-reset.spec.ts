// Passwords that are forgotten, and passwords that are changed.
import { Background } from '#libs/background';
import { Outbox } from '#libs/mail';
import { hashPassword } from '#libs/passwords';
import { AuditEntry } from '../../src/audit/audit-entry.entity.js';
import { OneTimeToken } from '../../src/auth/one-time-token.entity.js';
import { Customer } from '../../src/customers/customer.entity.js';
import { startApp, type TestApp } from '../support/app.js';
import { givenIn, password, type Given } from '../support/given.js';
import { mailsTo, tokenIn } from '../support/mails.js';

let test: TestApp;
let given: Given;
let passwordHash: string;
beforeAll(async () => {
  test = await startApp({ settings: { PUBLIC_URL: 'https://desk.example' } });
  given = givenIn(test);
  passwordHash = await hashPassword(password);
});
afterAll(() => test.close());

const fresh = 'a brand new phrase 7';
let number = 0;
const newAddress = () => `10.2.${Math.floor(++number / 250)}.${(number % 250) + 1}`;

const post = (path: string, payload: object, remoteAddress = newAddress()) =>
  test.http({ method: 'POST', url: `/api/v1/auth/${path}`, payload, remoteAddress });
const forgot = (identifier: string, address?: string) => post('password/forgot', { identifier }, address);
const reset = (payload: object) => post('password/reset', payload);
const me = (headers: object) => test.http({ url: '/api/v1/users/me', headers: { ...headers } });

interface Story {
  email?: string | null;
  phone?: string | null;
  emailVerified?: boolean;
  phoneVerified?: boolean;
  language?: string;
}

/** A customer who can log in; with both addresses, none of them verified, unless the story says otherwise. */
async function customer(story: Story = {}): Promise<Customer> {
  const em = test.orm.em.fork();
  const { emailVerified, phoneVerified, ...rest } = story;
  const made = em.create(Customer, {
    ...{
      name: 'Asha Rao',
      email: `forgetful${++number}@example.com`,
      phone: `+9197${String(number).padStart(8, '0')}`,
    },
    ...{ passwordHash, ...rest },
    ...{
      emailVerifiedAt: emailVerified ? test.clock.now() : null,
      phoneVerifiedAt: phoneVerified ? test.clock.now() : null,
    },
  });
  await em.flush();
  return made;
}

async function signedIn(identifier: string, word = password) {
  const answer = await post('login', { identifier, password: word });
  if (answer.statusCode !== 200) throw new Error(answer.body);
  return { authorization: `Bearer ${answer.json().accessToken}` };
}

async function linkFor(email: string): Promise<string> {
  await forgot(email);
  return tokenIn((await mailsTo(test, email))[0]!);
}

async function codeFor(phone: string): Promise<string> {
  await forgot(phone);
  return /\d{6}/.exec((await mailsTo(test, phone))[0]!.text)![0];
}

const logins = async (identifier: string, ...words: string[]) => {
  const codes: number[] = [];
  for (const word of words) codes.push((await post('login', { identifier, password: word })).statusCode);
  return codes;
};

describe('a forgotten password', () => {
  it('is replaced by the link in a mail, once; whoever was signed in is out, and the owner is told', async () => {
    const { id, email } = await customer();
    const before = await signedIn(email!);
    await forgot(email!);
    const [mail] = await mailsTo(test, email!);
    expect(mail!.text).toContain('https://desk.example/reset-password?token=');
    const token = tokenIn(mail!);

    expect((await reset({ token, password: fresh })).statusCode).toBe(204);
    expect(await logins(email!, password, fresh)).toEqual([401, 200]);
    expect((await me(before)).statusCode).toBe(401);
    expect((await mailsTo(test, email!))[0]!.subject).toBe('Your password was changed');
    const entries = await test.orm.em
      .fork()
      .find(AuditEntry, { objectId: id, action: 'customer.password_reset' });
    expect(entries).toHaveLength(1);
    expect((await me(await signedIn(email!, fresh))).json()).toMatchObject({ emailVerified: true });

    expect((await reset({ token, password: 'yet another phrase 8' })).json().code).toBe('LINK_REFUSED');
    expect(await logins(email!, fresh)).toEqual([200]);
  });

  it('is replaced by the code in an SMS where there is no e-mail address', async () => {
    const { phone } = await customer({ email: null });
    const before = await signedIn(phone!);
    const code = await codeFor(phone!);
    const identifier = phone!.replace('+91', '0');
    expect((await reset({ identifier, code, password: fresh })).statusCode).toBe(204);
    expect(await logins(phone!, password, fresh)).toEqual([401, 200]);
    expect((await me(before)).statusCode).toBe(401);
    expect((await me(await signedIn(phone!, fresh))).json()).toMatchObject({ phoneVerified: true });
    expect((await mailsTo(test, phone!))[0]!.text).toContain('password of your account was changed');
    expect((await reset({ identifier, code, password: 'yet another phrase 8' })).json().code).toBe(
      'CODE_REFUSED',
    );
  });

  it('is replaced once by many who use the link at the same time', async () => {
    const { email } = await customer();
    const token = await linkFor(email!);
    const words = Array.from({ length: 8 }, (_, place) => `another good phrase ${place}`);
    const answers = await Promise.all(words.map((word) => reset({ token, password: word })));
    const winners = words.filter((_, place) => answers[place]!.statusCode === 204);
    expect(winners).toHaveLength(1);
    expect(await logins(email!, winners[0]!)).toEqual([200]);
  });

  it('a weak choice is refused with reasons, and does not cost the link', async () => {
    const { email } = await customer();
    const token = await linkFor(email!);
    const weak = await reset({ token, password: 'asha rao 1' });
    expect(weak.json()).toMatchObject({ status: 400, code: 'WEAK_PASSWORD' });
    expect(weak.json().reasons).not.toHaveLength(0);
    expect((await reset({ token, password: fresh })).statusCode).toBe(204);
  });

  it('a link is over after an hour, and void when a newer one was sent', async () => {
    const { email } = await customer();
    const first = await linkFor(email!);
    test.clock.advance(60_000);
    const second = await linkFor(email!);
    expect(second).not.toBe(first);
    expect((await reset({ token: first, password: fresh })).json().code).toBe('LINK_REFUSED');
    test.clock.advance(3_600_000);
    expect((await reset({ token: second, password: fresh })).json().code).toBe('LINK_REFUSED');
    expect(await logins(email!, password)).toEqual([200]);
  });

  it('a link is worth nothing for an address that has changed, for an account that is closed, and for verifying', async () => {
    const moved = await customer();
    const token = await linkFor(moved.email!);
    expect((await post('verify/email', { token })).json().code).toBe('LINK_REFUSED');
    await test.orm.em.fork().nativeUpdate(Customer, { id: moved.id }, { email: `new-${moved.email}` });
    expect((await reset({ token, password: fresh })).json().code).toBe('LINK_REFUSED');

    const closed = await customer();
    const other = await linkFor(closed.email!);
    await test.orm.em.fork().nativeUpdate(Customer, { id: closed.id }, { status: 'locked' });
    expect((await reset({ token: other, password: fresh })).json().code).toBe('LINK_REFUSED');
  });

  it('a code can be guessed five times, however many guess at once', async () => {
    const { id, phone } = await customer({ email: null });
    const code = await codeFor(phone!);
    const wrong = code === '000000' ? '000001' : '000000';
    const guesses = Array.from({ length: 12 }, () =>
      reset({ identifier: phone, code: wrong, password: fresh }),
    );
    expect((await Promise.all(guesses)).map((answer) => answer.json().code)).toEqual(
      Array(12).fill('CODE_REFUSED'),
    );
    const [row] = await test.orm.em.fork().find(OneTimeToken, { customer: id });
    expect(row!.attempts).toBe(5);
    expect((await reset({ identifier: phone, code, password: fresh })).json().code).toBe('CODE_REFUSED');
    expect(await logins(phone!, password)).toEqual([200]);
  });

  it('a code of one customer is nothing for another', async () => {
    const [owner, other] = [await customer({ email: null }), await customer({ email: null })];
    const code = await codeFor(owner.phone!);
    await codeFor(other.phone!);
    const answer = await reset({ identifier: other.phone, code, password: fresh });
    expect(answer.json().code).toBe('CODE_REFUSED');
    expect(await logins(other.phone!, password)).toEqual([200]);
  });

  it('lets somebody in again whom guesses have locked out', async () => {
    const { email } = await customer();
    const home = newAddress();
    const wrong = { identifier: email, password: 'not this one' };
    for (let time = 0; time < 6; time++) await post('login', wrong, home);
    expect((await post('login', wrong, home)).statusCode).toBe(429);
    await forgot(email!, home);
    const token = tokenIn((await mailsTo(test, email!))[0]!);
    await post('password/reset', { token, password: fresh }, home);
    expect((await post('login', { identifier: email, password: fresh }, home)).statusCode).toBe(200);
  });

  it.each([
    ['a token and a code', { token: 'x'.repeat(43), code: '123456', password: fresh }],
    ['a code without an identifier', { code: '123456', password: fresh }],
    ['no password', { token: 'x'.repeat(43) }],
    ['a short password', { token: 'x'.repeat(43), password: 'short' }],
    ['an id', { token: 'x'.repeat(43), password: fresh, id: '018f0000-0000-7000-8000-000000000000' }],
  ])('refuses %s', async (_, payload) => {
    expect((await reset(payload)).json()).toMatchObject({ status: 400, code: 'VALIDATION_FAILED' });
  });
});

describe('asking for a link or code', () => {
  it('is answered alike whether or not there is such a customer, and says nothing to who is closed', async () => {
    const known = await customer();
    const closed = await customer();
    await test.orm.em.fork().nativeUpdate(Customer, { id: closed.id }, { status: 'locked' });
    const answers = [];
    for (const identifier of [
      known.email!,
      known.phone!,
      'nobody@example.com',
      '+919699999999',
      closed.email!,
    ]) {
      answers.push(await forgot(identifier));
    }
    for (const answer of answers) {
      expect([answer.statusCode, answer.body]).toEqual([202, JSON.stringify({ retryAfterSeconds: 30 })]);
    }
    for (const nobody of ['nobody@example.com', '+919699999999', closed.email!]) {
      expect(await mailsTo(test, nobody)).toEqual([]);
    }
  });

  it.each(['limited@example.com', '+919688888888'])(
    'of fifty who ask at once one is heard: %s',
    async (identifier) => {
      for (const exists of [true, false]) {
        const what = exists ? identifier : identifier.replace('l', 'n').replace('8', '7');
        if (exists) await customer(identifier.includes('@') ? { email: what } : { email: null, phone: what });
        const answers = await Promise.all(Array.from({ length: 50 }, () => forgot(what)));
        expect(answers.filter((answer) => answer.statusCode === 202)).toHaveLength(1);
        const [refused] = answers.filter((answer) => answer.statusCode === 429);
        expect(refused!.json()).toMatchObject({ code: 'SENT_TOO_OFTEN', retryAfterSeconds: 30 });
        expect(refused!.headers['retry-after']).toBe('30');
        expect(await mailsTo(test, what)).toHaveLength(exists ? 1 : 0);
      }
    },
  );

  it.each([
    [
      'an e-mail address that nobody verified, while the phone is: a code',
      { phoneVerified: true },
      'email',
      'phone',
    ],
    ['a phone that nobody verified, while there is a mail address: a link', {}, 'phone', 'email'],
    ['a verified phone: a code', { phoneVerified: true, emailVerified: true }, 'phone', 'phone'],
    ['a verified e-mail address: a link', { phoneVerified: true, emailVerified: true }, 'email', 'email'],
  ] as const)('by %s', async (_, story, asked, reached) => {
    const person = await customer(story);
    await forgot(person[asked]!);
    const other = reached === 'email' ? 'phone' : 'email';
    expect(await mailsTo(test, person[reached]!)).toHaveLength(1);
    expect(await mailsTo(test, person[other]!)).toHaveLength(0);
  });

  it('is answered in the language of the customer', async () => {
    const { email } = await customer({ language: 'hi' });
    await forgot(email!);
    expect((await mailsTo(test, email!))[0]!.subject).toBe('नया पासवर्ड चुनें');
  });
});

describe('changing a password', () => {
  const change = (headers: object, payload: object) =>
    test.http({ method: 'PATCH', url: '/api/v1/users/me/password', headers: { ...headers }, payload });

  it('ends every other session, makes links worthless and tells the owner', async () => {
    const { id, email } = await customer();
    const [here, elsewhere] = [await signedIn(email!), await signedIn(email!)];
    const token = await linkFor(email!);
    expect((await change(here, { currentPassword: password, newPassword: fresh })).statusCode).toBe(204);
    expect([(await me(here)).statusCode, (await me(elsewhere)).statusCode]).toEqual([200, 401]);
    expect(await logins(email!, password, fresh)).toEqual([401, 200]);
    expect((await reset({ token, password: 'yet another phrase 8' })).json().code).toBe('LINK_REFUSED');
    expect((await mailsTo(test, email!))[0]!.subject).toBe('Your password was changed');
    const entries = await test.orm.em
      .fork()
      .find(AuditEntry, { objectId: id, action: 'customer.password_changed' });
    expect(entries).toMatchObject([{ actorKind: 'customer', actorId: id }]);
  });

  it('needs the current one, which cannot be guessed at for long', async () => {
    const { headers, customer } = await given.signedIn();
    const wrong = { currentPassword: 'not this one', newPassword: fresh };
    const answers = await Promise.all(Array.from({ length: 12 }, () => change(headers, wrong)));
    expect(answers.filter((answer) => answer.statusCode === 403)).toHaveLength(5);
    expect(answers.filter((answer) => answer.statusCode === 429)).toHaveLength(7);
    const right = await change(headers, { currentPassword: password, newPassword: fresh });
    expect(right.json()).toMatchObject({ status: 429, retryAfterSeconds: 60 });
    expect(await logins(customer.email!, password)).toEqual([200]);
  });

  it('refuses a weak one with reasons', async () => {
    const { headers } = await given.signedIn({ name: 'Parvati Iyer' });
    const answer = await change(headers, { currentPassword: password, newPassword: 'parvati 1990' });
    expect(answer.json()).toMatchObject({ status: 400, code: 'WEAK_PASSWORD' });
    expect(answer.json().reasons).not.toHaveLength(0);
  });

  it('of two at once with the same old one succeeds once', async () => {
    const { headers, customer } = await given.signedIn();
    const words = ['the first phrase 11', 'the second phrase 22'];
    const answers = await Promise.all(
      words.map((word) => change(headers, { currentPassword: password, newPassword: word })),
    );
    expect(answers.map((answer) => answer.statusCode).sort()).toEqual([204, 403]);
    const winner = words[answers.findIndex((answer) => answer.statusCode === 204)]!;
    expect(await logins(customer.email!, winner)).toEqual([200]);
  });

  it('leaves no session to logins with the old one that were under way', async () => {
    const { headers, customer } = await given.signedIn();
    const login = () => post('login', { identifier: customer.email, password });
    const [changed, ...answers] = await Promise.all([
      change(headers, { currentPassword: password, newPassword: fresh }),
      ...[login(), login(), login(), login()],
    ]);
    expect(changed!.statusCode).toBe(204);
    const tokens = answers
      .filter((answer) => answer.statusCode === 200)
      .map((answer) => answer.json().accessToken);
    for (const token of tokens) expect((await me({ authorization: `Bearer ${token}` })).statusCode).toBe(401);
    expect((await me(headers)).statusCode).toBe(200);
  });

  it('is for customers who are signed in, and takes nothing else', async () => {
    const payload = { currentPassword: password, newPassword: fresh };
    expect((await change({}, payload)).statusCode).toBe(401);
    const staff = await given.staffSignedIn({ role: 'super_admin' });
    expect((await change(staff.headers, payload)).statusCode).toBe(403);
    const { headers } = await given.signedIn();
    expect((await change(headers, { ...payload, status: 'active' })).json().code).toBe('VALIDATION_FAILED');
  });
});

it('what was asked for in the background is done before the program ends', async () => {
  const { email } = await customer();
  await forgot(email!);
  await test.app.get(Background).beforeApplicationShutdown();
  expect(test.app.get(Outbox).recent(email!)).toHaveLength(1);
});
