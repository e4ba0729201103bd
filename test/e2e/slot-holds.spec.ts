// A slot that is kept for a customer: nobody else is offered it or gets it, it becomes one booking, and it comes to an end by itself.
import { Booking } from '../../src/bookings/booking.entity.js';
import type { Service, Subcategory } from '../../src/catalogue/service.entity.js';
import type { Provider } from '../../src/providers/provider.entity.js';
import { HoldExpiryService } from '../../src/slots/hold-expiry.service.js';
import { SlotHold } from '../../src/slots/slot-hold.entity.js';
import { SlotReservation } from '../../src/slots/slot-reservation.entity.js';
import { givenIn, type Given, type SignedIn } from '../support/given.js';
import { standardNow, startApp, type TestApp } from '../support/app.js';

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
  service = await given.service({ pricePaise: 500_00 });
  provider = await given.provider({ subcategory: service.subcategory as Subcategory });
});
afterAll(() => test.close());
afterEach(async () => {
  test.clock.set(standardNow);
  await fork().nativeUpdate(Booking, {}, { status: 'cancelled', cancellationFeePaise: 0 });
  await fork().nativeDelete(SlotHold, {});
});

const fork = () => test.orm.em.fork();
const pincode = '560034';
const tomorrow = (clock: string) => `2026-11-21T${clock}:00+05:30`;
const slot = (clock: string, change: object = {}) => ({
  serviceId: service.id,
  providerId: provider.id,
  startsAt: tomorrow(clock),
  ...change,
});
const post = (who: SignedIn, url: string, payload: object, headers = {}) =>
  test.http({ method: 'POST', url: `/api/v1/${url}`, headers: { ...who.headers, ...headers }, payload });
const hold = (who: SignedIn, clock = '10:00', change: object = {}) =>
  post(who, 'slot-holds', slot(clock, { pincode, ...change }));
const book = (who: SignedIn, clock = '10:00', change: object = {}) =>
  post(who, 'bookings', slot(clock, { address: { line: '12, 5th Cross', pincode }, ...change }));
const read = (who: SignedIn, id: string) =>
  test.http({ url: `/api/v1/slot-holds/${id}`, headers: who.headers });
const release = (who: SignedIn, id: string) =>
  test.http({ method: 'DELETE', url: `/api/v1/slot-holds/${id}`, headers: who.headers });
const free = async (who: SignedIn) => {
  const url = `/api/v1/services/${service.id}/slots?pincode=${pincode}&date=2026-11-21`;
  const { items } = (await test.http({ url, headers: who.headers })).json();
  return items.map(({ startsAt }: { startsAt: string }) => startsAt);
};
const ten = new Date(tomorrow('10:00')).toISOString();
const minutes = (count: number) => count * 60_000;

