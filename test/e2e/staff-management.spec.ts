import { AuditEntry } from '../../src/audit/audit-entry.entity.js';
import { Staff } from '../../src/staff/staff.entity.js';
import { startApp, type TestApp } from '../support/app.js';
import { givenIn, password, type Given } from '../support/given.js';
import type { StaffSignedIn } from '../support/given-staff.js';
import { givenKey } from '../support/given-keys.js';
import { mailsTo, tokenIn } from '../support/mails.js';

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

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
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

describe('adding a colleague', () => {
  it('mails a link, by which they choose their password and sign in', async () => {
    const answer = await send(admin, 'POST', '', {
      name: 'Arjun',
      email: 'arjun@desk.example',
      role: 'ops_manager',
    });
    expect([answer.statusCode, answer.json()]).toEqual([
      201,
      expect.objectContaining({ status: 'active', role: 'ops_manager', email: 'arjun@desk.example' }),
    ]);
    const token = tokenIn((await mailsTo(test, 'arjun@desk.example'))[0]!);
    const reset = await test.http({
      method: 'POST',
      url: '/api/v1/ops/auth/password/reset',
      payload: { token, password },
    });
    expect(reset.statusCode).toBe(204);
    const login = await test.http({
      method: 'POST',
      url: '/api/v1/ops/auth/login',
      payload: { email: 'arjun@desk.example', password },
    });
    expect(login.statusCode).toBe(200);
  });

  it('has no password until then', async () => {
    await send(admin, 'POST', '', { name: 'Nila', email: 'nila@desk.example', role: 'viewer' });
    const login = await test.http({
      method: 'POST',
      url: '/api/v1/ops/auth/login',
      payload: { email: 'nila@desk.example', password: 'nobody has this password' },
    });
    expect(login.statusCode).toBe(401);
  });

  it('happens once for one key, and sends one mail', async () => {
    const person = { name: 'Once', email: 'once@desk.example', role: 'viewer' };
    const again = () => send(admin, 'POST', '', person, { 'idempotency-key': 'add-once' });
    const [first, second] = [await again(), await again()];
    expect([first.statusCode, second.statusCode, second.json()]).toEqual([201, 201, first.json()]);
    expect(await mailsTo(test, 'once@desk.example')).toHaveLength(1);
  });

  it('refuses an address that is taken, an unknown role, and one above the caller', async () => {
    const person = (change: object) => ({
      name: 'X',
      email: 'x@desk.example',
      role: 'viewer',
      ...change,
    });
    const taken = await send(admin, 'POST', '', person({ email: lead.staff.email }));
    expect(taken.json()).toMatchObject({ status: 409, code: 'ALREADY_REGISTERED' });
    const unknown = await send(admin, 'POST', '', person({ role: 'emperor' }));
    expect(unknown.json()).toMatchObject({ status: 422, code: 'ROLE_UNKNOWN' });
    const above = await send(admin, 'POST', '', person({ role: 'super_admin' }));
    expect(above.json()).toMatchObject({
      status: 403,
      code: 'GRANT_TOO_WIDE',
      missing: ['roles.update', 'system.unlimited'],
    });
    expect(await test.orm.em.fork().count(Staff, { email: 'x@desk.example' })).toBe(0);
  });

  it.each([{ status: 'left' }, { passwordHash: 'x' }, { id: nobody }])(
    'cannot bring along %j',
    async (more) => {
      const answer = await send(admin, 'POST', '', {
        name: 'X',
        email: 'x@y.example',
        role: 'viewer',
        ...more,
      });
      expect(answer.json().code).toBe('VALIDATION_FAILED');
    },
  );
});

