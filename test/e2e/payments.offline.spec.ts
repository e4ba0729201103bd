// Without a gateway: a promise to pay on the day, and what staff record; credit as an apology, until it runs out; what professionals are paid.
import type { SqlEntityManager } from '@mikro-orm/sql';
import { ListenerRegistry } from '#libs/events';
import { newId } from '#libs/orm';
import { AuditEntry } from '../../src/audit/audit-entry.entity.js';
import { Booking } from '../../src/bookings/booking.entity.js';
import { CreditExpiryService } from '../../src/payments/credit-expiry.service.js';
import { CreditBalance } from '../../src/payments/ledger-entry.entity.js';
import { startApp, type TestApp } from '../support/app.js';
import { givenIn, type BookingStory, type Given, type SignedIn } from '../support/given.js';
import { settle } from '../support/settle.js';

let test: TestApp;
let given: Given;
let asha: SignedIn;
let finance: { authorization: string };
let viewer: { authorization: string };
beforeAll(async () => {
  test = await startApp();
  given = givenIn(test);
  asha = await given.signedIn();
  finance = (await given.staffSignedIn({ role: 'finance' })).headers;
  viewer = (await given.staffSignedIn({ role: 'viewer' })).headers;
});
afterAll(() => test.close());

type Headers = Record<string, string>;
const post = (path: string, payload: object | undefined, headers: Headers = finance) =>
  test.http({ method: 'POST', url: `/api/v1/${path}`, payload, headers });
const get = async (path: string, headers: Headers) =>
  (await test.http({ url: `/api/v1/${path}`, headers })).json();
const booked = (story: BookingStory = {}) =>
  given.confirmedBooking({ customer: asha.customer, totalPaise: 1000_00, startsIn: '5d', ...story });
const books = (id: string, who = asha) => get(`bookings/${id}/payments`, who.headers);
const credit = async (who: SignedIn) => (await get('users/me/credit', who.headers)).balancePaise;
const giveGoodwill = (id: string, change: object = {}, headers: Headers = finance) =>
  post(
    `ops/bookings/${id}/goodwill`,
    { amountPaise: 200_00, clause: 'GWL-1', reason: 'Two visits fell through.', ...change },
    headers,
  );
async function completed(id: string): Promise<void> {
  await test.orm.em.fork().nativeUpdate(Booking, { id }, { status: 'completed' });
  const { hear } = test.app.get(ListenerRegistry, { strict: false }).find('bookings.settle_visits')!;
  await hear({ aggregate: { type: 'booking', id } } as never, {} as never);
}

describe('a promise to pay on the day', () => {
  it('is kept until staff say that the money has come, which is in the books once', async () => {
    const { id } = await booked();
    const { id: payment, ...promised } = (await post(`bookings/${id}/payments`, {}, asha.headers)).json();
    expect(promised).toMatchObject({ gateway: 'offline', mode: 'after_service', status: 'authorised' });
    await completed(id);
    expect(await books(id)).toMatchObject({ owedPaise: 1000_00, paidPaise: 0 });
    const capture = (payload: object) => post(`ops/payments/${payment}/capture`, payload);
    expect((await capture({})).json().code).toBe('CAPTURE_METHOD_UNFIT');
    const upi = { method: 'upi', reference: 'UTR-77' };
    const answers = await Promise.all([1, 2, 3].map(() => capture(upi)));
    expect(answers.map((each) => each.statusCode)).toEqual([200, 200, 200]);
    // The same transfer, recorded by a colleague the other way.
    await post(`ops/bookings/${id}/payments`, { amountPaise: 1000_00, ...upi });
    expect(await books(id)).toMatchObject({
      paidPaise: 1000_00,
      owedPaise: 0,
      payments: [{ status: 'captured', capturedPaise: 1000_00 }],
    });
  });

  it('is off when the visit is', async () => {
    const { id } = await booked();
    await post(`bookings/${id}/payments`, {}, asha.headers);
    await post(`bookings/${id}/cancel`, {}, asha.headers);
    await settle(test, 'payments.');
    expect((await books(id)).payments).toMatchObject([{ status: 'cancelled' }]);
  });

  it('is told nothing by messages', async () => {
    const answer = await post('payments/webhook', { payment: {} }, {});
    expect(answer.json()).toMatchObject({ status: 400, code: 'WEBHOOK_REFUSED' });
  });
});

