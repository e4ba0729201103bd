// The catalogue as staff change it: seen at once by everybody who browses, learned by the chat without a restart, each change on record.
import { AuditEntry } from '../../src/audit/audit-entry.entity.js';
import { RateCard, RateCardPincode } from '../../src/catalogue/rate-card.entity.js';
import { Service, type Subcategory } from '../../src/catalogue/service.entity.js';
import { startApp, type TestApp } from '../support/app.js';
import { givenIn, type Given } from '../support/given.js';

let test: TestApp;
let given: Given;
let manager: { headers: { authorization: string } };
beforeAll(async () => {
  test = await startApp();
  given = givenIn(test);
  manager = await given.staffSignedIn({ role: 'ops_manager' });
  await given.service({ name: 'Tap repair', phrases: ['my tap drips', 'tap leaking', 'nal theek karna'] });
});
afterAll(() => test.close());

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
async function call(method: Method, path: string, payload?: object, more: object = {}, by = manager) {
  const headers = { ...by.headers, ...more };
  const answer = await test.http({ method, url: `/api/v1${path}`, headers, payload });
  return {
    status: answer.statusCode,
    body: answer.body ? answer.json() : undefined,
    etag: answer.headers.etag as string,
    location: answer.headers.location,
  };
}
const ops = (method: Method, path: string, payload?: object, more?: object) =>
  call(method, `/ops/catalogue${path}`, payload, more);

let count = 0;
/** A new subcategory in a new category. */
async function newSubcategory(): Promise<string> {
  const number = ++count;
  const category = await ops('POST', '/categories', { slug: `pets-${number}`, name: `Pets ${number}` });
  expect(category.status).toBe(201);
  const slug = `dogs-${number}`;
  const made = await ops('POST', '/subcategories', {
    categoryId: category.body.id,
    slug,
    name: `Dogs ${number}`,
  });
  expect(made.status).toBe(201);
  return made.body.id;
}

const grooming = {
  name: 'Dog grooming',
  description: 'A bath, a cut and clean ears for your dog, at home.',
  durationMinutes: 90,
  unit: 'dog',
  phrases: ['groom my labrador', 'dog ko nehlana', 'puppy haircut at home'],
};

async function newService(fields: object = {}) {
  const subcategoryId = await newSubcategory();
  const made = await ops('POST', '/services', {
    ...grooming,
    slug: `grooming-${count}`,
    subcategoryId,
    ...fields,
  });
  expect(made.status).toBe(201);
  return made;
}

/** With a price at the pincode. */
async function offeredService(fields: object = {}, code = '560034') {
  await given.pincode(code);
  const { body: service } = await newService(fields);
  const card = await ops('POST', `/services/${service.id}/rate-cards`, { tier: 'metro', pricePaise: 799_00 });
  expect(card.status).toBe(201);
  const linked = await ops('POST', `/rate-cards/${card.body.id}/pincodes`, { add: [code] });
  expect(linked.body).toMatchObject({ pincodesCount: 1 });
  return { service, card: card.body };
}

const browsed = async () =>
  (await call('GET', '/services?limit=100')).body.items.map(({ id }: { id: string }) => id);

