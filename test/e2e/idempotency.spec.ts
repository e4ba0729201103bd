// A creation that is sent again under its Idempotency-Key happens once, and is answered alike.
import { Body, Controller, Module, Post } from '@nestjs/common';
import { EntityManager } from '@mikro-orm/core';
import { z } from 'zod';
import { IdempotencyKey, Idempotent, ReturnsView } from '#libs/http';
import { afterCommit } from '#libs/orm';
import { PersonalData } from '#libs/personal-data';
import { Requires } from '../../src/access/access.decorators.js';
import { ApiKey } from '../../src/api-keys/api-key.entity.js';
import { Address } from '../../src/addresses/address.entity.js';
import { Booking } from '../../src/bookings/booking.entity.js';
import { City } from '../../src/catalogue/place.entity.js';
import type { Provider } from '../../src/providers/provider.entity.js';
import type { Service, Subcategory } from '../../src/catalogue/service.entity.js';
import { startApp, type TestApp } from '../support/app.js';
import { givenIn, password, type Given, type SignedIn } from '../support/given.js';
import { runJob } from '../support/job-run.js';

const cityInput = z.strictObject({
  slug: z.string().max(40),
  end: z.enum(['succeed', 'fail', 'misfit', 'wait']),
});

/** Creates, and does afterwards what the test says. */
@Controller('probe/cities')
@Requires('self')
class CitiesController {
  static announced: string[] = [];
  static release: () => void = () => {};
  static begun: () => void = () => {};

  constructor(private readonly em: EntityManager) {}

  @Post()
  @Idempotent()
  @ReturnsView(z.object({ slug: z.string() }), { status: 201 })
  async create(@Body({ schema: cityInput }) { slug, end }: z.output<typeof cityInput>) {
    await this.em.transactional(async (em) => {
      em.create(City, { slug, name: slug, state: 'Karnataka', tier: 'metro' });
    });
    await afterCommit(() => CitiesController.announced.push(slug));
    if (end === 'fail') throw new Error('broken');
    if (end === 'wait') {
      await new Promise<void>((resolve) => {
        CitiesController.release = resolve;
        CitiesController.begun();
      });
    }
    return end === 'misfit' ? {} : { slug };
  }
}

@Module({ controllers: [CitiesController] })
class CitiesModule {}

let test: TestApp;
let given: Given;
let asha: SignedIn;
let bala: SignedIn;
let service: Service;
let provider: Provider;
beforeAll(async () => {
  test = await startApp({ modules: [CitiesModule] });
  given = givenIn(test);
  [asha, bala] = [await given.signedIn(), await given.signedIn()];
  service = await given.service();
  provider = await given.provider({ subcategory: service.subcategory as Subcategory });
});
afterAll(() => test.close());
afterEach(async () => {
  const em = test.orm.em.fork();
  await em.nativeUpdate(Booking, {}, { status: 'cancelled', cancellationFeePaise: 0 });
  await em.nativeDelete(IdempotencyKey, {});
  await em.nativeDelete(Address, {});
});

const post = (url: string, who: SignedIn, key: string | undefined, payload: object) =>
  test.http({
    method: 'POST',
    url: `/api/v1/${url}`,
    headers: { ...who.headers, ...(key !== undefined && { 'idempotency-key': key }) },
    payload,
  });
const order = (change: object = {}) => ({
  serviceId: service.id,
  providerId: provider.id,
  startsAt: '2026-11-21T10:00:00+05:30',
  address: { line: '12, 5th Cross, Koramangala', pincode: '560034' },
  ...change,
});
const book = (who: SignedIn, key?: string, change: object = {}) => post('bookings', who, key, order(change));
const home = { line: '12, 5th Cross, Koramangala', pincode: '560034' };
const add = (who: SignedIn, key?: string, change: object = {}) =>
  post('users/me/addresses', who, key, { ...home, ...change });
const city = (slug: string, end: string, key: string) => post('probe/cities', asha, key, { slug, end });
const count = (entity: typeof Booking | typeof Address | typeof IdempotencyKey) =>
  test.orm.em
    .fork()
    .count(entity as typeof IdempotencyKey, entity === Booking ? ({ status: 'confirmed' } as never) : {});
