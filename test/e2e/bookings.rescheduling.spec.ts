// Story: a booking takes another slot, or other contents, and stays the booking that it is.
import { OutboxEvent } from '#libs/events';
import type { Service, Subcategory } from '../../src/catalogue/service.entity.js';
import { Booking } from '../../src/bookings/booking.entity.js';
import { Notification } from '../../src/notifications/notification.entity.js';
import type { Provider } from '../../src/providers/provider.entity.js';
import { givenIn, type Given, type SignedIn } from '../support/given.js';
import type { StaffSignedIn } from '../support/given-staff.js';
import { settle } from '../support/settle.js';
import { standardNow, startApp, type TestApp } from '../support/app.js';

let test: TestApp;
let given: Given;
let asha: SignedIn;
let bala: SignedIn;
let meera: StaffSignedIn;
let service: Service;
let ramesh: Provider;
let suresh: Provider;
beforeAll(async () => {
  test = await startApp();
  given = givenIn(test);
  [asha, bala, meera] = [await given.signedIn(), await given.signedIn(), await given.staffSignedIn()];
  service = await given.service({
    name: 'AC service',
    pricePaise: 5e4,
    unit: 'AC',
    durationMinutes: 60,
    attributes: [
      {
        code: 'gas',
        pricePaise: 1e4,
      },
    ],
  });
  const subcategory = service.subcategory as Subcategory;
  ramesh = await given.provider({ subcategory, name: 'Ramesh' });
  suresh = await given.provider({ subcategory, name: 'Suresh' });
});
afterAll(() => test.close());
afterEach(async () => {
  test.clock.set(standardNow);
  await test.orm.em.fork().nativeUpdate(Booking, {}, { status: 'cancelled', cancellationFeePaise: 0 });
});

type Who = { headers: { authorization: string } };
const at = (day: number, clock: string): string => `2026-11-${day}T${clock}:00+05:30`;
const utc = (day: number, clock: string): string => new Date(at(day, clock)).toISOString();
const address = { line: '12, 5th Cross, Koramangala', pincode: '560034' };
const ask = (
  who: Who,
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
  path: string,
  payload?: object,
  headers = {},
) =>
  // prettier-ignore
  test.http({ method, url: `/api/v1/bookings${path}`, payload, headers: { ...who.headers, ...headers } });
const book = async (who: Who, change: object = {}) => {
  const order = {
    serviceId: service.id,
    providerId: ramesh.id,
    startsAt: at(21, '10:00'),
    address,
    ...change,
  };
  return (await ask(who, 'POST', '', order)).json();
};
const stored = (id: string) => test.orm.em.fork().findOneOrFail(Booking, { id }, { populate: ['items'] });

