// What anybody may ask of the catalogue: services, prices, places. The same questions come back as tools of the agents.
import type { EntityManager } from '@mikro-orm/core';
import { ToolRegistry, type ToolCaller } from '#libs/tools';
import { CatalogueCopy } from '../../src/catalogue/catalogue.copy.js';
import { City, Pincode } from '../../src/catalogue/place.entity.js';
import { RateCard, RateCardAttribute, RateCardPincode } from '../../src/catalogue/rate-card.entity.js';
import { Category, Service, Subcategory } from '../../src/catalogue/service.entity.js';
import { startApp, type TestApp } from '../support/app.js';

const nowhere = '01890000-0000-7000-8000-000000000000';
let running: TestApp;
let ids: Record<'cleaning' | 'repair' | 'retired' | 'category' | 'subcategory', string>;

beforeAll(async () => {
  running = await startApp();
  ids = await marketplace(running.orm.em.fork());
  await running.app.get(CatalogueCopy).changed();
});
afterAll(() => running.close());

/**
 * Bengaluru (metro): 560034, 560038 served, 560001 known but not served. Mysuru (standard): 570001. Cleaning is offered in
 * metro cities only, AC repair everywhere.
 */
async function marketplace(em: EntityManager): Promise<typeof ids> {
  const bengaluru = em.create(City, {
    slug: 'bengaluru',
    name: 'Bengaluru',
    state: 'Karnataka',
    tier: 'metro',
    aliases: ['blr'],
  });
  const mysuru = em.create(City, {
    slug: 'mysuru',
    name: 'Mysuru',
    state: 'Karnataka',
    tier: 'standard',
    aliases: ['Mysore'],
  });
  em.create(Pincode, { code: '560001', area: 'MG Road', city: bengaluru });
  const koramangala = em.create(Pincode, { code: '560034', area: 'Koramangala', city: bengaluru });
  const indiranagar = em.create(Pincode, { code: '560038', area: 'Indiranagar', city: bengaluru });
  const fort = em.create(Pincode, { code: '570001', area: 'Fort Mohalla', city: mysuru });

  const category = em.create(Category, { slug: 'cleaning', name: 'Cleaning', position: 1 });
  const appliances = em.create(Category, { slug: 'appliances', name: 'Appliances', position: 0 });
  const subcategory = em.create(Subcategory, { category, slug: 'full-home', name: 'Full home', position: 0 });
  const cooling = em.create(Subcategory, { category: appliances, slug: 'ac', name: 'AC', position: 0 });
  const cleaning = em.create(Service, {
    subcategory,
    slug: 'full-home-cleaning',
    name: 'Full home cleaning',
    description: 'All rooms.',
    durationMinutes: 240,
    phrases: ['deep cleaning 2bhk', 'ghar ki safai karwani hai'],
  });
  const repair = em.create(Service, {
    subcategory: cooling,
    slug: 'ac-repair',
    name: 'AC repair',
    description: 'Finds the fault.',
    durationMinutes: 60,
    unit: 'AC',
    phrases: ["my ac isn't cooling", 'ac thanda nahi kar raha', 'ac se paani gir raha hai'],
  });
  const retired = em.create(Service, {
    subcategory: cooling,
    slug: 'cooler-rental',
    name: 'Cooler rental',
    description: 'No more.',
    durationMinutes: 60,
    active: false,
  });

  const cleaningMetro = em.create(RateCard, { service: cleaning, tier: 'metro', pricePaise: 2_000_00 });
  const attribute = { group: 'home_size', isDefault: false };
  em.create(RateCardAttribute, {
    ...attribute,
    rateCard: cleaningMetro,
    code: 'bhk_1',
    name: '1 BHK',
    pricePaise: 0,
    isDefault: true,
    position: 0,
  });
  em.create(RateCardAttribute, {
    ...attribute,
    rateCard: cleaningMetro,
    code: 'bhk_2',
    name: '2 BHK',
    pricePaise: 800_00,
    terms: ['2 bhk'],
    position: 1,
  });
  em.create(RateCardAttribute, {
    rateCard: cleaningMetro,
    code: 'fridge',
    name: 'Fridge inside',
    pricePaise: 200_00,
    position: 2,
  });
  const repairMetro = em.create(RateCard, { service: repair, tier: 'metro', pricePaise: 400_00 });
  const repairStandard = em.create(RateCard, { service: repair, tier: 'standard', pricePaise: 300_00 });
  em.create(RateCard, { service: retired, tier: 'metro', pricePaise: 100_00 });
  for (const pincode of [koramangala, indiranagar]) {
    em.create(RateCardPincode, { rateCard: cleaningMetro, service: cleaning.id, pincode });
    em.create(RateCardPincode, { rateCard: repairMetro, service: repair.id, pincode });
  }
  em.create(RateCardPincode, { rateCard: repairStandard, service: repair.id, pincode: fort });
  await em.flush();
  return {
    cleaning: cleaning.id,
    repair: repair.id,
    retired: retired.id,
    category: category.id,
    subcategory: subcategory.id,
  };
}

