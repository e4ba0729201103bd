import { AuditEntry } from '../../src/audit/audit-entry.entity.js';
import type { Subcategory } from '../../src/catalogue/service.entity.js';
import type { Provider } from '../../src/providers/provider.entity.js';
import type { Service } from '../../src/catalogue/service.entity.js';
import { Booking } from '../../src/bookings/booking.entity.js';
import { givenIn, type Given, type SignedIn } from '../support/given.js';
import { startApp, type TestApp } from '../support/app.js';
import { queriesDuring } from '../support/queries.js';

let test: TestApp;
let given: Given;
let asha: SignedIn;
let bala: SignedIn;
let service: Service;
let provider: Provider;
beforeAll(async () => {
  test = await startApp();
  given = givenIn(test);
  [asha, bala] = [await given.signedIn(), await given.signedIn()];
  service = await given.service({
    name: 'AC repair',
    pricePaise: 500_00,
    attributes: [{ code: 'gas', pricePaise: 100_00 }],
  });
  provider = await given.provider({ subcategory: service.subcategory as Subcategory });
});
afterAll(() => test.close());
afterEach(() =>
  test.orm.em.fork().nativeUpdate(Booking, {}, { status: 'cancelled', cancellationFeePaise: 0 }),
);

const address = { line: '12, 5th Cross, Koramangala', pincode: '560034' };
/** Tomorrow, Saturday 21 November 2026, 10:00 in India. */
const tenTomorrow = '2026-11-21T10:00:00+05:30';
const order = (change: object = {}) => ({
  serviceId: service.id,
  providerId: provider.id,
  startsAt: tenTomorrow,
  address,
  ...change,
});
const book = (who: SignedIn, change: object = {}) =>
  test.http({ method: 'POST', url: '/api/v1/bookings', headers: who.headers, payload: order(change) });
const read = (who: SignedIn, id: string) =>
  test.http({ url: `/api/v1/bookings/${id}`, headers: who.headers });
const cancel = (who: SignedIn, id: string, payload: object = {}) =>
  test.http({ method: 'POST', url: `/api/v1/bookings/${id}/cancel`, headers: who.headers, payload });
const slots = async (date: string) => {
  const url = `/api/v1/services/${service.id}/slots?pincode=560034&date=${date}`;
  return (await test.http({ url, headers: asha.headers })).json().items as {
    startsAt: string;
    providerId: string;
  }[];
};

describe('free slots', () => {
  it('run over the shift in half hours, as long as the visit fits', async () => {
    const day = await slots('2026-11-21');
    expect(day[0]).toMatchObject({ startsAt: '2026-11-21T03:30:00.000Z', providerId: provider.id });
    expect(day.at(-1)!.startsAt).toBe('2026-11-21T12:30:00.000Z'); // 18:00 for an hour, until 19:00
    expect(day).toHaveLength(19);
  });

  it('leave out what is too soon, and days beyond the horizon', async () => {
    expect((await slots('2026-11-20'))[0]!.startsAt).toBe('2026-11-20T05:30:00.000Z'); // now is 10:00, an hour of lead
    expect(await slots('2026-11-19')).toEqual([]);
    expect(await slots('2027-01-20')).toEqual([]);
  });

  it('leave out a sold visit and the way to the next one', async () => {
    await book(asha);
    const times = (await slots('2026-11-21')).map((slot) => slot.startsAt.slice(11, 16));
    // Sold 10:00 to 11:00 and on the road until 11:30 (IST): a visit of an hour and its way may end at 10:00 or start at 11:30.
    expect(times.slice(0, 2)).toEqual(['06:00', '06:30']);
  });
});