const citiesCalled = (slug: string) => test.orm.em.fork().count(City, { slug });

describe('under one key', () => {
  it('the first answer is given again, byte for byte', async () => {
    const first = await book(asha, 'one');
    expect(first.statusCode).toBe(201);
    expect(first.headers).not.toHaveProperty('idempotent-replayed');
    // What has become of the booking since then is not the answer to its creation.
    const cancelling = { method: 'POST', url: `/api/v1/bookings/${first.json().id}/cancel` } as const;
    await test.http({ ...cancelling, headers: asha.headers });
    const again = await book(asha, 'one');
    expect([again.statusCode, again.body]).toEqual([201, first.body]);
    expect(again.headers).toMatchObject({
      'idempotent-replayed': 'true',
      'content-type': first.headers['content-type'],
      etag: first.headers.etag,
    });
    expect(first.headers['content-type']).toBe('application/json; charset=utf-8');
    expect(await test.orm.em.fork().count(Booking, { customer: asha.customer.id })).toBe(1);
  });

  it('fifty at once have one effect, and one answer or the hint to wait', async () => {
    const answers = await Promise.all(Array.from({ length: 50 }, () => book(asha, 'fifty')));
    const done = answers.filter(({ statusCode }) => statusCode === 201);
    expect(done.length).toBeGreaterThan(0);
    expect(new Set(done.map(({ body }) => body)).size).toBe(1);
    expect(done.filter(({ headers }) => headers['idempotent-replayed'] === undefined)).toHaveLength(1);
    for (const refused of answers.filter(({ statusCode }) => statusCode !== 201)) {
      expect(refused.json()).toMatchObject({ status: 409, code: 'IDEMPOTENCY_IN_FLIGHT' });
      expect(refused.headers['retry-after']).toBe('1');
    }
    expect(await count(Booking)).toBe(1);
    expect((await book(asha, 'fifty')).body).toBe(done[0]!.body);
  });

  it('another body is refused; the same one with its fields in another order is not', async () => {
    const first = await add(asha, 'body', { label: 'Home' });
    const reordered = { pincode: home.pincode, label: 'Home', line: home.line };
    expect((await post('users/me/addresses', asha, 'body', reordered)).body).toBe(first.body);
    const other = await add(asha, 'body', { label: 'Office' });
    expect(other.json()).toMatchObject({ status: 422, code: 'IDEMPOTENCY_KEY_REUSED' });
    expect(other.body).not.toContain(first.json().id);
    expect(await count(Address)).toBe(1);
  });

  it('what was refused has left nothing, and may be sent again', async () => {
    const rival = await book(bala);
    const refused = await book(asha, 'slot');
    // The slot was lost inside the transaction; the alternatives were still found in it.
    expect(refused.json()).toMatchObject({ status: 409, code: 'SLOT_TAKEN' });
    expect(refused.json().alternatives).toHaveLength(6);
    expect(await count(IdempotencyKey)).toBe(0);
    const cancelling = { method: 'POST', url: `/api/v1/bookings/${rival.json().id}/cancel` } as const;
    await test.http({ ...cancelling, headers: bala.headers });
    const booked = await book(asha, 'slot');
    expect(booked.statusCode).toBe(201);
    expect(booked.headers).not.toHaveProperty('idempotent-replayed');
  });

  it('what is not valid is refused as it is without a key, and may be corrected', async () => {
    expect((await add(asha, 'typo', { pincode: 'x' })).json()).toMatchObject({ code: 'VALIDATION_FAILED' });
    expect((await add(asha, 'typo', { pincode: '999999' })).json()).toMatchObject({
      code: 'PINCODE_UNKNOWN',
    });
    expect((await add(asha, 'typo')).statusCode).toBe(201);
  });

  it.each(['fail', 'misfit'])('a handler that fails after it has written has no effect (%s)', async (how) => {
    CitiesController.announced = [];
    expect((await city('mysuru', how, how)).statusCode).toBe(500);
    expect(await citiesCalled('mysuru')).toBe(0);
    expect(CitiesController.announced).toEqual([]);
    expect(await count(IdempotencyKey)).toBe(0);
  });

  it('what follows the commit happens once, after it', async () => {
    CitiesController.announced = [];
    for (let call = 0; call < 2; call++)
      expect((await city('hubli', 'succeed', 'hubli')).statusCode).toBe(201);
    expect(CitiesController.announced).toEqual(['hubli']);
    expect(await citiesCalled('hubli')).toBe(1);
  });
});