async function get(path: string) {
  const answer = await running.http({ url: `/api/v1${path}` });
  return { status: answer.statusCode, body: answer.json() };
}

async function quote(service: string, payload: object) {
  const answer = await running.http({ method: 'POST', url: `/api/v1/services/${service}/quote`, payload });
  return { status: answer.statusCode, body: answer.json() };
}

const slugs = (body: { items: { slug: string }[] }) => body.items.map((item) => item.slug);

describe('services', () => {
  it('are grouped in categories and subcategories, in their order', async () => {
    expect(slugs((await get('/services/categories')).body)).toEqual(['appliances', 'cleaning']);
    const { body } = await get(`/services/categories/${ids.category}/subcategories`);
    expect(body).toEqual({ items: [{ id: ids.subcategory, slug: 'full-home', name: 'Full home' }] });
    expect(await get(`/services/categories/${nowhere}/subcategories`)).toMatchObject({
      status: 404,
      body: { code: 'CATEGORY_NOT_FOUND' },
    });
  });

  it('are listed by name, page by page, without what can no longer be booked', async () => {
    const first = (await get('/services?limit=1')).body;
    expect(slugs(first)).toEqual(['ac-repair']);
    const second = (await get(`/services?limit=1&cursor=${first.nextCursor}`)).body;
    expect(slugs(second)).toEqual(['full-home-cleaning']);
    expect(second.nextCursor).toBeNull();
    expect(slugs((await get(`/services?subcategoryId=${ids.subcategory}`)).body)).toEqual([
      'full-home-cleaning',
    ]);
  });

  it('are shown with what they belong to', async () => {
    expect((await get(`/services/${ids.repair}`)).body).toEqual({
      id: ids.repair,
      slug: 'ac-repair',
      name: 'AC repair',
      description: 'Finds the fault.',
      durationMinutes: 60,
      ratingAverage: 0,
      ratingCount: 0,
      unit: 'AC',
      subcategory: expect.objectContaining({
        slug: 'ac',
        category: expect.objectContaining({ name: 'Appliances' }),
      }),
    });
    expect(await get(`/services/${ids.retired}`)).toMatchObject({
      status: 404,
      body: { code: 'SERVICE_NOT_FOUND' },
    });
  });

  it.each([
    '/services/not-a-uuid',
    '/services?limit=0',
    '/services?cursor=made-up',
    '/services?colour=red',
    '/services/search?q=%00%00',
  ])('refuses %s with 400', async (path) => {
    expect((await get(path)).status).toBe(400);
  });
});

describe('what is the same for everybody', () => {
  const ask = (url: string, tag?: string) =>
    running.http({ url, headers: { ...(tag !== undefined && { 'if-none-match': tag }) } });

  it('may be kept, and is not sent again while it is the same', async () => {
    const url = '/api/v1/services/categories';
    const first = await ask(url);
    const tag = String(first.headers.etag);
    expect(first.headers).toMatchObject({
      'cache-control': 'public, max-age=60',
      etag: expect.stringMatching(/^W\/".{22}"$/),
    });
    for (const known of [tag, `"other", ${tag}`, tag.slice(2), '*']) {
      const again = await ask(url, known);
      expect([again.statusCode, again.body]).toEqual([304, '']);
      expect(again.headers).toMatchObject({ etag: tag, 'cache-control': 'public, max-age=60' });
    }
    expect((await ask(url, 'W/"other"')).json()).toEqual(first.json());
    expect((await ask('/api/v1/services?limit=1')).headers.etag).not.toBe(tag);
  });

  it.each(['/api/v1/services/no-id', `/api/v1/services/${nowhere}`])(
    'is not kept where it is a problem (%s)',
    async (url) => {
      const answer = await ask(url, '*');
      expect(answer.statusCode).toBeGreaterThanOrEqual(400);
      expect(answer.headers).toMatchObject({ 'cache-control': 'no-store' });
      expect(answer.headers.etag).toBeUndefined();
    },
  );
});

