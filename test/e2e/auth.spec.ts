// Registering and logging in. Tokens and sessions: tokens.spec.ts, sessions.spec.ts.
import type { LightMyRequestResponse } from 'fastify';
import { BackgroundTasks } from '#libs/background';
import { AuditEntry } from '../../src/audit/audit-entry.entity.js';
import { Customer } from '../../src/customers/customer.entity.js';
import { startApp, type TestApp } from '../support/app.js';
import { givenIn, password, type Given } from '../support/given.js';

let test: TestApp;
let given: Given;
beforeAll(async () => {
  test = await startApp();
  given = givenIn(test);
});
afterAll(() => test.close());

const post = (path: string, payload: object, remoteAddress?: string) =>
  test.http({ method: 'POST', url: `/api/v1/auth/${path}`, payload, remoteAddress });
const me = (token: string) =>
  test.http({ url: '/api/v1/users/me', headers: { authorization: `Bearer ${token}` } });
const asha = { name: 'Asha Rao', email: 'asha@example.com', password };

/** What the audit log says that happened to a customer, in order. */
async function actionsOn(customer: string): Promise<string[]> {
  await test.app.get(BackgroundTasks).idle();
  const entries = await test.orm.em
    .fork()
    .find(AuditEntry, { objectId: customer }, { orderBy: { seq: 'asc' } });
  return entries.map(({ action }) => action);
}

