// Who can do it, where and when they work.
import type { EntityManager } from '@mikro-orm/core';
import { RequestContext } from '@mikro-orm/core';
import type { Actor } from '../../src/access/actor.js';
import { City, Pincode } from '../../src/catalogue/place.entity.js';
import { Category, Service, Subcategory } from '../../src/catalogue/service.entity.js';
import {
  Provider,
  ProviderPincode,
  ProviderSkill,
  type ProviderStatus,
} from '../../src/providers/provider.entity.js';
import { ProvidersService } from '../../src/providers/providers.service.js';
import { Shift, ShiftException } from '../../src/providers/shift.entity.js';
import { startApp, type TestApp } from '../support/app.js';

let running: TestApp;
let crew: Crew;

interface Crew {
  service: Service;
  asha: Provider;
  bala: Provider;
  gone: Provider;
}

beforeAll(async () => {
  running = await startApp();
  crew = await hire(running.orm.em.fork());
});
afterAll(() => running.close());

/**
 * At 560034, with the skill: Asha (4.8) and Bala (4.2). Without the one or the other: Chitra (no skill), Dev (elsewhere), and
 * Gopal, who has left. Monday is 2026-11-23.
 */
async function hire(em: EntityManager): Promise<Crew> {
  const city = em.create(City, { slug: 'bengaluru', name: 'Bengaluru', state: 'Karnataka', tier: 'metro' });
  const here = em.create(Pincode, { code: '560034', area: 'Koramangala', city });
  const there = em.create(Pincode, { code: '560038', area: 'Indiranagar', city });
  const category = em.create(Category, { slug: 'appliances', name: 'Appliances', position: 0 });
  const ac = em.create(Subcategory, { category, slug: 'ac', name: 'AC', position: 0 });
  const fridge = em.create(Subcategory, { category, slug: 'fridge', name: 'Fridge', position: 1 });
  const service = em.create(Service, {
    subcategory: ac,
    slug: 'ac-repair',
    name: 'AC repair',
    description: 'Finds the fault.',
    durationMinutes: 60,
  });
  const provider = (
    name: string,
    rating: number,
    pincode: Pincode,
    skill: Subcategory,
    status: ProviderStatus = 'active',
  ) => {
    const rated = { ratingAverage: rating, ratingCount: 9 };
    const one = em.create(Provider, {
      name,
      phone: '+919812345678',
      city: city.id,
      status,
      ...rated,
    });
    em.create(ProviderSkill, { provider: one, subcategory: skill.id });
    em.create(ProviderPincode, { provider: one, pincode: pincode.code, ...rated });
    em.create(Shift, { provider: one, weekday: 1, fromMinute: 540, toMinute: 1080, validFrom: '2026-01-01' });
    return one;
  };
  const asha = provider('Asha', 4.8, here, ac);
  const bala = provider('Bala', 4.2, here, ac);
  provider('Chitra', 5, here, fridge);
  provider('Dev', 5, there, ac);
  const gone = provider('Gopal', 5, here, ac, 'left');

  em.create(Shift, { provider: asha, weekday: 2, fromMinute: 540, toMinute: 780, validFrom: '2026-12-01' });
  em.create(ShiftException, {
    provider: asha,
    day: '2026-11-23',
    kind: 'off',
    fromMinute: 720,
    toMinute: 780,
  });
  em.create(ShiftException, { provider: bala, day: '2026-11-23', kind: 'off' });
  em.create(ShiftException, {
    provider: bala,
    day: '2026-11-25',
    kind: 'extra',
    fromMinute: 600,
    toMinute: 660,
  });
  await em.flush();
  return { service, asha, bala, gone };
}

async function get(path: string) {
  const answer = await running.http({ url: `/api/v1${path}` });
  return { status: answer.statusCode, body: answer.json() };
}

const names = (body: { items: { name: string }[] }) => body.items.map((item) => item.name);

