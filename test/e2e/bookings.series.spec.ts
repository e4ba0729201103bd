// Story: the same visit every week, fortnight or month. Each is a booking of its own, and no conflict is dropped silently.
import { OutboxEvent } from '#libs/events';
import { ToolRegistry } from '#libs/tools';
import { onBehalfOf } from '../../src/access/actor.js';
import { customerGrants } from '../../src/access/roles.js';
import { Booking } from '../../src/bookings/booking.entity.js';
import { BookingSeries } from '../../src/bookings/series/booking-series.entity.js';
import type { Service, Subcategory } from '../../src/catalogue/service.entity.js';
import { Notification } from '../../src/notifications/notification.entity.js';
import type { Provider } from '../../src/providers/provider.entity.js';
import { givenIn, type Given, type SignedIn } from '../support/given.js';
import { settle } from '../support/settle.js';
import { startApp, type TestApp } from '../support/app.js';

let test: TestApp;
let given: Given;
let asha: SignedIn;
let bala: SignedIn;
let service: Service;
let ramesh: Provider;
beforeAll(async () => {
  test = await startApp();
  given = givenIn(test);
  [asha, bala] = [await given.signedIn(), await given.signedIn()];
  service = await given.service({ name: 'Bathroom cleaning', pricePaise: 500_00 });
  ramesh = await given.provider({ subcategory: service.subcategory as Subcategory, name: 'Ramesh' });
});
afterAll(() => test.close());
afterEach(() =>
  test.orm.em.fork().nativeUpdate(Booking, {}, { status: 'cancelled', cancellationFeePaise: 0 }),
);

type Who = { headers: { authorization: string } };
const at = (day: string, clock = '10:00'): string => `${day}T${clock}:00+05:30`;
const utc = (day: string, clock?: string): string => new Date(at(day, clock)).toISOString();
const address = { line: '12, 5th Cross, Koramangala', pincode: '560034' };
const order = (change: object = {}) => ({
  serviceId: service.id,
  providerId: ramesh.id,
  startsAt: at('2026-11-23'),
  address,
  frequency: 'weekly',
  count: 4,
  ...change,
});
const create = (who: Who, change: object = {}, headers = {}) =>
  test.http({ method: 'POST', url: '/api/v1/booking-series', payload: order(change), headers: { ...who.headers, ...headers } }); // prettier-ignore
const read = (who: Who, id: string) =>
  test.http({ url: `/api/v1/booking-series/${id}`, headers: who.headers });
const cancel = (who: Who, id: string) =>
  test.http({ method: 'POST', url: `/api/v1/booking-series/${id}/cancel`, headers: who.headers });
const single = (who: Who, startsAt: string) => {
  const payload = { serviceId: service.id, providerId: ramesh.id, startsAt, address };
  return test.http({ method: 'POST', url: '/api/v1/bookings', payload, headers: who.headers });
};
const count = () => test.orm.em.fork().count(Booking, { status: 'confirmed' });

it('books every visit on its own, at its own price, and tells of them once', async () => {
  const answer = await create(asha);
  expect(answer.statusCode).toBe(201);
  const series = answer.json();
  expect(answer.headers.location).toBe(`/api/v1/booking-series/${series.id}`);
  expect(series).toMatchObject({ frequency: 'weekly', provider: { name: 'Ramesh' }, totalPaise: 4 * 590_00, cancelledAt: null }); // prettier-ignore
  const days = ['2026-11-23', '2026-11-30', '2026-12-07', '2026-12-14'];
  expect(series.visits).toMatchObject(
    days.map((day, index) => ({ position: index + 1, startsAt: utc(day), conflict: null, booking: { status: 'confirmed', startsAt: utc(day) } })), // prettier-ignore
  );
  const [{ booking }] = series.visits;
  const one = await test.http({ url: `/api/v1/bookings/${booking.id}`, headers: asha.headers });
  expect(one.json()).toMatchObject({ reference: booking.reference, totalPaise: 590_00 });
  await settle(test);
  const told = await test.orm.em.fork().find(Notification, { personId: asha.customer.id });
  expect(told).toMatchObject([{ kind: 'booking_series.created', data: { visits: 4, totalPaise: 2360_00 } }]);
  expect((await read(asha, series.id)).json()).toEqual(series);
});

it('is not for another customer, neither to see nor to cancel', async () => {
  const { id } = (await create(asha)).json();
  for (const answer of [await read(bala, id), await cancel(bala, id)])
    expect(answer.json()).toMatchObject({ status: 404, code: 'BOOKING_SERIES_NOT_FOUND' });
  expect(await count()).toBe(4);
});

it('with a visit that is taken books nothing and says which, or books the others and says which', async () => {
  await single(bala, at('2026-11-30'));
  const refused = (await create(asha)).json();
  expect(refused).toMatchObject({ status: 409, code: 'SERIES_CONFLICTS' });
  expect(refused.conflicts).toMatchObject([{ position: 2, startsAt: utc('2026-11-30'), code: 'SLOT_TAKEN' }]);
  expect(refused.conflicts[0].alternatives.length).toBeGreaterThan(0);
  expect(await count()).toBe(1);
  const made = (await create(asha, { ifConflict: 'book_free' })).json();
  expect(made.visits.map(({ booking, conflict }: any) => [booking !== null, conflict?.code])).toEqual([
    [true, undefined],
    [false, 'SLOT_TAKEN'],
    [true, undefined],
    [true, undefined],
  ]);
  expect(await count()).toBe(4);
  expect((await read(asha, made.id)).json()).toEqual(made);
  const event = await test.orm.em.fork().findOneOrFail(OutboxEvent, { aggregateId: made.id });
  expect(event.data).toMatchObject({ notBooked: 1 });
});

