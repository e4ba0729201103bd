// Payments through a gateway that fails, is late, and says things twice: the money is in the books once, and nobody is charged for a visit that
// they did not have.
import * as fc from 'fast-check';
import { ListenerRegistry } from '#libs/events';
import { newId } from '#libs/orm';
import { Booking } from '../../src/bookings/booking.entity.js';
import { Payment } from '../../src/payments/gateway/payment.entity.js';
import { PaymentSweepService } from '../../src/payments/gateway/payment-sweep.service.js';
import { startApp, type TestApp } from '../support/app.js';
import { startGateway, type Gateway } from '../support/gateway.js';
import { givenIn, type BookingStory, type Given, type SignedIn } from '../support/given.js';
import { replies } from '../support/receiver.js';
import { settle } from '../support/settle.js';

let gateway: Gateway;
let test: TestApp;
let given: Given;
let asha: SignedIn;
let bala: SignedIn;
let finance: { authorization: string };
let viewer: { authorization: string };
beforeAll(async () => {
  gateway = await startGateway();
  test = await startApp({ settings: gateway.settings });
  given = givenIn(test);
  [asha, bala] = [await given.signedIn(), await given.signedIn()];
  finance = (await given.staffSignedIn({ role: 'finance' })).headers;
  viewer = (await given.staffSignedIn({ role: 'viewer' })).headers;
});
afterAll(async () => {
  await test.close();
  await gateway.close();
});
beforeEach(() => gateway.refundsEnd('succeeded'));

type Headers = Record<string, string>;
const post = (path: string, payload: object | undefined, headers: Headers) =>
  test.http({ method: 'POST', url: `/api/v1/${path}`, payload, headers });
const get = (path: string, headers: Headers) => test.http({ url: `/api/v1/${path}`, headers });
const booked = (story: BookingStory = {}) =>
  given.confirmedBooking({ customer: asha.customer, totalPaise: 1000_00, startsIn: '5d', ...story });
const pay = (id: string, payload: object = {}, who = asha) =>
  post(`bookings/${id}/payments`, payload, who.headers);
const books = async (id: string) => (await get(`bookings/${id}/payments`, asha.headers)).json();
const paymentOf = async (id: string) => (await books(id)).payments.at(-1);
const hear = ({ payload, headers }: { payload: string; headers: Headers }) =>
  test.http({ method: 'POST', url: '/api/v1/payments/webhook', payload, headers });
const told = (payment: object) => hear(gateway.message(payment, test.clock.now()));
const work = () => settle(test, 'payments.');
/** As if the minutes had gone by until the sweep. */
async function sweep(minutes = 2): Promise<void> {
  test.clock.advance(minutes * 60_000);
  await test.app.get(PaymentSweepService, { strict: false }).run();
}
async function captured(id: string): Promise<string> {
  const payment = (await pay(id)).json();
  const { amount } = gateway.payments.get(payment.id)!;
  await told(gateway.change(payment.id, { status: 'captured', captured: amount }));
  return payment.id;
}
async function ended(id: string, status: 'completed' | 'no_show'): Promise<void> {
  await test.orm.em.fork().nativeUpdate(Booking, { id }, { status });
  const { hear: listen } = test.app.get(ListenerRegistry, { strict: false }).find('bookings.settle_visits')!;
  await listen({ aggregate: { type: 'booking', id } } as never, {} as never);
}

