// A new password for one that is forgotten, by what was sent.
import { AuditEntry } from '../../src/audit/audit-entry.entity.js';
import { OneTimeToken } from '../../src/auth/one-time-token.entity.js';
import { Customer } from '../../src/customers/customer.entity.js';
import { startApp, type TestApp } from '../support/app.js';
import { password } from '../support/given.js';
import { givenReachable } from '../support/given-reach.js';
import { mailsTo, tokenIn } from '../support/mails.js';

let test: TestApp;
let customer: ReturnType<typeof givenReachable>;
beforeAll(async () => {
  test = await startApp({ settings: { PUBLIC_URL: 'https://desk.example' } });
  customer = givenReachable(test);
});
afterAll(() => test.close());

const fresh = 'a brand new phrase 7';
let number = 0;
const newAddress = () => `10.2.${Math.floor(++number / 250)}.${(number % 250) + 1}`;

const post = (path: string, payload: object, remoteAddress = newAddress()) =>
  test.http({ method: 'POST', url: `/api/v1/auth/${path}`, payload, remoteAddress });
const forgot = (identifier: string, address?: string) => post('password/forgot', { identifier }, address);
const reset = (payload: object, address?: string) => post('password/reset', payload, address);
const me = (headers: object) => test.http({ url: '/api/v1/users/me', headers: { ...headers } });

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
  return codeIn((await mailsTo(test, phone))[0]!);
}

const codeIn = ({ text }: { text: string }) => /\d{6}/.exec(text)![0];
const otherThan = (code: string) => (code === '000000' ? '000001' : '000000');

/** Of what was sent to that customer. */
async function guessesAt(id: string): Promise<number> {
  return (await test.orm.em.fork().findOneOrFail(OneTimeToken, { customer: id })).attempts;
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

  it('a code can be guessed three times from one network, which does not cost its owner the code', async () => {
    const { id, phone } = await customer({ email: null });
    const code = await codeFor(phone!);
    const stranger = newAddress();
    const guesses = Array.from({ length: 12 }, () =>
      reset({ identifier: phone, code: otherThan(code), password: fresh }, stranger),
    );
    expect((await Promise.all(guesses)).map((answer) => answer.json().code)).toEqual(
      Array(12).fill('CODE_REFUSED'),
    );
    expect(await guessesAt(id)).toBe(3);
    const right = { identifier: phone, code, password: fresh };
    expect((await reset(right, stranger)).json().code).toBe('CODE_REFUSED');
    expect(await logins(phone!, password)).toEqual([200]);
    expect((await reset(right)).statusCode).toBe(204);
  });

  it('a code can be guessed twenty times from everywhere, however many guess at once', async () => {
    const { id, phone } = await customer({ email: null });
    const code = await codeFor(phone!);
    const guesses = Array.from({ length: 24 }, () =>
      reset({ identifier: phone, code: otherThan(code), password: fresh }),
    );
    await Promise.all(guesses);
    expect(await guessesAt(id)).toBe(20);
    expect((await reset({ identifier: phone, code, password: fresh })).json().code).toBe('CODE_REFUSED');
    expect(await logins(phone!, password)).toEqual([200]);
  });

  it('a new code can be guessed anew', async () => {
    const { phone } = await customer({ email: null });
    const home = newAddress();
    for (let time = 0; time < 4; time++) {
      await reset({ identifier: phone, code: '000000', password: fresh }, home);
    }
    await forgot(phone!, home);
    const code = codeIn((await mailsTo(test, phone!))[0]!);
    expect((await reset({ identifier: phone, code, password: fresh }, home)).statusCode).toBe(204);
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
