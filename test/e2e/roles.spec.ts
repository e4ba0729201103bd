import type { SqlEntityManager } from '@mikro-orm/sql';
import { addBuiltInRoles } from '../../src/access/built-in-roles.js';
import { builtInRoles, permissions, roleGrants, staffRoles } from '../../src/access/roles.js';
import { AuditEntry } from '../../src/audit/audit-entry.entity.js';
import { Staff } from '../../src/staff/staff.entity.js';
import { startApp, type TestApp } from '../support/app.js';
import { givenIn, type Given } from '../support/given.js';
import type { StaffSignedIn } from '../support/given-staff.js';

let test: TestApp;
let given: Given;
let superAdmin: StaffSignedIn;
let count = 0;
beforeAll(async () => {
  test = await startApp();
  given = givenIn(test);
  superAdmin = await given.staffSignedIn({ role: 'super_admin' });
});
afterAll(() => test.close());

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
type Caller = { headers: Record<string, string> };
const send = (caller: Caller, method: Method, path: string, payload?: object, headers = {}) =>
  test.http({ method, url: `/api/v1/ops/${path}`, payload, headers: { ...caller.headers, ...headers } });
const role = (name: string) => send(superAdmin, 'GET', `roles/${name}`).then((answer) => answer.json());
/** What decides, with one request that needs it. */
const mayReadStaff = async (caller: Caller) => (await send(caller, 'GET', 'users')).statusCode === 200;

async function newRole(story: { permissions?: string[]; covers?: string | null; name?: string } = {}) {
  const name = story.name ?? `role_${++count}`;
  const payload = { name, label: name, covers: story.covers ?? null, permissions: story.permissions ?? [] };
  const answer = await send(superAdmin, 'POST', 'roles', payload);
  if (answer.statusCode !== 201) throw new Error(answer.body);
  return name;
}
const put = (caller: Caller, name: string, change: object, headers = {}) =>
  send(caller, 'PUT', `roles/${name}`, { label: name, permissions: [], ...change }, headers);

describe('the roles of a new installation', () => {
  it('are the built-in ones, with what the list says', async () => {
    const { items } = (await send(superAdmin, 'GET', 'roles')).json();
    expect(items.map(({ name }: { name: string }) => name)).toEqual([...staffRoles]);
    for (const { name, holds, covers, level, builtIn } of items) {
      const { covers: below, level: height } = builtInRoles[name as (typeof staffRoles)[number]];
      expect([name, covers, level, builtIn, holds]).toEqual([
        name,
        below,
        height,
        true,
        [...roleGrants[name as (typeof staffRoles)[number]]].sort(),
      ]);
    }
  });

  it('are added once, by however many processes, and what staff changed stays', async () => {
    await put(superAdmin, 'analyst', { label: 'Our analysts', permissions: ['reports.read'] });
    await Promise.all(
      Array.from({ length: 3 }, () => addBuiltInRoles(test.orm.em.fork() as SqlEntityManager)),
    );
    expect(await role('analyst')).toMatchObject({ label: 'Our analysts', permissions: ['reports.read'] });
  });

  it('tell what may be done at all, and who may', async () => {
    const { items } = (await send(superAdmin, 'GET', 'permissions')).json();
    expect(items.map(({ name }: { name: string }) => name)).toEqual([...permissions]);
    expect(items.find(({ name }: { name: string }) => name === 'roles.update')).toEqual({
      name: 'roles.update',
      module: 'roles',
      meaning: expect.any(String),
      roles: ['super_admin'],
    });
  });

  it('are not shown to those who may not look, nor changed by those who may only look', async () => {
    const [viewer, admin] = [
      await given.staffSignedIn({ role: 'viewer' }),
      await given.staffSignedIn({ role: 'admin' }),
    ];
    const customer = await given.signedIn();
    for (const path of ['roles', 'roles/viewer', 'permissions']) {
      expect((await send(viewer, 'GET', path)).statusCode).toBe(403);
      expect((await send(customer, 'GET', path)).statusCode).toBe(403);
      expect((await send(admin, 'GET', path)).statusCode).toBe(200);
    }
    expect((await put(admin, 'viewer', {})).statusCode).toBe(403);
    expect((await send(admin, 'DELETE', 'roles/viewer')).statusCode).toBe(403);
    expect(
      (await send(admin, 'POST', 'roles', { name: 'mine', label: 'Mine', permissions: [] })).statusCode,
    ).toBe(403);
  });
});

