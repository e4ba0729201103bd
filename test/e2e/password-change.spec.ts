// Another password, by who is signed in and knows the old one.
import { AuditEntry } from '../../src/audit/audit-entry.entity.js';
import { startApp, type TestApp } from '../support/app.js';
import { givenIn, password, type Given } from '../support/given.js';
import { givenReachable } from '../support/given-reach.js';
import { mailsTo, tokenIn } from '../support/mails.js';

let test: TestApp;
let given: Given;
let customer: ReturnType<typeof givenReachable>;
beforeAll(async () => {
  test = await startApp();
  given = givenIn(test);
  customer = givenReachable(test);
});
afterAll(() => test.close());

const fresh = 'a brand new phrase 7';
const post = (path: string, payload: object) =>
  test.http({ method: 'POST', url: `/api/v1/auth/${path}`, payload });
const change = (headers: object, payload: object) =>
  test.http({ method: 'PATCH', url: '/api/v1/users/me/password', headers: { ...headers }, payload });
const me = (headers: object) => test.http({ url: '/api/v1/users/me', headers: { ...headers } });
const logins = async (identifier: string, ...words: string[]) => {
  const codes: number[] = [];
  for (const word of words) codes.push((await post('login', { identifier, password: word })).statusCode);
  return codes;
};

async function signedIn(identifier: string) {
  const answer = await post('login', { identifier, password });
  if (answer.statusCode !== 200) throw new Error(answer.body);
  return { authorization: `Bearer ${answer.json().accessToken}` };
}

/** There and back. */
async function changeTwice(headers: object): Promise<void> {
  for (const [currentPassword, newPassword] of [
    [password, fresh],
    [fresh, password],
  ])
    expect((await change(headers, { currentPassword, newPassword })).statusCode).toBe(204);
}

describe('changing a password', () => {
  it('ends every other session, makes links worthless and tells the owner', async () => {
    const { id, email } = await customer({ emailVerified: true });
    const [here, elsewhere] = [await signedIn(email!), await signedIn(email!)];
    await post('password/forgot', { identifier: email });
    const token = tokenIn((await mailsTo(test, email!))[0]!);
    expect((await change(here, { currentPassword: password, newPassword: fresh })).statusCode).toBe(204);
    expect([(await me(here)).statusCode, (await me(elsewhere)).statusCode]).toEqual([200, 401]);
    expect(await logins(email!, password, fresh)).toEqual([401, 200]);
    expect((await post('password/reset', { token, password: 'yet another phrase 8' })).json().code).toBe(
      'LINK_REFUSED',
    );
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
      login(),
      login(),
      login(),
      login(),
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

describe('that a password was changed is told', () => {
  it.each([
    ['nobody whose address is not verified', {}, []],
    ['nobody whose only number is not verified', { email: null }, []],
    ['by mail', { emailVerified: true, phoneVerified: true }, ['email']],
    ['by mail, rather than to a number that is not verified', { emailVerified: true }, ['email']],
    [
      'by text message, rather than to a mail address that is not verified',
      { phoneVerified: true },
      ['phone'],
    ],
  ])('%s', async (_, story, told: string[]) => {
    const person = await customer(story);
    await changeTwice(await signedIn(person.phone!));
    for (const way of ['email', 'phone'] as const)
      expect(await mailsTo(test, person[way] ?? 'nowhere')).toHaveLength(told.includes(way) ? 2 : 0);
  });

  it.each(['email', 'phone'] as const)('ten times a day at most: by %s', async (way) => {
    const person = await customer({ [`${way}Verified`]: true });
    const headers = await signedIn(person[way]!);
    for (let time = 0; time < 6; time++) await changeTwice(headers);
    expect(await mailsTo(test, person[way]!)).toHaveLength(10);
  });
});