describe('booking', () => {
  it('sells the slot at the price computed here, line by line', async () => {
    const answer = await book(asha, { attributes: ['gas'], notes: 'ring twice' });
    expect(answer.statusCode).toBe(201);
    const booking = answer.json();
    expect(booking).toMatchObject({
      status: 'confirmed',
      nextStatuses: ['en_route', 'in_progress', 'cancelled', 'no_show'],
      service: { name: 'AC repair' },
      addressLine: address.line,
      pincode: '560034',
      startsAt: '2026-11-21T04:30:00.000Z',
      endsAt: '2026-11-21T05:30:00.000Z',
      totalPaise: 708_00, // (500 + 100) plus 18 % GST
      notes: 'ring twice',
      history: [{ from: null, to: 'confirmed', byKind: 'customer' }],
    });
    expect(
      booking.items.map((item: { kind: string; amountPaise: number }) => [item.kind, item.amountPaise]),
    ).toEqual([
      ['service', 500_00],
      ['attribute', 100_00],
      ['tax', 108_00],
    ]);
    expect((await read(asha, booking.id)).json()).toEqual(booking);
  });

  it('says where the booking is read from now on, also to who asks again', async () => {
    const headers = { ...asha.headers, 'idempotency-key': 'where-is-it' };
    const ask = () => test.http({ method: 'POST', url: '/api/v1/bookings', headers, payload: order() });
    const [first, again] = [await ask(), await ask()];
    expect(first.headers.location).toBe(`/api/v1/bookings/${first.json().id}`);
    expect(again.headers).toMatchObject({ location: first.headers.location, 'idempotent-replayed': 'true' });
    const found = await test.http({ url: String(first.headers.location), headers: asha.headers });
    expect(found.json()).toMatchObject({ id: first.json().id });
    expect((await test.http({ url: String(first.headers.location), headers: bala.headers })).statusCode).toBe(
      404,
    );
    expect((await book(asha)).headers.location).toBeUndefined();
  });

  it('adds the Sunday surcharge before tax', async () => {
    const answer = await book(asha, { startsAt: '2026-11-22T10:00:00+05:30' });
    expect(answer.json().totalPaise).toBe(649_00); // 500 + 10 % = 550, plus 18 %
  });

  it('refuses when the price is not the one that was shown', async () => {
    const answer = await book(asha, { expectedTotalPaise: 1 });
    expect(answer.json()).toMatchObject({
      status: 409,
      code: 'PRICE_CHANGED',
      expectedPaise: 1,
      actualPaise: 590_00,
    });
  });

  it.each([
    ['between two slots', '2026-11-21T10:10:00+05:30', 'START_OFF_GRID', { stepMinutes: 30 }],
    ['in the past', '2026-11-20T09:30:00+05:30', 'START_IN_PAST', {}],
    ['in the year 0', '0000-01-01T00:00:00Z', 'START_IN_PAST', {}],
    ['too soon', '2026-11-20T10:30:00+05:30', 'START_TOO_SOON', { earliest: '2026-11-20T05:30:00.000Z' }],
    ['too far ahead', '2027-02-01T10:00:00+05:30', 'START_TOO_FAR', { latest: '2026-12-20T04:30:00.000Z' }],
  ])('says of a start %s what is true of it', async (_, startsAt, code, data) => {
    const answer = await book(asha, { startsAt });
    expect(answer.json()).toMatchObject({ status: 422, code, ...data });
  });

  it('says that the provider does not come then, and what is free instead', async () => {
    const answer = await book(asha, { startsAt: '2026-11-21T06:00:00+05:30' });
    expect(answer.json()).toMatchObject({ status: 409, code: 'SLOT_NOT_OFFERED' });
    expect(answer.json().alternatives.length).toBeGreaterThan(0);
  });

  it.each([
    ['an unserved pincode', { address: { ...address, pincode: '999999' } }, 422, 'PINCODE_NOT_SERVED'],
    ['an unknown attribute', { attributes: ['gold'] }, 422, 'ATTRIBUTE_UNKNOWN'],
    ['an unknown field', { totalPaise: 1 }, 400, 'VALIDATION_FAILED'],
    ['no place', { address: undefined }, 400, 'VALIDATION_FAILED'],
    ['a quantity of zero', { quantity: 0 }, 400, 'VALIDATION_FAILED'],
  ])('refuses %s and writes nothing', async (_, change, status, code) => {
    const before = await test.orm.em.fork().count(Booking);
    const answer = await book(asha, change);
    expect([answer.statusCode, answer.json().code]).toEqual([status, code]);
    expect(await test.orm.em.fork().count(Booking)).toBe(before);
  });

  it('does not know a provider who does not exist', async () => {
    const answer = await book(asha, { providerId: '018f0000-0000-7000-8000-000000000000' });
    expect(answer.json()).toMatchObject({ status: 404, code: 'PROVIDER_NOT_FOUND' });
  });

  it('keeps the address of a visit, and none of a visit that was refused', async () => {
    const dev = await given.signedIn();
    const kept = async () =>
      (await test.http({ url: '/api/v1/users/me/addresses', headers: dev.headers })).json().items;
    expect((await book(dev, { startsAt: '2026-11-21T06:00:00+05:30' })).statusCode).toBe(409);
    expect(await kept()).toEqual([]);
    expect((await book(dev)).statusCode).toBe(201);
    expect(await kept()).toMatchObject([{ line: address.line, pincode: '560034', isDefault: true }]);
  });

  it("does not take another customer's address", async () => {
    const { id } = await given.address(bala.customer);
    const answer = await book(asha, { address: undefined, addressId: id });
    expect(answer.statusCode).toBe(404);
    expect((await book(bala, { address: undefined, addressId: id })).statusCode).toBe(201);
  });
});