describe('search', () => {
  const find = async (query: string) => slugs((await get(`/services/search?${query}`)).body);

  it.each([
    ['a name', 'ac repair', 'ac-repair'],
    ['typos', 'ful hom claening', 'full-home-cleaning'],
    ['a symptom', 'ac is not cooling', 'ac-repair'],
    ['Hindi in Latin letters, spelt another way', 'ac thnda nhi kar rha', 'ac-repair'],
    [
      'a phrase in a longer message',
      'hello ji mujhe apne ghar ki safai karwani hai kal tak',
      'full-home-cleaning',
    ],
    ['a category', 'cleaning', 'full-home-cleaning'],
  ])('finds by %s, best first', async (_, q, best) => {
    expect((await find(`q=${encodeURIComponent(q)}`))[0]).toBe(best);
  });

  it('answers nothing to what is nothing of ours, or can no longer be booked', async () => {
    expect(await find('q=quantum+physics')).toEqual([]);
    expect(await find('q=cooler+rental')).toEqual([]);
  });

  it('filters by place, with the price there, by category and by price', async () => {
    expect((await get('/services/search?q=ac+repair&pincode=560034')).body.items[0].fromPaise).toBe(400_00);
    expect((await get('/services/search?q=ac+repair&pincode=570001')).body.items[0].fromPaise).toBe(300_00);
    expect((await get('/services/search?q=ac+repair')).body.items[0].fromPaise).toBe(300_00);
    expect(await find('q=full+home+cleaning&pincode=570001')).toEqual([]);
    expect(await find(`q=ac+repair&categoryId=${ids.category}`)).toEqual([]);
    expect(await find('q=ac+repair&pincode=560034&maxPaise=39999')).toEqual([]);
    expect(await find('q=ac+repair&pincode=560034&maxPaise=40000')).toEqual(['ac-repair']);
    expect(await find('q=ac+repair&pincode=560034&minPaise=40000')).toEqual(['ac-repair']);
    expect(await find('q=ac+repair&pincode=560034&minPaise=40001')).toEqual([]);
    expect(await find('q=ac+repair&pincode=560034&minPaise=2&maxPaise=1')).toEqual([]);
    expect((await get('/services/search?q=ac+repair&minPaise=-1')).body.code).toBe('VALIDATION_FAILED');
  });
});

describe('prices', () => {
  it('are rate cards; at a pincode only the one that applies', async () => {
    const everywhere = (await get(`/services/${ids.repair}/rates`)).body.items;
    expect(everywhere.map((rate: { tier: string }) => rate.tier)).toEqual(['metro', 'standard']);
    expect((await get(`/services/${ids.repair}/rates?pincode=570001`)).body.items).toEqual([
      { id: expect.any(String), tier: 'standard', pricePaise: 300_00, currency: 'INR', attributes: [] },
    ]);
    expect(await get(`/services/${ids.cleaning}/rates?pincode=570001`)).toMatchObject({
      status: 422,
      body: { code: 'PINCODE_NOT_SERVED' },
    });
  });

  it('come with attributes in their order', async () => {
    const { items } = (await get(`/services/${ids.cleaning}/attributes`)).body;
    expect(items.map((attribute: { code: string }) => attribute.code)).toEqual(['bhk_1', 'bhk_2', 'fridge']);
    expect(items[1]).toEqual({
      code: 'bhk_2',
      name: '2 BHK',
      group: 'home_size',
      isDefault: false,
      fromPaise: 800_00,
      toPaise: 800_00,
    });
  });

  it('are quoted line by line, for half an hour', async () => {
    const { status, body } = await quote(ids.cleaning, {
      pincode: '560034',
      startsAt: '2026-11-22T10:00:00+05:30',
      attributes: ['bhk_2'],
    });
    expect(status).toBe(200);
    expect(
      body.items.map((item: { code: string; amountPaise: number }) => [item.code, item.amountPaise]),
    ).toEqual([
      ['full-home-cleaning', 2_000_00],
      ['bhk_2', 800_00],
      ['sunday', 280_00],
      ['gst', 554_40],
    ]);
    expect(body).toMatchObject({
      totalPaise: 3_634_40,
      currency: 'INR',
      tier: 'metro',
      startsAt: '2026-11-22T04:30:00.000Z',
    });
    expect(new Date(body.validUntil).getTime()).toBe(running.clock.now().getTime() + 30 * 60_000);
  });

  it('are the price of the place and the quantity', async () => {
    expect((await quote(ids.repair, { pincode: '560034', quantity: 2 })).body.totalPaise).toBe(944_00);
    expect((await quote(ids.repair, { pincode: '570001', quantity: 2 })).body.totalPaise).toBe(708_00);
  });

  it('are not quoted where the service is not offered; the answer says where it is', async () => {
    expect(await quote(ids.cleaning, { pincode: '560001' })).toMatchObject({
      status: 422,
      body: {
        code: 'PINCODE_NOT_SERVED',
        pincode: '560001',
        nearest: [
          { code: '560034', area: 'Koramangala', city: 'Bengaluru' },
          { code: '560038', area: 'Indiranagar', city: 'Bengaluru' },
        ],
        cities: ['Bengaluru'],
      },
    });
    expect((await quote(ids.cleaning, { pincode: '999999' })).body).toMatchObject({
      code: 'PINCODE_NOT_SERVED',
      nearest: [],
    });
  });

  it.each([
    [{ pincode: '560034', attributes: ['bhk_7'] }, 'ATTRIBUTE_UNKNOWN'],
    [{ pincode: '560034', attributes: ['bhk_1', 'bhk_2'] }, 'ATTRIBUTES_EXCLUSIVE'],
    [{ pincode: '560034', quantity: 2 }, 'QUANTITY_NOT_ALLOWED'],
    [{ pincode: '5600' }, 'VALIDATION_FAILED'],
    [{ pincode: '560034', quantity: 1.5 }, 'VALIDATION_FAILED'],
    [{ pincode: '560034', startsAt: 'tomorrow' }, 'VALIDATION_FAILED'],
    [{ pincode: '560034', totalPaise: 1 }, 'VALIDATION_FAILED'],
  ])('refuses to quote %j: %s', async (input, code) => {
    const status = code === 'VALIDATION_FAILED' ? 400 : 422;
    expect(await quote(ids.cleaning, input)).toMatchObject({ status, body: { code } });
  });
});

