// A program acts for somebody with a key of theirs: within its scopes, within what they may do themselves, and no longer than they want.
import type { InjectOptions } from 'fastify';
import { BackgroundTasks } from '#libs/background';
import { SecretBox } from '#libs/secrets';
import { PersonalData } from '#libs/personal-data';
import { newKey } from '../../src/api-keys/api-key.form.js';
import { Customer } from '../../src/customers/customer.entity.js';
import { AccountsService } from '../../src/sessions/accounts.service.js';
import { Staff } from '../../src/staff/staff.entity.js';
import { startApp, type TestApp } from '../support/app.js';
import { bearer, givenKey, type KeyStory } from '../support/given-keys.js';
import { queriesDuring } from '../support/queries.js';
import { givenIn, password, type Given, type SignedIn } from '../support/given.js';

let test: TestApp;
let given: Given;
let asha: SignedIn;
beforeAll(async () => {
  test = await startApp({ logLevel: 'trace' });
  given = givenIn(test);
});
beforeEach(async () => {
  asha = await given.signedIn();
});
afterAll(() => test.close());

const minute = 60_000;
const day = 24 * 60 * minute;

type Headers = { authorization: string };
const call = (
  headers: Headers,
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE',
  path: string,
  rest: InjectOptions = {},
) => test.http({ method, url: `/api/v1${path}`, ...rest, headers: { ...headers, ...rest.headers } });
const keyOf = (owner: { headers: Headers }, story?: KeyStory) => givenKey(test.http, owner, story);
const rotate = (owner: { headers: Headers }, id: string, payload: object = {}) =>
  call(owner.headers, 'POST', `/api-keys/${id}/rotate`, { payload: { password, ...payload } });
/** The status that a program gets for something that `bookings.read` opens. */
const tries = async (key: string) => (await call(bearer(key), 'GET', '/bookings')).statusCode;
const statuses = (answers: { statusCode: number }[]) => answers.map((answer) => answer.statusCode);

describe('a key', () => {
  it('opens in whatever letters the scheme is written', async () => {
    const { key } = await keyOf(asha, { scopes: ['bookings.read'] });
    for (const scheme of ['bearer ', 'BEARER  ']) {
      const headers = { authorization: scheme + key };
      expect((await call(headers, 'GET', '/bookings')).statusCode).toBe(200);
    }
  });

  it('is good wherever an access token is, and sees what its owner sees', async () => {
    const { headers } = await keyOf(asha, {
      scopes: ['bookings.read', 'conversations.create', 'conversations.read'],
    });
    const booking = await given.confirmedBooking({ customer: asha.customer });
    const foreign = await given.confirmedBooking({ customer: (await given.signedIn()).customer });
    const payload = { message: 'Hello' };
    expect(
      statuses([
        await call(headers, 'GET', `/bookings/${booking.id}`),
        await call(headers, 'GET', `/bookings/${foreign.id}`),
        await call(headers, 'POST', '/chat/message', { payload }),
        await call(headers, 'GET', '/flags'),
      ]),
    ).toEqual([200, 404, 200, 200]);
    const { items } = (await call(asha.headers, 'GET', '/chat/sessions')).json();
    expect(items).toHaveLength(1);
  });

  it('is stopped where its scopes end, though its owner is not', async () => {
    const { headers } = await keyOf(asha, { scopes: ['conversations.read'] });
    const answer = await call(headers, 'GET', '/bookings');
    expect([answer.statusCode, answer.json()]).toMatchObject([
      403,
      { code: 'FORBIDDEN', requires: 'bookings.read' },
    ]);
    expect((await call(asha.headers, 'GET', '/bookings')).statusCode).toBe(200);
  });

  it('opens nothing of the account: neither the profile nor keys, its own included', async () => {
    const { id, headers } = await keyOf(asha);
    const payload = { name: 'More', scopes: ['bookings.read'], password };
    expect(
      statuses([
        await call(headers, 'GET', '/users/me'),
        await call(headers, 'GET', '/api-keys'),
        await call(headers, 'POST', '/api-keys', { payload }),
        await rotate({ headers }, id),
        await call(headers, 'DELETE', `/api-keys/${id}`),
      ]),
    ).toEqual([403, 403, 403, 403, 403]);
  });

  it('is refused like any bad token when it is not one of ours', async () => {
    const { key } = await keyOf(asha);
    const secrets = test.app.get(SecretBox);
    const [otherSecret, otherPrefix] = [newKey(secrets, key.slice(4, 12)), newKey(secrets, '00000000')];
    for (const wrong of [
      otherSecret,
      otherPrefix,
      key.slice(0, -1),
      'hsk_',
      `${key}${key}`,
      key.toUpperCase(),
    ]) {
      const answer = await call(bearer(wrong), 'GET', '/bookings');
      expect([answer.statusCode, answer.json().code]).toEqual([401, 'UNAUTHENTICATED']);
    }
    expect(await tries(key)).toBe(200);
  });

  it('has a limit of its own, and leaves that of its owner alone', async () => {
    const { key } = await keyOf(asha, { requestsPerMinute: 2 });
    const { key: other } = await keyOf(asha);
    expect([await tries(key), await tries(key), await tries(key)]).toEqual([200, 200, 429]);
    expect(await tries(other)).toBe(200);
    expect((await call(asha.headers, 'GET', '/bookings')).statusCode).toBe(200);
    test.clock.advance(minute);
    expect(await tries(key)).toBe(200);
  });

  it('stands nowhere: not in the database, not in the audit log, not in the log', async () => {
    const { id, key } = await keyOf(asha);
    const { key: rotated } = (await rotate(asha, id)).json();
    await call(bearer(rotated), 'GET', '/users/me');
    const em = test.orm.em.fork() as never as { execute(sql: string): Promise<object[]> };
    const rows = [
      await em.execute('select * from api_keys'),
      await em.execute('select * from audit_entries'),
    ];
    const lines = test.log.map((line) => JSON.stringify(line));
    expect(rows.map((table) => table.length > 0)).toEqual([true, true]);
    expect(lines).not.toEqual([]);
    for (const secret of [key, rotated].map((each) => each.slice('hsk_12345678_'.length)))
      expect([JSON.stringify(rows), ...lines].filter((text) => text.includes(secret))).toEqual([]);
  });

  it('remembers when and from where it was last used, once a minute, and is no other version for it', async () => {
    const { id, headers } = await keyOf(asha);
    const { version } = (await call(asha.headers, 'GET', `/api-keys/${id}`)).json();
    const use = async (remoteAddress: string) => {
      await call(headers, 'GET', '/bookings', { remoteAddress });
      return (await call(asha.headers, 'GET', `/api-keys/${id}`)).json();
    };
    const first = { lastUsedAt: test.clock.now().toISOString(), lastUsedAddress: '192.0.2.1', version };
    expect(await use('192.0.2.1')).toMatchObject(first);
    expect(await use('192.0.2.2')).toMatchObject(first);
    test.clock.advance(minute);
    expect(await use('192.0.2.2')).toMatchObject({ lastUsedAddress: '192.0.2.2', version });
  });
});

