// What is switched on, for whom: changed by staff while the program runs.
import type { InjectOptions } from 'fastify';
import { anonymousActor } from '../../src/access/actor.js';
import { AuditEntry } from '../../src/audit/audit-entry.entity.js';
import { FlagsService } from '../../src/flags/flags.service.js';
import { startApp, type TestApp } from '../support/app.js';
import { givenIn, password, type Given, type SignedIn } from '../support/given.js';

type Headers = { authorization: string };

let test: TestApp;
let given: Given;
let asha: SignedIn;
let admin: { headers: Headers; id: string };
beforeAll(async () => {
  test = await startApp();
  given = givenIn(test);
  asha = await given.signedIn();
  const { headers, staff } = await given.staffSignedIn({ role: 'admin' });
  admin = { headers, id: staff.id };
});
afterEach(async () => {
  for (const { key } of (await ops('GET')).json().items) await ops('DELETE', `/${key}`);
});
afterAll(() => test.close());

const ops = (method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE', path = '', rest: InjectOptions = {}) =>
  test.http({
    method,
    url: `/api/v1/ops/flags${path}`,
    ...rest,
    headers: { ...admin.headers, ...rest.headers },
  });
const flag = { description: 'For a test.', enabled: true };
const create = (key: string, conditions: object = {}) =>
  ops('POST', '', { payload: { ...flag, key, ...conditions } });
const replace = (key: string, conditions: object = {}, headers = {}) =>
  ops('PUT', `/${key}`, { payload: { ...flag, ...conditions }, headers });
const patch = (key: string, changes: object, headers = {}) =>
  ops('PATCH', `/${key}`, { payload: changes, headers });
const mine = async (headers: Headers) =>
  Object.fromEntries(
    (await test.http({ url: '/api/v1/flags', headers }))
      .json()
      .items.map(({ key, isOn }: { key: string; isOn: boolean }) => [key, isOn]),
  );
const say = (message = 'Hello') =>
  test.http({ method: 'POST', url: '/api/v1/chat/message', headers: asha.headers, payload: { message } });
let registered = 0;
const register = () =>
  test.http({
    method: 'POST',
    url: '/api/v1/auth/register',
    payload: { name: 'Asha Rao', email: `flagged${++registered}@example.com`, password },
  });

describe('a feature', () => {
  it.each([
    ['chat', say],
    ['registration', register],
  ])('such as %s is on, until staff switch it off, and on again', async (key, use) => {
    expect((await use()).statusCode).toBeLessThan(300);
    await create(key, { enabled: false });
    const refused = await use();
    expect(refused.statusCode).toBe(503);
    expect(refused.json()).toMatchObject({ code: 'FEATURE_OFF', feature: key });
    await replace(key, { enabled: true });
    expect((await use()).statusCode).toBeLessThan(300);
    await replace(key, { enabled: false });
    await ops('DELETE', `/${key}`);
    expect((await use()).statusCode).toBeLessThan(300);
  });

  it.each([
    ['', 1_000],
    [', also where the clock was set back meanwhile', -3_600_000],
  ])('is switched off on other instances within a second%s', async (_, later) => {
    const other = await startApp({
      database: { ...test.database, close: async () => {} },
      clock: test.clock,
    });
    const isOn = () => other.app.get(FlagsService).isOn('chat', anonymousActor);
    expect(await isOn()).toBe(true);
    await create('chat', { enabled: false });
    test.clock.advance(later);
    expect(await isOn()).toBe(false);
    await other.close();
  });

  it('is not asked about before the caller is known to be allowed', async () => {
    await create('chat', { enabled: false });
    const answer = await test.http({
      method: 'POST',
      url: '/api/v1/chat/message',
      payload: { message: 'Hello' },
    });
    expect(answer.statusCode).toBe(401);
  });
});

describe('what is on for somebody', () => {
  it('is told by environment, role and share of the people', async () => {
    await create('everywhere');
    await create('production-only', { environments: ['production'] });
    await create('for-customers', { roles: ['customer'] });
    await create('for-admins', { roles: ['admin', 'super_admin'], environments: ['test'] });
    await create('for-nobody-yet', { percentage: 0 });
    const common = {
      chat: true,
      registration: true,
      everywhere: true,
      'production-only': false,
      'for-nobody-yet': false,
    };
    expect(await mine(asha.headers)).toEqual({ ...common, 'for-customers': true, 'for-admins': false });
    expect(await mine(admin.headers)).toEqual({ ...common, 'for-customers': false, 'for-admins': true });
  });

  it('is nothing for the anonymous to know', async () => {
    expect((await test.http({ url: '/api/v1/flags' })).statusCode).toBe(401);
  });

  it('does not include what nobody has heard of', async () => {
    expect(await test.app.get(FlagsService).isOn('toString', anonymousActor)).toBe(false);
  });
});

describe('managing flags', () => {
  it('shows them with the defaults of the program', async () => {
    await create('discounts', { roles: ['customer'], percentage: 25, environments: ['production'] });
    const shown = {
      key: 'discounts',
      description: 'For a test.',
      enabled: true,
      roles: ['customer'],
      percentage: 25,
      environments: ['production'],
      version: 1,
    };
    const [list, one] = [await ops('GET'), await ops('GET', '/discounts')];
    expect(list.json()).toMatchObject({
      items: [shown],
      defaults: [
        { key: 'registration', isOn: true },
        { key: 'chat', isOn: true },
      ],
    });
    expect([one.json(), one.headers.etag]).toMatchObject([shown, '"1"']);
  });

  it('refuses to overwrite what somebody else has changed meanwhile', async () => {
    await create('discounts');
    const both = await Promise.all([
      replace('discounts', { percentage: 10 }, { 'if-match': '"1"' }),
      replace('discounts', { percentage: 20 }, { 'if-match': '"1"' }),
    ]);
    expect(both.map((answer) => answer.statusCode).sort()).toEqual([200, 412]);
    const late = await ops('DELETE', '/discounts', { headers: { 'if-match': '"1"' } });
    expect(late.statusCode).toBe(412);
  });

  it('takes each key once, however many ask at once', async () => {
    const answers = await Promise.all([create('once'), create('once'), create('once')]);
    expect(answers.map((answer) => answer.statusCode).sort()).toEqual([201, 409, 409]);
    expect(answers.find((answer) => answer.statusCode === 409)!.json().code).toBe('FLAG_EXISTS');
  });

  it.each([
    ['an unknown field', { isDefault: true }],
    ['a key that is none', { key: 'Not a key' }],
    ['more than everybody', { percentage: 101 }],
    ['a part of a percent', { percentage: 0.5 }],
    ['an unknown environment', { environments: ['moon'] }],
    ['an environment twice', { environments: ['test', 'test'] }],
    ['a role that cannot be', { roles: ['Admin!'] }],
    ['a description with markup', { description: '<script>' }],
    ['no description', { description: '' }],
  ])('refuses %s', async (_, change) => {
    const answer = await create('wrong', change);
    expect([answer.statusCode, answer.json().code]).toEqual([400, 'VALIDATION_FAILED']);
  });

  it('refuses roles that there are not, and says which', async () => {
    await create('discounts');
    const roles = ['customer', 'admin', 'admins'];
    for (const answer of [await create('wrong', { roles }), await replace('discounts', { roles })])
      expect(answer.json()).toMatchObject({ status: 422, code: 'ROLES_UNKNOWN', roles: ['admins'] });
  });

  it('answers 404 for a flag that is not there', async () => {
    const answers = [await ops('GET', '/none'), await replace('none'), await ops('DELETE', '/none')];
    expect(answers.map((answer) => answer.json().code)).toEqual(Array(3).fill('FLAG_NOT_FOUND'));
  });

  it('is for those who configure the system: not for other staff, nor for customers', async () => {
    await create('discounts');
    const lead = await given.staffSignedIn({ role: 'ops_manager' });
    for (const { headers } of [lead, asha]) {
      const answers = [
        await ops('GET', '', { headers }),
        await ops('GET', '/discounts', { headers }),
        await ops('POST', '', { headers, payload: { ...flag, key: 'more' } }),
        await ops('PUT', '/discounts', { headers, payload: flag }),
        await ops('DELETE', '/discounts', { headers }),
      ];
      expect(answers.map((answer) => answer.statusCode)).toEqual(Array(5).fill(403));
    }
  });

  it('leaves a trace', async () => {
    await create('traced', { percentage: 10 });
    await replace('traced', { percentage: 20 });
    await ops('DELETE', '/traced');
    const entries = await test.orm.em
      .fork()
      .find(AuditEntry, { objectType: 'flag', objectId: 'traced' }, { orderBy: { id: 'asc' } });
    const [ten, twenty] = [10, 20].map((percentage) => expect.objectContaining({ percentage }));
    expect(entries).toMatchObject([
      { action: 'flag.created', actorId: admin.id, before: null, after: ten },
      { action: 'flag.changed', before: ten, after: twenty },
      { action: 'flag.deleted', before: twenty, after: null },
    ]);
  });
});

it('is changed in part, as it was read', async () => {
  const { etag } = (await create('parts', { percentage: 30, roles: ['customer'] })).headers;
  const changed = await patch('parts', { percentage: 40 }, { 'if-match': String(etag) });
  expect(changed.json()).toMatchObject({ ...flag, percentage: 40, roles: ['customer'] });
  expect((await patch('parts', { enabled: false }, { 'if-match': String(etag) })).statusCode).toBe(412);
  for (const wrong of [{}, { percentage: null }, { key: 'other' }])
    expect((await patch('parts', wrong)).json().code).toBe('VALIDATION_FAILED');
  expect((await ops('GET', '/parts')).json()).toMatchObject({ ...flag, percentage: 40 });
});