describe('a service', () => {
  it('is found and priced once it has a price somewhere, and not after it is retired', async () => {
    const { service } = await offeredService();
    expect(await browsed()).toContain(service.id);
    expect(
      (await call('GET', '/services/search?q=puppy haircut&pincode=560034')).body.items[0],
    ).toMatchObject({
      id: service.id,
      fromPaise: 799_00,
    });
    const retired = await ops('PATCH', `/services/${service.id}`, { active: false });
    expect(retired.body).toMatchObject({ active: false, version: 2, name: 'Dog grooming' });
    expect(await browsed()).not.toContain(service.id);
    expect((await call('GET', `/services/${service.id}`)).body.code).toBe('SERVICE_NOT_FOUND');
    expect((await ops('GET', `/services/${service.id}`)).body).toEqual(retired.body);
    expect((await ops('GET', '/services?active=false')).body.items).toEqual([retired.body]);
  });

  it('is changed by whoever has seen its latest version, with what it was on record', async () => {
    const { body, etag } = await newService();
    const path = `/services/${body.id}`;
    const changed = await ops('PATCH', path, { durationMinutes: 60 }, { 'if-match': etag });
    expect(changed.body).toMatchObject({ durationMinutes: 60, version: 2 });
    expect((await ops('PATCH', path, { durationMinutes: 30 }, { 'if-match': etag })).status).toBe(412);
    const { id: _, slug: _slug, version: _version, createdAt: _at, ...fields } = changed.body;
    const replaced = await ops('PUT', path, { ...fields, phrases: ['wash the dog', 'Wash the dog'] });
    expect(replaced.body.phrases).toHaveLength(1);
    const entries = await test.orm.em.fork().find(AuditEntry, { objectId: body.id }, { orderBy: { id: 1 } });
    expect(entries.map(({ action }) => action)).toEqual([
      'service.created',
      'service.changed',
      'service.changed',
    ]);
    expect(entries[1]).toMatchObject({
      before: { durationMinutes: 90, label: 'Dog grooming' },
      after: { durationMinutes: 60 },
    });
  });

  it('is deleted unless it was booked', async () => {
    const { service: unused } = await offeredService();
    expect((await ops('DELETE', `/services/${unused.id}`)).status).toBe(204);
    const em = test.orm.em.fork();
    expect(await em.count(RateCard, { service: unused.id })).toBe(0);
    const { service, card } = await offeredService();
    const booked = await em.findOneOrFail(Service, { id: service.id }, { populate: ['subcategory'] });
    const provider = await given.provider({ subcategory: booked.subcategory as Subcategory });
    await given.confirmedBooking({ service: booked, provider });
    for (const path of [`/services/${service.id}`, `/rate-cards/${card.id}`])
      expect((await ops('DELETE', path)).body).toMatchObject({ status: 409, code: 'CATALOGUE_IN_USE' });
    expect(await em.count(RateCardPincode, { rateCard: card.id })).toBe(1);
    expect(await em.count(AuditEntry, { objectId: service.id, action: 'service.deleted' })).toBe(0);
  });

  it.each([
    ['a slug that is none', { slug: 'Dog Grooming' }],
    ['a name with brackets', { name: '<b>Dog</b>' }],
    ['a visit of five minutes', { durationMinutes: 5 }],
    ['a visit of a day', { durationMinutes: 1440 }],
    ['a description without end', { description: 'x'.repeat(2001) }],
    ['phrases without end', { phrases: Array.from({ length: 61 }, (_, at) => `phrase ${at}`) }],
    ['a member that is none', { price: 1 }],
  ])('is refused with %s', async (_what, fault) => {
    const subcategoryId = await newSubcategory();
    const before = await test.orm.em.fork().count(Service);
    const answer = await ops('POST', '/services', { ...grooming, slug: 'never', subcategoryId, ...fault });
    expect([answer.status, answer.body.code]).toEqual([400, 'VALIDATION_FAILED']);
    expect(await test.orm.em.fork().count(Service)).toBe(before);
  });

  it('has a slug and a subcategory of its own', async () => {
    const { body } = await newService();
    const { subcategoryId, slug } = body;
    const again = await ops('POST', '/services', { ...grooming, slug, subcategoryId });
    expect(again.body).toMatchObject({ status: 409, code: 'CATALOGUE_SLUG_TAKEN', slug });
    const nowhere = await ops('POST', '/services', { ...grooming, slug: 'nowhere', subcategoryId: body.id });
    expect(nowhere.body.code).toBe('SUBCATEGORY_NOT_FOUND');
  });

  it('is made once however often the request is sent', async () => {
    const subcategoryId = await newSubcategory();
    const key = { 'idempotency-key': 'groom-once' };
    const wanted = { ...grooming, slug: 'groom-once', subcategoryId };
    const [one, two] = [
      await ops('POST', '/services', wanted, key),
      await ops('POST', '/services', wanted, key),
    ];
    expect([one.status, two.body.id]).toEqual([201, one.body.id]);
    expect(one.location).toBe(`/api/v1/ops/catalogue/services/${one.body.id}`);
  });
});

describe('the chat', () => {
  let by: { headers: { authorization: string } } | undefined;
  const heard = async (text: string) => {
    by ??= await given.signedIn();
    const { body } = await call('POST', '/nlp/entities', { text }, {}, by);
    const found = body.entities.filter(({ type }: { type: string }) => type === 'service');
    return found.map(({ value }: { value: string }) => value);
  };

  it('knows a new service without a restart, and forgets one that is retired', async () => {
    const slug = 'knife-sharpening';
    const said = 'please send somebody to sharpen my kitchen knives';
    expect(await heard(said)).not.toContain(slug);
    const { service } = await offeredService({
      slug,
      name: 'Knife sharpening',
      phrases: ['sharpen my kitchen knives', 'knife sharpening', 'chaku tez karna', 'blunt knives'],
    });
    await vi.waitFor(async () => expect(await heard(said)).toEqual([slug]), {
      timeout: 60_000,
      interval: 250,
    });
    await ops('PATCH', `/services/${service.id}`, { active: false });
    await vi.waitFor(async () => expect(await heard(said)).not.toContain(slug), {
      timeout: 60_000,
      interval: 250,
    });
  });
});