describe('a change of a role', () => {
  it('acts on the next request of everybody who has it, or a role that covers it', async () => {
    const below = await newRole();
    const above = await newRole({ covers: below });
    const [one, two] = [
      await given.staffSignedIn({ role: below }),
      await given.staffSignedIn({ role: above }),
    ];
    expect([await mayReadStaff(one), await mayReadStaff(two)]).toEqual([false, false]);
    await put(superAdmin, below, { permissions: ['staff.read'] });
    expect([await mayReadStaff(one), await mayReadStaff(two)]).toEqual([true, true]);
    await put(superAdmin, above, { covers: null });
    expect([await mayReadStaff(one), await mayReadStaff(two)]).toEqual([true, false]);
    await put(superAdmin, below, { permissions: [] });
    expect([await mayReadStaff(one), await mayReadStaff(two)]).toEqual([false, false]);
  });

  it('overwrites nobody’s change unseen', async () => {
    const name = await newRole();
    const { etag } = (await send(superAdmin, 'GET', `roles/${name}`)).headers;
    const change = (permission: string) =>
      put(superAdmin, name, { permissions: [permission] }, { 'if-match': etag });
    const answers = await Promise.all([change('users.read'), change('bookings.read'), change('staff.read')]);
    expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([200, 412, 412]);
    const winner = answers.find(({ statusCode }) => statusCode === 200)!;
    expect(await role(name)).toEqual(winner.json());
    expect(winner.headers.etag).not.toBe(etag);
  });

  it('is in the audit log with what it was before', async () => {
    const name = await newRole({ permissions: ['users.read'] });
    await put(superAdmin, name, { permissions: ['staff.read'] });
    await send(superAdmin, 'DELETE', `roles/${name}`);
    const entries = await test.orm.em
      .fork()
      .find(AuditEntry, { objectType: 'role', objectId: name }, { orderBy: { id: 'asc' } });
    expect(
      entries.map(({ action, before, after }) => [action, before?.permissions, after?.permissions]),
    ).toEqual([
      ['role.created', undefined, ['users.read']],
      ['role.changed', ['users.read'], ['staff.read']],
      ['role.deleted', ['staff.read'], undefined],
    ]);
  });

  it('moves a role of one’s own to the level of what it covers', async () => {
    const name = await newRole({ covers: 'ops_lead' });
    expect((await role(name)).level).toBe(builtInRoles.ops_lead.level);
    expect((await put(superAdmin, name, {})).json().level).toBe(0);
  });

  it('takes nothing from the highest role', async () => {
    const answer = await put(superAdmin, 'super_admin', { permissions: [] });
    expect(answer.json()).toMatchObject({ status: 409, code: 'ROLE_FIXED' });
    await put(superAdmin, 'admin', { covers: 'ops_manager', permissions: [] });
    expect((await role('super_admin')).holds).toHaveLength(permissions.length);
    await put(superAdmin, 'admin', { covers: 'ops_manager', permissions: [...builtInRoles.admin.grants] });
  });

  it('makes no circle, not even two changes at the same moment', async () => {
    const low = await newRole();
    const middle = await newRole({ covers: low });
    const high = await newRole({ covers: middle });
    expect((await put(superAdmin, low, { covers: high })).json().code).toBe('ROLE_CIRCLE');
    expect((await put(superAdmin, low, { covers: low })).json().code).toBe('ROLE_CIRCLE');
    const [a, b] = [await newRole(), await newRole()];
    const answers = await Promise.all([put(superAdmin, a, { covers: b }), put(superAdmin, b, { covers: a })]);
    expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([200, 409]);
  });

  it.each([
    ['an unknown permission', { permissions: ['everything'] }, 'VALIDATION_FAILED'],
    ['an unknown role to cover', { covers: 'emperor' }, 'ROLE_UNKNOWN'],
    ['a level', { level: 100 }, 'VALIDATION_FAILED'],
    ['being built in', { builtIn: true }, 'VALIDATION_FAILED'],
    ['markup', { label: '<b>' }, 'VALIDATION_FAILED'],
  ])('does not take %s', async (_, change, code) => {
    const name = await newRole();
    const status = code === 'ROLE_UNKNOWN' ? 422 : 400;
    expect((await put(superAdmin, name, change)).json()).toMatchObject({ status, code });
  });
});