it('of which no visit is free is refused either way', async () => {
  const early = { startsAt: at('2026-11-23', '05:00') };
  for (const ifConflict of ['refuse', 'book_free']) {
    const { code, conflicts } = (await create(asha, { ...early, ifConflict })).json();
    expect([code, conflicts.length, conflicts[0].code]).toEqual(['SERIES_CONFLICTS', 4, 'SLOT_NOT_OFFERED']);
  }
  expect(await test.orm.em.fork().count(BookingSeries, { startsAt: new Date(early.startsAt) })).toBe(0);
});

it('every month has the last day where a month is short, and the day again afterwards', async () => {
  const monthly = { startsAt: at('2026-11-30', '11:00'), frequency: 'monthly', count: 5 };
  const made = (await create(asha, monthly)).json();
  expect(made.visits.map(({ startsAt }: any) => startsAt)).toEqual(
    ['2026-11-30', '2026-12-30', '2027-01-30', '2027-02-28', '2027-03-30'].map((day) => utc(day, '11:00')),
  );
  // 28 February 2027 is a Sunday.
  expect(made.visits.map(({ booking }: any) => booking.totalPaise)).toEqual([
    590_00, 590_00, 590_00, 649_00, 590_00,
  ]);
});

it('reaches up to a day, and beyond what single bookings reach', async () => {
  const made = (
    await create(asha, { frequency: 'fortnightly', count: undefined, until: '2027-02-01' })
  ).json();
  expect(made.visits).toHaveLength(6);
  expect(made.visits.at(-1)).toMatchObject({ startsAt: utc('2027-02-01'), booking: { status: 'confirmed' } });
});

it.each([
  ['a count and an end', { until: '2027-01-01' }, 400, 'VALIDATION_FAILED'],
  ['neither', { count: undefined }, 400, 'VALIDATION_FAILED'],
  ['one visit', { count: 1 }, 400, 'VALIDATION_FAILED'],
  ['27 visits', { count: 27 }, 400, 'VALIDATION_FAILED'],
  ['an end before the second visit', { count: undefined, until: '2026-11-25' }, 422, 'SERIES_LENGTH_INVALID'],
  ['an end years ahead', { count: undefined, until: '2036-11-25' }, 422, 'SERIES_LENGTH_INVALID'],
  ['26 months', { frequency: 'monthly', count: 26 }, 422, 'SERIES_LENGTH_INVALID'],
  ['a start in the past', { startsAt: at('2026-11-19') }, 422, 'START_IN_PAST'],
  ['a start off the grid', { startsAt: at('2026-11-23', '10:10') }, 422, 'START_OFF_GRID'],
  ['another price', { expectedTotalPaise: 1 }, 409, 'PRICE_CHANGED'],
  ['another frequency', { frequency: 'daily' }, 400, 'VALIDATION_FAILED'],
  ['an unserved pincode', { address: { ...address, pincode: '999999' } }, 422, 'PINCODE_NOT_SERVED'],
])('is refused for %s, and nothing is written', async (_, change, status, code) => {
  expect((await create(asha, change)).json()).toMatchObject({ status, code });
  expect(await count()).toBe(0);
});

it('sent again under its key books once; by a proposal that is confirmed again as well', async () => {
  const headers = { 'idempotency-key': 'every-week' };
  const [first, again] = [await create(asha, {}, headers), await create(asha, {}, headers)];
  expect(again.body).toBe(first.body);
  expect(await count()).toBe(4);
  const agent = onBehalfOf(
    { kind: 'customer', id: asha.customer.id, permissions: new Set<string>(customerGrants) },
    'visits',
  );
  const tools = test.app.get(ToolRegistry, { strict: false });
  const call = () =>
    tools.execute(agent, 'bookings.create_series', order({ startsAt: at('2026-11-24') }), {
      confirmation: 'yes-every-week',
    });
  const outcomes = [await call(), await call()] as any[];
  expect(outcomes.map(({ ok }) => ok)).toEqual([true, true]);
  expect(outcomes[0].output.id).toBe(outcomes[1].output.id);
  expect(await count()).toBe(8);
});

it('is cancelled as far as it is still ahead, once', async () => {
  const made = (await create(asha)).json();
  const done = made.visits[0].booking.id;
  await test.orm.em.fork().nativeUpdate(Booking, { id: done }, { status: 'completed' });
  const cancelled = (await cancel(asha, made.id)).json();
  expect(cancelled.cancelledAt).not.toBeNull();
  expect(cancelled.visits.map(({ booking }: any) => booking.status)).toEqual([
    'completed',
    'cancelled',
    'cancelled',
    'cancelled',
  ]);
  expect(cancelled.totalPaise).toBe(590_00);
  expect((await cancel(asha, made.id)).json()).toEqual(cancelled);
  const ids = made.visits.map(({ booking }: any) => booking.id);
  const events = { aggregateId: { $in: ids }, type: 'booking.cancelled' };
  expect(await test.orm.em.fork().count(OutboxEvent, events)).toBe(3);
});

it('of two customers for the same hour: each visit is sold to one of them', async () => {
  const answers = await Promise.all([
    create(asha, { ifConflict: 'book_free' }),
    create(bala, { ifConflict: 'book_free' }),
  ]);
  const booked = answers
    .filter(({ statusCode }) => statusCode === 201)
    .flatMap((answer) => answer.json().visits.filter(({ booking }: any) => booking));
  expect(booked).toHaveLength(4);
  expect(await count()).toBe(4);
});
