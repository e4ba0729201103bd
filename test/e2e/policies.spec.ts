// Staff write the policies, publish them and take them back; a booking keeps those that it was made under.
import { Booking } from '../../src/bookings/booking.entity.js';
import { PolicyVersion } from '../../src/policies/policy-version.entity.js';
import type { Subcategory } from '../../src/catalogue/service.entity.js';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { ToolRegistry } from '#libs/tools';
import { customerGrants } from '../../src/access/roles.js';
import { AuditEntry } from '../../src/audit/audit-entry.entity.js';
import { startApp, type TestApp } from '../support/app.js';
import { givenIn, type Given, type SignedIn } from '../support/given.js';
import { firstPolicy } from '../support/policy.js';

let test: TestApp;
let given: Given;
let asha: SignedIn;
let manager: { authorization: string };
let finance: { authorization: string };
beforeAll(async () => {
  test = await startApp();
  given = givenIn(test);
  asha = await given.signedIn();
  manager = (await given.staffSignedIn({ role: 'ops_manager' })).headers;
  finance = (await given.staffSignedIn({ role: 'finance' })).headers;
});
afterAll(() => test.close());

type Method = 'GET' | 'POST' | 'PUT';
const call = (method: Method, path: string, payload?: object, headers: object = manager) =>
  test.http({ method, url: `/api/v1/${path}`, payload, headers: headers as Record<string, string> });
/** The first policy with another share shortly before the visit. */
const dearer = (sharePercent: number) => ({
  note: `A late cancellation costs ${sharePercent} %.`,
  clauses: firstPolicy().clauses.map((clause) =>
    clause.id === 'CAN-2'
      ? { ...clause, amount: { ...clause.amount, sharePercent, capPaise: null } }
      : clause,
  ),
});
const drafted = async (sharePercent: number): Promise<number> => {
  const answer = await call('POST', 'ops/policies', dearer(sharePercent));
  expect(answer.statusCode).toBe(201);
  return answer.json().number;
};
const current = async () => (await call('GET', 'policies', undefined, {})).json();
const book = async (startsAt: string): Promise<{ id: string; reference: string }> => {
  const service = await given.service({ pricePaise: 1000_00 });
  const provider = await given.provider({ subcategory: service.subcategory as Subcategory });
  const payload = {
    serviceId: service.id,
    providerId: provider.id,
    startsAt,
    address: { line: '12, 5th Cross, Koramangala', pincode: '560034' },
  };
  const answer = await call('POST', 'bookings', payload, asha.headers);
  expect(answer.statusCode).toBe(201);
  return answer.json();
};

describe('the policies in force', () => {
  it('are everybody’s to read, clause by clause, in both languages', async () => {
    const answer = await call('GET', 'policies', undefined, {});
    expect(answer.json()).toMatchObject({ number: 1 });
    expect(answer.json().clauses).toEqual(firstPolicy().clauses);
  });

  it('are read by an agent through the same service', async () => {
    const actor = { kind: 'customer' as const, id: asha.customer.id, permissions: new Set(customerGrants) };
    const outcome = await test.app.get(ToolRegistry).execute(actor, 'policies.current', {});
    expect(outcome).toMatchObject({ ok: true, output: { number: 1 } });
  });
});

