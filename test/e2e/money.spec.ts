// Money around a visit: what is quoted is settled, what is done is charged, what is given back was paid.
import { newId } from '#libs/orm';
import { localDate } from '#libs/time';
import { ListenerRegistry } from '#libs/events';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { Booking } from '../../src/bookings/booking.entity.js';
import { LedgerService } from '../../src/payments/ledger.service.js';
import { systemActor } from '../../src/access/actor.js';
import { AuditEntry } from '../../src/audit/audit-entry.entity.js';
import { startApp, type TestApp } from '../support/app.js';
import { givenIn, type BookingStory, type Given, type SignedIn } from '../support/given.js';

let test: TestApp;
let given: Given;
let asha: SignedIn;
let bala: SignedIn;
let finance: { authorization: string };
let viewer: { authorization: string };
beforeAll(async () => {
  test = await startApp();
  given = givenIn(test);
  [asha, bala] = [await given.signedIn(), await given.signedIn()];
  finance = (await given.staffSignedIn({ role: 'finance' })).headers;
  viewer = (await given.staffSignedIn({ role: 'viewer' })).headers;
});
afterAll(() => test.close());

type Headers = Record<string, string>;
const post = (path: string, payload: object | undefined, headers: Headers) =>
  test.http({ method: 'POST', url: `/api/v1/${path}`, payload, headers });
const get = (path: string, headers: Headers) => test.http({ url: `/api/v1/${path}`, headers });
/** The clock never goes back: the limits of requests go by it as well. */
const hoursBefore = ({ startsAt }: Booking, hours: number) =>
  test.clock.set(new Date(startsAt.getTime() - hours * 3_600_000));
/** Of 1,000 rupees, a day ahead, unless the story says otherwise. */
const booked = (story: BookingStory = {}) =>
  given.confirmedBooking({ customer: asha.customer, totalPaise: 1000_00, startsIn: '1d', ...story });
const quote = (id: string, who: SignedIn = asha) =>
  post(`bookings/${id}/cancellation-quote`, undefined, who.headers);
const cancel = (id: string, payload: object, who: SignedIn = asha) =>
  post(`bookings/${id}/cancel`, payload, who.headers);
const pay = (id: string, amountPaise: number, reference: string = newId()) =>
  post(`ops/bookings/${id}/payments`, { amountPaise, method: 'upi', reference }, finance);
const refund = (id: string, amountPaise: number, more: object = {}) =>
  post(
    `ops/bookings/${id}/refunds`,
    { amountPaise, clause: 'REF-2', reason: 'Nobody came.', ...more },
    finance,
  );
const payments = async (id: string) => (await get(`bookings/${id}/payments`, asha.headers)).json();
/** As the relay tells it: at least once. */
async function ended(id: string, status: 'completed' | 'no_show'): Promise<void> {
  await test.orm.em.fork().nativeUpdate(Booking, { id }, { status });
  const { hear } = test.app.get(ListenerRegistry, { strict: false }).find('bookings.settle_visits')!;
  await hear({ aggregate: { type: 'booking', id } } as never, {} as never);
}