describe('somebody who may change roles, but does not hold everything', () => {
  let keeper: StaffSignedIn;
  let own: string;
  beforeAll(async () => {
    own = await newRole({ permissions: ['roles.update', 'staff.update', 'staff.read', 'users.read'] });
    keeper = await given.staffSignedIn({ role: own });
  });

  it('grants what they hold, and nothing else, however it is put', async () => {
    const make = (change: object) =>
      send(keeper, 'POST', 'roles', { name: `role_${++count}`, label: 'X', permissions: [], ...change });
    expect((await make({ permissions: ['users.read'] })).statusCode).toBe(201);
    const wide = await make({ permissions: ['users.read', 'system.audit'] });
    expect(wide.json()).toMatchObject({ status: 403, code: 'GRANT_TOO_WIDE', missing: ['system.audit'] });
    expect((await make({ covers: 'viewer' })).json().code).toBe('GRANT_TOO_WIDE');
    expect((await make({ covers: 'super_admin' })).json().code).toBe('GRANT_TOO_WIDE');
    const mine = await newRole({ permissions: ['users.read'] });
    expect((await put(keeper, mine, { permissions: ['bookings.refund'] })).json().code).toBe(
      'GRANT_TOO_WIDE',
    );
    expect((await put(keeper, mine, { covers: 'admin' })).json().code).toBe('GRANT_TOO_WIDE');
    expect((await put(keeper, own, { permissions: [...permissions] })).json().code).toBe('GRANT_TOO_WIDE');
    expect((await role(own)).holds).toHaveLength(4);
  });

  it('changes and deletes no role that holds more', async () => {
    const above = await newRole({ permissions: ['system.audit'] });
    expect((await put(keeper, above, {})).json().code).toBe('ABOVE_YOU');
    expect((await send(keeper, 'DELETE', `roles/${above}`)).json().code).toBe('ABOVE_YOU');
    expect((await put(keeper, 'viewer', {})).json().code).toBe('ABOVE_YOU');
  });

  it('takes nothing from roles above them through one that those cover', async () => {
    const low = await newRole({ permissions: ['users.read', 'staff.read'] });
    const high = await newRole({ permissions: ['system.audit'], covers: low });
    const shrinking = await put(keeper, low, { permissions: ['users.read'] });
    expect(shrinking.json()).toMatchObject({ status: 403, code: 'ABOVE_YOU', missing: ['system.audit'] });
    expect((await role(high)).holds).toEqual(['staff.read', 'system.audit', 'users.read']);
    // Giving takes nothing from anybody.
    const growing = await put(keeper, low, { permissions: ['users.read', 'staff.read', 'staff.update'] });
    expect(growing.statusCode).toBe(200);
    expect((await put(superAdmin, low, {})).statusCode).toBe(200);
  });

  it('manages nobody who holds more', async () => {
    const agent = await given.staff({ role: 'ops_agent' });
    expect((await send(keeper, 'POST', `users/${agent.id}/suspend`)).json().code).toBe('ABOVE_YOU');
    const equal = await given.staff({ role: own });
    expect((await send(keeper, 'POST', `users/${equal.id}/suspend`)).statusCode).toBe(200);
  });

  it('takes from themselves nothing that they need to put it right', async () => {
    const lost = await put(keeper, own, { permissions: ['roles.update', 'staff.read', 'users.read'] });
    expect(lost.json()).toMatchObject({ status: 409, code: 'LOCKED_OUT', lost: ['staff.update'] });
    const less = await put(keeper, own, { permissions: ['roles.update', 'staff.update', 'staff.read'] });
    expect(less.statusCode).toBe(200);
  });

  it('nor through a role that theirs covers', async () => {
    const below = await newRole({ permissions: ['roles.update'] });
    const above = await given.staffSignedIn({ role: await newRole({ covers: below }) });
    expect((await put(above, below, {})).json()).toMatchObject({
      code: 'LOCKED_OUT',
      lost: ['roles.update'],
    });
  });

  it('loses what a change at the same moment takes from them', async () => {
    const name = await newRole({ permissions: ['roles.update', 'bookings.refund'] });
    const one = await given.staffSignedIn({ role: name });
    const made = `role_${++count}`;
    const [, answer] = await Promise.all([
      put(superAdmin, name, { permissions: [] }),
      send(one, 'POST', 'roles', { name: made, label: 'X', permissions: ['bookings.refund'] }),
    ]);
    const exists = (await send(superAdmin, 'GET', `roles/${made}`)).statusCode === 200;
    expect([201, 403]).toContain(answer.statusCode);
    expect(exists).toBe(answer.statusCode === 201);
    expect((await put(one, made, {})).statusCode).toBe(403);
  });
});