describe('a payment', () => {
  it('is begun, paid at the checkout, and in the books once', async () => {
    const { id } = await booked();
    const begun = await pay(id);
    expect([begun.statusCode, begun.json()]).toEqual([
      201,
      expect.objectContaining({ status: 'created', amountPaise: 1000_00, gateway: 'rest' }),
    ]);
    expect(begun.json().checkoutUrl).toMatch(/^https:\/\/pay\.example\//);
    const paid = gateway.change(begun.json().id, { status: 'captured', captured: 1000_00 });
    const message = gateway.message(paid, test.clock.now());
    expect((await hear(message)).statusCode).toBe(204);
    expect((await hear(message)).statusCode).toBe(204);
    await Promise.all([1, 2, 3].map(() => told(paid)));
    expect(await books(id)).toMatchObject({
      paidPaise: 1000_00,
      owedPaise: -1000_00,
      entries: [{ kind: 'payment', method: 'gateway' }],
      payments: [{ status: 'captured', capturedPaise: 1000_00 }],
    });
  });

  it('is begun once, however often it is asked for at once', async () => {
    const { id } = await booked();
    const answers = await Promise.all([1, 2, 3, 4, 5].map(() => pay(id)));
    expect(new Set(answers.map((each) => each.json().id)).size).toBe(1);
    expect([...gateway.payments.values()].filter(({ key }) => key === answers[0]!.json().id)).toHaveLength(1);
    expect((await pay(id, { amountPaise: 1 })).json()).toMatchObject({
      code: 'PAYMENT_OPEN',
      paymentStatus: 'created',
    });
  });

  it('is of no more than will be owed, and of something', async () => {
    const { id } = await booked();
    expect((await pay(id, { amountPaise: 1000_01 })).json()).toMatchObject({
      code: 'PAYMENT_TOO_HIGH',
      payablePaise: 1000_00,
    });
    await captured(id);
    expect((await pay(id)).json()).toMatchObject({ code: 'PAYMENT_TOO_HIGH', payablePaise: 0 });
    for (const change of [{ amountPaise: 0 }, { amountPaise: 0.5 }, { currency: 'USD' }, { mode: 'never' }])
      expect((await pay(id, change)).json().code).toBe('VALIDATION_FAILED');
  });

  it("is not of another customer's booking, nor begun by staff", async () => {
    const { id } = await booked();
    expect((await pay(id, {}, bala)).json().code).toBe('BOOKING_NOT_FOUND');
    expect((await post(`bookings/${id}/payments`, {}, finance)).statusCode).toBe(403);
    expect((await books(id)).payments).toEqual([]);
  });

  it('that is refused has failed, and another one can begin', async () => {
    const { id } = await booked();
    gateway.says(402, { code: 'CARD_DECLINED' });
    expect((await pay(id)).json()).toMatchObject({ status: 'failed', failureCode: 'CARD_DECLINED' });
    expect((await pay(id)).json()).toMatchObject({ status: 'created' });
  });
});

describe('an answer', () => {
  it.each([
    ['that breaks off', replies.breakOff(200, '{"id"')],
    ['that does not come', replies.hangUp],
    ['that is none of the gateway', replies.status(200, {}, 'OK')],
    ['of something in between', replies.status(502, {}, '<h1>Bad gateway</h1>')],
    ['of too many requests', replies.status(429, {}, '{"code":"SLOW_DOWN"}')],
  ])('%s is asked for again, and nothing is done twice', async (_, reply) => {
    const { id } = await booked();
    gateway.doesThen(reply);
    const { id: payment, status } = (await pay(id)).json();
    expect(status).toBe('created');
    gateway.change(payment, { status: 'captured', captured: 1000_00 });
    await sweep();
    await sweep();
    expect(await books(id)).toMatchObject({ paidPaise: 1000_00, payments: [{ status: 'captured' }] });
    const begun = gateway.received.filter((each) => each.method === 'POST' && each.body.includes(payment));
    expect(begun).toHaveLength(1);
  });

  it('that comes after the webhook is old, and changes nothing', async () => {
    const { id } = await booked();
    gateway.doesWhile(({ key }) => told(gateway.change(key, { status: 'captured', captured: 1000_00 })));
    expect((await pay(id)).json()).toMatchObject({ status: 'captured', capturedPaise: 1000_00 });
    expect(await books(id)).toMatchObject({ paidPaise: 1000_00, payments: [{ status: 'captured' }] });
  });

  it('about another payment, or of another amount, is not believed', async () => {
    const { id } = await booked();
    gateway.says(201, {
      id: 'x',
      key: newId(),
      status: 'captured',
      amount: 1,
      currency: 'INR',
      captured: 1,
      revision: 9,
    });
    const payment = (await pay(id)).json();
    expect(payment.status).toBe('created');
    await sweep();
    const theirs = { id: 'y', key: payment.id, currency: 'INR', revision: 9 };
    await told({ ...theirs, status: 'captured', amount: 2000_00, captured: 2000_00 });
    expect(await books(id)).toMatchObject({ paidPaise: 0 });
  });

  it('to a question that never arrived is that there is no such payment', async () => {
    const { id } = await booked();
    gateway.answer(replies.hangUp);
    const { id: first } = (await pay(id)).json();
    await sweep();
    expect(await paymentOf(id)).toMatchObject({
      id: first,
      status: 'failed',
      failureCode: 'NEVER_REACHED_GATEWAY',
    });
    expect((await pay(id)).json().status).toBe('created');
  });
});

describe('messages of the gateway', () => {
  it('count once each, in whatever order and however often they come', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 1, maxLength: 12 }),
        async (order) => {
          const { id } = await booked();
          const { id: key } = (await pay(id)).json();
          const state = { ...gateway.payments.get(key)!, captured: 0 };
          const all = { status: 'captured', captured: 1000_00 };
          const history = [
            { ...state, revision: 2 },
            { ...state, status: 'authorised', revision: 3 },
            { ...state, ...all, revision: 4 },
            { ...state, ...all, revision: 5 },
          ];
          for (const each of order) await told(history[each]!);
          const isPaid = order.some((each) => each >= 2);
          const newest = history[Math.max(...order)]!;
          expect(await books(id)).toMatchObject({
            paidPaise: isPaid ? 1000_00 : 0,
            payments: [{ status: newest.status }],
          });
        },
      ),
      { numRuns: 12 },
    );
  });

  it('are believed of nobody else, and not when they are old', async () => {
    const { id } = await booked();
    const { id: key } = (await pay(id)).json();
    const paid = gateway.change(key, { status: 'captured', captured: 1000_00 });
    const now = test.clock.now();
    const good = gateway.message(paid, now);
    const other = `whsec_${Buffer.alloc(32, 8).toString('base64')}`;
    const minutes = (count: number) => new Date(now.getTime() + count * 60_000);
    const wrong = [
      gateway.message(paid, now, other),
      gateway.message(paid, minutes(-6)),
      gateway.message(paid, minutes(6)),
      { ...good, payload: good.payload.replace('100000', '900000') },
      { ...good, headers: { 'content-type': 'application/json' } as never },
      { ...good, headers: { ...good.headers, 'webhook-id': 'another' } },
      { ...good, headers: { ...good.headers, 'webhook-signature': 'v1,' } },
      gateway.message({ nonsense: true }, now),
    ];
    for (const each of wrong)
      expect((await hear(each)).json()).toMatchObject({ status: 400, code: 'WEBHOOK_REFUSED' });
    expect((await hear({ ...good, payload: 'x'.repeat(65 * 1024) })).statusCode).toBe(413);
    expect(await books(id)).toMatchObject({ paidPaise: 0, payments: [{ status: 'created' }] });
    expect((await hear(good)).statusCode).toBe(204);
  });

  it('about a payment that is not ours are taken and dropped', async () => {
    const theirs = { id: 'z', key: newId(), status: 'created', amount: 1, currency: 'INR', revision: 1 };
    expect((await told(theirs)).statusCode).toBe(204);
  });
});