describe('providers', () => {
  it('are listed by name, page by page, without those who left', async () => {
    const first = (await get('/providers?limit=3')).body;
    expect(names(first)).toEqual(['Asha', 'Bala', 'Chitra']);
    const second = (await get(`/providers?limit=3&cursor=${first.nextCursor}`)).body;
    expect(names(second)).toEqual(['Dev']);
    expect(second.nextCursor).toBeNull();
  });

  it('are shown with skills and pincodes, never with a phone number', async () => {
    expect((await get(`/providers/${crew.asha.id}`)).body).toEqual({
      id: crew.asha.id,
      name: 'Asha',
      about: '',
      city: { slug: 'bengaluru', name: 'Bengaluru' },
      ratingAverage: 4.8,
      ratingCount: 9,
      skills: [{ id: crew.service.subcategory.id, slug: 'ac', name: 'AC' }],
      pincodes: ['560034'],
      statistics: null,
    });
    const bodies = await Promise.all(
      ['/providers', search('560034')].map((path) => running.http({ url: `/api/v1${path}` })),
    );
    for (const { body } of bodies) expect(body).not.toContain('9812345678');
  });

  it('who left are not found', async () => {
    expect(await get(`/providers/${crew.gone.id}`)).toMatchObject({
      status: 404,
      body: { code: 'PROVIDER_NOT_FOUND' },
    });
    expect((await get('/providers/7')).status).toBe(400);
  });

  const search = (pincode: string, more = '') =>
    `/providers/search?serviceId=${crew.service.id}&pincode=${pincode}${more}`;

  it('are found by service and place, best rated first', async () => {
    expect(names((await get(search('560034'))).body)).toEqual(['Asha', 'Bala']);
    expect(names((await get(search('560038'))).body)).toEqual(['Dev']);
    expect(names((await get(search('110001'))).body)).toEqual([]);
    expect(names((await get(search('560034', '&minRating=4.5'))).body)).toEqual(['Asha']);
    expect(names((await get(search('560034', '&limit=1'))).body)).toEqual(['Asha']);
  });

  it('are found by the rating that they have now', async () => {
    const em = running.orm.em.fork();
    const [asha, bala] = await em.find(
      Provider,
      { name: ['Asha', 'Bala'] },
      { populate: ['pincodes'], orderBy: { name: 'asc' } },
    );
    em.getUnitOfWork().computeChangeSets();
    expect(em.getUnitOfWork().getChangeSets()).toEqual([]);
    bala!.ratingAverage = 4.9;
    await em.flush();
    expect(names((await get(search('560034'))).body)).toEqual(['Bala', 'Asha']);
    bala!.ratingAverage = 4.2;
    await em.flush();
    expect(names((await get(search('560034'))).body)).toEqual([asha!.name, bala!.name]);
  });

  it.each(['&minRating=6', '&limit=0', '&phone=1'])('cannot be searched with %s', async (more) => {
    expect((await get(search('560034', more))).status).toBe(400);
  });
});

describe('working windows', () => {
  const ist = (local: string) => new Date(`${local}:00+05:30`);
  const customer: Actor = { kind: 'customer', id: 'someone', permissions: new Set() };

  function windows(from: string, to: string, pincode = '560034') {
    const wanted = { subcategoryId: crew.service.subcategory.id, pincode, from: ist(from), to: ist(to) };
    return RequestContext.create(running.orm.em, () =>
      running.app.get(ProvidersService).workingWindows(customer, wanted),
    );
  }

  it('are the plans of those who can, less what is off, plus what is extra', async () => {
    const found = await windows('2026-11-23T00:00', '2026-11-30T00:00');
    const of = (provider: Provider) =>
      found.filter((window) => window.providerId === provider.id).map(({ from, to }) => [from, to]);
    expect(of(crew.asha)).toEqual([
      [ist('2026-11-23T09:00'), ist('2026-11-23T12:00')],
      [ist('2026-11-23T13:00'), ist('2026-11-23T18:00')],
      // The 30th is a Monday again, but the period ends at its midnight.
    ]);
    expect(of(crew.bala)).toEqual([[ist('2026-11-25T10:00'), ist('2026-11-25T11:00')]]);
    expect(new Set(found.map((window) => window.name))).toEqual(new Set(['Asha', 'Bala']));
    expect(found[0]).toMatchObject({ ratingAverage: expect.any(Number) });
  });

  it('begin with the day a shift begins to hold', async () => {
    expect(await windows('2026-11-24T00:00', '2026-11-25T00:00')).toEqual([]);
    expect(await windows('2026-12-01T00:00', '2026-12-02T00:00')).toMatchObject([
      { name: 'Asha', from: ist('2026-12-01T09:00'), to: ist('2026-12-01T13:00') },
    ]);
  });

  it('are none where nobody goes', async () => {
    expect(await windows('2026-11-23T00:00', '2026-11-30T00:00', '110001')).toEqual([]);
  });
});