describe('a cancellation quote', () => {
  it('says fee, refund, clauses and how long it holds', async () => {
    const booking = await booked();
    await pay(booking.id, 1000_00);
    hoursBefore(booking, 2);
    const answer = await quote(booking.id);
    expect(answer.json()).toMatchObject({
      feePaise: 200_00,
      refundPaise: 800_00,
      clauses: [
        { id: 'CAN-2', text: { en: expect.stringContaining('20 %'), hi: expect.stringContaining('20 %') } },
      ],
      expiresAt: new Date(test.clock.now().getTime() + 15 * 60_000).toISOString(),
    });
  });

  it('is settled exactly, though the dearer hours have begun since', async () => {
    const booking = await booked();
    const { id } = booking;
    await pay(id, 1000_00);
    hoursBefore(booking, 4.02);
    const { id: quoteId, feePaise, refundPaise } = (await quote(id)).json();
    expect([feePaise, refundPaise]).toEqual([0, 1000_00]);
    test.clock.advance(10 * 60_000);
    expect((await cancel(id, { expectedFeePaise: 1 })).json().code).toBe('CANCELLATION_FEE_CHANGED');
    const cancelled = await cancel(id, { quoteId });
    expect(cancelled.json()).toMatchObject({ status: 'cancelled', cancellationFeePaise: 0 });
    expect(await payments(id)).toMatchObject({ feesPaise: 0, refundedPaise: 1000_00, owedPaise: 0 });
  });

  it('holds for the fee that was shown, without its id, as an agent has it', async () => {
    const booking = await booked();
    const { id } = booking;
    hoursBefore(booking, 4);
    await quote(id);
    test.clock.advance(60_000);
    expect((await cancel(id, { expectedFeePaise: 0 })).json()).toMatchObject({ cancellationFeePaise: 0 });
  });

  it('is told anew when it is over', async () => {
    const booking = await booked();
    const { id } = booking;
    hoursBefore(booking, 4);
    const { id: quoteId } = (await quote(id)).json();
    test.clock.advance(15 * 60_000);
    expect((await cancel(id, { quoteId })).json()).toMatchObject({
      status: 409,
      code: 'CANCELLATION_QUOTE_EXPIRED',
      quotedPaise: 0,
      actualPaise: 200_00,
    });
    expect((await get(`bookings/${id}`, asha.headers)).json().status).toBe('confirmed');
  });

  it('says nothing of a booking that was paid for since', async () => {
    const { id } = await booked();
    const { id: quoteId } = (await quote(id)).json();
    await pay(id, 500_00);
    expect((await cancel(id, { quoteId })).json().code).toBe('CANCELLATION_QUOTE_OUTDATED');
  });

  it("is not made of another customer's booking, nor used for one", async () => {
    const [hers, his] = [await booked(), await booked({ customer: bala.customer })];
    expect((await quote(hers.id, bala)).statusCode).toBe(404);
    const { id: quoteId } = (await quote(his.id, bala)).json();
    expect((await cancel(hers.id, { quoteId })).json().code).toBe('CANCELLATION_QUOTE_NOT_FOUND');
    expect((await get(`bookings/${hers.id}/payments`, bala.headers)).statusCode).toBe(404);
  });

  it('is not made once the work has begun', async () => {
    const { id } = await booked({ status: 'in_progress' });
    expect((await quote(id)).json().code).toBe('BOOKING_NOT_CANCELLABLE');
  });
});

describe('a visit that is done', () => {
  it('is charged once, however often it is heard of, and paid after', async () => {
    const { id } = await booked();
    await ended(id, 'completed');
    await ended(id, 'completed');
    expect(await payments(id)).toMatchObject({ chargedPaise: 1000_00, owedPaise: 1000_00 });
    await pay(id, 1000_00, 'UTR-1');
    await pay(id, 1000_00, 'UTR-1');
    expect((await pay(id, 900_00, 'UTR-1')).json().code).toBe('EFFECT_KEY_REUSED');
    expect(await payments(id)).toMatchObject({ paidPaise: 1000_00, owedPaise: 0 });
  });

  it('is charged like a late cancellation when nobody was at home', async () => {
    const { id } = await booked();
    await ended(id, 'no_show');
    const shown = await payments(id);
    expect(shown).toMatchObject({ feesPaise: 500_00, owedPaise: 500_00 });
    expect(shown.entries).toMatchObject([{ kind: 'fee', clauses: ['NSH-1'] }]);
  });

  it('returns what was paid beyond it', async () => {
    const { id } = await booked();
    await pay(id, 1200_00);
    await ended(id, 'completed');
    expect(await payments(id)).toMatchObject({ refundedPaise: 200_00, owedPaise: 0 });
  });

  it('is paid by credit that the customer has', async () => {
    const em = test.orm.em.fork() as SqlEntityManager;
    const customer = asha.customer.id;
    await em.transactional((tx) =>
      test.app.get(LedgerService, { strict: false }).goodwill(tx, systemActor('test'), {
        subject: { type: 'customer', id: customer },
        customer,
        amountPaise: 200_00,
        effectKey: newId(),
        clauses: ['GWL-1'],
      }),
    );
    const balance = async (who: SignedIn) => (await get('users/me/credit', who.headers)).json().balancePaise;
    expect([await balance(asha), await balance(bala)]).toEqual([200_00, 0]);
    const { id } = await booked();
    await ended(id, 'completed');
    expect(await payments(id)).toMatchObject({ paidCreditPaise: 200_00, owedPaise: 800_00 });
    expect(await balance(asha)).toBe(0);
  });
});