describe('a rate card', () => {
  const filter = { code: 'nails', name: 'Nails', pricePaise: 150_00, terms: ['cut the nails'] };

  it('has attributes, a version, and one for each kind of city', async () => {
    const { service, card } = await offeredService();
    const price = { pricePaise: 899_00, attributes: [filter] };
    const changed = await ops('PUT', `/rate-cards/${card.id}`, price, { 'if-match': '"1"' });
    expect(changed.body).toMatchObject({ pricePaise: 899_00, attributes: [filter], version: 2 });
    // Also where only an attribute changes.
    const dearer = { ...price, attributes: [{ ...filter, pricePaise: 200_00 }] };
    expect((await ops('PUT', `/rate-cards/${card.id}`, dearer)).body.version).toBe(3);
    expect((await ops('PUT', `/rate-cards/${card.id}`, price, { 'if-match': '"2"' })).status).toBe(412);
    expect((await call('GET', `/services/${service.id}/rates`)).body.items[0]).toMatchObject({
      pricePaise: 899_00,
      attributes: [{ code: 'nails', pricePaise: 200_00 }],
    });
    const second = await ops('POST', `/services/${service.id}/rate-cards`, { tier: 'metro', pricePaise: 1 });
    expect(second.body).toMatchObject({ status: 409, code: 'RATE_CARD_EXISTS' });
    const size = (code: string) => ({ code, name: code, group: 'size', pricePaise: 0 });
    for (const attributes of [
      [filter, filter],
      [size('small'), size('large')],
    ])
      expect((await ops('PUT', `/rate-cards/${card.id}`, { pricePaise: 1, attributes })).status).toBe(400);
  });

  it('applies at pincodes of its kind of city, changed in bulk, all or none', async () => {
    const { service, card } = await offeredService();
    const path = `/rate-cards/${card.id}/pincodes`;
    await given.pincode('560095');
    await given.pincode('570001', 'standard');
    const refused = [
      await ops('POST', path, { add: ['560095', '999999'] }),
      await ops('POST', path, { add: ['560095', '570001'] }),
    ];
    expect(refused.map(({ body }) => [body.status, body.code, body.pincodes])).toEqual([
      [422, 'PINCODES_UNKNOWN', ['999999']],
      [422, 'PINCODES_OF_ANOTHER_TIER', ['570001']],
    ]);
    const changed = await ops('POST', path, { add: ['560034', '560095', '560095'] });
    expect(changed.body.pincodesCount).toBe(2);
    expect((await ops('GET', path)).body.pincodes).toEqual(['560034', '560095']);
    const serviceable = async () =>
      (await call('GET', `/services/${service.id}/serviceability?pincode=560095`)).body.serviceable;
    expect(await serviceable()).toBe(true);
    expect((await ops('POST', path, { remove: ['560095', '560001'] })).body.pincodesCount).toBe(1);
    expect(await serviceable()).toBe(false);
    const many = Array.from({ length: 501 }, (_, at) => String(110_000 + at));
    for (const wrong of [{}, { add: many }, { add: ['560034'], remove: ['560034'] }, { add: ['12'] }])
      expect((await ops('POST', path, wrong)).status).toBe(400);
  });
});

describe('places', () => {
  it('are added once, and a pincode is of one city', async () => {
    const city = {
      slug: 'hubballi',
      name: 'Hubballi',
      state: 'Karnataka',
      tier: 'standard',
      aliases: ['Hubli'],
    };
    const made = await ops('POST', '/cities', city);
    expect(made.status).toBe(201);
    const path = `/cities/${made.body.id}/pincodes`;
    const pincodes = [{ code: '580020', area: 'Keshwapur' }];
    expect((await ops('POST', path, { pincodes })).body.pincodesCount).toBe(1);
    expect((await ops('POST', path, { pincodes })).body.pincodesCount).toBe(1);
    expect((await call('GET', '/places/pincodes/580020')).body).toMatchObject({
      area: 'Keshwapur',
      served: false,
    });
    await given.pincode('560034');
    const elsewhere = await ops('POST', path, { pincodes: [{ code: '560034', area: 'Here' }] });
    expect(elsewhere.body).toMatchObject({ status: 409, code: 'PINCODES_ELSEWHERE', pincodes: ['560034'] });
    const renamed = await ops(
      'PATCH',
      `/cities/${made.body.id}`,
      { aliases: [] },
      { 'if-match': made.etag ?? '"1"' },
    );
    expect(renamed.body).toMatchObject({ aliases: [], version: 2 });
  });
});

it('groups services, and deletes only what is empty', async () => {
  const { body: service } = await newService();
  const { items } = (await ops('GET', '/subcategories')).body;
  const { categoryId } = items.find(({ id }: { id: string }) => id === service.subcategoryId);
  for (const path of [`/categories/${categoryId}`, `/subcategories/${service.subcategoryId}`])
    expect((await ops('DELETE', path)).body).toMatchObject({ status: 409, code: 'CATALOGUE_IN_USE' });
  const renamed = await ops('PATCH', `/categories/${categoryId}`, { name: 'Animals' }, { 'if-match': '"1"' });
  expect(renamed.body).toMatchObject({ name: 'Animals', version: 2 });
  const shown = (await call('GET', '/services/categories')).body.items;
  expect(shown.find(({ id }: { id: string }) => id === categoryId).name).toBe('Animals');
  await ops('DELETE', `/services/${service.id}`);
  expect((await ops('DELETE', `/subcategories/${service.subcategoryId}`)).status).toBe(204);
  expect((await ops('DELETE', `/categories/${categoryId}`)).status).toBe(204);
});

it('is for staff who may change prices', async () => {
  const others = [await given.signedIn(), await given.staffSignedIn({ role: 'ops_lead' })];
  for (const by of others) {
    expect((await call('GET', '/ops/catalogue/services', undefined, {}, by)).status).toBe(403);
    expect((await call('POST', '/ops/catalogue/cities', {}, {}, by)).status).toBe(403);
  }
});
