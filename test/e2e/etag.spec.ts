// Who changes something may say which version they have read: what somebody else changed since is not overwritten.
import { OptimisticLockError } from '@mikro-orm/core';
import { Address } from '../../src/addresses/address.entity.js';
import { startApp, type TestApp } from '../support/app.js';
import { givenIn, type Given, type SignedIn } from '../support/given.js';

let test: TestApp;
let given: Given;
let asha: SignedIn;
let bala: SignedIn;
beforeAll(async () => {
  test = await startApp();
  given = givenIn(test);
  [asha, bala] = [await given.signedIn(), await given.signedIn()];
  await given.pincode();
});
afterAll(() => test.close());

const home = { label: 'Home', line: '12, 5th Cross, Koramangala', landmark: null, pincode: '560034' };
type Method = 'GET' | 'HEAD' | 'POST' | 'PUT' | 'DELETE';

const call = (who: SignedIn, method: Method, url: string, headers: object = {}, payload?: object) =>
  test.http({ method, url: `/api/v1/${url}`, headers: { ...who.headers, ...headers }, payload });

/** The path and entity tag of a new one. */
async function newAddress(): Promise<{ url: string; etag: string }> {
  const created = await call(asha, 'POST', 'users/me/addresses', {}, home);
  return { url: `users/me/addresses/${created.json().id}`, etag: created.headers.etag as string };
}

const office = { ...home, label: 'Office' };

describe('an entity tag', () => {
  it('is the version, and changes with what it stands for', async () => {
    const { url, etag } = await newAddress();
    expect(etag).toBe('"1"');
    expect((await call(asha, 'GET', url)).headers.etag).toBe('"1"');
    const replaced = await call(asha, 'PUT', url, {}, office);
    expect(replaced.headers.etag).toBe('"2"');
    expect(replaced.json().version).toBe(2);
    expect((await call(asha, 'GET', url)).headers.etag).toBe('"2"');
    // Nothing to change, nothing changed.
    expect((await call(asha, 'PUT', url, {}, office)).headers.etag).toBe('"2"');
  });

  it('spares who has it the answer, and nobody else', async () => {
    const { url, etag } = await newAddress();
    for (const method of ['GET', 'HEAD'] as const) {
      const known = await call(asha, method, url, { 'if-none-match': etag });
      expect([known.statusCode, known.body, known.headers.etag]).toEqual([304, '', etag]);
      expect(known.headers['content-length']).not.toBe('0');
    }
    expect((await call(asha, 'GET', url, { 'if-none-match': '"0"' })).json()).toMatchObject(home);
    expect((await call(asha, 'GET', url, { 'if-none-match': 'nonsense' })).statusCode).toBe(200);
    expect((await call(bala, 'GET', url, { 'if-none-match': etag })).statusCode).toBe(404);
    // What changes something is answered whatever its caller knows.
    expect((await call(asha, 'PUT', url, { 'if-none-match': '"2"' }, office)).statusCode).toBe(200);
  });

  it('is that of a booking, too', async () => {
    const { id } = await given.confirmedBooking({ customer: asha.customer, startsIn: '3d' });
    const url = `bookings/${id}`;
    const { etag } = (await call(asha, 'GET', url)).headers;
    expect(etag).toBe('"1"');
    expect((await call(asha, 'GET', url, { 'if-none-match': etag })).statusCode).toBe(304);
    const stale = await call(asha, 'POST', `${url}/cancel`, { 'if-match': '"0"' });
    expect(stale.json()).toMatchObject({ status: 412, code: 'PRECONDITION_FAILED' });
    const cancelled = await call(asha, 'POST', `${url}/cancel`, { 'if-match': etag });
    expect(cancelled.json()).toMatchObject({ status: 'cancelled', version: 2 });
    expect(cancelled.headers.etag).toBe('"2"');
  });
});

describe('a change on condition', () => {
  it.each(['"1"', '"7", "1"', 'W/"7", "1"', '*'])(
    'is made when the version is among %s',
    async (expected) => {
      const { url } = await newAddress();
      const replaced = await call(asha, 'PUT', url, { 'if-match': expected }, office);
      expect(replaced.json()).toMatchObject({ label: 'Office' });
      expect((await call(asha, 'DELETE', url, { 'if-match': '"2"' })).statusCode).toBe(204);
    },
  );

  it.each([
    ['"2"', 412, 'PRECONDITION_FAILED'],
    ['W/"1"', 412, 'PRECONDITION_FAILED'],
    ['"of-another-server"', 412, 'PRECONDITION_FAILED'],
    ['1', 400, 'ENTITY_TAGS_INVALID'],
  ])('is not made when the version is not among %s', async (expected, status, code) => {
    const { url } = await newAddress();
    for (const method of ['PUT', 'DELETE'] as const) {
      const payload = method === 'PUT' ? office : undefined;
      const refused = await call(asha, method, url, { 'if-match': expected }, payload);
      expect(refused.json()).toMatchObject({ status, code });
    }
    expect((await call(asha, 'GET', url)).json()).toMatchObject({ ...home, version: 1 });
  });

  it('is made by one of two at the same moment', async () => {
    for (let round = 0; round < 5; round++) {
      const { url, etag } = await newAddress();
      const answers = await Promise.all(
        ['One', 'Other'].map((label) => call(asha, 'PUT', url, { 'if-match': etag }, { ...home, label })),
      );
      expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([200, 412]);
      const won = answers.find(({ statusCode }) => statusCode === 200)!;
      expect((await call(asha, 'GET', url)).json()).toEqual(won.json());
    }
  });

  it('does not tell another customer that there is something', async () => {
    const { url, etag } = await newAddress();
    for (const expected of [etag, '"2"'])
      expect((await call(bala, 'PUT', url, { 'if-match': expected }, office)).statusCode).toBe(404);
  });
});

it('without any lock, the update itself notices another version', async () => {
  const { url } = await newAddress();
  const id = url.split('/').at(-1)!;
  const [one, other] = [test.orm.em.fork(), test.orm.em.fork()];
  (await one.findOneOrFail(Address, { id })).label = 'One';
  (await other.findOneOrFail(Address, { id })).label = 'Other';
  await one.flush();
  await expect(other.flush()).rejects.toThrow(OptimisticLockError);
});