describe('a second click', () => {
  let second: Provider;
  beforeAll(async () => {
    second = await given.provider({ subcategory: service.subcategory as Subcategory });
  });
  const sameWith = (change: object) => ({ providerId: second.id, ...change });
  const kept = (who: SignedIn) =>
    test.orm.em.fork().count(Booking, { customer: who.customer.id, status: 'confirmed' });

  it('on another offer of the same visit is told of the first', async () => {
    const first = (await book(asha)).json();
    const line = ' 12,  5TH cross, koramangala ';
    const again = await book(
      asha,
      sameWith({ startsAt: '2026-11-21T10:30:00+05:30', address: { ...address, line } }),
    );
    expect(again.json()).toMatchObject({
      status: 409,
      code: 'ALREADY_BOOKED',
      bookingId: first.id,
      reference: first.reference,
    });
    expect(again.json().alternatives.length).toBeGreaterThan(0);
    expect(await kept(asha)).toBe(1);
  });

  it('books once, however many offers are clicked on at once', async () => {
    const clicks = Array.from({ length: 20 }, (_, index) => book(asha, index % 2 ? sameWith({}) : {}));
    const answers = await Promise.all(clicks);
    expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([201, ...Array(19).fill(409)]);
    expect(await kept(asha)).toBe(1);
  });

  it('is one only for the same service at the same address, at a time that overlaps, by the same customer', async () => {
    const other = await given.service({ subcategory: service.subcategory as Subcategory });
    await book(asha);
    expect((await book(bala, sameWith({}))).statusCode).toBe(201);
    const gone = { status: 'cancelled', cancellationFeePaise: 0 } as const;
    await test.orm.em.fork().nativeUpdate(Booking, { customer: bala.customer.id }, gone);
    expect((await book(asha, sameWith({ serviceId: other.id }))).statusCode).toBe(201);
    expect((await book(asha, { startsAt: '2026-11-21T12:00:00+05:30' })).statusCode).toBe(201);
    const elsewhere = { line: '7, Residency Road', pincode: '560034' };
    const there = sameWith({ startsAt: '2026-11-21T12:00:00+05:30', address: elsewhere });
    expect((await book(asha, there)).statusCode).toBe(201);
  });

  it('may be made again after the first was cancelled', async () => {
    const { id } = (await book(asha)).json();
    await cancel(asha, id);
    expect((await book(asha, sameWith({}))).statusCode).toBe(201);
  });
});

describe('one slot', () => {
  it('is sold exactly once to 200 who want it at the same moment; the others are shown what is free', async () => {
    const wanted = Array.from({ length: 200 }, (_, index) => book(index % 2 ? asha : bala));
    const answers = await Promise.all(wanted);
    const sold = answers.filter((answer) => answer.statusCode === 201);
    const refused = answers.filter((answer) => answer.statusCode === 409).map((answer) => answer.json());
    expect([sold.length, refused.length]).toEqual([1, 199]);
    // Half of them are told that somebody has it, the others that they have it.
    expect(refused.filter(({ code }) => code === 'SLOT_TAKEN')).toHaveLength(100);
    expect(refused.filter(({ reference }) => reference === sold[0]!.json().reference)).toHaveLength(99);
    for (const problem of refused) {
      expect(problem.alternatives.length).toBeGreaterThan(0);
      expect(problem.alternatives).not.toContainEqual(
        expect.objectContaining({ startsAt: '2026-11-21T04:30:00.000Z', providerId: provider.id }),
      );
    }
    expect(await test.orm.em.fork().count(Booking, { provider: provider.id, status: 'confirmed' })).toBe(1);
  });

  it('that is lost costs two looks, without a price or a lock, and one search for what is free for all who lose it', async () => {
    const startsAt = '2026-11-21T15:00:00+05:30';
    await book(bala, { startsAt });
    let answers: Awaited<ReturnType<typeof book>>[] = [];
    const queries = await queriesDuring(test.orm, async () => {
      answers = await Promise.all(Array.from({ length: 30 }, () => book(asha, { startsAt })));
    });
    expect(new Set(answers.map((answer) => answer.json().code))).toEqual(new Set(['SLOT_TAKEN']));
    const asked = (what: RegExp) => queries.filter((query) => what.test(query)).length;
    expect(asked(/"rate_card_pincodes"|advisory|for update/i)).toBe(0);
    expect(asked(/from shifts/)).toBe(1);
    expect(asked(/from slot_reservations/)).toBe(30 + 1);
    expect(asked(/from "bookings"/)).toBe(30);
  });

  it('cannot be sold twice even by code that forgets to look: the database refuses', async () => {
    const { id } = (await book(asha)).json();
    const em = test.orm.em.fork();
    const sold = await em.findOneOrFail(Booking, { id });
    const { customer, rateCard, addressLine, pincode, startsAt, endsAt, busyUntil, totalPaise } = sold;
    em.create(Booking, {
      reference: 'BK-SECOND',
      customer,
      provider,
      service,
      rateCard,
      addressLine,
      pincode,
      startsAt,
      endsAt,
      busyUntil,
      totalPaise,
    });
    await expect(em.flush()).rejects.toThrow(/slot_reservations_free/);
  });
});

