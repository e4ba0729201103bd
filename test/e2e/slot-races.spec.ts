// Races for one slot, by many at once and through two processes where the database is shared. The bar is full size (SLOT_RACE=full: 500 at once,
// 20 rounds): one effect a round. In the suite fewer run for it; what refuses is the same.
import type { SqlEntityManager } from '@mikro-orm/sql';
import { FixedClock } from '#libs/time';
import { Booking } from '../../src/bookings/booking.entity.js';
import { Pincode } from '../../src/catalogue/place.entity.js';
import type { Service, Subcategory } from '../../src/catalogue/service.entity.js';
import { ProviderPincode, type Provider } from '../../src/providers/provider.entity.js';
import { HoldExpiryService } from '../../src/slots/hold-expiry.service.js';
import { SlotHold } from '../../src/slots/slot-hold.entity.js';
import { SlotReservation } from '../../src/slots/slot-reservation.entity.js';
import { besides } from '../support/database.js';
import { givenIn, type Given, type SignedIn } from '../support/given.js';
import { standardNow, startApp, type Http, type TestApp } from '../support/app.js';

const [atOnce, rounds] = process.env.SLOT_RACE === 'full' ? [500, 20] : [60, 3];

let test: TestApp;
/** Another process where the database is shared, whose clock can be set apart; else the same. */
let other: TestApp;
let given: Given;
let crowd: SignedIn[];
let service: Service;
let provider: Provider;

const home = '560034';
/** 15 kilometres away. */
const far = '560066';

beforeAll(async () => {
  const settings = { SLOT_HOLDS_PER_HOUR: 1000 };
  test = await startApp({ settings });
  given = givenIn(test);
  crowd = await Promise.all(Array.from({ length: 12 }, () => given.signedIn()));
  service = await given.service({ pincodes: [home, far] });
  provider = await given.provider({ subcategory: service.subcategory as Subcategory });
  const em = fork();
  em.create(ProviderPincode, { provider, pincode: far, ratingAverage: 0, ratingCount: 0 });
  await em.flush();
  await em.nativeUpdate(Pincode, { code: home }, { latitude: 12.93, longitude: 77.62 });
  await em.nativeUpdate(Pincode, { code: far }, { latitude: 12.93, longitude: 77.758 });
  // Last: what the catalogue has by now is copied at the start.
  other = test.database.shared
    ? await startApp({ settings, database: besides(test.database), clock: new FixedClock(standardNow) })
    : test;
});
afterAll(async () => {
  if (other !== test) await other.close();
  await test.close();
});
beforeEach(async () => {
  for (const { clock } of [test, other]) clock.set(standardNow);
  await fork().nativeUpdate(Booking, {}, { status: 'cancelled', cancellationFeePaise: 0 });
  await fork().nativeDelete(SlotHold, {});
});

const fork = () => test.orm.em.fork() as SqlEntityManager;
const minutes = (count: number) => count * 60_000;
/** Of each round another day: what an earlier one has sold is not in the way. */
const startOf = (round: number, clock = '10:00') => `2026-11-${21 + (round % 8)}T${clock}:00+05:30`;
const of = (index: number): { who: SignedIn; http: Http } => ({
  who: crowd[index % crowd.length]!,
  http: (index % 2 ? other : test).http,
});

interface Wish {
  startsAt: string;
  pincode?: string;
  holdId?: string;
}
type Ask = { who: SignedIn; http: Http };
const send = async ({ who, http }: Ask, url: string, payload: object) => {
  const answer = await http({ method: 'POST', url: `/api/v1/${url}`, headers: who.headers, payload });
  return { status: answer.statusCode, ...answer.json<{ id: string; code?: string }>() };
};
const book = (ask: Ask, { startsAt, pincode = home, holdId }: Wish) =>
  send(ask, 'bookings', {
    serviceId: service.id,
    providerId: provider.id,
    startsAt,
    holdId,
    address: { line: '12, 5th Cross', pincode },
  });
const hold = (ask: Ask, { startsAt, pincode = home }: Wish) =>
  send(ask, 'slot-holds', { serviceId: service.id, providerId: provider.id, startsAt, pincode });