describe('money that is set aside', () => {
  it('is taken when the work is done, as far as it is owed', async () => {
    const { id } = await booked();
    const { id: key } = (await pay(id, { mode: 'after_service' })).json();
    await told(gateway.change(key, { status: 'authorised' }));
    expect(await books(id)).toMatchObject({ paidPaise: 0, payments: [{ status: 'authorised' }] });
    await ended(id, 'no_show');
    gateway.doesThen(replies.hangUp);
    await work();
    await sweep();
    expect(await books(id)).toMatchObject({ feesPaise: 500_00, paidPaise: 500_00, owedPaise: 0 });
    expect(gateway.payments.get(key)).toMatchObject({ captured: 500_00 });
  });

  it('is let go when nothing is owed', async () => {
    const { id } = await booked();
    const { id: key } = (await pay(id, { mode: 'after_service' })).json();
    await told(gateway.change(key, { status: 'authorised' }));
    await post(`bookings/${id}/cancel`, {}, asha.headers);
    await work();
    expect(gateway.payments.get(key)).toMatchObject({ status: 'cancelled', captured: 0 });
    expect(await paymentOf(id)).toMatchObject({ status: 'cancelled' });
  });

  it('is taken by staff once, however often they ask', async () => {
    const { id } = await booked();
    const { id: key } = (await pay(id, { mode: 'after_service' })).json();
    const capture = (headers: Headers, payload = {}) => post(`ops/payments/${key}/capture`, payload, headers);
    expect((await capture(finance)).json()).toMatchObject({
      code: 'PAYMENT_NOT_CAPTURABLE',
      paymentStatus: 'created',
    });
    await told(gateway.change(key, { status: 'authorised' }));
    expect((await capture(finance, { amountPaise: 1000_01 })).json().code).toBe('CAPTURE_TOO_HIGH');
    expect((await capture(finance, { method: 'cash' })).json().code).toBe('CAPTURE_METHOD_UNFIT');
    for (const headers of [viewer, asha.headers]) expect((await capture(headers)).statusCode).toBe(403);
    expect((await post(`ops/payments/${newId()}/capture`, {}, finance)).json().code).toBe(
      'PAYMENT_NOT_FOUND',
    );
    const answers = await Promise.all([1, 2, 3].map(() => capture(finance)));
    expect(answers.map((each) => each.statusCode)).toEqual([200, 200, 200]);
    expect(await books(id)).toMatchObject({ paidPaise: 1000_00, payments: [{ status: 'captured' }] });
    expect(
      gateway.received.filter(({ path }) => path.endsWith(`${gateway.payments.get(key)!.id}/capture`)),
    ).toHaveLength(1);
  });

  it('is asked for no longer when nobody finishes the checkout', async () => {
    const { id } = await booked();
    const { id: key } = (await pay(id)).json();
    await sweep(70);
    await work();
    expect(gateway.payments.get(key)).toMatchObject({ status: 'cancelled' });
    expect((await pay(id)).json()).toMatchObject({ status: 'created' });
  });
});

