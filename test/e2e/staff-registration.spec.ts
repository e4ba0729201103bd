import { AuditEntry } from '../../src/audit/audit-entry.entity.js';
import { StaffRegistrationsService } from '../../src/staff/staff-registrations.service.js';
import { Staff } from '../../src/staff/staff.entity.js';
import { startApp, type TestApp } from '../support/app.js';
import { givenIn, password, type Given } from '../support/given.js';
import type { StaffSignedIn } from '../support/given-staff.js';
import { mailsTo, tokenIn } from '../support/mails.js';
import { queriesDuring } from '../support/queries.js';
import { settle } from '../support/settle.js';

let test: TestApp;
let given: Given;
let admin: StaffSignedIn;
beforeAll(async () => {
  test = await startApp();
  given = givenIn(test);
  admin = await given.staffSignedIn({ role: 'admin' });
});
afterAll(() => test.close());

const post = (path: string, payload: object, headers: Record<string, string> = {}) =>
  test.http({ method: 'POST', url: `/api/v1/ops/${path}`, payload, headers });
const register = (email: string, change: object = {}) =>
  post('auth/register', { name: 'Meera Krishnan', email, ...change });
const login = (email: string, word = password) => post('auth/login', { email, password: word });
const stored = (email: string) => test.orm.em.fork().findOneOrFail(Staff, { email });

it('waits for approval, and is let in by a link that only the owner of the address gets', async () => {
  const email = 'ceo@desk.example';
  const answer = await register('CEO@Desk.example');
  expect([answer.statusCode, answer.json()]).toEqual([
    202,
    { name: 'Meera Krishnan', email, status: 'pending' },
  ]);
  expect((await login(email)).json().code).toBe('LOGIN_FAILED');

  const { id } = await stored(email);
  const approved = await post(`users/${id}/approve`, { role: 'ops_lead' }, admin.headers);
  expect(approved.json()).toMatchObject({ status: 'active', role: 'ops_lead' });
  expect((await login(email)).json().code).toBe('LOGIN_FAILED');
  const mails = await mailsTo(test, email);
  expect(mails).toHaveLength(1);
  const token = tokenIn(mails[0]!);
  expect((await post('auth/password/reset', { token, password })).statusCode).toBe(204);
  expect((await login(email)).json().staff).toMatchObject({ role: 'ops_lead' });
});

it.each([
  ['a role', { role: 'super_admin' }],
  ['a status', { status: 'active' }],
  ['a password', { password }],
  ['an id', { id: '01900000-0000-7000-8000-000000000000' }],
  ['a name with markup', { name: '<b>' }],
])('cannot bring along %s', async (_, change) => {
  const answer = await register('greedy@desk.example', change);
  expect([answer.statusCode, answer.json().code]).toEqual([400, 'VALIDATION_FAILED']);
});

it('takes an address once, however many come with it', async () => {
  const answers = await Promise.all(Array.from({ length: 4 }, () => register('once@desk.example')));
  expect(answers.map(({ statusCode }) => statusCode)).toEqual([202, 202, 202, 202]);
  const em = test.orm.em.fork();
  expect(await em.count(Staff, { email: 'once@desk.example' })).toBe(1);
  const { id } = await stored('once@desk.example');
  expect(await em.count(AuditEntry, { action: 'staff.registered', objectId: id })).toBe(1);
});

it('does not tell who works here, but tells them, once a day', async () => {
  const { email, id, passwordHash } = await given.staff({ name: 'Nila', role: 'finance' });
  for (const [address, status] of [
    ['left@desk.example', 'left'],
    ['suspended@desk.example', 'suspended'],
    ['pending@desk.example', 'pending'],
  ] as const)
    await given.staff({ email: address, status });
  const addresses = ['unknown@desk.example', email, 'left@desk.example', 'suspended@desk.example'];
  for (const address of [...addresses, 'pending@desk.example', email]) {
    const answer = await register(address);
    expect([answer.statusCode, answer.json()]).toEqual([
      202,
      { name: 'Meera Krishnan', email: address, status: 'pending' },
    ]);
  }
  expect(await stored(email)).toMatchObject({
    id,
    name: 'Nila',
    role: 'finance',
    status: 'active',
    passwordHash,
  });
  expect((await mailsTo(test, email)).map(({ subject }) => subject)).toEqual([
    'You have a staff account already',
  ]);
  for (const address of ['unknown', 'left', 'suspended', 'pending'])
    expect(await mailsTo(test, `${address}@desk.example`)).toEqual([]);
});

it('writes as much for an address that is known as for one that is not, so that the time does not tell', async () => {
  const { email } = await given.staff();
  const written = async (address: string) => {
    await settle(test);
    const queries = await queriesDuring(test.orm, () => register(address));
    return ['staff', 'audit_person_keys', 'audit_entries'].map(
      (table) => queries.filter((query) => new RegExp(`^\\s*insert into "?${table}"?`).test(query)).length,
    );
  };
  await register(email);
  expect(await written('quite.unknown@desk.example')).toEqual([1, 1, 1]);
  expect(await written(email)).toEqual([1, 1, 1]);
  expect(await test.orm.em.fork().count(Staff, { email: { $like: '%taken.invalid' } })).toBe(0);
});

it('is forgotten when nobody approves it for thirty days', async () => {
  const day = 86_400_000;
  const em = test.orm.em.fork();
  const daysAgo = (days: number) => new Date(test.clock.now().getTime() - days * day);
  const [old, young, active] = [
    await given.staff({ status: 'pending' }),
    await given.staff({ status: 'pending' }),
    await given.staff(),
  ];
  await em.nativeUpdate(Staff, { id: [old.id, active.id] }, { createdAt: daysAgo(30) });
  await em.nativeUpdate(Staff, { id: young.id }, { createdAt: daysAgo(29) });
  await test.app.get(StaffRegistrationsService).removeForgotten();
  const left = await em.find(Staff, { id: [old.id, young.id, active.id] }, { orderBy: { id: 'asc' } });
  expect(left.map(({ id }) => id)).toEqual([young.id, active.id]);
});
