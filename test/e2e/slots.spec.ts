// What is free: where, by whom, how soon, and by how many queries.
import type { SqlEntityManager } from '@mikro-orm/sql';
import { Booking } from '../../src/bookings/booking.entity.js';
import { Pincode } from '../../src/catalogue/place.entity.js';
import { Service, type Subcategory } from '../../src/catalogue/service.entity.js';
import { CatalogueCopy } from '../../src/catalogue/catalogue.copy.js';
import { ProviderPincode, type Provider } from '../../src/providers/provider.entity.js';
import { givenIn, type Given, type SignedIn } from '../support/given.js';
import { startApp, type TestApp } from '../support/app.js';
import { queriesDuring } from '../support/queries.js';

let test: TestApp;
let given: Given;
let asha: SignedIn;
let service: Service;
let ramesh: Provider;
const home = '560034';
/** 15 kilometres away: 56 minutes. */
const far = '560066';

beforeAll(async () => {
  test = await startApp();
  given = givenIn(test);
  asha = await given.signedIn();
  service = await given.service({ pincodes: [home, far] });
  ramesh = await given.provider({ subcategory: service.subcategory as Subcategory, name: 'Ramesh' });
  const em = fork();
  em.create(ProviderPincode, { provider: ramesh, pincode: far, ratingAverage: 0, ratingCount: 0 });
  await em.flush();
  await em.nativeUpdate(Pincode, { code: home }, { latitude: 12.93, longitude: 77.62 });
  await em.nativeUpdate(Pincode, { code: far }, { latitude: 12.93, longitude: 77.758 });
});
afterAll(() => test.close());
afterEach(() => fork().nativeUpdate(Booking, {}, { status: 'cancelled', cancellationFeePaise: 0 }));

const fork = () => test.orm.em.fork() as SqlEntityManager;
const get = (path: string) =>
  test.http({ url: `/api/v1/services/${service.id}/slots${path}`, headers: asha.headers });
const clock = (iso: string) => new Date(new Date(iso).getTime() + 330 * 60_000).toISOString().slice(11, 16);
async function starts(pincode: string): Promise<string[]> {
  const { items } = (await get(`?pincode=${pincode}&date=2026-11-21`)).json();
  return items.map(({ startsAt }: { startsAt: string }) => clock(startsAt));
}
const bookAt = (time: string, pincode = home) =>
  test.http({
    method: 'POST',
    url: '/api/v1/bookings',
    headers: asha.headers,
    payload: {
      serviceId: service.id,
      providerId: ramesh.id,
      startsAt: `2026-11-21T${time}:00+05:30`,
      address: { line: '12, 5th Cross', pincode },
    },
  });

describe('the way between two visits', () => {
  it('is left free as long as it takes, and what is offered is what can be booked', async () => {
    await bookAt('13:00');
    // The way of 56 minutes: nothing at the other place after 11:00 until 15:00, and within the pincode the ten minutes.
    expect((await starts(far)).filter((start) => start > '10:30' && start < '15:30')).toEqual([
      '11:00',
      '15:00',
    ]);
    expect((await starts(home)).filter((start) => start > '10:30' && start < '15:30')).toEqual([
      '11:00',
      '11:30',
      '14:30',
      '15:00',
    ]);
    expect((await bookAt('14:30', far)).json()).toMatchObject({ code: 'SLOT_TAKEN' });
    expect((await bookAt('15:00', far)).statusCode).toBe(201);
  });
});

describe('the buffers of a service', () => {
  const buffers = async (bufferBeforeMinutes: number, bufferAfterMinutes: number) => {
    await fork().nativeUpdate(Service, { id: service.id }, { bufferBeforeMinutes, bufferAfterMinutes });
    await test.app.get(CatalogueCopy).changed();
  };
  afterEach(() => buffers(0, 0));

  it('are kept free around a visit, of the one that is there and of the one that comes', async () => {
    await buffers(15, 45);
    await bookAt('13:00');
    // Taken from 12:45 to 14:45. Before it must end by 11:50 (45 minutes and the way), after it may start at 15:10 (the way and 15 minutes).
    expect((await starts(home)).filter((start) => start > '10:00' && start < '16:00')).toEqual([
      '10:30',
      '15:30',
    ]);
    const { bufferBeforeMinutes, endsAt, busyUntil } = await fork().findOneOrFail(Booking, {
      status: 'confirmed',
    });
    expect([bufferBeforeMinutes, busyUntil.getTime() - endsAt.getTime()]).toEqual([15, 45 * 60_000]);
  });
});

describe('the earliest slot', () => {
  it('is the first at which somebody is free', async () => {
    const { items } = (await get(`/earliest?pincode=${home}`)).json();
    expect(items).toMatchObject([{ startsAt: '2026-11-20T05:30:00.000Z', providerId: ramesh.id }]);
  });

  it('of one provider is theirs, and the next ones follow', async () => {
    const suresh = await given.provider({ subcategory: service.subcategory as Subcategory });
    const { items } = (await get(`/earliest?pincode=${home}&providerId=${suresh.id}&limit=3`)).json();
    expect(items.map(({ providerId }: { providerId: string }) => providerId)).toEqual(
      Array(3).fill(suresh.id),
    );
    expect(items.map(({ startsAt }: { startsAt: string }) => clock(startsAt))).toEqual([
      '11:00',
      '11:30',
      '12:00',
    ]);
  });

  it('is found days ahead, and there is none of a provider who does not come there', async () => {
    const rare = await given.provider({ subcategory: service.subcategory as Subcategory, shifts: [] });
    await fork().execute(
      `insert into shifts (id, provider_id, weekday, from_minute, to_minute, valid_from) values (gen_random_uuid(), ?, 1, 600, 720, '2026-12-14')`,
      [rare.id],
    );
    const { items } = (await get(`/earliest?pincode=${home}&providerId=${rare.id}`)).json();
    expect(items).toMatchObject([{ startsAt: '2026-12-14T04:30:00.000Z' }]);
    expect((await get(`/earliest?pincode=${far}&providerId=${rare.id}`)).json().items).toEqual([]);
  });

  it.each([
    ['no pincode', '/earliest', 400],
    ['a limit of zero', `/earliest?pincode=${home}&limit=0`, 400],
    ['a limit beyond reason', `/earliest?pincode=${home}&limit=1000`, 400],
  ])('is not looked for with %s', async (_, path, status) => {
    expect((await get(path)).statusCode).toBe(status);
  });
});

describe('the number of queries', () => {
  const asked = async (path: string) => {
    const queries = await queriesDuring(test.orm, () => get(path));
    return queries.filter((query) => /shifts|shift_exceptions|slot_reservations/.test(query)).length;
  };

  it('does not grow with the providers, their visits or the days', async () => {
    const [day, first] = [`?pincode=${home}&date=2026-11-21`, `/earliest?pincode=${home}`];
    expect([await asked(day), await asked(first)]).toEqual([2, 2]);
    for (let more = 0; more < 10; more++) {
      const provider = await given.provider({ subcategory: service.subcategory as Subcategory });
      await given.confirmedBooking({ service, provider, startsIn: '1d' });
    }
    expect([await asked(day), await asked(first)]).toEqual([2, 2]);
    expect(await asked(`/earliest?pincode=${home}&providerId=${ramesh.id}&limit=20`)).toBe(2);
  });
});