describe('a draft', () => {
  it('is replaced under If-Match, published once, and never changed again', async () => {
    const number = await drafted(25);
    const put = (payload: object, etag: string) =>
      test.http({
        method: 'PUT',
        url: `/api/v1/ops/policies/${number}`,
        payload,
        headers: { ...manager, 'if-match': etag },
      });
    expect((await put(dearer(26), '"1"')).json()).toMatchObject({ version: 2, status: 'draft' });
    expect((await put(dearer(27), '"1"')).statusCode).toBe(412);
    const published = await call('POST', `ops/policies/${number}/publish`);
    expect(published.json()).toMatchObject({
      status: 'published',
      validFrom: test.clock.now().toISOString(),
    });
    expect((await put(dearer(28), '*')).json().code).toBe('POLICY_NOT_DRAFT');
    expect((await call('POST', `ops/policies/${number}/publish`)).json().code).toBe('POLICY_NOT_DRAFT');
    expect((await current()).number).toBe(number);
    await call('POST', `ops/policies/${number}/retire`);
    expect((await current()).number).toBe(1);
    const entries = await test.orm.em
      .fork()
      .find(AuditEntry, { objectType: 'policy', objectId: String(number) }, { orderBy: { seq: 'asc' } });
    expect(entries.map(({ action }) => action)).toEqual([
      'policy.created',
      'policy.changed',
      'policy.published',
      'policy.retired',
    ]);
  });

  it.each([
    ['two clauses of one id', (clauses: any[]) => [...clauses, clauses[0]]],
    [
      'nothing that says what a no-show costs',
      (clauses: any[]) => clauses.filter((c) => c.kind !== 'no_show'),
    ],
    ['a gap in which no fee is known', (clauses: any[]) => clauses.filter((c) => c.id !== 'CAN-2')],
    ['more than the whole price', (clauses: any[]) => [...clauses, withShare(clauses[0], 101)]],
    ['a share below nothing', (clauses: any[]) => [...clauses, withShare(clauses[0], -1)]],
    ['a text of 10,000 characters', (clauses: any[]) => [...clauses, withText(clauses[0])]],
    [
      'a goodwill that depends on the road',
      (clauses: any[]) => [...clauses, { ...clauses[0], kind: 'goodwill', id: 'GWL-9' }],
    ],
  ])('is refused with %s', async (_, spoil) => {
    const { note, clauses } = dearer(20);
    const answer = await call('POST', 'ops/policies', { note, clauses: spoil(clauses) });
    expect(answer.json()).toMatchObject({ status: 400, code: 'VALIDATION_FAILED' });
  });

  it('does not begin in the past', async () => {
    const number = await drafted(30);
    const answer = await call('POST', `ops/policies/${number}/publish`, {
      validFrom: '2026-11-20T04:29:59Z',
    });
    expect(answer.json()).toMatchObject({ status: 422, code: 'POLICY_WINDOW_INVALID' });
  });

  it('is written by those who set prices, and by nobody who refunds or looks', async () => {
    const tried = async (headers: object) => [
      (await call('GET', 'ops/policies', undefined, headers)).statusCode,
      (await call('POST', 'ops/policies', dearer(20), headers)).statusCode,
      (await call('POST', 'ops/policies/1/retire', undefined, headers)).statusCode,
    ];
    expect(await tried(finance)).toEqual([200, 403, 403]);
    expect(await tried(asha.headers)).toEqual([403, 403, 403]);
    expect(await tried({})).toEqual([401, 401, 401]);
  });
});

describe('a booking', () => {
  it('keeps the policies that it was made under', async () => {
    const before = await book('2026-11-21T10:00:00+05:30');
    const number = await drafted(90);
    await call('POST', `ops/policies/${number}/publish`);
    const after = await book('2026-11-21T10:00:00+05:30');
    test.clock.set(new Date('2026-11-21T08:00:00+05:30'));
    const cancelled = async ({ id }: { id: string }) =>
      (await call('POST', `bookings/${id}/cancel`, {}, asha.headers)).json().cancellationFeePaise;
    // 1,180 rupees with tax: a fifth, and nine tenths.
    expect([await cancelled(before), await cancelled(after)]).toEqual([236_00, 1062_00]);
    test.clock.set(new Date('2026-11-20T04:30:00Z'));
    await call('POST', `ops/policies/${number}/retire`);
  });

  it('still knows a version that was retired since', async () => {
    const number = await drafted(80);
    await call('POST', `ops/policies/${number}/publish`);
    const booking = await book('2026-11-22T10:00:00+05:30');
    await call('POST', `ops/policies/${number}/retire`);
    const kept = await test.orm.em.fork().findOneOrFail(Booking, { id: booking.id });
    expect(kept.policy).toBe(number);
    const actor = { kind: 'customer' as const, id: asha.customer.id, permissions: new Set(customerGrants) };
    const { reference } = booking;
    const outcome = await test.app.get(ToolRegistry).execute(actor, 'bookings.get', { reference });
    expect(outcome).toMatchObject({
      ok: true,
      output: { cancellation: { feePaise: 0, clauses: ['CAN-1'] } },
    });
  });
});

describe('the last version in force', () => {
  it('is not retired, and of two that retire at once one stays', async () => {
    expect((await call('POST', 'ops/policies/1/retire')).json().code).toBe('LAST_POLICY');
    const number = await drafted(22);
    await call('POST', `ops/policies/${number}/publish`);
    const codes = await Promise.all(
      [1, number].map(async (each) => (await call('POST', `ops/policies/${each}/retire`)).statusCode),
    );
    expect(codes.sort()).toEqual([200, 409]);
    expect(await test.orm.em.fork().count(PolicyVersion, { status: 'published' })).toBe(1);
  });
});

describe('the database', () => {
  it.each([
    `update policy_versions set clauses = '[]'`,
    `update policy_versions set valid_from = now()`,
    `update policy_versions set status = 'draft', valid_from = null, retired_at = null`,
    `delete from policy_versions where status <> 'draft'`,
  ])('refuses: %s', async (damage) => {
    const em = test.orm.em.fork() as SqlEntityManager;
    await expect(em.execute(damage)).rejects.toThrow(/never changed|foreign key/);
  });
});

const withShare = (clause: object, sharePercent: number) => ({
  ...clause,
  id: 'CAN-9',
  amount: { sharePercent },
});
const withText = (clause: object) => ({ ...clause, id: 'CAN-9', text: { en: 'x'.repeat(10_000), hi: 'x' } });
