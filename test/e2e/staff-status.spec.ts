import { Staff } from '../../src/staff/staff.entity.js';
import { startApp, type TestApp } from '../support/app.js';
import { givenIn, type Given } from '../support/given.js';
import type { StaffSignedIn } from '../support/given-staff.js';

let test: TestApp;
let given: Given;
let superAdmin: StaffSignedIn;
let admin: StaffSignedIn;
let lead: StaffSignedIn;
beforeAll(async () => {
  test = await startApp();
  given = givenIn(test);
  superAdmin = await given.staffSignedIn({ role: 'super_admin' });
  admin = await given.staffSignedIn({ role: 'admin' });
  lead = await given.staffSignedIn({ role: 'ops_lead' });
});
afterAll(() => test.close());

type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';
type Caller = { headers: Record<string, string> };
const send = (
  caller: Caller,
  method: Method,
  path: string,
  payload?: object,
  headers: Record<string, string> = {},
) =>
  test.http({ method, url: `/api/v1/ops/users${path}`, payload, headers: { ...caller.headers, ...headers } });
const stored = (id: string) => test.orm.em.fork().findOneOrFail(Staff, { id });
const nobody = '01900000-0000-7000-8000-000000000000';

describe('putting somebody out', () => {
  it('ends their sessions with the next request, until they are let in again', async () => {
    const one = await given.staffSignedIn();
    const path = `/${one.staff.id}`;
    expect((await send(admin, 'POST', `${path}/suspend`)).json().status).toBe('suspended');
    expect((await send(one, 'GET', '/me')).statusCode).toBe(401);
    expect((await send(admin, 'POST', `${path}/suspend`)).json()).toMatchObject({
      status: 409,
      code: 'STAFF_STATUS',
    });
    expect((await send(admin, 'POST', `${path}/reactivate`)).json().status).toBe('active');
    // Letting in again does not bring old sessions back.
    expect((await send(one, 'GET', '/me')).statusCode).toBe(401);
  });

  it('signs them out everywhere without suspending', async () => {
    const one = await given.staffSignedIn();
    expect((await send(admin, 'DELETE', `/${one.staff.id}/sessions`)).statusCode).toBe(204);
    expect((await send(one, 'GET', '/me')).statusCode).toBe(401);
    expect((await stored(one.staff.id)).status).toBe('active');
  });

  it('is for good when they leave', async () => {
    const one = await given.staffSignedIn({ role: 'ops_lead' });
    const path = `/${one.staff.id}`;
    expect((await send(admin, 'DELETE', path)).statusCode).toBe(204);
    expect((await send(one, 'GET', '/me')).statusCode).toBe(401);
    expect(await stored(one.staff.id)).toMatchObject({ status: 'left', role: 'viewer', passwordHash: null });
    for (const action of ['reactivate', 'suspend'])
      expect((await send(admin, 'POST', `${path}/${action}`)).json().code).toBe('STAFF_STATUS');
    expect((await send(admin, 'DELETE', path)).json().code).toBe('STAFF_STATUS');
    const { name } = one.staff;
    for (const change of [
      { name, role: 'finance' },
      { name: 'Somebody else', role: 'viewer' },
      { name, role: 'viewer' },
    ])
      expect((await send(admin, 'PUT', path, change)).json()).toMatchObject({
        status: 409,
        code: 'STAFF_STATUS',
      });
    expect(await stored(one.staff.id)).toMatchObject({ name, role: 'viewer' });
  });

  it('approves only who waits, and with no more than the approver holds', async () => {
    const waiting = await given.staff({ status: 'pending', role: 'viewer' });
    const approve = (caller: Caller, role: string) =>
      send(caller, 'POST', `/${waiting.id}/approve`, { role });
    expect((await approve(lead, 'viewer')).statusCode).toBe(403);
    expect((await approve(admin, 'super_admin')).json().code).toBe('GRANT_TOO_WIDE');
    expect((await approve(admin, 'emperor')).json().code).toBe('ROLE_UNKNOWN');
    expect((await approve(admin, 'admin')).json()).toMatchObject({ status: 'active', role: 'admin' });
    expect((await approve(admin, 'viewer')).json().code).toBe('STAFF_STATUS');
  });

  const others = [
    ['POST', '/suspend'],
    ['POST', '/reset-second-factor'],
    ['DELETE', ''],
    ['DELETE', '/sessions'],
  ] as const;
  it.each(others)(
    'nobody does it to those above, to themselves, or to nobody: %s /{id}%s',
    async (method, path) => {
      const to = async (id: string) => (await send(admin, method, `/${id}${path}`)).json();
      expect(await to(superAdmin.staff.id)).toMatchObject({ status: 403, code: 'ABOVE_YOU' });
      expect(await to(admin.staff.id)).toMatchObject({ status: 409, code: 'OWN_ACCOUNT' });
      expect(await to(nobody)).toMatchObject({ status: 404, code: 'STAFF_NOT_FOUND' });
      expect((await send(admin, 'GET', '/me')).statusCode).toBe(200);
    },
  );
});

describe('at the same moment', () => {
  it('two who suspend each other: one of them is left', async () => {
    const [one, two] = [
      await given.staffSignedIn({ role: 'super_admin' }),
      await given.staffSignedIn({ role: 'super_admin' }),
    ];
    const answers = await Promise.all([
      send(one, 'POST', `/${two.staff.id}/suspend`),
      send(two, 'POST', `/${one.staff.id}/suspend`),
    ]);
    expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([200, 401]);
    const left = [await stored(one.staff.id), await stored(two.staff.id)].map(({ status }) => status);
    expect(left.sort()).toEqual(['active', 'suspended']);
  });

  it('all the highest who put each other out: one of them is left', async () => {
    const all = await Promise.all(
      Array.from({ length: 4 }, () => given.staffSignedIn({ role: 'super_admin' })),
    );
    // Those of other tests are none of this story.
    const ids = all.map(({ staff }) => staff.id);
    const em = test.orm.em.fork();
    await em.nativeUpdate(Staff, { role: 'super_admin', id: { $nin: ids } }, { status: 'suspended' });
    await Promise.all(
      all.flatMap((by) =>
        all
          .filter((each) => each !== by)
          .map(({ staff }) => send(by, 'PUT', `/${staff.id}`, { name: 'X', role: 'viewer' })),
      ),
    );
    expect(await em.count(Staff, { role: 'super_admin', status: 'active' })).toBe(1);
    await em.nativeUpdate(Staff, { id: superAdmin.staff.id }, { status: 'active' });
  });
});
