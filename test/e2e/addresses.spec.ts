// A customer's addresses: theirs alone, and exactly one of them the default.
import { RequestContext } from '@mikro-orm/core';
import { ToolRegistry } from '#libs/tools';
import { onBehalfOf, type Actor } from '../../src/access/actor.js';
import { customerGrants } from '../../src/access/roles.js';
import { AddressesService } from '../../src/addresses/addresses.service.js';
import { City, Pincode } from '../../src/catalogue/place.entity.js';
import { startApp, type TestApp } from '../support/app.js';
import { givenIn } from '../support/given.js';

const home = { line: '12, 5th cross, Koramangala', pincode: '560034' };

let running: TestApp;

beforeAll(async () => {
  running = await startApp();
  const em = running.orm.em.fork();
  const city = em.create(City, { slug: 'bengaluru', name: 'Bengaluru', state: 'Karnataka', tier: 'metro' });
  em.create(Pincode, { code: '560034', area: 'Koramangala', city });
  em.create(Pincode, { code: '560038', area: 'Indiranagar', city });
  await em.flush();
});
afterAll(() => running.close());

interface Answer {
  status: number;
  body: any;
}

/** A new customer, and what they can call. */
async function customer() {
  const { customer, headers } = await givenIn(running).signedIn({
    email: `${crypto.randomUUID()}@example.com`,
  });
  const call = async (
    method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
    path = '',
    body?: object,
  ): Promise<Answer> => {
    const answer = await running.http({
      method,
      url: `/api/v1/users/me/addresses${path}`,
      headers,
      payload: body,
    });
    return { status: answer.statusCode, body: answer.body ? answer.json() : undefined };
  };
  const lines = async () =>
    (await call('GET')).body.items.map((item: { line: string; isDefault: boolean }) => [
      item.line,
      item.isDefault,
    ]);
  const actor: Actor = { kind: 'customer', id: customer.id, permissions: new Set(customerGrants) };
  return { call, lines, actor };
}

const asService = <T>(work: (addresses: AddressesService) => Promise<T>) =>
  RequestContext.create(running.orm.em, () => work(running.app.get(AddressesService)));

describe('addresses', () => {
  it('are added, read, replaced and deleted by their customer', async () => {
    const { call } = await customer();
    const created = await call('POST', '', { ...home, landmark: 'Opposite the park' });
    expect(created).toMatchObject({
      status: 201,
      body: { ...home, label: 'Home', landmark: 'Opposite the park', isDefault: true },
    });
    const path = `/${created.body.id}`;
    expect((await call('GET', path)).body).toEqual(created.body);

    const office = { label: 'Office', line: '7, 100 ft road', landmark: null, pincode: '560038' };
    expect(await call('PUT', path, office)).toMatchObject({
      status: 200,
      body: { ...office, id: created.body.id, isDefault: true },
    });
    expect((await call('GET', path)).body).toMatchObject(office);

    await call('PATCH', path, { landmark: 'Near the lake' });
    expect(await call('PATCH', path, { label: 'Work' })).toMatchObject({
      status: 200,
      body: { ...office, label: 'Work', landmark: 'Near the lake' },
    });
    expect((await call('PATCH', path, { landmark: null })).body).toMatchObject({ ...office, label: 'Work' });
    for (const wrong of [{}, { label: null }, { isDefault: true }])
      expect((await call('PATCH', path, wrong)).body.code).toBe('VALIDATION_FAILED');

    expect(await call('DELETE', path)).toEqual({ status: 204, body: undefined });
    expect(await call('GET', path)).toMatchObject({ status: 404, body: { code: 'ADDRESS_NOT_FOUND' } });
    expect((await call('GET')).body).toEqual({ items: [] });
  });

  it('are closed to the anonymous and to another customer, who cannot tell that they exist', async () => {
    const [owner, stranger] = [await customer(), await customer()];
    const { id } = (await owner.call('POST', '', home)).body;
    const attempts = [
      await stranger.call('GET', `/${id}`),
      await stranger.call('PUT', `/${id}`, { ...home, line: 'Somewhere else' }),
      await stranger.call('PATCH', `/${id}`, { line: 'Somewhere else' }),
      await stranger.call('DELETE', `/${id}`),
      await stranger.call('POST', `/${id}/default`),
    ];
    for (const attempt of attempts)
      expect(attempt).toMatchObject({ status: 404, body: { code: 'ADDRESS_NOT_FOUND' } });
    expect(await stranger.lines()).toEqual([]);
    expect(await owner.lines()).toEqual([[home.line, true]]);
    expect((await running.http({ url: '/api/v1/users/me/addresses' })).statusCode).toBe(401);
  });

  it('are not those of staff', async () => {
    const staff: Actor = { kind: 'staff', id: crypto.randomUUID(), permissions: new Set(['users.read']) };
    await expect(asService((addresses) => addresses.list(staff))).rejects.toMatchObject({
      code: 'FORBIDDEN',
    });
    await expect(asService((addresses) => addresses.remember(staff, home))).rejects.toMatchObject({
      code: 'FORBIDDEN',
    });
  });

  it('must be at a pincode that we know', async () => {
    const { call, lines } = await customer();
    const unknown = { status: 422, body: { code: 'PINCODE_UNKNOWN', pincode: '999999' } };
    expect(await call('POST', '', { ...home, pincode: '999999' })).toMatchObject(unknown);
    const { id } = (await call('POST', '', home)).body;
    expect(await call('PUT', `/${id}`, { ...home, pincode: '999999' })).toMatchObject(unknown);
    expect(await lines()).toEqual([[home.line, true]]);
  });

  it.each(['560 034', '560034\u200e ', '५६००३४'])(
    'keep the pincode %j as its six digits',
    async (pincode) => {
      const { call } = await customer();
      expect(await call('POST', '', { ...home, pincode })).toMatchObject({
        status: 201,
        body: { pincode: '560034' },
      });
    },
  );

  it.each([
    ['a line that shows nothing', { ...home, line: '\u200b\u2060\u200b\u2060\u200b' }],
    ['a blank line', { ...home, line: '   ' }],
    ['markup', { ...home, line: '<b>12</b>, 5th cross' }],
    ['a line that is too long', { ...home, line: 'x'.repeat(301) }],
    ['a short pincode', { ...home, pincode: '56003' }],
    ['another customer', { ...home, customer: crypto.randomUUID() }],
    ['no line', { pincode: '560034' }],
  ])('are refused with %s', async (_, input) => {
    const { call, lines } = await customer();
    expect(await call('POST', '', input)).toMatchObject({ status: 400, body: { code: 'VALIDATION_FAILED' } });
    expect(await lines()).toEqual([]);
  });

  it('are at most fifty', async () => {
    const { call, actor, lines } = await customer();
    for (let number = 1; number <= 50; number++) {
      await asService((addresses) => addresses.remember(actor, { ...home, line: `House ${number}` }));
    }
    expect(await call('POST', '', home)).toMatchObject({
      status: 409,
      body: { code: 'TOO_MANY_ADDRESSES', atMost: 50 },
    });
    // A visit to one more address is no reason to refuse: it is just not kept.
    await asService((addresses) => addresses.remember(actor, { ...home, line: 'House 51' }));
    expect(await lines()).toHaveLength(50);
  });

  it('are refused under an id that is none', async () => {
    const { call } = await customer();
    expect((await call('GET', '/7')).status).toBe(400);
  });
});