describe('places', () => {
  it('are cities with their pincodes', async () => {
    const { items } = (await get('/places/cities')).body;
    expect(slugs({ items })).toEqual(['bengaluru', 'mysuru']);
    expect(items[1]).toEqual({
      slug: 'mysuru',
      name: 'Mysuru',
      state: 'Karnataka',
      aliases: ['Mysore'],
      pincodes: [{ code: '570001', area: 'Fort Mohalla' }],
    });
  });

  it('say what is offered there', async () => {
    const city = { slug: 'bengaluru', name: 'Bengaluru', state: 'Karnataka' };
    expect((await get('/places/pincodes/560034')).body).toEqual({
      code: '560034',
      area: 'Koramangala',
      city,
      served: true,
      services: 2,
    });
    expect((await get('/places/pincodes/560001')).body).toMatchObject({ served: false, services: 0 });
    expect(await get('/places/pincodes/999999')).toMatchObject({
      status: 404,
      body: { code: 'PINCODE_NOT_FOUND' },
    });
    expect((await get('/places/pincodes/56003x')).status).toBe(400);
  });

  it('are served by a service or not, known or not', async () => {
    const at = async (pincode: string) =>
      (await get(`/services/${ids.cleaning}/serviceability?pincode=${pincode}`)).body;
    expect(await at('560034')).toEqual({
      pincode: '560034',
      area: 'Koramangala',
      city: 'Bengaluru',
      serviceable: true,
    });
    expect(await at('570001')).toMatchObject({
      city: 'Mysuru',
      serviceable: false,
      reason: expect.stringContaining('Full home cleaning'),
    });
    expect(await at('999999')).toMatchObject({
      area: null,
      city: null,
      serviceable: false,
      reason: expect.any(String),
    });
  });
});

describe('the copy in memory', () => {
  const names = async () =>
    (await get('/services')).body.items.map((service: { name: string }) => service.name);

  it('is made anew at once when a write says so, for all that is read from it', async () => {
    expect(await names()).toContain('AC repair');
    const renamed = { name: 'Air conditioner repair' };
    await running.orm.em.fork().nativeUpdate(Service, { id: ids.repair }, renamed);
    await running.app.get(CatalogueCopy).changed();
    expect(await names()).toContain('Air conditioner repair');
    expect((await get('/services/search?q=air+conditioner+repair')).body.items[0]).toMatchObject(renamed);
    await running.orm.em.fork().nativeUpdate(Service, { id: ids.repair }, { name: 'AC repair' });
    await running.app.get(CatalogueCopy).changed();
    expect(await names()).toContain('AC repair');
  });

  it('stays as it is while nobody has written', async () => {
    const copy = running.app.get(CatalogueCopy);
    const before = await copy.read();
    await copy.changed();
    expect(await copy.read()).toBe(before);
  });
});