describe('goodwill', () => {
  it('is credit by a clause, no more than it gives and once for a booking, of many at once too', async () => {
    const { id } = await booked();
    expect((await giveGoodwill(id, { amountPaise: 200_01 })).json()).toMatchObject({
      code: 'GOODWILL_TOO_HIGH',
      atMostPaise: 200_00,
    });
    expect((await giveGoodwill(id, { clause: 'REF-1' })).json().code).toBe('CLAUSE_UNKNOWN');
    const before = await credit(asha);
    const codes = (await Promise.all([1, 2, 3, 4].map(() => giveGoodwill(id)))).map(
      (each) => each.statusCode,
    );
    expect(codes.sort()).toEqual([201, 409, 409, 409]);
    expect((await credit(asha)) - before).toBe(200_00);
    const entry = { action: 'booking.goodwill_given', objectId: id };
    expect(await test.orm.em.fork().count(AuditEntry, entry)).toBe(1);
  });

  it('is not for those who look, nor for customers, nor of what is not there', async () => {
    const { id } = await booked();
    for (const headers of [viewer, asha.headers])
      expect((await giveGoodwill(id, {}, headers)).statusCode).toBe(403);
    expect((await giveGoodwill(newId())).json().code).toBe('BOOKING_NOT_FOUND');
  });
});

describe('a payout', () => {
  it('is of what the professional is owed, once by each reference, and recorded', async () => {
    const booking = await booked();
    await completed(booking.id);
    const provider = (await test.orm.em.fork().findOneOrFail(Booking, { id: booking.id })).provider.id;
    const payout = (amountPaise: number, reference: string, headers: Headers = finance) =>
      post(`ops/providers/${provider}/payouts`, { amountPaise, method: 'bank_transfer', reference }, headers);
    const high = (await payout(2_000_000_000, 'UTR-1')).json();
    expect(high.code).toBe('PAYOUT_TOO_HIGH');
    const owed = high.payablePaise;
    expect(owed).toBeGreaterThan(0);
    const answers = await Promise.all(
      ['UTR-2', 'UTR-3', 'UTR-4'].map((reference) => payout(owed, reference)),
    );
    expect(answers.map((each) => each.statusCode).sort()).toEqual([201, 409, 409]);
    const paid = answers.find((each) => each.statusCode === 201)!.json();
    expect(paid).toMatchObject({ amountPaise: owed, payablePaise: 0 });
    expect((await payout(owed, paid.reference)).json().id).toBe(paid.id);
    expect((await payout(1, paid.reference)).json().code).toBe('EFFECT_KEY_REUSED');
    const entry = { action: 'provider.paid_out', objectId: provider };
    expect(await test.orm.em.fork().count(AuditEntry, entry)).toBe(1);
    expect((await payout(1, 'UTR-9', viewer)).statusCode).toBe(403);
    const nobody = await post(`ops/providers/${newId()}/payouts`, {
      amountPaise: 1,
      method: 'upi',
      reference: 'U',
    });
    expect(nobody.json().code).toBe('PROVIDER_NOT_FOUND');
  });
});

it('shows a person what the books say of them', async () => {
  const chandra = await given.signedIn();
  const { id } = await booked({ customer: chandra.customer });
  await post(`bookings/${id}/payments`, {}, chandra.headers);
  await completed(id);
  const text = (await test.http({ url: '/api/v1/users/me/export', headers: chandra.headers })).body;
  const { payments } = JSON.parse(text).data ?? JSON.parse(text);
  expect(payments).toMatchObject({
    entries: [{ kind: 'charge', subjectId: id }],
    payments: [{ subjectId: id, status: 'authorised' }],
  });
});

// The last one: sessions end while the months go by.
it('takes back credit after 12 months, the oldest first, and only what was not spent', async () => {
  const bala = await given.signedIn();
  const left = async () =>
    (await test.orm.em.fork().findOneOrFail(CreditBalance, { customer: bala.customer.id })).balancePaise;
  const expire = () => test.app.get(CreditExpiryService, { strict: false }).run();
  const [first, second] = [
    await booked({ customer: bala.customer }),
    await booked({ customer: bala.customer }),
  ];
  await giveGoodwill(first.id);
  const visit = await booked({ customer: bala.customer, totalPaise: 150_00 });
  await completed(visit.id);
  expect(await left()).toBe(50_00);
  test.clock.advance(100 * 86_400_000);
  finance = (await given.staffSignedIn({ role: 'finance' })).headers;
  await giveGoodwill(second.id);
  expect(await left()).toBe(250_00);
  test.clock.advance(265 * 86_400_000);
  await expire();
  expect(await left()).toBe(250_00);
  test.clock.advance(86_400_000);
  await Promise.all([expire(), expire()]);
  await expire();
  expect(await left()).toBe(200_00);
  // 2028 has a 29th of February, which is 12 months after the 28th of the year before.
  test.clock.advance(101 * 86_400_000);
  await expire();
  expect(await left()).toBe(0);
  const rows = await (test.orm.em.fork() as SqlEntityManager).execute<{ balance: string }[]>(
    `select sum(-amount_paise)::text as balance from ledger_lines where account = 'expired_credit' and exists (
       select 1 from ledger_entries e where e.id = entry_id and e.customer_id = ?)`,
    [bala.customer.id],
  );
  expect(rows).toEqual([{ balance: '25000' }]);
});