describe('registering', () => {
  it('signs the new customer in and shows no secrets', async () => {
    const answer = await post('register', {
      ...asha,
      email: 'New.Person@Example.com',
      phone: '098765 43210',
    });
    expect(answer.statusCode).toBe(201);
    const { user, accessToken, refreshToken, expiresIn } = answer.json();
    expect(user).toMatchObject({
      name: 'Asha Rao',
      email: 'new.person@example.com',
      phone: '+919876543210',
      emailVerified: false,
      phoneVerified: false,
      language: 'en',
    });
    expect(JSON.stringify(answer.json())).not.toMatch(/argon|passwordHash/);
    expect([typeof refreshToken, typeof expiresIn]).toEqual(['string', 'number']);
    expect((await me(accessToken)).json()).toMatchObject({ id: user.id, email: 'new.person@example.com' });
    expect(await actionsOn(user.id)).toEqual(['customer.registered']);
  });

  it('works with a phone number alone, in Hindi', async () => {
    const { email: _, ...withoutEmail } = asha;
    const answer = await post('register', { ...withoutEmail, phone: '9876500001', language: 'hi' });
    expect(answer.statusCode).toBe(201);
    expect(answer.json().user).toMatchObject({ email: null, phone: '+919876500001', language: 'hi' });
  });

  it('keeps the password only as an argon2id hash', async () => {
    const { user } = (await post('register', { ...asha, email: 'hash@example.com' })).json();
    const { passwordHash } = await test.orm.em.fork().findOneOrFail(Customer, { id: user.id });
    expect(passwordHash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  });

  it('takes an e-mail address once, however it is written and however many ask at once', async () => {
    const emails = ['once@example.com', 'ONCE@example.com', 'Once@Example.com'];
    const answers = await Promise.all(emails.map((email) => post('register', { ...asha, email })));
    expect(answers.map((answer) => answer.statusCode).sort()).toEqual([201, 409, 409]);
    expect(answers.find((answer) => answer.statusCode === 409)!.json()).toMatchObject({
      code: 'ALREADY_REGISTERED',
      field: 'email',
    });
  });

  it('takes a phone number once, however it is written', async () => {
    const phones = ['98765 00002', '+91 98765 00002', '09876500002'];
    const answers = await Promise.all(
      phones.map((phone, number) =>
        post('register', { ...asha, email: `phone${number}@example.com`, phone }),
      ),
    );
    expect(answers.map((answer) => answer.statusCode).sort()).toEqual([201, 409, 409]);
  });

  it.each([
    ['a role', { role: 'super_admin' }],
    ['a status', { status: 'active' }],
    ['a verified address', { emailVerifiedAt: '2026-01-01T00:00:00Z' }],
    ['a verified address by its name in the view', { emailVerified: true }],
    ['an id', { id: '018f0000-0000-7000-8000-000000000000' }],
    ['a password hash', { passwordHash: 'x' }],
    ['no e-mail address', { email: 'nobody' }],
    ['neither e-mail address nor phone', { email: undefined }],
    ['a Cyrillic letter in an e-mail address', { email: 'аsha@example.com' }],
    ['an e-mail address with a second one behind it', { email: 'a@example.com\nb@example.com' }],
    ['a foreign phone number', { phone: '+1 555 0100' }],
    ['a landline', { phone: '080-41234567' }],
    ['a name that shows nothing', { name: '\u2060\u200b' }],
    ['a name that turns the line around', { name: '\u202eoaR ahsA' }],
    ['a short password', { password: 'short' }],
    ['an endless password', { password: 'correct horse '.repeat(10) }],
    ['an overlong name', { name: 'x'.repeat(121) }],
    ['a name with markup', { name: '<script>' }],
    ['a language that we do not write', { language: 'fr' }],
  ])('refuses %s and writes nothing', async (_, change) => {
    const before = await test.orm.em.fork().count(Customer);
    const answer = await post('register', { ...asha, email: 'refused@example.com', ...change });
    expect([answer.statusCode, answer.json().code]).toEqual([400, 'VALIDATION_FAILED']);
    expect(await test.orm.em.fork().count(Customer)).toBe(before);
  });

  it.each(['password123', 'aaaabbbb', 'asha-rao-1990', 'weak.address!', 'x9876500003x'])(
    'says why "%s" is too weak',
    async (weak) => {
      const person = { ...asha, email: 'weak.address@example.com', phone: '9876500003', password: weak };
      const answer = await post('register', person);
      expect([answer.statusCode, answer.json().code]).toEqual([400, 'WEAK_PASSWORD']);
      expect(answer.json().reasons).not.toHaveLength(0);
    },
  );

  it('reads a password alike from every keyboard', async () => {
    const [composed, decomposed] = ['crème brûlée 42', 'crème brûlée 42'.normalize('NFD')];
    await post('register', { ...asha, email: 'accents@example.com', password: decomposed });
    const answer = await post('login', { identifier: 'accents@example.com', password: composed });
    expect(answer.statusCode).toBe(200);
  });
});

describe('contacts', () => {
  it('are taken as people write them, and found again in every other form', async () => {
    const written = { email: ' Forms＠Example.com\u200b', phone: '\u202a+91 98123 40001\u202c' };
    const answer = await post('register', { ...asha, ...written });
    expect(answer.statusCode).toBe(201);
    expect(answer.json().user).toMatchObject({ email: 'forms@example.com', phone: '+919812340001' });
    for (const identifier of [
      'ＦＯＲＭＳ@example.com ',
      '९८१२३ ४०००१',
      '0091-98123-40001',
      '(+91) 98123.40001',
    ])
      expect((await post('login', { identifier, password })).statusCode).toBe(200);
    expect((await post('login', { identifier: '98123 40002', password })).statusCode).toBe(401);
  });
});

describe('logging in', () => {
  it('works by e-mail and by phone', async () => {
    await post('register', { ...asha, email: 'both@example.com', phone: '9876500000' });
    for (const identifier of ['BOTH@example.com', 'ｂoth@example.com', '+91 98765 00000', '09876500000']) {
      expect((await post('login', { identifier, password })).statusCode).toBe(200);
    }
  });

  it('keeps the time, and says so in the audit log', async () => {
    const { customer } = await given.signedIn();
    test.clock.advance(60_000);
    await post('login', { identifier: customer.email!, password });
    const { lastLoginAt } = await test.orm.em.fork().findOneOrFail(Customer, { id: customer.id });
    expect(lastLoginAt).toEqual(test.clock.now());
    expect(await actionsOn(customer.id)).toEqual(['customer.logged_in', 'customer.logged_in']);
  });

  it('answers alike for an unknown person, a wrong password and a closed account', async () => {
    const closed = await given.signedIn({ email: 'closed@example.com' });
    await test.orm.em.fork().nativeUpdate(Customer, { id: closed.customer.id }, { status: 'locked' });
    await given.signedIn({ email: 'open@example.com' });
    const answers = [
      await post('login', { identifier: 'nobody@example.com', password }),
      await post('login', { identifier: 'open@example.com', password: 'not this one' }),
      await post('login', { identifier: 'closed@example.com', password }),
    ];
    const problems = answers.map((answer) => {
      const { correlationId: _, ...problem } = answer.json();
      return problem;
    });
    expect(problems[0]).toMatchObject({ status: 401, code: 'LOGIN_FAILED' });
    expect(problems).toEqual([problems[0], problems[0], problems[0]]);
  });
});

describe('guessing passwords', () => {
  let number = 0;
  /** A customer who has never logged in. */
  async function victim() {
    const email = `victim${++number}@example.com`;
    const { user } = (await post('register', { ...asha, email })).json();
    return { email, id: user.id as string };
  }
  const guess = async (identifier: string, word = 'not this one', address = '198.51.100.1') =>
    post('login', { identifier, password: word }, address);
  const guesses = async (identifier: string, times: number) => {
    const codes: number[] = [];
    for (let time = 0; time < times; time++) codes.push((await guess(identifier)).statusCode);
    return codes;
  };

  it('is over after five tries, even with the right password, and takes longer each time', async () => {
    const { email, id } = await victim();
    expect(await guesses(email, 6)).toEqual([401, 401, 401, 401, 401, 429]);
    const refused = await guess(email, password);
    expect(refused.json()).toMatchObject({ status: 429, code: 'LOGIN_LOCKED', retryAfterSeconds: 60 });
    expect(refused.headers['retry-after']).toBe('60');

    test.clock.advance(60_000);
    expect(await guesses(email, 2)).toEqual([401, 429]);
    expect((await guess(email)).json().retryAfterSeconds).toBe(120);
    const actions = await actionsOn(id);
    const times = (action: string) => actions.filter((each) => each === action).length;
    expect([times('customer.login_failed'), times('customer.locked_out')]).toEqual([6, 2]);

    test.clock.advance(120_000);
    expect((await guess(email, password)).statusCode).toBe(200);
    expect(await guesses(email, 6)).toEqual([401, 401, 401, 401, 401, 429]);
  });

  it('is counted alike for people who do not exist', async () => {
    const known = await victim();
    const codes = await Promise.all([guesses(known.email, 7), guesses('nobody.at.all@example.com', 7)]);
    expect(codes[1]).toEqual(codes[0]);
  });

  it('many at once does not give more tries', async () => {
    const { email } = await victim();
    const answers = await Promise.all(Array.from({ length: 20 }, () => guess(email)));
    expect(answers.filter((answer) => answer.statusCode === 401)).toHaveLength(5);
    expect(answers.filter((answer) => answer.statusCode === 429)).toHaveLength(15);
  });

  it('from one place does not lock the owner out at another', async () => {
    const { email } = await victim();
    await guesses(email, 30);
    expect((await guess(email, password, '203.0.113.9')).statusCode).toBe(200);
  });

  it('from an endless number of IPv6 addresses of one network counts as one', async () => {
    const { email } = await victim();
    const codes: number[] = [];
    for (let host = 1; host <= 6; host++) {
      codes.push((await guess(email, 'not this one', `2001:db8:1:2::${host}`)).statusCode);
    }
    expect(codes).toEqual([401, 401, 401, 401, 401, 429]);
    expect((await guess(email, password, '2001:db8:1:3::1')).statusCode).toBe(200);
  });

  it('from many places is over after fifty tries an hour', async () => {
    const { email } = await victim();
    const addresses = Array.from({ length: 60 }, (_, place) => `192.0.2.${place}`);
    const answers: LightMyRequestResponse[] = [];
    // A few at a time: more would stand in line for the hashing.
    for (let from = 0; from < addresses.length; from += 6) {
      const some = addresses.slice(from, from + 6);
      answers.push(...(await Promise.all(some.map((address) => guess(email, 'not this one', address)))));
    }
    expect(answers.filter((answer) => answer.statusCode === 401)).toHaveLength(50);
    expect((await guess(email, password, '203.0.113.10')).statusCode).toBe(429);
    test.clock.advance(3_600_000);
    expect((await guess(email, password, '203.0.113.10')).statusCode).toBe(200);
  });
});