describe('rescheduling', () => {
  it('asks first what it costs, and then costs that', async () => {
    const { id, reference } = await book(asha, { startsAt: at(20, '13:00') });
    const wish = { startsAt: at(22, '11:00') };
    const quote = (await ask(asha, 'POST', `/${id}/reschedule-quote`, wish)).json();
    expect(quote).toMatchObject({
      startsAt: utc(22, '11:00'),
      provider: { id: ramesh.id },
      currency: 'INR',
      feePaise: 11800,
      totalPaise: 64900,
      beforePaise: 59e3,
      differencePaise: 5900,
      expiresAt: new Date(standardNow.getTime() + 15 * 6e4).toISOString(),
    });
    const agreed = { ...wish, expectedFeePaise: quote.feePaise, expectedTotalPaise: quote.totalPaise };
    const answer = await ask(asha, 'POST', `/${id}/reschedule`, agreed);
    expect([answer.statusCode, answer.headers.etag]).toEqual([200, '"2"']);
    expect(answer.json()).toMatchObject({
      id,
      reference,
      status: 'confirmed',
      startsAt: utc(22, '11:00'),
      endsAt: utc(22, '12:00'),
      totalPaise: 64900,
      reschedulingFeePaise: 11800,
    });
    const { items } = (await ask(asha, 'GET', `/${id}/history`)).json();
    expect(items.at(-1)).toMatchObject({
      kind: 'rescheduled',
      was: { startsAt: utc(20, '13:00'), feePaise: 118_00 },
    });
  });

  it('a quote says when its fee becomes another one', async () => {
    const { id } = await book(asha, { startsAt: at(21, '10:00') });
    test.clock.set(new Date(at(21, '05:55')));
    const quote = (await ask(asha, 'POST', `/${id}/reschedule-quote`, { startsAt: at(23, '11:00') })).json();
    expect(quote).toMatchObject({ feePaise: 0, expiresAt: utc(21, '06:00') });
  });

  it('tells the customer once, and reminds them of the new time', async () => {
    const { id } = await book(asha);
    await settle(test);
    const seen = await test.orm.em.fork().count(Notification, { personId: asha.customer.id });
    await ask(meera, 'POST', `/${id}/reschedule`, { startsAt: at(23, '11:00') });
    await settle(test);
    const told = await test.orm.em
      .fork()
      .find(Notification, { personId: asha.customer.id }, { orderBy: { createdAt: 'asc', id: 'asc' } });
    expect(told.slice(seen)).toMatchObject([
      { kind: 'booking.rescheduled', data: { startsAt: utc(23, '11:00'), previousStartsAt: utc(21, '10:00'), feePaise: 0 } }, // prettier-ignore
    ]);
    expect(await stored(id)).toMatchObject({ dayRemindedFor: null, hoursRemindedFor: null });
    const events = await test.orm.em
      .fork()
      .find(OutboxEvent, { aggregateId: id, type: 'booking.rescheduled' });
    expect(events).toMatchObject([{ data: { by: 'staff', previousProviderId: ramesh.id } }]);
  });

  it('is not for another customer, nor is asking what it costs', async () => {
    const { id } = await book(asha);
    const wish = { startsAt: at(22, '11:00') };
    for (const path of ['reschedule', 'reschedule-quote'])
      expect((await ask(bala, 'POST', `/${id}/${path}`, wish)).json()).toMatchObject({ status: 404, code: 'BOOKING_NOT_FOUND' }); // prettier-ignore
    expect(await stored(id)).toMatchObject({ version: 1 });
  });

  it.each([
    ['another price', { expectedTotalPaise: 1 }, 409, 'PRICE_CHANGED'],
    ['another fee', { expectedFeePaise: 1 }, 409, 'CANCELLATION_FEE_CHANGED'],
    ['the same slot', { startsAt: at(21, '10:00') }, 409, 'MOVE_CHANGES_NOTHING'],
    ['a time that is over', { startsAt: at(19, '10:00') }, 422, 'START_IN_PAST'],
    ['a time off the grid', { startsAt: at(22, '10:10') }, 422, 'START_OFF_GRID'],
    ['a day too far', { startsAt: '2027-06-01T10:00:00+05:30' }, 422, 'START_TOO_FAR'],
    ['nobody who exists', { providerId: '018f0000-0000-7000-8000-000000000000' }, 404, 'PROVIDER_NOT_FOUND'],
    ['no time', { startsAt: undefined }, 400, 'VALIDATION_FAILED'],
  ])('for %s is refused, and nothing is written', async (_, change, status, code) => {
    const { id } = await book(asha);
    const answer = await ask(asha, 'POST', `/${id}/reschedule`, { startsAt: at(22, '11:00'), ...change });
    expect(answer.json()).toMatchObject({ status, code });
    expect(await stored(id)).toMatchObject({ version: 1, startsAt: new Date(at(21, '10:00')) });
  });

  it('of a version that is no more is refused; sent again under its key it happens once', async () => {
    const { id } = await book(asha);
    await ask(asha, 'PATCH', `/${id}`, { notes: 'Ring twice.' });
    const wish = { startsAt: at(22, '11:00') };
    expect((await ask(asha, 'POST', `/${id}/reschedule`, wish, { 'if-match': '"1"' })).statusCode).toBe(412);
    const headers = { 'idempotency-key': `move-${id}` };
    const [first, again] = [
      await ask(asha, 'POST', `/${id}/reschedule`, wish, headers),
      await ask(asha, 'POST', `/${id}/reschedule`, wish, headers),
    ];
    expect([first.statusCode, again.body]).toEqual([200, first.body]);
    expect(again.headers['idempotent-replayed']).toBe('true');
  });

  it('of many into one slot: one gets it, the others keep their visits', async () => {
    const hours = ['09:00', '10:30', '12:00', '13:30', '15:00', '16:30'];
    const visits = [];
    for (const hour of hours)
      visits.push(await book(asha, { startsAt: at(23, hour), providerId: suresh.id }));
    const wish = { startsAt: at(24, '10:00'), providerId: ramesh.id };
    const answers = await Promise.all(visits.map(({ id }) => ask(asha, 'POST', `/${id}/reschedule`, wish)));
    expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([200, 409, 409, 409, 409, 409]);
    const kept = await test.orm.em.fork().find(Booking, { id: { $in: visits.map(({ id }) => id) } });
    expect(kept.filter(({ startsAt }) => startsAt.toISOString() === utc(24, '10:00'))).toHaveLength(1);
    expect(kept.every(({ status }) => status === 'confirmed')).toBe(true);
  });

  it('against a booking of somebody else for the same slot: one of them has it', async () => {
    for (let round = 0; round < 3; round++) {
      const { id } = await book(asha, { startsAt: at(23 + round, '09:00'), providerId: suresh.id });
      const slot = { startsAt: at(23 + round, '15:00'), providerId: ramesh.id };
      const order = { serviceId: service.id, address, ...slot };
      const [moved, sold] = await Promise.all([
        ask(asha, 'POST', `/${id}/reschedule`, slot),
        ask(bala, 'POST', '', order),
      ]);
      expect([moved.statusCode === 200, sold.statusCode === 201].filter(Boolean)).toHaveLength(1);
      const there = { provider: ramesh.id, startsAt: new Date(slot.startsAt), status: 'confirmed' } as const;
      expect(await test.orm.em.fork().count(Booking, there)).toBe(1);
    }
  });
});