describe('the database', () => {
  const link = (em: EntityManager, rateCard: RateCard, service: string) =>
    em.create(RateCardPincode, { rateCard, service, pincode: '560034' });

  it('refuses a second price of a service at a pincode', async () => {
    const em = running.orm.em.fork();
    link(em, await em.findOneOrFail(RateCard, { service: ids.repair, tier: 'standard' }), ids.repair);
    await expect(em.flush()).rejects.toThrow(/rate_card_pincodes_service_unique/);
  });

  it('refuses to offer a rate card as that of another service', async () => {
    const em = running.orm.em.fork();
    link(em, await em.findOneOrFail(RateCard, { service: ids.repair, tier: 'standard' }), ids.retired);
    await expect(em.flush()).rejects.toThrow(/rate_card_pincodes_card_of_service_foreign/);
  });

  it('is not written to by who only reads where a rate card applies', async () => {
    const em = running.orm.em.fork();
    await em.find(RateCardPincode, {}, { populate: ['rateCard'] });
    em.getUnitOfWork().computeChangeSets();
    expect(em.getUnitOfWork().getChangeSets()).toEqual([]);
  });
});

describe('tools of the catalogue', () => {
  const agent: ToolCaller = { kind: 'agent', permissions: new Set(['catalogue.read']) };
  const call = (name: string, input: object, caller = agent) =>
    running.app.get(ToolRegistry).execute(caller, `catalogue.${name}`, input);

  it('tell everything that can be booked, in the words of customers', async () => {
    const outcome = (await call('list_services', {})) as { output: { items: { slug: string }[] } };
    expect(slugs(outcome.output)).toEqual(['ac-repair', 'full-home-cleaning']);
    expect(outcome.output.items[1]).toMatchObject({
      category: 'Cleaning',
      subcategory: 'Full home',
      unit: null,
      fromPaise: 2_000_00,
      phrases: ['deep cleaning 2bhk', 'ghar ki safai karwani hai'],
      attributes: [
        { code: 'bhk_1' },
        { code: 'bhk_2', name: '2 BHK', group: 'home_size', terms: ['2 bhk'] },
        { code: 'fridge', group: null },
      ],
    });
  });

  it('know cities, and pincodes with and without a service', async () => {
    expect(await call('list_cities', {})).toMatchObject({
      output: { items: [{ slug: 'bengaluru', aliases: ['blr'] }, { pincodes: ['570001'] }] },
    });
    const answer = { known: true, area: 'Fort Mohalla', city: 'mysuru', cityName: 'Mysuru' };
    expect(await call('check_pincode', { pincode: '570001' })).toEqual({
      ok: true,
      output: { ...answer, served: true },
    });
    expect(await call('check_pincode', { pincode: '570001', serviceId: ids.cleaning })).toEqual({
      ok: true,
      output: { ...answer, served: false },
    });
    expect(await call('check_pincode', { pincode: '999999' })).toMatchObject({
      output: { known: false, served: false, city: null },
    });
    expect(await call('check_pincode', { pincode: '0123' })).toMatchObject({ output: { known: false } });
  });

  it('tell the price at a place, or the range over all of them', async () => {
    expect(await call('price', { serviceId: ids.repair, pincode: '560034' })).toMatchObject({
      output: { totalPaise: 472_00, items: [{}, { code: 'gst' }] },
    });
    expect(await call('price', { serviceId: ids.repair })).toEqual({
      ok: true,
      output: { fromPaise: 354_00, toPaise: 472_00, currency: 'INR' },
    });
    expect(await call('price', { serviceId: ids.cleaning, pincode: '999999' })).toMatchObject({
      ok: false,
      refusal: { code: 'PINCODE_NOT_SERVED' },
    });
  });

  it('are refused without the permission', async () => {
    const stranger = { kind: 'agent', permissions: new Set<string>() };
    expect(await call('get_service', { serviceId: ids.repair })).toMatchObject({
      ok: true,
      output: { slug: 'ac-repair' },
    });
    expect(await call('get_service', { serviceId: ids.repair }, stranger)).toMatchObject({
      ok: false,
      refusal: { code: 'FORBIDDEN' },
    });
  });
});