describe('a key', () => {
  it('is its caller’s and its route’s', async () => {
    const [mine, theirs] = [await add(asha, 'same'), await add(bala, 'same')];
    expect([mine.statusCode, theirs.statusCode]).toEqual([201, 201]);
    expect(theirs.json().id).not.toBe(mine.json().id);
    expect((await book(asha, 'same')).statusCode).toBe(201);
  });

  it.each([
    ['nothing', ''],
    ['a blank', 'a b'],
    ['too many characters', 'x'.repeat(256)],
    ['letters of other alphabets', 'schlüssel'],
  ])('of %s is refused', async (_what, key) => {
    expect((await add(asha, key)).json()).toMatchObject({ status: 400, code: 'IDEMPOTENCY_KEY_INVALID' });
    expect(await count(Address)).toBe(0);
  });

  it('may have 255 characters', async () => {
    expect((await add(asha, '~'.repeat(255))).statusCode).toBe(201);
  });

  it('is not needed: without one every request creates', async () => {
    await add(asha);
    await add(asha, undefined, { label: 'Office' });
    expect(await count(Address)).toBe(2);
    expect(await count(IdempotencyKey)).toBe(0);
  });

  it('is forgotten after a day, and cleaned up', async () => {
    const now = test.clock.now();
    const first = await add(asha, 'day');
    test.clock.advance(86_400_000 - 1);
    await runJob(test, 'jobs.clean_up');
    expect((await add(asha, 'day')).body).toBe(first.body);
    test.clock.advance(1);
    const second = await add(asha, 'day');
    expect(second.json().id).not.toBe(first.json().id);
    test.clock.advance(86_400_000);
    await runJob(test, 'jobs.clean_up');
    expect(await count(IdempotencyKey)).toBe(0);
    test.clock.set(now);
  });

  it('is forgotten with the person who used it, and nobody else’s', async () => {
    const leaving = await given.signedIn();
    await add(leaving, 'erase');
    await add(bala, 'erase');
    const data = test.app.get(PersonalData);
    const em = test.orm.em.fork();
    expect(await data.export(em, leaving.customer.id)).toMatchObject({
      repeatableAnswers: [{ route: 'POST /api/v1/users/me/addresses', key: 'erase' }],
    });
    await data.erase(em, leaving.customer.id);
    const left = await test.orm.em.fork().find(IdempotencyKey, {});
    expect(left.map(({ callerId }) => callerId)).toEqual([bala.customer.id]);
  });

  it('with a body nested too deeply is refused, not failed', async () => {
    const deep = `${'['.repeat(50_000)}${']'.repeat(50_000)}`;
    const answer = await test.http({
      method: 'POST',
      url: '/api/v1/users/me/addresses',
      headers: { ...asha.headers, 'content-type': 'application/json', 'idempotency-key': 'deep' },
      payload: `{"line":${deep}}`,
    });
    expect(answer.json()).toMatchObject({ status: 400, code: 'BODY_TOO_COMPLEX' });
  });

  it('is in the API document, with what it can be refused for', async () => {
    const document = (await test.http({ url: '/docs-json' })).json();
    const { parameters, responses } = document.paths['/api/v1/bookings'].post;
    expect(parameters).toContainEqual(expect.objectContaining({ name: 'Idempotency-Key', in: 'header' }));
    expect(responses).toHaveProperty('422');
    expect(JSON.stringify(responses[409])).toContain('IDEMPOTENCY_IN_FLIGHT');
  });
});

