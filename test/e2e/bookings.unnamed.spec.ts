// Story: a customer names no professional. Whoever fits best of those who are free comes, by the ranking by which staff send somebody.
import type { Service, Subcategory } from '../../src/catalogue/service.entity.js';
import type { Provider } from '../../src/providers/provider.entity.js';
import { givenIn, type Given, type SignedIn } from '../support/given.js';
import { startApp, type TestApp } from '../support/app.js';
import { queriesDuring } from '../support/queries.js';

let test: TestApp;
let given: Given;
let asha: SignedIn;
let bala: SignedIn;
beforeAll(async () => {
  test = await startApp();
  given = givenIn(test);
  [asha, bala] = [await given.signedIn(), await given.signedIn()];
});
afterAll(() => test.close());

const at = (clock: string, day = 21) => `2026-11-${day}T${clock}:00+05:30`;
const address = { line: '12, 5th Cross', pincode: '560034' };
const post = async (who: SignedIn, path: string, payload: object, headers: object = {}) => {
  const url = `/api/v1/${path}`;
  const answer = await test.http({ method: 'POST', url, payload, headers: { ...who.headers, ...headers } });
  return { status: answer.statusCode, body: answer.json() };
};
const book = (who: SignedIn, service: Service, change: object = {}) =>
  post(who, 'bookings', { serviceId: service.id, startsAt: at('10:00'), address, ...change });

interface Scene {
  service: Service;
  known: Provider;
  liked: Provider;
  unwanted: Provider;
}

/** Asha gave one of them five stars, and another one star. */
async function scene(): Promise<Scene> {
  const service = await given.service({ pricePaise: 500_00 });
  const subcategory = service.subcategory as Subcategory;
  const [known, liked, unwanted] = [
    await given.provider({ subcategory, name: 'Known' }),
    await given.provider({ subcategory, name: 'Liked' }),
    await given.provider({ subcategory, name: 'Unwanted' }),
  ];
  const who = { customer: asha.customer, service, status: 'completed' as const };
  const good = await given.confirmedBooking({ ...who, provider: liked, startsIn: '-4d' });
  const bad = await given.confirmedBooking({ ...who, provider: unwanted, startsIn: '-5d' });
  await given.review(good, { rating: 5 });
  await given.review(bad, { rating: 1 });
  return { service, known, liked, unwanted };
}

describe('a sale', () => {
  it('is made with whom the customer liked, and never with whom they did not; another customer has another ranking', async () => {
    const { service, liked, known, unwanted } = await scene();
    const first = await book(asha, service);
    expect([first.status, first.body.provider.id]).toEqual([201, liked.id]);
    const second = await book(asha, service, { address: { ...address, line: '14, 5th Cross' } });
    expect([second.status, second.body.provider.id]).toEqual([201, known.id]);
    const third = await book(asha, service, { address: { ...address, line: '16, 5th Cross' } });
    expect([third.status, third.body.code]).toEqual([409, 'SLOT_TAKEN']);
    expect(third.body.alternatives.length).toBeGreaterThan(0);
    // The other one is only unwanted by Asha.
    expect((await book(bala, service)).body.provider.id).toBe(unwanted.id);
  });

  it('by rivals at once has as many winners as there are professionals, each another one', async () => {
    const { service } = await scene();
    const rivals = await Promise.all(Array.from({ length: 5 }, () => given.signedIn()));
    const answers = await Promise.all(rivals.map((who) => book(who, service)));
    const won = answers.filter(({ status }) => status === 201);
    expect(new Set(won.map(({ body }) => body.provider.id)).size).toBe(3);
    expect(won.length).toBe(3);
    const lost = answers.filter(({ status }) => status !== 201);
    for (const { body } of lost) expect(['SLOT_TAKEN', 'SALE_CONTESTED']).toContain(body.code);
  });

  it('said twice is one booking with a key, and without one is told that it is booked', async () => {
    const { service } = await scene();
    const key = { 'idempotency-key': crypto.randomUUID() };
    const order = { serviceId: service.id, startsAt: at('10:00'), address };
    const [once, again] = [
      await post(asha, 'bookings', order, key),
      await post(asha, 'bookings', order, key),
    ];
    expect([once.status, again.body.id]).toEqual([201, once.body.id]);
    expect((await book(asha, service)).body).toMatchObject({
      code: 'ALREADY_BOOKED',
      bookingId: once.body.id,
    });
  });

  it('is refused as one that names somebody: where nobody comes, for what is unknown, in the past', async () => {
    const { service } = await scene();
    await given.pincode('110001');
    const refused = async (change: object) => (await book(asha, service, change)).body.code;
    expect(await refused({ address: { ...address, pincode: '110001' } })).toBe('PINCODE_NOT_SERVED');
    expect(await refused({ serviceId: crypto.randomUUID() })).toBe('SERVICE_NOT_FOUND');
    expect(await refused({ startsAt: at('10:00', 19) })).toBe('START_IN_PAST');
    expect(await refused({ startsAt: at('03:00') })).toBe('SLOT_TAKEN');
    expect(await refused({ attributes: ['gold'] })).toBe('ATTRIBUTE_UNKNOWN');
  });

  it('of a hold is made with whoever is held; another customer has no such hold', async () => {
    const { service, known } = await scene();
    const slot = { serviceId: service.id, providerId: known.id, pincode: '560034', startsAt: at('10:00') };
    const { body: hold } = await post(asha, 'slot-holds', slot);
    expect((await book(bala, service, { holdId: hold.id })).status).toBe(404);
    expect((await book(asha, service, { holdId: hold.id })).body.provider.id).toBe(known.id);
  });

  it('costs four statements more than one that names somebody', async () => {
    const { service, known } = await scene();
    const first = await queriesDuring(test.orm, () => book(asha, service, { providerId: known.id }));
    const second = await queriesDuring(test.orm, () => book(asha, service, { startsAt: at('14:00') }));
    expect(second.length - first.length).toBeLessThanOrEqual(4);
  });
});

describe('a move', () => {
  it('keeps who was to come, and otherwise takes whoever fits best; the quote says the same', async () => {
    const { service, known, liked } = await scene();
    const { body: booked } = await book(asha, service, { providerId: known.id });
    const path = `bookings/${booked.id}`;
    const quoted = async (clock: string) =>
      (await post(asha, `${path}/reschedule-quote`, { startsAt: at(clock) })).body.provider.id;
    expect(await quoted('14:00')).toBe(known.id);
    await book(bala, service, { providerId: known.id, startsAt: at('14:00') });
    expect(await quoted('14:00')).toBe(liked.id);
    const { status, body } = await post(asha, `${path}/reschedule`, { startsAt: at('14:00') });
    expect([status, body.id, body.provider.id]).toEqual([200, booked.id, liked.id]);
    expect((await post(bala, `${path}/reschedule`, { startsAt: at('15:00') })).status).toBe(404);
  });

  it('finds nobody where only those are free who are not wanted', async () => {
    const { service, known, liked } = await scene();
    const { body: booked } = await book(asha, service, { providerId: known.id });
    for (const { id: providerId } of [known, liked])
      await book(bala, service, {
        providerId,
        startsAt: at('16:00'),
        address: {
          ...address,
          line: providerId,
        },
      });
    const { body } = await post(asha, `bookings/${booked.id}/reschedule`, { startsAt: at('16:00') });
    expect(body.code).toBe('SLOT_TAKEN');
  });
});