describe('looking', () => {
  it('pages through all, newest first, each once', async () => {
    const seen: string[] = [];
    let cursor = '';
    do {
      const page = (await send(lead, 'GET', `?limit=3${cursor && `&cursor=${cursor}`}`)).json();
      seen.push(...page.items.map(({ id }: Staff) => id));
      cursor = page.nextCursor;
    } while (cursor);
    const all = await test.orm.em.fork().findAll(Staff, { orderBy: { id: 'desc' } });
    expect(seen).toEqual(all.map(({ id }) => id));
  });

  it('filters by role, status, and part of a name or address, whose signs mean nothing', async () => {
    const odd = await given.staff({ name: '100% Odd_Name', status: 'suspended', role: 'finance' });
    const ids = async (query: string) =>
      (await send(lead, 'GET', `?${query}`)).json().items.map(({ id }: Staff) => id);
    expect(await ids('q=odd_name')).toEqual([odd.id]);
    expect(await ids('q=100%25')).toEqual([odd.id]);
    expect(await ids('q=d%25name')).toEqual([]);
    expect(await ids('role=finance&status=suspended')).toEqual([odd.id]);
    expect(await ids('role=finance&status=active')).toEqual([]);
    expect(await ids(`q=${encodeURIComponent(odd.email)}`)).toEqual([odd.id]);
  });

  it('shows no secrets, what they did, and where they are signed in', async () => {
    const one = await given.staffSignedIn({ role: 'admin' });
    const target = await given.staff();
    await send(one, 'POST', `/${target.id}/suspend`);
    const shown = await send(lead, 'GET', `/${one.staff.id}`);
    expect(shown.body).not.toMatch(/argon|passwordHash/);
    const activity = (await send(lead, 'GET', `/${one.staff.id}/activity`)).json();
    expect(activity.items.map(({ action, objectId }: AuditEntry) => [action, objectId])).toEqual([
      ['staff.suspended', target.id],
      ['staff.logged_in', one.staff.id],
    ]);
    expect((await send(lead, 'GET', `/${one.staff.id}/sessions`)).json().items).toHaveLength(1);
  });

  it.each(['', '/activity', '/sessions'])('answers 404 for nobody: /{id}%s', async (path) => {
    expect((await send(lead, 'GET', `/${nobody}${path}`)).json().code).toBe('STAFF_NOT_FOUND');
  });

  it('is not for those who may not, customers among them', async () => {
    const viewer = await given.staffSignedIn({ role: 'viewer' });
    const customer = await given.signedIn();
    for (const caller of [viewer, customer]) {
      for (const path of [
        '',
        `/${lead.staff.id}`,
        `/${lead.staff.id}/activity`,
        `/${lead.staff.id}/sessions`,
      ])
        expect((await send(caller, 'GET', path)).statusCode).toBe(403);
    }
  });
});