describe('a secret that is shown once', () => {
  const create = (who: { headers: { authorization: string } }, key: string, change: object = {}) =>
    post('api-keys', who as SignedIn, key, { name: 'Books', scopes: ['bookings.read'], password, ...change });

  it('is shown again to the same request, and cannot be read in the database', async () => {
    const first = await create(asha, 'secret');
    expect(first.statusCode).toBe(201);
    const again = await create(asha, 'secret');
    expect([again.statusCode, again.body]).toEqual([201, first.body]);
    expect(await test.orm.em.fork().count(ApiKey, { ownerId: asha.customer.id })).toBe(1);
    const [kept] = await test.orm.em.fork().find(IdempotencyKey, {});
    const { key, prefix } = first.json();
    for (const secret of [key, prefix, password]) expect(JSON.stringify(kept)).not.toContain(secret);
  });

  it('takes the password each time, and counts each wrong guess', async () => {
    await create(asha, 'guess');
    const other = await given.signedIn();
    await create(other, 'guess');
    for (let guess = 0; guess < 5; guess++)
      expect((await create(other, 'guess', { password: 'wrong' })).json().code).toBe('PASSWORD_WRONG');
    expect((await create(other, 'guess')).json().code).toBe('TOO_MANY_GUESSES');
    expect((await create(asha, 'guess', { name: 'Other' })).json().code).toBe('IDEMPOTENCY_KEY_REUSED');
  });

  it('that was sealed under another key is not answered, nor made again', async () => {
    const first = await create(asha, 'lost');
    await test.orm.em.fork().nativeUpdate(IdempotencyKey, { key: 'lost' }, { body: 'AAAA' });
    expect((await create(asha, 'lost')).json()).toMatchObject({
      status: 409,
      code: 'IDEMPOTENCY_ANSWER_LOST',
    });
    const names = { ownerId: asha.customer.id, id: { $gte: first.json().id } };
    expect(await test.orm.em.fork().count(ApiKey, names)).toBe(1);
  });

  it('is one of each who creates under the same key', async () => {
    const admin = await given.staffSignedIn({ role: 'admin' });
    const hook = { url: 'https://example.com/hook', events: ['*'] };
    const made = [
      await post('webhooks', admin as never, 'same', hook),
      await create(asha, 'same'),
      await create(bala, 'same'),
    ];
    expect(made.map(({ statusCode }) => statusCode)).toEqual([201, 201, 201]);
    expect((await post('webhooks', admin as never, 'same', hook)).body).toBe(made[0]!.body);
    expect((await create(bala, 'same')).body).toBe(made[2]!.body);
    expect(made[1]!.json().key).not.toBe(made[2]!.json().key);
  });
});

it('acts on a flag that was created under a key, once', async () => {
  const admin = await given.staffSignedIn({ role: 'admin' });
  const flag = { key: 'once', description: 'For a test.', enabled: true };
  const made = [
    await post('ops/flags', admin as never, 'flag', flag),
    await post('ops/flags', admin as never, 'flag', flag),
  ];
  expect(made.map(({ statusCode }) => statusCode)).toEqual([201, 201]);
  const own = (await test.http({ url: '/api/v1/flags', headers: asha.headers })).json();
  expect(own.items).toContainEqual({ key: 'once', isOn: true });
});

// The embedded database has one connection: there the second waits for the first.
if (process.env.DATABASE_URL) {
  it('whoever asks while the first is at it is told to ask again, and nobody else waits', async () => {
    const begun = new Promise<void>((resolve) => (CitiesController.begun = resolve));
    const first = city('belagavi', 'wait', 'wait');
    await begun;
    const second = await city('belagavi', 'wait', 'wait');
    expect(second.json()).toMatchObject({ status: 409, code: 'IDEMPOTENCY_IN_FLIGHT', retryAfterSeconds: 1 });
    expect((await add(asha, 'wait')).statusCode).toBe(201);
    CitiesController.release();
    expect((await first).statusCode).toBe(201);
    expect((await city('belagavi', 'wait', 'wait')).headers['idempotent-replayed']).toBe('true');
  });
}