describe('a hold', () => {
  it('keeps the slot for some minutes, and says for how long', async () => {
    const answer = await hold(asha);
    expect(answer.statusCode).toBe(201);
    const { id, expiresAt } = answer.json();
    expect(answer.headers.location).toBe(`/api/v1/slot-holds/${id}`);
    expect(new Date(expiresAt).getTime()).toBe(standardNow.getTime() + minutes(10));
    expect((await read(asha, id)).json()).toMatchObject({
      id,
      status: 'open',
      startsAt: ten,
      bookingId: null,
    });
  });

  it('is offered to nobody else, and to its customer still', async () => {
    await hold(asha);
    expect(await free(asha)).toContain(ten);
    expect(await free(bala)).not.toContain(ten);
  });

  it('is held and booked by nobody else, who are told what is free', async () => {
    await hold(asha);
    for (const answer of [await hold(bala), await book(bala), await hold(bala, '10:30')]) {
      expect(answer.json()).toMatchObject({ status: 409, code: 'SLOT_TAKEN' });
      expect(answer.json().alternatives.length).toBeGreaterThan(0);
      expect(answer.json().alternatives).not.toContainEqual(expect.objectContaining({ startsAt: ten }));
    }
  });

  it('asked for again is the same one, and lasts no longer', async () => {
    const first = (await hold(asha)).json();
    test.clock.advance(minutes(5));
    expect((await hold(asha)).json()).toEqual(first);
    expect(await fork().count(SlotHold)).toBe(1);
  });

  it('gives way to another one of the same customer', async () => {
    const first = (await hold(asha)).json();
    expect((await hold(asha, '10:30')).statusCode).toBe(201);
    expect((await read(asha, first.id)).json().status).toBe('released');
  });

  it('that is released is free at once, also when it is released twice', async () => {
    const { id } = (await hold(asha)).json();
    expect((await release(asha, id)).statusCode).toBe(204);
    expect((await release(asha, id)).statusCode).toBe(204);
    expect((await read(asha, id)).json().status).toBe('released');
    expect((await book(bala)).statusCode).toBe(201);
  });

  it('is not read or released by another customer', async () => {
    const { id } = (await hold(asha)).json();
    expect((await read(bala, id)).json()).toMatchObject({ status: 404, code: 'SLOT_HOLD_NOT_FOUND' });
    expect((await release(bala, id)).statusCode).toBe(404);
    expect((await read(asha, id)).json().status).toBe('open');
  });

  it('is made once for one key', async () => {
    const key = { 'idempotency-key': 'hold-it' };
    const ask = () => post(asha, 'slot-holds', slot('10:00', { pincode }), key);
    const [first, again] = [await ask(), await ask()];
    expect(again.json()).toEqual(first.json());
    expect(again.headers['idempotent-replayed']).toBe('true');
  });

  it.each([
    ['a start between two slots', { startsAt: '2026-11-21T10:10:00+05:30' }, 422, 'START_OFF_GRID'],
    ['a start in the past', { startsAt: '2026-11-20T09:30:00+05:30' }, 422, 'START_IN_PAST'],
    ['a time outside of the shift', { startsAt: '2026-11-21T06:00:00+05:30' }, 409, 'SLOT_NOT_OFFERED'],
    ['a place where nobody comes', { pincode: '560001' }, 409, 'SLOT_NOT_OFFERED'],
    [
      'a provider who does not exist',
      { providerId: '018f0000-0000-7000-8000-000000000000' },
      404,
      'PROVIDER_NOT_FOUND',
    ],
    [
      'a service that does not exist',
      { serviceId: '018f0000-0000-7000-8000-000000000000' },
      404,
      'SERVICE_NOT_FOUND',
    ],
    ['what is no pincode', { pincode: '1' }, 400, 'VALIDATION_FAILED'],
    ['an unknown field', { minutes: 600 }, 400, 'VALIDATION_FAILED'],
  ])('of %s is refused, and nothing written', async (_, change, status, code) => {
    await given.pincode('560001');
    const answer = await hold(asha, '10:00', change);
    expect([answer.statusCode, answer.json().code]).toEqual([status, code]);
    expect(await fork().count(SlotHold)).toBe(0);
  });
});

describe('a booking', () => {
  it.each([
    ['of the hold that is named', true],
    ['of the hold that its customer has on the slot', false],
  ])('is made %s', async (_, isNamed) => {
    const { id } = (await hold(asha)).json();
    const booked = await book(asha, '10:00', isNamed ? { holdId: id } : {});
    expect(booked.statusCode).toBe(201);
    expect((await read(asha, id)).json()).toMatchObject({ status: 'converted', bookingId: booked.json().id });
    expect(await fork().find(SlotReservation, {})).toMatchObject([{ id: booked.json().id, kind: 'booking' }]);
    expect((await release(asha, id)).json()).toMatchObject({ code: 'SLOT_HOLD_ENDED', status: 409 });
  });

  it('of another slot releases the hold that is in its way', async () => {
    const { id } = (await hold(asha)).json();
    expect((await book(asha, '10:30')).statusCode).toBe(201);
    expect((await read(asha, id)).json().status).toBe('released');
  });

  it('that was made of a hold can be rescheduled to another slot that is held', async () => {
    await hold(asha);
    const { id } = (await book(asha)).json();
    const second = (await hold(asha, '15:00')).json();
    const answer = await post(asha, `bookings/${id}/reschedule`, { startsAt: tomorrow('15:00') });
    expect(answer.json()).toMatchObject({ startsAt: second.startsAt });
    expect((await read(asha, second.id)).json()).toMatchObject({ status: 'converted', bookingId: id });
    expect(await fork().find(SlotReservation, {})).toMatchObject([{ id, kind: 'booking' }]);
  });

  it('of a hold is refused for another slot, and for one that has ended', async () => {
    const { id: holdId } = (await hold(asha)).json();
    expect((await book(asha, '12:00', { holdId })).json()).toMatchObject({
      status: 422,
      code: 'SLOT_HOLD_FOR_OTHER',
    });
    await release(asha, holdId);
    expect((await book(asha, '10:00', { holdId })).json()).toMatchObject({
      status: 409,
      code: 'SLOT_HOLD_ENDED',
    });
    expect(await fork().count(Booking, { status: 'confirmed' })).toBe(0);
  });

  it("is not made of another customer's hold", async () => {
    const { id: holdId } = (await hold(asha, '15:00')).json();
    expect((await book(bala, '10:00', { holdId })).json()).toMatchObject({
      status: 404,
      code: 'SLOT_HOLD_NOT_FOUND',
    });
    expect((await read(asha, holdId)).json().status).toBe('open');
  });

  it('is made of a hold once', async () => {
    const { id: holdId } = (await hold(asha)).json();
    const answers = await Promise.all(Array.from({ length: 8 }, () => book(asha, '10:00', { holdId })));
    expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([201, ...Array(7).fill(409)]);
    expect(await fork().count(Booking, { status: 'confirmed' })).toBe(1);
  });
});

