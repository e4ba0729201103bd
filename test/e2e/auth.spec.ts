import { createHmac } from 'node:crypto';
import { password, givenIn, type Given } from '../support/given.js';
import { startApp, type TestApp } from '../support/app.js';
import { Customer } from '../../src/customers/customer.entity.js';

let test: TestApp;
let given: Given;
beforeAll(async () => {
  test = await startApp();
  given = givenIn(test);
});
afterAll(() => test.close());

const post = (path: string, payload: object) =>
  test.http({ method: 'POST', url: `/api/v1/auth/${path}`, payload });
const me = (token: string) =>
  test.http({ url: '/api/v1/users/me', headers: { authorization: `Bearer ${token}` } });
const asha = { name: 'Asha Rao', email: 'asha@example.com', password };

describe('registering', () => {
  it('signs the new customer in and shows no secrets', async () => {
    const answer = await post('register', {
      ...asha,
      email: 'New.Person@Example.com',
      phone: '098765 43210',
    });
    expect(answer.statusCode).toBe(201);
    const { user, accessToken, refreshToken, expiresIn } = answer.json();
    expect(user).toMatchObject({ name: 'Asha Rao', email: 'new.person@example.com', phone: '+919876543210' });
    expect(JSON.stringify(answer.json())).not.toMatch(/argon|passwordHash/);
    expect([typeof refreshToken, typeof expiresIn]).toEqual(['string', 'number']);
    expect((await me(accessToken)).json()).toMatchObject({ id: user.id, email: 'new.person@example.com' });
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

  it.each([
    ['an unknown field', { role: 'super_admin' }],
    ['no e-mail address', { email: 'nobody' }],
    ['a foreign phone number', { phone: '+1 555 0100' }],
    ['a short password', { password: 'short' }],
    ['an overlong name', { name: 'x'.repeat(121) }],
    ['a name with markup', { name: '<script>' }],
  ])('refuses %s and writes nothing', async (_, change) => {
    const before = await test.orm.em.fork().count(Customer);
    const answer = await post('register', { ...asha, email: 'refused@example.com', ...change });
    expect([answer.statusCode, answer.json().code]).toEqual([400, 'VALIDATION_FAILED']);
    expect(await test.orm.em.fork().count(Customer)).toBe(before);
  });

  it.each(['password123', 'aaaabbbb', 'asha-rao-1990'])('says why "%s" is too weak', async (weak) => {
    const answer = await post('register', { ...asha, email: 'weak@example.com', password: weak });
    expect([answer.statusCode, answer.json().code]).toEqual([400, 'WEAK_PASSWORD']);
    expect(answer.json().reasons).not.toHaveLength(0);
  });
});

describe('logging in', () => {
  it('works by e-mail and by phone', async () => {
    await post('register', { ...asha, email: 'both@example.com', phone: '9876500000' });
    for (const identifier of ['BOTH@example.com', '+91 98765 00000', '09876500000']) {
      expect((await post('login', { identifier, password })).statusCode).toBe(200);
    }
  });

  it('answers alike for an unknown person, a wrong password and a closed account', async () => {
    const closed = await given.signedIn({ email: 'closed@example.com' });
    await test.orm.em.fork().nativeUpdate(Customer, { id: closed.customer.id }, { status: 'deleted' });
    await given.signedIn({ email: 'open@example.com' });
    const answers = [
      await post('login', { identifier: 'nobody@example.com', password }),
      await post('login', { identifier: 'open@example.com', password: 'not this one' }),
      await post('login', { identifier: 'closed@example.com', password }),
    ];
    for (const answer of answers) {
      const { correlationId: _, ...problem } = answer.json();
      expect(problem).toMatchObject({
        status: 401,
        code: 'LOGIN_FAILED',
        detail: 'E-mail, phone or password is wrong.',
      });
    }
  });
});

describe('refreshing', () => {
  it('trades a refresh token once', async () => {
    const { refreshToken } = await given.signedIn();
    const next = await post('refresh', { refreshToken });
    expect(next.statusCode).toBe(200);
    expect((await me(next.json().accessToken)).statusCode).toBe(200);
  });

  it('ends the whole family when a token is used twice, the newest included', async () => {
    const { refreshToken } = await given.signedIn();
    const { refreshToken: newest } = (await post('refresh', { refreshToken })).json();
    expect((await post('refresh', { refreshToken })).statusCode).toBe(401);
    expect((await post('refresh', { refreshToken: newest })).json()).toMatchObject({
      status: 401,
      code: 'REFRESH_REFUSED',
    });
  });

  it('leaves no token of the family alive when many use one at once, the winner’s included', async () => {
    const { refreshToken } = await given.signedIn();
    const answers = await Promise.all(Array.from({ length: 8 }, () => post('refresh', { refreshToken })));
    const winners = answers.filter((answer) => answer.statusCode === 200);
    expect([winners.length, answers.length - winners.length]).toEqual([1, 7]);
    expect((await post('refresh', { refreshToken: winners[0]!.json().refreshToken })).statusCode).toBe(401);
  });

  it('refuses what was made up, and what has expired', async () => {
    const { refreshToken } = await given.signedIn();
    expect((await post('refresh', { refreshToken: 'x'.repeat(43) })).statusCode).toBe(401);
    test.clock.advance(31 * 86_400_000);
    expect((await post('refresh', { refreshToken })).statusCode).toBe(401);
    test.clock.advance(-31 * 86_400_000);
  });
});

describe('access tokens', () => {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const claims = (change: object = {}) => ({
    sub: '018f0000-0000-7000-8000-000000000000',
    kind: 'customer',
    iss: 'home-services',
    aud: 'home-services-api',
    exp: 4_102_444_800,
    ...change,
  });
  const signed = (header: object, payload: object, key = 'a secret that only tests know, 32+ chars') => {
    const body = `${part(header)}.${part(payload)}`;
    return `${body}.${createHmac('sha256', key).update(body).digest('base64url')}`;
  };

  it.each([
    ['nonsense', 'not.a.token'],
    ['another key', signed({ alg: 'HS256', typ: 'JWT' }, claims(), 'x'.repeat(40))],
    ['no signature', `${part({ alg: 'none' })}.${part(claims())}.`],
    ['another issuer', signed({ alg: 'HS256' }, claims({ iss: 'elsewhere' }))],
    ['another audience', signed({ alg: 'HS256' }, claims({ aud: 'elsewhere' }))],
    ['one that has expired', signed({ alg: 'HS256' }, claims({ exp: 1_700_000_000 }))],
    ['one that is not yet valid', signed({ alg: 'HS256' }, claims({ nbf: 4_102_444_000 }))],
  ])('are refused with one shape: %s', async (_, token) => {
    const answer = await me(token);
    expect(answer.json()).toMatchObject({ status: 401, code: 'UNAUTHENTICATED' });
  });

  it('are accepted as signed by us, for as long as the account may be used', async () => {
    const { customer } = await given.signedIn();
    const token = signed({ alg: 'HS256' }, claims({ sub: customer.id }));
    expect((await me(token)).statusCode).toBe(200);
    await test.orm.em.fork().nativeUpdate(Customer, { id: customer.id }, { status: 'locked' });
    test.clock.advance(1_000);
    expect((await me(token)).json()).toMatchObject({ status: 401, code: 'UNAUTHENTICATED' });
  });

  it('of nobody are refused', async () => {
    expect((await me(signed({ alg: 'HS256' }, claims()))).statusCode).toBe(401);
  });
});