describe('keys that come by the hundred', () => {
  const atOnce = (count: number, send: (number: number) => unknown) =>
    Promise.all(Array.from({ length: count }, (_, number) => send(number)));
  const lookUps = (queries: string[]) => queries.filter((sql) => /from "?api_keys/.test(sql));

  it('are looked up once when it is one key, and take no place from the mails that wait', async () => {
    const { key } = await keyOf(asha);
    const background = test.app.get(BackgroundTasks);
    await background.idle(); // the mail that tells of the key
    const run = background.run;
    const queued: string[] = [];
    background.run = (name) => void queued.push(name);
    const queries = await queriesDuring(test.orm, () => atOnce(50, () => tries(key)));
    background.run = run;
    expect(queued).toEqual([]);
    expect(lookUps(queries)).toHaveLength(1);
    expect(queries.filter((sql) => sql.includes('update api_keys'))).toHaveLength(1);
  });

  it('are not looked up at all when they were made up', async () => {
    const stranger = new SecretBox('not the secret of this program, 32+');
    const madeUp = await queriesDuring(test.orm, () =>
      atOnce(20, (number) => tries(newKey(stranger, String(number).padStart(8, '0')))),
    );
    const { key } = await keyOf(asha);
    const real = await queriesDuring(test.orm, () => tries(key));
    expect([lookUps(madeUp).length, lookUps(real).length]).toEqual([0, 1]);
  });

  it('are refused from memory for a moment when they have ended', async () => {
    const { id, key } = await keyOf(asha);
    await call(asha.headers, 'DELETE', `/api-keys/${id}`);
    const queries = await queriesDuring(test.orm, async () => {
      for (const expected of [401, 401, 401]) expect(await tries(key)).toBe(expected);
    });
    expect(lookUps(queries)).toHaveLength(1);
  });

  it('of staff see at every moment what staff may do', async () => {
    const lead = await given.staffSignedIn({ role: 'ops_lead' });
    const { key } = await keyOf(lead);
    const accounts = test.app.get(AccountsService);
    const load = accounts.load.bind(accounts);
    const [isAsked, mayGoOn] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    // What this one reads is old by the time that it answers.
    accounts.load = async (owner) => {
      accounts.load = load;
      const account = await load(owner);
      isAsked.resolve();
      await mayGoOn.promise;
      return account;
    };
    const before = tries(key);
    await isAsked.promise;
    await test.orm.em.fork().nativeUpdate(Staff, { id: lead.staff.id }, { status: 'suspended' });
    const after = tries(key);
    mayGoOn.resolve();
    expect([await before, await after]).toEqual([200, 401]);
  });
});

describe('the end of a key', () => {
  it('comes when it expires, to the millisecond', async () => {
    const { key } = await keyOf(asha, { expiresInDays: 1 });
    test.clock.advance(day - 1);
    expect(await tries(key)).toBe(200);
    test.clock.advance(1);
    expect(await tries(key)).toBe(401);
  });

  it('comes with the next request once it is revoked, and within a second on another instance', async () => {
    const other = await startApp({
      database: { ...test.database, close: async () => {} },
      clock: test.clock,
    });
    const { id, key } = await keyOf(asha);
    const there = async () =>
      (await other.http({ url: '/api/v1/bookings', headers: bearer(key) })).statusCode;
    expect([await tries(key), await there()]).toEqual([200, 200]);
    expect((await call(asha.headers, 'DELETE', `/api-keys/${id}`)).statusCode).toBe(204);
    expect(await tries(key)).toBe(401);
    test.clock.advance(1_000);
    expect(await there()).toBe(401);
    expect((await call(asha.headers, 'DELETE', `/api-keys/${id}`)).statusCode).toBe(204);
    expect((await rotate(asha, id)).json()).toMatchObject({ status: 409, code: 'API_KEY_DEAD' });
    await other.close();
  });

  it('is not undone by a request that was under way', async () => {
    const { id, key } = await keyOf(asha);
    const accounts = test.app.get(AccountsService);
    const load = accounts.load.bind(accounts);
    const [isAsked, mayGoOn] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    // The key has been found alive; before its owner is, it is revoked.
    accounts.load = async (owner) => {
      isAsked.resolve();
      await mayGoOn.promise;
      return load(owner);
    };
    const underWay = tries(key);
    await isAsked.promise;
    accounts.load = load;
    await call(asha.headers, 'DELETE', `/api-keys/${id}`);
    mayGoOn.resolve();
    expect([await underWay, await tries(key)]).toEqual([200, 401]);
  });

  it('is noticed where the clock was set back after it was last asked for', async () => {
    const { key } = await keyOf(asha);
    expect(await tries(key)).toBe(200);
    await test.orm.em.fork().nativeUpdate(Customer, { id: asha.customer.id }, { status: 'locked' });
    test.clock.advance(-1_000);
    expect(await tries(key)).toBe(401);
  });

  it('comes with the account of its owner', async () => {
    const { key } = await keyOf(asha);
    expect(await tries(key)).toBe(200);
    await test.orm.em.fork().nativeUpdate(Customer, { id: asha.customer.id }, { status: 'locked' });
    test.clock.advance(1_000);
    expect(await tries(key)).toBe(401);
  });

  it('comes when everything about its owner is erased', async () => {
    const { id, key } = await keyOf(asha);
    const personal = test.app.get(PersonalData);
    const shown = await test.orm.em.fork().transactional((em) => personal.export(em, asha.customer.id));
    expect(shown).toMatchObject({ apiKeys: [{ id, name: 'Accounting' }] });
    expect(JSON.stringify(shown)).not.toContain('hash');
    await test.orm.em.fork().transactional((em) => personal.erase(em, asha.customer.id));
    test.clock.advance(1_000);
    expect(await tries(key)).toBe(401);
  });
});

describe('a key of staff', () => {
  const member = (id: string, change: Partial<Pick<Staff, 'role' | 'status'>>) =>
    test.orm.em.fork().nativeUpdate(Staff, { id }, change);

  it('may at no moment do what its owner may not, whatever it was made for', async () => {
    const lead = await given.staffSignedIn({ role: 'ops_lead' });
    const { key, headers } = await keyOf(lead, { scopes: ['bookings.read', 'users.read'] });
    const people = async () => (await call(headers, 'GET', '/ops/customers')).statusCode;
    expect([await tries(key), await people()]).toEqual([200, 200]);
    await member(lead.staff.id, { role: 'viewer' });
    expect([await tries(key), await people()]).toEqual([200, 403]);
    await member(lead.staff.id, { status: 'suspended' });
    expect(await tries(key)).toBe(401);
    await member(lead.staff.id, { status: 'active', role: 'ops_lead' });
    test.clock.advance(1_000);
    expect([await tries(key), await people()]).toEqual([200, 200]);
  });
});