type Answer = Awaited<ReturnType<typeof send>>;
/** Of how many something came. The others are refused because of it; under a load that lasts, some give up first. */
async function won(answers: Promise<Answer>[], ...alsoKnown: string[]): Promise<number> {
  const settled = await Promise.all(answers);
  const refusals = settled.filter(({ code }) => code !== undefined).map(({ code }) => code);
  const known = [
    'SLOT_TAKEN',
    'ALREADY_BOOKED',
    'SALE_CONTESTED',
    'SLOT_HOLD_ENDED',
    'TOO_MANY_SLOT_HOLDS',
    'DATABASE_UNAVAILABLE',
    ...alsoKnown,
  ];
  expect(refusals.filter((code) => !known.includes(code!))).toEqual([]);
  return settled.length - refusals.length;
}
const many = (ask: (index: number) => Promise<Answer>) =>
  Array.from({ length: atOnce }, (_, index) => ask(index));
const reserved = () => fork().count(SlotReservation, { provider: provider.id });
const eachRound = Array.from({ length: rounds }, (_, round) => round);

describe.each(eachRound)('round %i: of many at once', (round) => {
  const startsAt = startOf(round);

  it('one books a slot', async () => {
    expect(await won(many((index) => book(of(index), { startsAt })))).toBe(1);
    expect(await reserved()).toBe(1);
  });

  it('one holds a slot', async () => {
    // A customer's second try is answered with the hold that they have: so each tries once.
    expect(await won(crowd.map((_, index) => hold(of(index), { startsAt })))).toBe(1);
    expect(await reserved()).toBe(1);
  });

  it('one holds or books a slot', async () => {
    const answers = crowd.map((_, index) => (index % 3 ? book : hold)(of(index), { startsAt }));
    expect(await won(answers)).toBe(1);
    expect(await reserved()).toBe(1);
  });

  it('one booking is made of a hold', async () => {
    const { id: holdId } = await hold(of(0), { startsAt });
    const who = crowd[0]!;
    const answers = many((index) => book({ who, http: of(index).http }, { startsAt, holdId }));
    expect(await won(answers)).toBe(1);
    const booking = await fork().findOneOrFail(Booking, { status: 'confirmed' });
    expect(await fork().findOneOrFail(SlotHold, { id: holdId })).toMatchObject({ bookingId: booking.id });
    expect(await reserved()).toBe(1);
  });

  it('one of two gets a visit that the other could not be reached from in time', async () => {
    const near = { startsAt };
    const away = { startsAt: startOf(round, '11:30'), pincode: far };
    const answers = crowd.map((_, index) => book(of(index), index % 4 < 2 ? near : away));
    expect(await won(answers)).toBe(1);
    expect(await reserved()).toBe(1);
  });

  it('a hold becomes a booking or comes to its end, also where clocks differ', async () => {
    const { id: holdId } = await hold(of(0), { startsAt });
    // For the other process the hold is over; where there is none, it is over for all.
    other.clock.set(new Date(standardNow.getTime() + minutes(10)));
    const converting = Array.from({ length: 4 }, () =>
      book({ who: crowd[0]!, http: test.http }, { startsAt, holdId }),
    );
    const rivals = Array.from({ length: 4 }, () => book({ who: crowd[1]!, http: other.http }, { startsAt }));
    const expiry = other.app.get(HoldExpiryService).run();
    expect(await won([...converting, ...rivals])).toBe(1);
    await expiry;
    const [booking] = await fork().find(Booking, { status: 'confirmed' });
    const ended = await fork().findOneOrFail(SlotHold, { id: holdId });
    expect(ended.status).toBe(booking!.customer === crowd[0]!.customer.id ? 'converted' : 'expired');
    expect(await reserved()).toBe(1);
  });
});

it('of a visit and leave that is entered at the same moment there is one', async () => {
  const { headers } = await given.staffSignedIn({ role: 'ops_manager' });
  const leaves = `/api/v1/ops/providers/${provider.id}/leave`;
  for (let round = 0; round < 8; round++) {
    const startsAt = startOf(round, '12:00');
    const day = startsAt.slice(0, 10);
    const payload = { firstDay: day, lastDay: day, kind: 'sick' };
    const sales = many((index) => book(of(index), { startsAt }));
    // When the sales are under way: some have looked, some are being written.
    for (let steps = 0; steps < round * 4; steps++) await new Promise(setImmediate);
    const off = await test.http({ method: 'POST', url: leaves, headers, payload });
    const sold = await won(sales, 'SLOT_NOT_OFFERED');
    expect([sold, off.statusCode]).toEqual(sold === 1 ? [1, 409] : [0, 200]);
    expect(await reserved()).toBe(sold);
    if (sold === 0) await test.http({ method: 'DELETE', url: `${leaves}/${off.json().addedId}`, headers });
    await fork().nativeUpdate(Booking, {}, { status: 'cancelled', cancellationFeePaise: 0 });
  }
});