describe('changing name and role', () => {
  it('acts on the next request, upwards and downwards', async () => {
    const one = await given.staffSignedIn({ role: 'viewer' });
    expect((await send(one, 'GET', '')).statusCode).toBe(403);
    const put = (role: string) => send(admin, 'PUT', `/${one.staff.id}`, { name: 'New Name', role });
    expect((await put('ops_lead')).json()).toMatchObject({ name: 'New Name', role: 'ops_lead' });
    expect((await send(one, 'GET', '')).statusCode).toBe(200);
    await put('viewer');
    expect((await send(one, 'GET', '')).statusCode).toBe(403);
  });

  it('keeps what is left out, and is made by whoever has seen it last', async () => {
    const { id, name } = await given.staff({ role: 'viewer' });
    const { etag } = (await send(admin, 'GET', `/${id}`)).headers;
    const patch = (caller: Caller, change: object, headers = {}) =>
      send(caller, 'PATCH', `/${id}`, change, headers);
    const promoted = await patch(admin, { role: 'finance' }, { 'if-match': String(etag) });
    expect([promoted.statusCode, promoted.json()]).toMatchObject([200, { name, role: 'finance' }]);
    expect((await patch(admin, { name: 'X' }, { 'if-match': String(etag) })).statusCode).toBe(412);
    expect((await patch(admin, { name: 'Meera' })).json()).toMatchObject({ name: 'Meera', role: 'finance' });
    expect((await patch(admin, {})).statusCode).toBe(400);
    expect((await patch(admin, { role: 'super_admin' })).json().code).toBe('GRANT_TOO_WIDE');
    for (const caller of [lead, await given.signedIn()])
      expect((await patch(caller, { name: 'X' })).statusCode).toBe(403);
    expect(await stored(id)).toMatchObject({ name: 'Meera', role: 'finance' });
  });

  it('overwrites nobody’s change unseen, not even one at the same moment', async () => {
    const { id } = await given.staff();
    const { etag } = (await send(admin, 'GET', `/${id}`)).headers;
    const put = (name: string) =>
      send(admin, 'PUT', `/${id}`, { name, role: 'viewer' }, { 'if-match': String(etag) });
    const answers = await Promise.all([put('One'), put('Two'), put('Three')]);
    expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([200, 412, 412]);
    const winner = answers.find(({ statusCode }) => statusCode === 200)!;
    expect((await stored(id)).name).toBe(winner.json().name);
    expect(winner.headers.etag).not.toBe(etag);
  });

  it('does not change because they sign in', async () => {
    const { staff } = await given.staffSignedIn();
    expect((await stored(staff.id)).version).toBe(staff.version);
  });

  it('grants nothing that the caller lacks, and touches nobody above', async () => {
    const { id } = await given.staff();
    const up = await send(admin, 'PUT', `/${id}`, { name: 'X', role: 'super_admin' });
    expect(up.json()).toMatchObject({ status: 403, code: 'GRANT_TOO_WIDE' });
    const down = await send(admin, 'PUT', `/${superAdmin.staff.id}`, { name: 'X', role: 'viewer' });
    expect(down.json()).toMatchObject({ status: 403, code: 'ABOVE_YOU' });
    expect((await stored(superAdmin.staff.id)).role).toBe('super_admin');
  });

  it('leaves the own role alone, but not the own name', async () => {
    const own = (change: object) =>
      send(admin, 'PUT', `/${admin.staff.id}`, { name: 'X', role: 'admin', ...change });
    expect((await own({ role: 'viewer' })).json().code).toBe('OWN_ACCOUNT');
    expect((await own({ name: 'Myself' })).json()).toMatchObject({ name: 'Myself', role: 'admin' });
  });

  it('is in the audit log with the role before and after', async () => {
    const { id } = await given.staff({ role: 'viewer' });
    await send(admin, 'PUT', `/${id}`, { name: 'Meera Krishnan', role: 'finance' });
    const [entry] = await test.orm.em.fork().find(AuditEntry, { action: 'staff.role_changed', objectId: id });
    expect([entry!.actorId, entry!.before, entry!.after]).toEqual([
      admin.staff.id,
      expect.objectContaining({ role: 'viewer' }),
      expect.objectContaining({ role: 'finance' }),
    ]);
  });
});

it('lets a program with a key grant no more than its key holds', async () => {
  const key = await givenKey(test.http, superAdmin, {
    scopes: ['staff.update', 'staff.read', 'bookings.read'],
  });
  const role = await test.http({
    method: 'POST',
    url: '/api/v1/ops/roles',
    headers: superAdmin.headers,
    payload: { name: 'booking_reader', label: 'Reads bookings', permissions: ['bookings.read'] },
  });
  expect(role.statusCode).toBe(201);
  const create = (email: string, as: string) => send(key, 'POST', '', { name: 'X', email, role: as });
  expect((await create('wide@desk.example', 'viewer')).json().code).toBe('GRANT_TOO_WIDE');
  expect((await create('narrow@desk.example', 'booking_reader')).statusCode).toBe(201);
  expect((await send(key, 'POST', `/${lead.staff.id}/suspend`)).json().code).toBe('ABOVE_YOU');
});