describe('deleting a role', () => {
  it('works when nobody has it, has waited for it, or covers it', async () => {
    const name = await newRole();
    expect((await send(superAdmin, 'DELETE', `roles/${name}`)).statusCode).toBe(204);
    expect((await send(superAdmin, 'GET', `roles/${name}`)).json().code).toBe('ROLE_NOT_FOUND');
  });

  it.each(['active', 'pending', 'suspended'] as const)(
    'is refused while somebody %s has it',
    async (status) => {
      const name = await newRole();
      const { id } = await given.staff({ role: name, status });
      expect((await send(superAdmin, 'DELETE', `roles/${name}`)).json().code).toBe('ROLE_IN_USE');
      await send(superAdmin, 'DELETE', `users/${id}`);
      expect((await send(superAdmin, 'DELETE', `roles/${name}`)).statusCode).toBe(204);
      expect((await test.orm.em.fork().findOneOrFail(Staff, { id })).role).toBe('viewer');
    },
  );

  it('is refused while another one covers it, and for built-in ones', async () => {
    const below = await newRole();
    await newRole({ covers: below });
    expect((await send(superAdmin, 'DELETE', `roles/${below}`)).json().code).toBe('ROLE_IN_USE');
    expect((await send(superAdmin, 'DELETE', 'roles/viewer')).json().code).toBe('ROLE_FIXED');
  });

  it('leaves nobody with a role that is gone', async () => {
    const name = await newRole();
    const { id } = await given.staff({ role: 'viewer' });
    const [gone, given_] = await Promise.all([
      send(superAdmin, 'DELETE', `roles/${name}`),
      send(superAdmin, 'PUT', `users/${id}`, { name: 'X', role: name }),
    ]);
    expect([
      [204, 422],
      [409, 200],
    ]).toContainEqual([gone.statusCode, given_.statusCode]);
  });
});

it('has each name once', async () => {
  const name = `role_${++count}`;
  const make = () => send(superAdmin, 'POST', 'roles', { name, label: 'X', permissions: [] });
  const answers = await Promise.all([make(), make(), make()]);
  expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([201, 409, 409]);
});

describe('a change in part', () => {
  it('keeps what is left out, and is made by whoever has seen the role last', async () => {
    const name = await newRole({ permissions: ['reports.read'], covers: 'viewer' });
    const patch = (change: object, headers = {}) =>
      send(superAdmin, 'PATCH', `roles/${name}`, change, headers);
    const relabelled = await patch({ label: 'Night shift' }, { 'if-match': '"1"' });
    expect([relabelled.statusCode, relabelled.json()]).toMatchObject([
      200,
      { label: 'Night shift', covers: 'viewer', permissions: ['reports.read'], version: 2 },
    ]);
    expect((await patch({ label: 'Day shift' }, { 'if-match': '"1"' })).statusCode).toBe(412);
    expect((await patch({ covers: null })).json()).toMatchObject({
      label: 'Night shift',
      covers: null,
      permissions: ['reports.read'],
    });
    expect((await patch({})).statusCode).toBe(400);
  });

  it('grants nothing that the caller lacks, and is not for those who may not change roles', async () => {
    const name = await newRole({ permissions: ['reports.read'] });
    const lead = await given.staffSignedIn({ role: 'ops_lead' });
    const customer = await given.signedIn();
    for (const caller of [lead, customer])
      expect((await send(caller, 'PATCH', `roles/${name}`, { label: 'X' })).statusCode).toBe(403);
    const admin = await given.staffSignedIn({ role: 'admin' });
    const wide = await send(admin, 'PATCH', `roles/${name}`, { permissions: ['system.unlimited'] });
    expect(wide.statusCode).toBe(403);
    expect(await role(name)).toMatchObject({ label: name, permissions: ['reports.read'] });
  });
});
