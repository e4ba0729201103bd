// What its owner, and staff, can do with an API key: make, rotate, change and revoke it.
import type { InjectOptions } from 'fastify';
import { digestOf } from '#libs/secrets';
import { ApiKey } from '../../src/api-keys/api-key.entity.js';
import { newPrefix } from '../../src/api-keys/api-key.form.js';
import { AuditEntry } from '../../src/audit/audit-entry.entity.js';
import { startApp, type TestApp } from '../support/app.js';
import { bearer, givenKey, type KeyStory } from '../support/given-keys.js';
import { mailsTo } from '../support/mails.js';
import { givenIn, password, type Given, type SignedIn } from '../support/given.js';

let test: TestApp;
let given: Given;
let asha: SignedIn;
beforeAll(async () => {
  test = await startApp();
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

describe('rotating', () => {
  it('lets the old secret work until the overlap ends', async () => {
    const { id, key } = await keyOf(asha);
    const answer = await rotate(asha, id, { overlapMinutes: 10 });
    const { key: next, previousEndsAt } = answer.json();
    expect([answer.statusCode, next.slice(0, 12), previousEndsAt]).toEqual([
      200,
      key.slice(0, 12),
      new Date(test.clock.now().getTime() + 10 * minute).toISOString(),
    ]);
    test.clock.advance(10 * minute - 1);
    expect([await tries(key), await tries(next)]).toEqual([200, 200]);
    test.clock.advance(1);
    expect([await tries(key), await tries(next)]).toEqual([401, 200]);
  });

  it('ends the old secret at once when there is to be no overlap', async () => {
    const { id, key } = await keyOf(asha);
    expect(await tries(key)).toBe(200);
    const { key: next } = (await rotate(asha, id, { overlapMinutes: 0 })).json();
    expect([await tries(key), await tries(next)]).toEqual([401, 200]);
  });

  it('leaves two secrets at most, however many rotate at once', async () => {
    const { id, key } = await keyOf(asha);
    expect(await tries(key)).toBe(200);
    const answers = await Promise.all(Array.from({ length: 5 }, () => rotate(asha, id)));
    const keys = answers.map((answer) => answer.json().key as string);
    expect(new Set(keys).size).toBe(5);
    const tried = await Promise.all(keys.map(tries));
    expect([tried.sort(), await tries(key)]).toEqual([[200, 200, 401, 401, 401], 401]);
  });
});

describe('making keys', () => {
  it('shows the key once', async () => {
    const payload = { name: 'Ｂooks', scopes: ['bookings.read'], expiresInDays: 30, password };
    const made = await call(asha.headers, 'POST', '/api-keys', { payload });
    const { key, ...facts } = made.json();
    expect([made.statusCode, made.headers.etag]).toEqual([201, '"1"']);
    expect(facts).toMatchObject({
      name: 'Books',
      prefix: key.slice(4, 12),
      scopes: ['bookings.read'],
      requestsPerMinute: 300,
      expiresAt: new Date(test.clock.now().getTime() + 30 * day).toISOString(),
      revokedAt: null,
      lastUsedAt: null,
    });
    const [one, list] = [
      await call(asha.headers, 'GET', `/api-keys/${facts.id}`),
      await call(asha.headers, 'GET', '/api-keys'),
    ];
    expect([one.json(), list.json()]).toEqual([facts, { items: [facts], nextCursor: null }]);
    expect(JSON.stringify(facts)).not.toMatch(/hash/i);
  });

  it('is told to the owner by mail, without the key', async () => {
    const { key } = await keyOf(asha);
    const [mail] = await mailsTo(test, asha.customer.email!);
    expect(mail!.subject).toMatch(/key/i);
    expect(mail!.text).not.toContain(key);
  });

  it('gives no scope that its owner lacks, and says which', async () => {
    const payload = { name: 'Greedy', scopes: ['bookings.read', 'users.read', 'system.audit'], password };
    const answer = await call(asha.headers, 'POST', '/api-keys', { payload });
    expect([answer.statusCode, answer.json()]).toMatchObject([
      403,
      { code: 'SCOPE_NOT_HELD', scopes: ['users.read', 'system.audit'] },
    ]);
  });

  it.each([
    ['no password', { password: undefined }],
    ['an unknown field', { ownerId: '019d45d6-0ddb-7692-9f4f-68a7e873909f' }],
    ['no scope', { scopes: [] }],
    ['a scope twice', { scopes: ['bookings.read', 'bookings.read'] }],
    ['an unknown scope', { scopes: ['everything'] }],
    ['the scope of the account', { scopes: ['self'] }],
    ['no life', { expiresInDays: 0 }],
    ['more than a year', { expiresInDays: 366 }],
    ['no requests', { requestsPerMinute: 0 }],
    ['a name with markup', { name: '<b>' }],
  ])('refuses %s', async (_, change) => {
    const payload = { name: 'Wrong', scopes: ['bookings.read'], password, ...change };
    const answer = await call(asha.headers, 'POST', '/api-keys', { payload });
    expect([answer.statusCode, answer.json().code]).toEqual([400, 'VALIDATION_FAILED']);
  });

  it('allows no key more than the installation does', async () => {
    const { id } = await keyOf(asha);
    const payload = { requestsPerMinute: 301 };
    const [made, changed] = [
      await call(asha.headers, 'POST', '/api-keys', {
        payload: { ...payload, name: 'Fast', scopes: ['bookings.read'], password },
      }),
      await call(asha.headers, 'PATCH', `/api-keys/${id}`, { payload }),
    ];
    for (const answer of [made, changed])
      expect(answer.json()).toMatchObject({ status: 422, code: 'LIMIT_TOO_HIGH', atMost: 300 });
  });

  it('ends at twenty in use, however many are made at once; a revoked or expired one makes room', async () => {
    const payload = { name: 'One of many', scopes: ['bookings.read'], expiresInDays: 2, password };
    const make = () => call(asha.headers, 'POST', '/api-keys', { payload });
    await givenRows(17);
    const answers = await Promise.all(Array.from({ length: 5 }, make));
    expect(statuses(answers).sort()).toEqual([201, 201, 201, 409, 409]);
    expect(answers.find((answer) => answer.statusCode === 409)!.json()).toMatchObject({
      code: 'TOO_MANY_API_KEYS',
      atMost: 20,
    });
    const { id } = answers.find((answer) => answer.statusCode === 201)!.json();
    await call(asha.headers, 'DELETE', `/api-keys/${id}`);
    expect(statuses([await make(), await make()])).toEqual([201, 409]);
    expect(await keyOf(await given.signedIn())).toBeDefined();
    test.clock.advance(2 * day);
    expect((await make()).statusCode).toBe(201);
  });

  /** Without the password, which takes its time. */
  async function givenRows(count: number): Promise<void> {
    const em = test.orm.em.fork();
    for (let number = 0; number < count; number++)
      em.create(ApiKey, {
        ownerKind: 'customer',
        ownerId: asha.customer.id,
        name: `Key ${number}`,
        prefix: newPrefix(),
        hash: digestOf(String(number)),
        scopes: ['bookings.read'],
        requestsPerMinute: 9,
        expiresAt: new Date(test.clock.now().getTime() + 2 * day),
      });
    await em.flush();
  }
});

describe('the password', () => {
  const wrong = 'not the password';
  const make = (owner: { headers: Headers }, given?: string) =>
    call(owner.headers, 'POST', '/api-keys', {
      payload: { name: 'Stolen', scopes: ['bookings.read'], password: given },
    });

  it.each([
    ['a customer', () => given.signedIn()],
    ['staff', () => given.staffSignedIn({ role: 'ops_lead' })],
  ])('of %s is needed to make or rotate a key: a session alone is not enough', async (_, signIn) => {
    const owner = await signIn();
    const { id, key } = await keyOf(owner);
    for (const answer of [await make(owner, wrong), await rotate(owner, id, { password: wrong })])
      expect([answer.statusCode, answer.json().code]).toEqual([403, 'PASSWORD_WRONG']);
    for (const answer of [await make(owner), await rotate(owner, id, { password: undefined })])
      expect([answer.statusCode, answer.json().code]).toEqual([400, 'VALIDATION_FAILED']);
    expect((await call(owner.headers, 'GET', '/api-keys')).json().items).toHaveLength(1);
    expect(await tries(key)).toBe(200);
  });

  it.each([
    ['a customer', () => given.signedIn(), 'TOO_MANY_GUESSES'],
    ['staff', () => given.staffSignedIn({ role: 'ops_lead' }), 'LOGIN_LOCKED'],
  ])('of %s can be guessed at five times, then the right one is refused as well', async (_, signIn, code) => {
    const owner = await signIn();
    const guesses = await Promise.all(Array.from({ length: 8 }, () => make(owner, wrong)));
    expect(statuses(guesses).sort()).toEqual([403, 403, 403, 403, 403, 429, 429, 429]);
    const right = await make(owner, password);
    expect([right.statusCode, right.json().code, right.headers['retry-after']]).toEqual([429, code, '60']);
  });
});

describe('changing a key', () => {
  it('renames it and changes its limit, unless somebody else was faster', async () => {
    const { id, key } = await keyOf(asha);
    expect(await tries(key)).toBe(200);
    const change = (payload: object, tag: string) =>
      call(asha.headers, 'PATCH', `/api-keys/${id}`, { payload, headers: { 'if-match': tag } });
    const [changed, late] = [
      await change({ name: 'Ledger', requestsPerMinute: 1 }, '"1"'),
      await change({ name: 'Lost' }, '"1"'),
    ];
    expect(changed.json()).toMatchObject({ name: 'Ledger', requestsPerMinute: 1, version: 2 });
    expect([late.statusCode, late.json().code]).toEqual([412, 'PRECONDITION_FAILED']);
    expect((await change({}, '*')).statusCode).toBe(400);
    expect((await change({ scopes: ['bookings.create'] }, '*')).statusCode).toBe(400);
  });
});

describe('keys of others', () => {
  it('are not there for another customer, and stay as they are', async () => {
    const { id, key } = await keyOf(asha);
    const other = await given.signedIn();
    const answers = [
      await call(other.headers, 'GET', `/api-keys/${id}`),
      await call(other.headers, 'PATCH', `/api-keys/${id}`, { payload: { name: 'Mine' } }),
      await rotate(other, id),
      await call(other.headers, 'DELETE', `/api-keys/${id}`),
    ];
    expect(statuses(answers)).toEqual([404, 404, 404, 404]);
    expect((await call(other.headers, 'GET', '/api-keys')).json().items).toEqual([]);
    expect(await tries(key)).toBe(200);
  });

  it('are seen and revoked by staff who manage people, and by no others', async () => {
    const { id, key } = await keyOf(asha);
    const [admin, lead] = [
      await given.staffSignedIn({ role: 'admin' }),
      await given.staffSignedIn({ role: 'ops_lead' }),
    ];
    const owner = asha.customer.id;
    const list = await call(admin.headers, 'GET', `/ops/api-keys?owner=${owner}`);
    expect(list.json().items).toMatchObject([{ id, ownerKind: 'customer', ownerId: owner }]);
    expect(list.body).not.toMatch(/hash/i);
    for (const { headers } of [asha, lead])
      expect(
        statuses([
          await call(headers, 'GET', '/ops/api-keys'),
          await call(headers, 'DELETE', `/ops/api-keys/${id}`),
        ]),
      ).toEqual([403, 403]);
    expect(await tries(key)).toBe(200);
    expect((await call(admin.headers, 'DELETE', `/ops/api-keys/${id}`)).statusCode).toBe(204);
    expect(await tries(key)).toBe(401);
  });
});

it('leaves a trace of everything that happens to a key', async () => {
  const { id } = await keyOf(asha);
  await call(asha.headers, 'PATCH', `/api-keys/${id}`, { payload: { requestsPerMinute: 5 } });
  await rotate(asha, id, { overlapMinutes: 5 });
  await call(asha.headers, 'DELETE', `/api-keys/${id}`);
  await call(asha.headers, 'DELETE', `/api-keys/${id}`);
  const orderBy = { at: 'asc', id: 'asc' } as const;
  const entries = await test.orm.em
    .fork()
    .find(AuditEntry, { objectType: 'api_key', objectId: id }, { orderBy });
  expect(
    entries.map(({ action, actorId, before, after }) => ({ action, actorId, before, after })),
  ).toMatchObject([
    { action: 'api_key.created', actorId: asha.customer.id, after: { scopes: ['bookings.read'] } },
    { action: 'api_key.changed', before: { requestsPerMinute: 300 }, after: { requestsPerMinute: 5 } },
    { action: 'api_key.rotated', after: { overlapMinutes: 5 } },
    { action: 'api_key.revoked' },
  ]);
});