describe('changing what a booking is about', () => {
  it('keeps what is left out, and prices anew what costs something else', async () => {
    const { id } = await book(asha, { notes: 'ring twice' });
    const changed = await ask(asha, 'PATCH', `/${id}`, {
      quantity: 2,
      attributes: ['gas'],
      expectedTotalPaise: 1416_00,
    });
    expect(changed.json()).toMatchObject({
      id,
      quantity: 2,
      totalPaise: 141600,
      notes: 'ring twice',
      startsAt: utc(21, '10:00'),
      history: [
        {},
        {
          kind: 'changed',
          was: {
            totalPaise: 59e3,
            quantity: 1,
            changed: ['quantity', 'attributes'],
          },
        },
      ],
    });
    const { items, totalPaise } = await stored(id);
    expect(items.getItems().reduce((sum, { amountPaise }) => sum + amountPaise, 0)).toBe(totalPaise);
    const event = await test.orm.em
      .fork()
      .findOneOrFail(OutboxEvent, { aggregateId: id, type: 'booking.changed' });
    expect(event.data).toMatchObject({ totalPaise: 1416_00, previousTotalPaise: 590_00 });
  });

  it('as a whole sets what is left out back', async () => {
    const { id } = await book(asha, { notes: 'ring twice', quantity: 2 });
    const answer = await ask(asha, 'PUT', `/${id}`, { addressLine: '14, 5th Cross, Koramangala' });
    expect(answer.json()).toMatchObject({ addressLine: '14, 5th Cross, Koramangala', pincode: '560034', notes: '', quantity: 1, totalPaise: 590_00 }); // prettier-ignore
  });

  it('says nothing of the words in the history or the events', async () => {
    const { id } = await book(asha);
    await ask(asha, 'PATCH', `/${id}`, {
      notes: 'the key lies under the mat',
      addressLine: '99, Hidden Lane',
    });
    const { items } = (await ask(asha, 'GET', `/${id}/history`)).json();
    const events = await test.orm.em.fork().find(OutboxEvent, { aggregateId: id });
    expect(JSON.stringify([items, events.map(({ data }) => data)])).not.toMatch(/under the mat|Hidden Lane/);
    expect(items.at(-1)).toMatchObject({ kind: 'changed', was: { changed: ['notes', 'addressLine'] } });
  });

  it('that changes nothing writes nothing', async () => {
    const { id } = await book(asha, { notes: 'ring twice' });
    expect((await ask(asha, 'PATCH', `/${id}`, { notes: 'ring twice' })).statusCode).toBe(200);
    expect(await stored(id)).toMatchObject({ version: 1 });
  });

  it.each([
    ['another price', { quantity: 2, expectedTotalPaise: 1 }, 409, 'PRICE_CHANGED'],
    ['an unknown attribute', { attributes: ['gold'] }, 422, 'ATTRIBUTE_UNKNOWN'],
    ['a quantity of zero', { quantity: 0 }, 400, 'VALIDATION_FAILED'],
    ['10,000 characters', { notes: 'x'.repeat(10_000) }, 400, 'VALIDATION_FAILED'],
    ['another pincode', { pincode: '560001' }, 400, 'VALIDATION_FAILED'],
    ['another provider', { providerId: '018f0000-0000-7000-8000-000000000000' }, 400, 'VALIDATION_FAILED'],
    ['nothing', {}, 400, 'VALIDATION_FAILED'],
  ])('is refused for %s', async (_, change, status, code) => {
    const { id } = await book(asha);
    expect((await ask(asha, 'PATCH', `/${id}`, change)).json()).toMatchObject({ status, code });
    expect(await stored(id)).toMatchObject({ version: 1 });
  });

  it('is refused to others, to who has read another version, and when it is too late', async () => {
    const { id } = await book(asha);
    expect((await ask(bala, 'PATCH', `/${id}`, { notes: 'hi' })).statusCode).toBe(404);
    await ask(asha, 'PATCH', `/${id}`, { notes: 'one' });
    expect((await ask(asha, 'PATCH', `/${id}`, { notes: 'two' }, { 'if-match': '"1"' })).statusCode).toBe(
      412,
    );
    await test.orm.em.fork().nativeUpdate(Booking, { id }, { status: 'en_route' });
    expect((await ask(asha, 'PATCH', `/${id}`, { notes: 'the blue gate' })).statusCode).toBe(200);
    expect((await ask(asha, 'PATCH', `/${id}`, { quantity: 2 })).json().code).toBe('BOOKING_NOT_CHANGEABLE');
    test.clock.set(new Date(at(21, '10:00')));
    expect((await ask(asha, 'PATCH', `/${id}`, { notes: 'late' })).json().code).toBe(
      'BOOKING_NOT_CHANGEABLE',
    );
  });

  it('by two at once loses neither change', async () => {
    const { id } = await book(asha);
    const answers = await Promise.all([
      ask(asha, 'PATCH', `/${id}`, { quantity: 2 }),
      ask(asha, 'PATCH', `/${id}`, { attributes: ['gas'] }),
    ]);
    expect(answers.map(({ statusCode }) => statusCode)).toEqual([200, 200]);
    expect(await stored(id)).toMatchObject({ quantity: 2, totalPaise: 1416_00 });
  });
});

