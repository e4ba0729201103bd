// Who has an account must not be read off the time that an answer takes (S5). What takes the time is argon2: it is counted, as no
// time is asserted.
import * as argon2 from '@node-rs/argon2';
import { startApp, type TestApp } from '../support/app.js';
import { givenIn, password } from '../support/given.js';

vi.mock('@node-rs/argon2', { spy: true });
const { hash, verify } = vi.mocked(argon2);

let test: TestApp;
let known: string;
let closed: string;
beforeAll(async () => {
  test = await startApp();
  const { Customer } = await import('../../src/customers/customer.entity.js');
  const given = givenIn(test);
  const [open, shut] = [await given.signedIn(), await given.signedIn()];
  await test.orm.em.fork().nativeUpdate(Customer, { id: shut.customer.id }, { status: 'locked' });
  [known, closed] = [open.customer.email!, shut.customer.email!];
  await post('login', { identifier: 'first@example.com', password }); // makes the decoy
});
afterAll(() => test.close());

const post = (path: string, payload: object) =>
  test.http({ method: 'POST', url: `/api/v1/auth/${path}`, payload });

async function costOf(
  path: string,
  payload: object,
): Promise<[status: number, verified: number, hashed: number]> {
  vi.clearAllMocks();
  const { statusCode } = await post(path, payload);
  return [statusCode, verify.mock.calls.length, hash.mock.calls.length];
}

it('a login that fails costs one verification, whoever it is', async () => {
  const costs = [
    await costOf('login', { identifier: known, password: 'not this one' }),
    await costOf('login', { identifier: 'nobody@example.com', password: 'not this one' }),
    await costOf('login', { identifier: '+919876543210', password: 'not this one' }),
    await costOf('login', { identifier: closed, password }),
  ];
  expect(costs).toEqual(costs.map(() => [401, 1, 0]));
});

it('a code that is wrong costs one hash, whoever it is', async () => {
  const wrong = { code: '000000', password: 'a brand new phrase 7' };
  const costs = [
    await costOf('password/reset', { identifier: known, ...wrong }),
    await costOf('password/reset', { identifier: 'nobody@example.com', ...wrong }),
  ];
  expect(costs).toEqual(costs.map(() => [400, 0, 1]));
});

it('asking for a link costs none', async () => {
  const costs = [
    await costOf('password/forgot', { identifier: known }),
    await costOf('password/forgot', { identifier: 'nobody@example.com' }),
  ];
  expect(costs).toEqual(costs.map(() => [202, 0, 0]));
});

it('what is locked out costs none', async () => {
  const guess = () => costOf('login', { identifier: 'nobody.else@example.com', password: 'not this one' });
  for (let time = 0; time < 5; time++) await guess();
  expect(await guess()).toEqual([429, 0, 0]);
});