describe('the default address', () => {
  const add = (line: string, isDefault = false) => ({ ...home, line, isDefault });

  it('is the first one, until another is chosen', async () => {
    const { call, lines } = await customer();
    await call('POST', '', add('First house'));
    const { id } = (await call('POST', '', add('Second house'))).body;
    expect(await lines()).toEqual([
      ['First house', true],
      ['Second house', false],
    ]);
    expect(await call('POST', `/${id}/default`)).toMatchObject({
      status: 200,
      body: { id, isDefault: true },
    });
    expect(await lines()).toEqual([
      ['Second house', true],
      ['First house', false],
    ]);
    await call('POST', '', add('Third house', true));
    expect((await lines())[0]).toEqual(['Third house', true]);
    expect((await lines()).filter(([, isDefault]: [string, boolean]) => isDefault)).toHaveLength(1);
  });

  it('passes to the newest of the others when it is deleted', async () => {
    const { call, lines } = await customer();
    const { id } = (await call('POST', '', add('First house'))).body;
    await call('POST', '', add('Second house'));
    await call('POST', '', add('Third house'));
    await call('DELETE', `/${id}`);
    expect(await lines()).toEqual([
      ['Third house', true],
      ['Second house', false],
    ]);
  });

  it('is exactly one, whatever happens at once', async () => {
    const { call, lines } = await customer();
    const created = await Promise.all(
      Array.from({ length: 8 }, (_, index) => call('POST', '', add(`House ${index}`, index % 2 === 0))),
    );
    expect(created.map((answer) => answer.status)).toEqual(Array(8).fill(201));
    const defaults = async () => (await lines()).filter(([, isDefault]: [string, boolean]) => isDefault);
    expect(await defaults()).toHaveLength(1);
    const ids = created.map((answer) => answer.body.id);
    await Promise.all([
      ...ids.slice(0, 4).map((id) => call('POST', `/${id}/default`)),
      ...ids.slice(4).map((id) => call('DELETE', `/${id}`)),
    ]);
    expect(await lines()).toHaveLength(4);
    expect(await defaults()).toHaveLength(1);
  });
});

describe('an address given while booking', () => {
  it('is kept once, however it is spaced or capitalised', async () => {
    const { actor, lines } = await customer();
    await asService((addresses) => addresses.remember(actor, home));
    const again = { ...home, line: '12,  5TH cross, koramangala' };
    await Promise.all([1, 2, 3].map(() => asService((addresses) => addresses.remember(actor, again))));
    expect(await lines()).toHaveLength(1);
    await asService((addresses) => addresses.remember(actor, { ...home, pincode: '560038' }));
    expect(await lines()).toHaveLength(2);
  });

  it('must be at a pincode that we know', async () => {
    const { actor } = await customer();
    const elsewhere = { ...home, pincode: '999999' };
    await expect(asService((addresses) => addresses.remember(actor, elsewhere))).rejects.toMatchObject({
      code: 'PINCODE_UNKNOWN',
    });
  });
});

it('an agent sees the addresses of the customer it acts for, and no others', async () => {
  const [mine, other] = [await customer(), await customer()];
  await mine.call('POST', '', home);
  await other.call('POST', '', { ...home, line: 'Not yours' });
  const outcome = await running.app
    .get(ToolRegistry)
    .execute(onBehalfOf(mine.actor, 'booking'), 'addresses.list', {});
  expect(outcome).toMatchObject({ ok: true, output: { items: [{ line: home.line }] } });
});