describe('money that goes back', () => {
  it('of a cancelled visit goes the way it came, once, also when the answer is lost', async () => {
    const { id } = await booked();
    const key = await captured(id);
    expect((await post(`bookings/${id}/cancel`, {}, asha.headers)).json().status).toBe('cancelled');
    gateway.doesThen(replies.hangUp);
    await work();
    expect(await paymentOf(id)).toMatchObject({ status: 'captured', refunds: [{ status: 'pending' }] });
    await sweep();
    await sweep();
    expect(await paymentOf(id)).toMatchObject({ status: 'refunded', refundedPaise: 1000_00 });
    expect(gateway.payments.get(key)!.refunds).toMatchObject([{ amount: 1000_00 }]);
    expect(await books(id)).toMatchObject({ refundedPaise: 1000_00, owedPaise: 0 });
  });

  it('is on its way until the gateway says that it has arrived', async () => {
    const { id } = await booked();
    const key = await captured(id);
    gateway.refundsEnd('pending');
    const payload = { amountPaise: 400_00, clause: 'REF-2', reason: 'Nobody came.' };
    const asked = await post(`ops/payments/${key}/refund`, payload, finance);
    expect(asked.json()).toMatchObject({
      status: 'captured',
      refunds: [{ amountPaise: 400_00, status: 'pending' }],
    });
    const { refunds } = gateway.payments.get(key)!;
    await told(gateway.change(key, { refunds: refunds.map((each) => ({ ...each, status: 'succeeded' })) }));
    expect(await paymentOf(id)).toMatchObject({ status: 'partly_refunded', refundedPaise: 400_00 });
  });

  it('and is refused is owed again, and given back by hand', async () => {
    const { id } = await booked();
    const key = await captured(id);
    gateway.says(422, { code: 'ACCOUNT_CLOSED' });
    const payload = { amountPaise: 1000_00, clause: 'REF-2', reason: 'Nobody came.' };
    const refused = await post(`ops/payments/${key}/refund`, payload, finance);
    expect(refused.json()).toMatchObject({
      status: 'captured',
      refunds: [{ status: 'failed', failureCode: 'ACCOUNT_CLOSED' }],
    });
    expect(await books(id)).toMatchObject({ owedPaise: -1000_00 });
    const byHand = { ...payload, method: 'bank_transfer' };
    expect((await post(`ops/bookings/${id}/refunds`, byHand, finance)).json()).toMatchObject({
      owedPaise: 0,
    });
    await work();
    expect(gateway.payments.get(key)!.refunds).toEqual([]);
  });

  it('is never more than this payment has left, of two at once neither', async () => {
    const { id } = await booked();
    const key = await captured(id);
    const refund = () =>
      post(
        `ops/payments/${key}/refund`,
        { amountPaise: 600_00, clause: 'REF-2', reason: 'Nobody came.' },
        finance,
      );
    const answers = await Promise.all([refund(), refund(), refund()]);
    expect(answers.map((each) => each.statusCode).sort()).toEqual([201, 409, 409]);
    expect(gateway.payments.get(key)!.refunds).toMatchObject([{ amount: 600_00 }]);
    expect(await books(id)).toMatchObject({ refundedPaise: 600_00 });
  });

  it('is what was taken of a visit that had been given up', async () => {
    const { id } = await booked();
    const { id: key } = (await pay(id)).json();
    await post(`bookings/${id}/cancel`, {}, asha.headers);
    const late = { status: 'captured', captured: 1000_00 };
    await told(gateway.change(key, late));
    await work();
    expect(await books(id)).toMatchObject({ paidPaise: 1000_00, refundedPaise: 1000_00, owedPaise: 0 });
    expect(gateway.payments.get(key)!.refunds).toMatchObject([{ amount: 1000_00, status: 'succeeded' }]);
  });
});

describe('what is kept', () => {
  it('says whose a payment is, and shows it to nobody else', async () => {
    const { id } = await booked();
    await pay(id);
    expect((await get(`bookings/${id}/payments`, bala.headers)).statusCode).toBe(404);
    expect(await test.orm.em.fork().count(Payment, { customer: bala.customer.id })).toBe(0);
  });
});
