// Medium: what the database itself refuses and frees, without the looks of the code.
import type { MikroORM } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { violatesConstraint } from '#libs/orm';
import { Booking } from '../bookings/booking.entity.js';
import { activeStatuses, bookingStatuses } from '../bookings/booking.states.js';
import { Pincode } from '../catalogue/place.entity.js';
import type { Service, Subcategory } from '../catalogue/service.entity.js';
import type { Provider } from '../providers/provider.entity.js';
import { givenIn, type Given } from '../../test/support/given.js';
import { startApp, type TestApp } from '../../test/support/app.js';
import { reservationRefusals, SlotReservation } from './slot-reservation.entity.js';

let test: TestApp;
let given: Given;
let service: Service;
let ramesh: Provider;

/** Koramangala, and three places at 0, 6.5 and 15 kilometres from it: by the rules 10, 30 and 56 minutes. */
const home = '560034';
const centroids = { [home]: [12.93, 77.62], '560001': [12.93, 77.56], '560066': [12.93, 77.758] } as const;
const unknown = '560099';

beforeAll(async () => {
  test = await startApp();
  given = givenIn(test);
  service = await given.service();
  ramesh = await given.provider({ subcategory: service.subcategory as Subcategory });
  for (const code of [...Object.keys(centroids), unknown]) await given.pincode(code);
  for (const [code, [latitude, longitude]] of Object.entries(centroids))
    await fork().nativeUpdate(Pincode, { code }, { latitude, longitude });
});
afterAll(() => test.close());
afterEach(() => clear());

const orm = (): MikroORM => test.orm;
const fork = () => orm().em.fork() as SqlEntityManager;
const clear = async () => {
  for (const table of ['booking_items', 'booking_status_history', 'bookings'])
    await fork().execute(`delete from ${table}`);
};
const at = (clock: string) => new Date(`2026-11-21T${clock}:00Z`);

/** Straight into the table: a visit of an hour by Ramesh. */
async function sold(clock: string, change: Partial<Record<keyof Booking, unknown>> = {}): Promise<Booking> {
  const { id } = await given.confirmedBooking({ service, provider: await someoneElse() });
  const startsAt = at(clock);
  const endsAt = new Date(startsAt.getTime() + 3_600_000);
  await fork().nativeUpdate(Booking, { id }, {
    provider: ramesh.id,
    startsAt,
    endsAt,
    busyUntil: endsAt,
    ...change,
  } as never);
  return fork().findOneOrFail(Booking, { id });
}
const someoneElse = () => given.provider({ subcategory: service.subcategory as Subcategory });
const reservationOf = ({ id }: Booking) => fork().findOne(SlotReservation, { id });

describe('the reservation of a booking', () => {
  it.each(bookingStatuses.map((status) => [status, activeStatuses.includes(status)] as const))(
    'of a visit that is %s: %s',
    async (status, isKept) => {
      const booking = await sold('10:00');
      const fee = { cancellationFeePaise: status === 'cancelled' ? 0 : null };
      await fork().nativeUpdate(Booking, { id: booking.id }, { status, ...fee });
      expect((await reservationOf(booking)) !== null).toBe(isKept);
    },
  );

  it('is at the time of the booking, with its buffers, and moves with it', async () => {
    const busyUntil = at('11:20');
    const booking = await sold('10:00', { bufferBeforeMinutes: 15, busyUntil });
    expect(await reservationOf(booking)).toMatchObject({
      kind: 'booking',
      provider: ramesh.id,
      customer: booking.customer,
      pincode: home,
      startsAt: at('10:00'),
      endsAt: at('11:00'),
      blockedFrom: at('09:45'),
      blockedUntil: busyUntil,
      expiresAt: null,
    });
    const other = await someoneElse();
    const moved = { startsAt: at('14:00'), endsAt: at('15:00'), busyUntil: at('15:00'), provider: other.id };
    await fork().nativeUpdate(Booking, { id: booking.id }, moved);
    expect(await reservationOf(booking)).toMatchObject({ provider: other.id, blockedFrom: at('13:45') });
    await sold('10:00');
  });

  it('goes with the booking when that is deleted', async () => {
    const booking = await sold('10:00');
    await clear();
    expect(await reservationOf(booking)).toBeNull();
  });
});

describe('what the database refuses, whatever the code looked at', () => {
  /** By which constraint it is refused; null when it is sold. */
  const refusal = (clock: string, change = {}) =>
    sold(clock, change).then(
      () => null,
      (error: unknown) => reservationRefusals.find((name) => violatesConstraint(error, name)) ?? error,
    );

  it('is two visits at once', async () => {
    await sold('10:00');
    expect(await refusal('10:30')).toBe('slot_reservations_free');
  });

  it('is a visit in the buffer of another', async () => {
    await sold('10:00', { busyUntil: at('12:00') });
    expect(await refusal('11:30')).toBe('slot_reservations_free');
    expect(await refusal('12:30', { bufferBeforeMinutes: 45 })).toBe('slot_reservations_free');
  });

  it.each([
    ['in the same pincode', home, '11:09', '11:10'],
    ['6.5 km away', '560001', '11:29', '11:30'],
    ['15 km away', '560066', '11:54', '11:55'],
    ['where nobody knows the way', unknown, '11:29', '11:30'],
  ])('is a visit %s that cannot be reached in time', async (_, pincode, tooSoon, inTime) => {
    await sold('10:00');
    expect(await refusal(tooSoon, { pincode })).toBe('slot_reservations_way');
    expect(await refusal(inTime, { pincode })).toBeNull();
  });

  it('is a visit after which the next one cannot be reached', async () => {
    await sold('12:00', { pincode: '560066' });
    expect(await refusal('10:06')).toBe('slot_reservations_way');
    expect(await refusal('10:05')).toBeNull();
  });

  it('is none of another provider', async () => {
    await sold('10:00');
    expect(await refusal('10:00', { provider: (await someoneElse()).id })).toBeNull();
  });
});
