// Asking for the link or the code of a forgotten password: where it goes, how often, and what the answer says.
import { BackgroundTasks } from '#libs/background';
import { Job } from '#libs/jobs';
import { Customer } from '../../src/customers/customer.entity.js';
import { startApp, type TestApp } from '../support/app.js';
import { givenReachable } from '../support/given-reach.js';
import { mailsTo } from '../support/mails.js';
import { settle } from '../support/settle.js';

let test: TestApp;
let customer: ReturnType<typeof givenReachable>;
beforeAll(async () => {
  test = await startApp({ settings: { MAILS_PER_NETWORK: 30, TEXT_MESSAGES_PER_NETWORK: 10 } });
  customer = givenReachable(test);
});
afterAll(() => test.close());

let number = 0;
const newAddress = () => `10.3.${Math.floor(++number / 250)}.${(number % 250) + 1}`;
const forgot = (identifier: string, remoteAddress = newAddress()) =>
  test.http({
    method: 'POST',
    url: '/api/v1/auth/password/forgot',
    payload: { identifier },
    remoteAddress,
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

describe('how much is sent', () => {
  const ask = async (times: number, identifier: string, address?: string) => {
    const codes: number[] = [];
    for (let time = 0; time < times; time++) {
      codes.push((await forgot(identifier, address)).statusCode);
      // What is charged behind the answer is charged at the time of the request.
      await settle(test);
      test.clock.advance(900_000);
    }
    return codes;
  };

  it('no more text messages to a number when its owner’s mail address is asked by', async () => {
    const { email, phone } = await customer({ phoneVerified: true });
    expect(await ask(8, email!)).toEqual(Array(8).fill(202));
    const messages = await mailsTo(test, phone!);
    expect(messages.map(({ channel }) => channel)).toEqual(Array(6).fill('sms'));
    // It is the same count.
    expect((await forgot(phone!)).statusCode).toBe(429);
    expect(await mailsTo(test, email!)).toEqual([]);
  });

  it('no more text messages from one network when mail addresses are typed, and the answer does not tell', async () => {
    const people = [];
    for (let each = 0; each < 12; each++) people.push(await customer({ phoneVerified: true }));
    const address = newAddress();
    for (const { email } of people) expect((await forgot(email!, address)).statusCode).toBe(202);
    let sent = 0;
    for (const { phone } of people) sent += (await mailsTo(test, phone!)).length;
    expect(sent).toBe(10);
  });

  it('a code that was sent stays good when no further one may be', async () => {
    const { email, phone } = await customer({ phoneVerified: true });
    await forgot(phone!);
    expect((await forgot(email!)).statusCode).toBe(202);
    const [message, ...more] = await mailsTo(test, phone!);
    expect(more).toEqual([]);
    const code = /\d{6}/.exec(message!.text)![0];
    const answer = await test.http({
      method: 'POST',
      url: '/api/v1/auth/password/reset',
      payload: { identifier: phone, code, password: 'a brand new phrase 7' },
    });
    expect(answer.statusCode).toBe(204);
  });

  it('a network that has had its share keeps nobody from their mails', async () => {
    const address = newAddress();
    for (let each = 0; each < 30; each++) await forgot(`nobody${each}@example.com`, address);
    const { email } = await customer();
    for (let time = 0; time < 12; time++) {
      const refused = await forgot(email!, address);
      expect([refused.statusCode, refused.json()]).toMatchObject([
        429,
        { code: 'NETWORK_SENT_TOO_OFTEN', retryAfterSeconds: 3_600 },
      ]);
    }
    expect(await mailsTo(test, email!)).toEqual([]);
    const answer = await forgot(email!);
    expect([answer.statusCode, answer.json()]).toEqual([202, { retryAfterSeconds: 30 }]);
    expect(await mailsTo(test, email!)).toHaveLength(1);
  });
});

it('what was asked for in the background is done before the program ends', async () => {
  const { id, email } = await customer();
  await forgot(email!);
  await test.app.get(BackgroundTasks).beforeApplicationShutdown();
  const jobs = await test.orm.em.fork().find(Job, { type: 'auth.send_link', subjectId: id });
  expect(jobs.map(({ input }) => input)).toEqual([{ customerId: id, purpose: 'reset_by_link' }]);
});