describe('deleting', () => {
  it('cancels under the terms of now, once, and leaves the booking to be read', async () => {
    const { id } = await book(asha, { startsAt: at(20, '13:00') });
    expect((await ask(bala, 'DELETE', `/${id}`)).statusCode).toBe(404);
    expect((await ask(asha, 'DELETE', `/${id}`)).statusCode).toBe(204);
    expect((await ask(asha, 'DELETE', `/${id}`)).statusCode).toBe(204);
    expect((await ask(asha, 'GET', `/${id}`)).json()).toMatchObject({
      status: 'cancelled',
      cancellationFeePaise: 118_00,
    });
    expect(await test.orm.em.fork().count(OutboxEvent, { aggregateId: id, type: 'booking.cancelled' })).toBe(
      1,
    );
  });

  it('is refused where it cannot be cancelled', async () => {
    const { id } = await given.confirmedBooking({
      customer: asha.customer,
      startsIn: '-2h',
      status: 'completed',
    });
    expect((await ask(asha, 'DELETE', `/${id}`)).json()).toMatchObject({
      status: 409,
      code: 'BOOKING_NOT_CANCELLABLE',
    });
  });
});

describe('the list', () => {
  it('is narrowed by several statuses, service, provider and customer, and by nobody to what is not theirs', async () => {
    const [mine, other] = [await book(asha), await book(bala, { providerId: suresh.id })];
    const gone = await book(asha, { startsAt: at(21, '14:00') });
    await ask(asha, 'DELETE', `/${gone.id}`);
    const ids = async (who: Who, query: string) =>
      (await ask(who, 'GET', `?from=2026-11-21&to=2026-11-22&${query}`)).json().items.map(({ id }: { id: string }) => id).sort(); // prettier-ignore
    expect(await ids(meera, `status=confirmed,en_route&serviceId=${service.id}`)).toEqual(
      [mine.id, other.id].sort(),
    );
    expect(await ids(meera, `status=confirmed&providerId=${suresh.id}`)).toEqual([other.id]);
    expect(await ids(meera, `customerId=${asha.customer.id}`)).toEqual(
      expect.arrayContaining([mine.id, gone.id]),
    );
    expect(await ids(meera, `status=confirmed&customerId=${asha.customer.id}`)).toEqual([mine.id]);
    expect(await ids(bala, `customerId=${asha.customer.id}`)).toEqual([]);
    expect((await ask(meera, 'GET', '?status=confirmed,lost')).statusCode).toBe(400);
  });
});