describe('a refund', () => {
  it('is of what was paid, by a clause, for a reason, and recorded', async () => {
    const { id } = await booked();
    await ended(id, 'completed');
    expect((await refund(id, 1)).json()).toMatchObject({ code: 'REFUND_TOO_HIGH', refundablePaise: 0 });
    await pay(id, 1000_00);
    const answer = await refund(id, 300_00);
    expect(answer.statusCode).toBe(201);
    expect(answer.json()).toMatchObject({ refundedPaise: 300_00, owedPaise: 0 });
    expect((await refund(id, 700_01)).json().code).toBe('REFUND_TOO_HIGH');
    const entry = await test.orm.em
      .fork()
      .findOneOrFail(AuditEntry, { action: 'booking.refunded', objectId: id });
    expect(entry.after).toMatchObject({ amountPaise: 300_00, clause: 'REF-2' });
  });

  it('happens once of two that together are too much', async () => {
    const { id } = await booked();
    await ended(id, 'completed');
    await pay(id, 1000_00);
    const codes = (await Promise.all([1, 2, 3].map(() => refund(id, 600_00)))).map((each) => each.statusCode);
    expect(codes.sort()).toEqual([201, 409, 409]);
    expect(await payments(id)).toMatchObject({ refundedPaise: 600_00 });
  });

  it.each([
    ['nothing', { amountPaise: 0 }],
    ['less than nothing', { amountPaise: -1 }],
    ['half a paisa', { amountPaise: 0.5 }],
    ['an absurd amount', { amountPaise: 2_000_000_001 }],
    ['another currency', { currency: 'USD' }],
    ['10,000 characters of reason', { reason: 'x'.repeat(10_000) }],
  ])('is refused of %s', async (_, change) => {
    const { id } = await booked();
    expect((await refund(id, 1, change)).json()).toMatchObject({ status: 400, code: 'VALIDATION_FAILED' });
    expect((await payments(id)).entries).toEqual([]);
  });

  it('is not for those who look, nor for customers', async () => {
    const { id } = await booked();
    const payload = { amountPaise: 1, clause: 'REF-2', reason: 'Because.' };
    for (const headers of [viewer, asha.headers])
      expect((await post(`ops/bookings/${id}/refunds`, payload, headers)).statusCode).toBe(403);
    expect((await post(`ops/bookings/${newId()}/refunds`, payload, finance)).statusCode).toBe(404);
  });
});

describe('the books', () => {
  it('add up to nothing, entry by entry and in all', async () => {
    const { items } = (await get('ops/ledger/entries?limit=100', finance)).json();
    expect(items.length).toBeGreaterThan(5);
    const sum = (lines: { amountPaise: number }[]) =>
      lines.reduce((total, line) => total + line.amountPaise, 0);
    for (const { lines } of items) expect(sum(lines)).toBe(0);
    const balances = (await get('ops/ledger/balances', finance)).json().items;
    expect(sum(balances.map((each: { balancePaise: number }) => ({ amountPaise: each.balancePaise })))).toBe(
      0,
    );
    expect((await get('ops/ledger/entries', viewer)).statusCode).toBe(403);
  });

  it('are held against the bookings, day by day', async () => {
    const { id, reference, startsAt } = await booked({ startsIn: '9d' });
    await test.orm.em.fork().nativeUpdate(Booking, { id }, { status: 'completed' });
    const day = async () =>
      (await get(`ops/ledger/reconciliation?day=${localDate(startsAt, 'Asia/Kolkata')}`, finance)).json();
    expect((await day()).mismatches).toEqual([
      { bookingId: id, reference, status: 'completed', expectedPaise: 1000_00, postedPaise: 0 },
    ]);
    await ended(id, 'completed');
    expect(await day()).toMatchObject({ bookings: 1, mismatches: [], isComplete: true });
  });
});

describe('a late refund', () => {
  it('follows a clause that there is, in its time', async () => {
    const { id } = await booked();
    await pay(id, 1000_00);
    expect((await refund(id, 1, { clause: 'CAN-1' })).json().code).toBe('CLAUSE_UNKNOWN');
    test.clock.advance(32 * 24 * 3_600_000);
    // The session of a month ago is over.
    finance = (await given.staffSignedIn({ role: 'finance' })).headers;
    expect((await refund(id, 1, { clause: 'REF-3' })).json()).toMatchObject({
      status: 422,
      code: 'REFUND_TOO_LATE',
    });
    expect((await refund(id, 1, { clause: 'REF-4' })).statusCode).toBe(201);
  });
});