describe('a hold whose time is over', () => {
  const lapse = () => test.clock.advance(minutes(10));

  it('blocks nobody, although nothing has been written of it', async () => {
    const { id } = (await hold(asha)).json();
    lapse();
    expect(await free(bala)).toContain(ten);
    expect((await book(asha, '10:00', { holdId: id })).json()).toMatchObject({
      status: 409,
      code: 'SLOT_HOLD_ENDED',
      detail: expect.stringContaining('expired'),
    });
    expect((await book(bala)).statusCode).toBe(201);
    expect((await read(asha, id)).json().status).toBe('expired');
  });

  it('can be held by others', async () => {
    await hold(asha);
    lapse();
    expect((await hold(bala)).statusCode).toBe(201);
    expect((await hold(asha)).json()).toMatchObject({ code: 'SLOT_TAKEN' });
  });

  it('is written off by the job, and what others hold is not', async () => {
    const over = (await hold(asha)).json();
    test.clock.advance(minutes(6));
    const other = (await hold(bala, '15:00')).json();
    test.clock.advance(minutes(4));
    expect(await test.app.get(HoldExpiryService).run()).toEqual({ expired: 1, deleted: 0 });
    expect(await fork().find(SlotReservation, {})).toMatchObject([{ id: other.id }]);
    expect((await read(asha, over.id)).json().status).toBe('expired');
    test.clock.advance(31 * 86_400_000);
    expect(await test.app.get(HoldExpiryService).run()).toEqual({ expired: 1, deleted: 1 });
  });
});

describe('nobody blocks a calendar', () => {
  it('by holding more than a few slots at a time', async () => {
    for (const clock of ['09:00', '11:00', '13:00']) expect((await hold(asha, clock)).statusCode).toBe(201);
    expect((await hold(asha, '15:00')).json()).toMatchObject({
      status: 409,
      code: 'TOO_MANY_SLOT_HOLDS',
      of: 'customer',
      limit: 3,
    });
    // One in the place of another is no more than before.
    expect((await hold(asha, '13:30')).statusCode).toBe(201);
    test.clock.advance(minutes(10));
    expect((await hold(asha, '15:00')).statusCode).toBe(201);
  });

  it("by holding a provider's day with several accounts, which can still be booked", async () => {
    for (const clock of ['09:00', '11:00']) {
      expect((await hold(asha, clock)).statusCode).toBe(201);
      expect((await hold(bala, `${Number(clock.slice(0, 2)) + 4}:00`)).statusCode).toBe(201);
    }
    const carl = await given.signedIn();
    expect((await hold(carl, '17:00')).json()).toMatchObject({
      code: 'TOO_MANY_SLOT_HOLDS',
      of: 'provider_day',
    });
    expect((await book(carl, '17:00')).statusCode).toBe(201);
  });

  it('by holding it again and again', async () => {
    const dev = await given.signedIn();
    for (let made = 0; made < 20; made++) {
      const { id } = (await hold(dev)).json();
      expect((await release(dev, id)).statusCode).toBe(204);
    }
    expect((await hold(dev)).json()).toMatchObject({ code: 'TOO_MANY_SLOT_HOLDS', of: 'hour', limit: 20 });
    test.clock.advance(minutes(60));
    expect((await hold(dev)).statusCode).toBe(201);
  });
});