describe('reading', () => {
  it('shows a customer their own bookings, latest visit first, page by page', async () => {
    const carl = await given.signedIn();
    for (const hour of ['09', '12', '15']) await book(carl, { startsAt: `2026-11-21T${hour}:00:00+05:30` });
    const page = async (query: string) =>
      (await test.http({ url: `/api/v1/bookings?${query}`, headers: carl.headers })).json();
    const first = await page('limit=2');
    expect(first.items.map((booking: { startsAt: string }) => booking.startsAt.slice(11, 16))).toEqual([
      '09:30',
      '06:30',
    ]);
    const second = await page(`limit=2&cursor=${first.nextCursor}`);
    expect(second.items.map((booking: { startsAt: string }) => booking.startsAt.slice(11, 16))).toEqual([
      '03:30',
    ]);
    expect(second.nextCursor).toBeNull();
    expect((await page('status=cancelled')).items).toEqual([]);
  });

  it("does not show another customer's", async () => {
    const { id } = (await book(asha)).json();
    expect((await read(bala, id)).json()).toMatchObject({ status: 404, code: 'BOOKING_NOT_FOUND' });
    const list = (await test.http({ url: '/api/v1/bookings', headers: bala.headers })).json();
    expect(list.items.map((booking: { id: string }) => booking.id)).not.toContain(id);
  });
});

describe('cancelling', () => {
  it('is free four hours ahead, and gives the slot back', async () => {
    const { id } = (await book(asha)).json();
    const cancelled = (await cancel(asha, id, { reason: 'travelling' })).json();
    expect(cancelled).toMatchObject({ status: 'cancelled', nextStatuses: [], cancellationFeePaise: 0 });
    expect(cancelled.history.at(-1)).toMatchObject({
      from: 'confirmed',
      to: 'cancelled',
      reason: 'travelling',
    });
    expect((await book(bala)).statusCode).toBe(201);
  });

  it('costs a fifth of the price later than that', async () => {
    const { id } = (await book(asha, { startsAt: '2026-11-20T13:00:00+05:30' })).json(); // now is 10:00
    expect((await cancel(asha, id)).json().cancellationFeePaise).toBe(118_00);
  });

  it('happens once, however many ask at once', async () => {
    const { id } = (await book(asha)).json();
    const answers = await Promise.all(Array.from({ length: 5 }, () => cancel(asha, id)));
    expect(answers.map((answer) => answer.statusCode).sort()).toEqual([200, 409, 409, 409, 409]);
    expect((await read(asha, id)).json().history).toHaveLength(2);
    const entries = await test.orm.em.fork().find(AuditEntry, { objectType: 'booking', objectId: id });
    expect(entries.map(({ action, actorId }) => [action, actorId])).toEqual([
      ['booking.cancelled', asha.customer.id],
    ]);
  });

  it("is not for another customer's booking", async () => {
    const { id } = (await book(asha)).json();
    expect((await cancel(bala, id)).statusCode).toBe(404);
    expect((await read(asha, id)).json().status).toBe('confirmed');
  });

  it('is too late once the work has begun', async () => {
    const { id } = (await book(asha)).json();
    await test.orm.em.fork().nativeUpdate(Booking, { id }, { status: 'in_progress' });
    expect((await cancel(asha, id)).json()).toMatchObject({ status: 409, code: 'BOOKING_NOT_CANCELLABLE' });
  });
});
