// Prices as data: rules that staff publish, quotes that are honoured, coupons that are used as often as they may be.
import type { InjectOptions } from 'fastify';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { ToolRegistry } from '#libs/tools';
import { onBehalfOf } from '../../src/access/actor.js';
import { customerGrants } from '../../src/access/roles.js';
import { AuditEntry } from '../../src/audit/audit-entry.entity.js';
import { Booking } from '../../src/bookings/booking.entity.js';
import type { Service, Subcategory } from '../../src/catalogue/service.entity.js';
import { CouponCounter, CouponRedemption } from '../../src/pricing/coupons/coupon.entity.js';
import { QuotesService } from '../../src/pricing/quotes/quotes.service.js';
import { PriceRule, PriceRuleVersion } from '../../src/pricing/rules/price-rule.entity.js';
import { Quote } from '../../src/pricing/quotes/quote.entity.js';
import type { Provider } from '../../src/providers/provider.entity.js';
import { standardNow, startApp, type TestApp } from '../support/app.js';
import { besides } from '../support/database.js';
import { givenIn, type Given, type SignedIn } from '../support/given.js';

type Headers = { authorization: string };

let test: TestApp;
/** Another process over the same database, where it can be shared. */
let other: TestApp;
let given: Given;
let asha: SignedIn;
let bala: SignedIn;
let manager: Headers;
let service: Service;
let ramesh: Provider;
let suresh: Provider;

beforeAll(async () => {
  test = await startApp();
  given = givenIn(test);
  [asha, bala] = [await given.signedIn(), await given.signedIn()];
  manager = (await given.staffSignedIn({ role: 'ops_manager' })).headers;
  service = await given.service({
    slug: 'ac-repair',
    pricePaise: 500_00,
    unit: 'AC',
    attributes: [{ code: 'gas', pricePaise: 100_00 }],
  });
  const subcategory = service.subcategory as Subcategory;
  [ramesh, suresh] = [await given.provider({ subcategory }), await given.provider({ subcategory })];
  // Last: what the catalogue has by now is copied at the start.
  other = test.database.shared
    ? await startApp({ database: besides(test.database), clock: test.clock })
    : test;
});
afterAll(async () => {
  if (other !== test) await other.close();
  await test.close();
});
afterEach(async () => {
  test.clock.set(standardNow);
  const em = test.orm.em.fork();
  await em.nativeUpdate(Booking, {}, { status: 'cancelled', cancellationFeePaise: 0, quote: null });
  await em.nativeDelete(Quote, {});
  await em.nativeDelete(CouponRedemption, {});
  await em.nativeDelete(CouponCounter, {});
  const standard = ['sunday', 'evening', 'gst'];
  await em.nativeDelete(PriceRuleVersion, { rule: { code: { $nin: standard } } });
  await em.nativeDelete(PriceRule, { code: { $nin: standard } });
});

/** Tomorrow, Saturday 21 November 2026. */
const on = (clock: string): string => new Date(`2026-11-21T${clock}:00+05:30`).toISOString();
const address = { line: '12, 5th Cross, Koramangala', pincode: '560034' };

const ops = (method: 'GET' | 'POST' | 'PUT', path = '', rest: InjectOptions = {}, headers = manager) =>
  test.http({
    method,
    url: `/api/v1/ops/pricing/rules${path}`,
    ...rest,
    headers: { ...headers, ...rest.headers },
  });
const surcharge = {
  code: 'metro-fee',
  kind: 'place',
  label: 'Metro fee',
  scope: { tiers: ['metro'] },
  amountPaise: 5e3,
};
const coupon = { code: 'welcome', kind: 'coupon', label: 'Welcome', basisPoints: 1_000 };
const draft = async (rule: object) => {
  const answer = await ops('POST', '', { payload: rule });
  if (answer.statusCode !== 201) throw new Error(answer.body);
  return answer.json();
};
const publish = async (rule: object) => {
  const { id } = await draft(rule);
  const answer = await ops('POST', `/${id}/publish`);
  if (answer.statusCode !== 200) throw new Error(answer.body);
  return answer.json();
};
const change = (id: string, terms: object, headers = {}) => ops('PUT', `/${id}`, { payload: terms, headers });

const price = async (change: object = {}, running = test) => {
  const url = `/api/v1/services/${service.id}/quote`;
  return (await running.http({ method: 'POST', url, payload: { pincode: '560034', ...change } })).json();
};
const lines = (items: { code: string; amountPaise: number }[]) =>
  items.map(({ code, amountPaise }) => [code, amountPaise]);
const quote = (who: SignedIn, change: object = {}) =>
  test.http({
    method: 'POST',
    url: '/api/v1/quotes',
    headers: who.headers,
    payload: { serviceId: service.id, pincode: '560034', startsAt: on('10:00'), ...change },
  });
const book = (who: SignedIn, change: object = {}, running = test) =>
  running.http({
    method: 'POST',
    url: '/api/v1/bookings',
    headers: who.headers,
    payload: {
      serviceId: service.id,
      providerId: ramesh.id,
      startsAt: on('10:00'),
      address,
      ...change,
    },
  });
const cancel = (who: SignedIn, id: string) =>
  test.http({ method: 'POST', url: `/api/v1/bookings/${id}/cancel`, headers: who.headers, payload: {} });

describe('rules', () => {
  it('begin with those of the handbook', async () => {
    const { items } = (await ops('GET', '?status=published')).json();
    expect(
      items.map(({ code, kind, published }: any) => [code, kind, published.basisPoints, published.sacCode]),
    ).toEqual([
      ['evening', 'peak_hours', 1_000, null],
      ['gst', 'tax', 1_800, '9987'],
      ['sunday', 'weekday', 1_000, null],
    ]);
    expect(lines((await price({ startsAt: on('18:00') })).items)).toEqual([
      ['ac-repair', 500_00],
      ['evening', 50_00],
      ['gst', 99_00],
    ]);
  });

  it('change no price as a draft, every price once published, and none once retired', async () => {
    const { id } = await draft(surcharge);
    expect((await price()).totalPaise).toBe(590_00);
    const published = await ops('POST', `/${id}/publish`);
    expect(published.json()).toMatchObject({ published: { number: 1, status: 'published' }, draft: null });
    for (const running of [test, other]) {
      const { items, totalPaise } = await price({}, running);
      expect(totalPaise).toBe(649_00);
      expect(items[1]).toMatchObject({ kind: 'surcharge', code: 'metro-fee', ruleId: id, ruleVersion: 1 });
    }
    expect((await ops('POST', `/${id}/retire`)).json()).toMatchObject({ published: null });
    expect((await price({}, other)).totalPaise).toBe(590_00);
    expect((await ops('POST', `/${id}/retire`)).json()).toMatchObject({ code: 'PRICE_RULE_NOT_PUBLISHED' });
    expect((await ops('POST', `/${id}/publish`)).json()).toMatchObject({ code: 'PRICE_RULE_NOT_DRAFTED' });
  });

  it('are never edited once published: the next version succeeds', async () => {
    const { id } = await publish(surcharge);
    const { code: _, kind: _kind, ...terms } = surcharge;
    const changed = (await change(id, { ...terms, amountPaise: 80_00 })).json();
    expect(changed).toMatchObject({
      published: { number: 1, amountPaise: 50_00 },
      draft: { number: 2, amountPaise: 80_00 },
    });
    expect((await change(id, { ...terms, amountPaise: 70_00 })).json().draft).toMatchObject({
      number: 2,
      amountPaise: 7e3,
    });
    expect((await price()).totalPaise).toBe(649_00);
    await ops('POST', `/${id}/publish`);
    expect((await price()).totalPaise).toBe(672_60);
    const { items } = (await ops('GET', `/${id}/versions`)).json();
    expect(items.map(({ number, status }: any) => [number, status])).toEqual([
      [2, 'published'],
      [1, 'retired'],
    ]);
    const em = test.orm.em.fork();
    await expect(
      em.nativeUpdate(PriceRuleVersion, { rule: id, number: 1 }, { amountPaise: 1 }),
    ).rejects.toThrow('never edited');
  });

  it('are changed only by who has seen them as they are, and every step is in the audit log', async () => {
    const { id, version } = await draft(surcharge);
    const { code: _, kind: _kind, ...terms } = surcharge;
    const seen = { 'if-match': `"${version}"` };
    expect((await change(id, terms, seen)).statusCode).toBe(200);
    expect((await change(id, terms, seen)).json()).toMatchObject({ code: 'PRECONDITION_FAILED' });
    const stale = { headers: seen };
    expect((await ops('POST', `/${id}/publish`, stale)).statusCode).toBe(412);
    await ops('POST', `/${id}/publish`);
    expect((await ops('POST', `/${id}/retire`, stale)).statusCode).toBe(412);
    await ops('POST', `/${id}/retire`);
    const entries = await test.orm.em
      .fork()
      .find(AuditEntry, { objectId: id }, { orderBy: { at: 'asc', id: 'asc' } });
    expect(entries.map(({ action }) => action)).toEqual([
      'price_rule.created',
      'price_rule.changed',
      'price_rule.published',
      'price_rule.retired',
    ]);
  });

  it('are for those who may change prices', async () => {
    const lead = (await given.staffSignedIn({ role: 'ops_lead' })).headers;
    for (const headers of [lead, asha.headers])
      expect((await ops('GET', '', {}, headers)).statusCode).toBe(403);
    expect((await ops('POST', '', { payload: surcharge }, lead)).statusCode).toBe(403);
  });

  it.each([
    ['with a code that is taken', { code: 'gst' }, 409, 'PRICE_RULE_EXISTS'],
    ['without an amount', { amountPaise: undefined }, 422, 'PRICE_RULE_INCOMPLETE'],
    ['with two amounts', { basisPoints: 100 }, 422, 'PRICE_RULE_INCOMPLETE'],
    ['that changes nothing', { amountPaise: 0 }, 422, 'PRICE_RULE_INCOMPLETE'],
    ['of a place without one', { scope: {} }, 422, 'PRICE_RULE_INCOMPLETE'],
    [
      'of hours that end before they begin',
      { conditions: { fromMinute: 600, toMinute: 600 } },
      422,
      'PRICE_RULE_INCOMPLETE',
    ],
    ['of urgency without a lead time', { kind: 'urgency' }, 422, 'PRICE_RULE_INCOMPLETE'],
    ['of days without any', { kind: 'weekday' }, 422, 'PRICE_RULE_INCOMPLETE'],
    [
      'of tax without its code',
      { kind: 'tax', amountPaise: undefined, basisPoints: 500 },
      422,
      'PRICE_RULE_INCOMPLETE',
    ],
    ['with a limit that is no coupon', { usesAtMost: 5 }, 422, 'PRICE_RULE_INCOMPLETE'],
    [
      'that ends before it begins',
      { validFrom: on('10:00'), validUntil: on('09:00') },
      422,
      'PRICE_RULE_INCOMPLETE',
    ],
    ['in another currency', { currency: 'USD' }, 400, 'VALIDATION_FAILED'],
    ['of half a paisa', { amountPaise: 0.5 }, 400, 'VALIDATION_FAILED'],
    ['of an absurd amount', { amountPaise: 10_000_001 }, 400, 'VALIDATION_FAILED'],
    ['on the eighth day of the week', { conditions: { weekdays: [8] } }, 400, 'VALIDATION_FAILED'],
    ['with 10,000 characters', { label: 'x'.repeat(10_000) }, 400, 'VALIDATION_FAILED'],
  ])('%s are refused, and nothing is written', async (_, change, status, code) => {
    const answer = await ops('POST', '', { payload: { ...surcharge, ...change } });
    expect([answer.statusCode, answer.json().code]).toEqual([status, code]);
    expect(await test.orm.em.fork().count(PriceRule)).toBe(3);
  });

  it('that name what the catalogue does not have are not published', async () => {
    const { id } = await draft({
      ...surcharge,
      scope: { cities: ['atlantis'], services: ['ac-repair', 'ac-repare'] },
    });
    const answer = await ops('POST', `/${id}/publish`);
    expect(answer.json()).toMatchObject({
      status: 422,
      code: 'PRICE_RULE_SCOPE_UNKNOWN',
      names: ['service ac-repare', 'city atlantis'],
    });
  });

  it('of which nobody could say which counts are not published', async () => {
    const late = {
      code: 'late',
      kind: 'peak_hours',
      label: 'Late',
      basisPoints: 2e3,
      exclusionGroup: 'unsocial-hours',
      conditions: { fromMinute: 20 * 60 },
    };
    const { id } = await draft({ ...late, priority: 20 });
    expect((await ops('POST', `/${id}/publish`)).json()).toMatchObject({
      status: 409,
      code: 'PRICE_RULES_UNDECIDED',
      others: ['evening'],
    });
    const { code: _, kind: _kind, ...terms } = late;
    await change(id, { ...terms, priority: 15 });
    expect((await ops('POST', `/${id}/publish`)).statusCode).toBe(200);
    expect(lines((await price({ startsAt: on('20:00') })).items)[1]).toEqual(['late', 100_00]);
    expect(lines((await price({ startsAt: on('18:00') })).items)[1]).toEqual(['evening', 50_00]);
  });
});

describe('a quote', () => {
  it('promises a price line by line, with the rules and versions that it is made of', async () => {
    const answer = await quote(asha, { startsAt: on('18:00'), attributes: ['gas'], quantity: 2 });
    expect(answer.statusCode).toBe(201);
    const made = answer.json();
    expect(made).toMatchObject({
      serviceId: service.id,
      pincode: '560034',
      quantity: 2,
      attributes: ['gas'],
      totalPaise: 155760,
      couponCode: null,
      usedAt: null,
      bookingId: null,
      expiresAt: '2026-11-20T05:00:00.000Z',
    });
    expect(made.items.map(({ code, ruleVersion }: any) => [code, ruleVersion])).toEqual([
      ['ac-repair', null],
      ['gas', null],
      ['evening', 1],
      ['gst', 1],
    ]);
    expect((await test.http({ url: String(answer.headers.location), headers: asha.headers })).json()).toEqual(
      made,
    );
    expect(
      (await test.http({ url: String(answer.headers.location), headers: bala.headers })).json(),
    ).toMatchObject({
      status: 404,
      code: 'QUOTE_NOT_FOUND',
    });
  });

  it('is honoured to the paisa, whatever was published since, and once', async () => {
    const { id, totalPaise, items } = (await quote(asha)).json();
    await publish(surcharge);
    const booked = await book(asha, { quoteId: id, expectedTotalPaise: totalPaise });
    expect(booked.statusCode).toBe(201);
    expect(booked.json()).toMatchObject({ totalPaise: 590_00, items });
    const used = (await test.http({ url: `/api/v1/quotes/${id}`, headers: asha.headers })).json();
    expect(used).toMatchObject({ bookingId: booked.json().id, usedAt: standardNow.toISOString() });
    const again = await book(asha, { quoteId: id, providerId: suresh.id });
    expect(again.json()).toMatchObject({ status: 409 });
    await cancel(asha, booked.json().id);
    expect((await book(asha, { quoteId: id })).json()).toMatchObject({ status: 409, code: 'QUOTE_USED' });
    expect((await book(asha)).json()).toMatchObject({ totalPaise: 649_00 });
  });

  it('sells once, however often it is used at the same moment', async () => {
    const { id } = (await quote(asha)).json();
    const answers = await Promise.all([
      book(asha, { quoteId: id }),
      book(asha, { quoteId: id, providerId: suresh.id }, other),
      book(asha, { quoteId: id }, other),
    ]);
    expect(answers.filter(({ statusCode }) => statusCode === 201)).toHaveLength(1);
    expect(await test.orm.em.fork().count(Booking, { status: 'confirmed' })).toBe(1);
  });

  it.each([
    ['another time', { startsAt: on('11:00') }, ['startsAt']],
    ['more of it', { quantity: 2 }, ['quantity']],
    ['other attributes', { attributes: ['gas'] }, ['attributes']],
  ])('for %s is another quote', async (_, changed, differing) => {
    const { id } = (await quote(asha)).json();
    expect((await book(asha, { quoteId: id, ...changed })).json()).toMatchObject({
      status: 422,
      code: 'QUOTE_FOR_OTHER_VISIT',
      differing,
    });
    expect(await test.orm.em.fork().count(Booking, { status: 'confirmed' })).toBe(0);
  });

  it('for another place or service is another quote', async () => {
    const elsewhere = await given.service({
      subcategory: service.subcategory as Subcategory,
      pincodes: ['560034', '560038'],
    });
    await given.provider({ subcategory: service.subcategory as Subcategory, pincode: '560038' });
    const { id } = (await quote(asha)).json();
    expect((await book(asha, { quoteId: id, serviceId: elsewhere.id })).json()).toMatchObject({
      code: 'QUOTE_FOR_OTHER_VISIT',
      differing: ['serviceId'],
    });
  });

  it('that has expired, or is another customer’s, sells nothing', async () => {
    const { id } = (await quote(asha)).json();
    expect((await book(bala, { quoteId: id })).json()).toMatchObject({
      status: 404,
      code: 'QUOTE_NOT_FOUND',
    });
    test.clock.advance(30 * 60_000);
    expect((await book(asha, { quoteId: id })).json()).toMatchObject({
      status: 409,
      code: 'QUOTE_EXPIRED',
      expiresAt: test.clock.now().toISOString(),
    });
    expect(await test.orm.em.fork().count(Booking, { status: 'confirmed' })).toBe(0);
  });

  it('is refused for a time that is over, a place without service, and to whoever has fifty', async () => {
    expect((await quote(asha, { startsAt: on('10:00').replace('2026', '2025') })).json().code).toBe(
      'START_IN_PAST',
    );
    expect((await quote(asha, { pincode: '999999' })).json().code).toBe('PINCODE_NOT_SERVED');
    expect((await quote(asha, { quantity: 0 })).statusCode).toBe(400);
    expect((await quote(asha, { currency: 'USD' })).statusCode).toBe(400);
    const em = test.orm.em.fork() as SqlEntityManager;
    const { id } = (await quote(asha)).json();
    await em.execute(
      `insert into quotes (id, customer_id, service_id, rate_card_id, pincode_code, starts_at, quantity, attributes, items, total_paise, currency, expires_at)
       select gen_random_uuid(), customer_id, service_id, rate_card_id, pincode_code, starts_at, quantity, attributes, items, total_paise, currency, expires_at
       from quotes, generate_series(1, 49) where id = ?`,
      [id],
    );
    expect((await quote(asha)).json()).toMatchObject({ status: 409, code: 'TOO_MANY_QUOTES' });
    expect((await quote(bala)).statusCode).toBe(201);
  });

  it('is cleared away a month after it expired, unless something was booked from it', async () => {
    const [used, unused] = [(await quote(asha)).json(), (await quote(asha)).json()];
    await book(asha, { quoteId: used.id });
    test.clock.advance(31 * 86_400_000);
    expect(await test.app.get(QuotesService).clearAway()).toBe(1);
    expect(await test.orm.em.fork().find(Quote, {})).toMatchObject([{ id: used.id }]);
    expect(unused.id).not.toBe(used.id);
  });
});

describe('a price that changes between look and sale', () => {
  it('is refused to whoever said what it was', async () => {
    await publish(surcharge);
    expect((await book(asha, { expectedTotalPaise: 590_00 }, other)).json()).toMatchObject({
      status: 409,
      code: 'PRICE_CHANGED',
      expectedPaise: 59e3,
      actualPaise: 64900,
    });
  });

  it('is never the old one in a booking that is written after the publication', async () => {
    const { id } = await draft(surcharge);
    const sales = Array.from({ length: 7 }, (_, n) =>
      book(
        n % 2 ? asha : bala,
        { startsAt: on(`${10 + n}:00`), providerId: n % 2 ? ramesh.id : suresh.id },
        n % 3 ? test : other,
      ),
    );
    const [published, ...answers] = await Promise.all([ops('POST', `/${id}/publish`), ...sales]);
    expect(published!.statusCode).toBe(200);
    const totals = new Set(
      answers.filter(({ statusCode }) => statusCode === 201).map((answer) => answer.json().totalPaise),
    );
    expect([...totals].filter((total) => total !== 590_00 && total !== 649_00)).toEqual([]);
    const late = await book(asha, { startsAt: on('18:00') }, other);
    // 500, 50 for the metro, 50 for the evening, and 18 %
    expect(late.json()).toMatchObject({ totalPaise: 708_00 });
  });
});

describe('a coupon', () => {
  const withCoupon = async (who: SignedIn, change: object = {}) =>
    (await quote(who, { couponCode: 'Welcome', ...change })).json();
  const useOf = async (code = 'WELCOME') =>
    (await test.orm.em.fork().findOneOrFail(CouponCounter, { rule: { code } as never })).uses;

  it('takes its share off before tax, and is used by the booking only', async () => {
    await publish(coupon);
    const made = await withCoupon(asha);
    expect(lines(made.items)).toEqual([
      ['ac-repair', 500_00],
      ['WELCOME', -50_00],
      ['gst', 81_00],
    ]);
    expect(await useOf()).toBe(0);
    const booked = (await book(asha, { quoteId: made.id })).json();
    expect(booked).toMatchObject({ totalPaise: 531_00, items: made.items });
    expect(await useOf()).toBe(1);
    await cancel(asha, booked.id);
    await cancel(asha, booked.id);
    expect(await useOf()).toBe(0);
  });

  it('is taken only for what it is for, from its minimum on, up to its cap, while it is valid', async () => {
    await publish({
      ...coupon,
      basisPoints: 5_000,
      minimumPaise: 600_00,
      capPaise: 200_00,
      validUntil: on('00:00'),
    });
    expect(await withCoupon(asha)).toMatchObject({ code: 'COUPON_NOT_APPLICABLE', minimumPaise: 600_00 });
    expect(lines((await withCoupon(asha, { attributes: ['gas'] })).items)[2]).toEqual(['WELCOME', -200_00]);
    expect((await quote(asha, { couponCode: 'NOBODY' })).json()).toMatchObject({
      status: 422,
      code: 'COUPON_UNKNOWN',
    });
    test.clock.set(new Date(on('00:00')));
    expect(await withCoupon(asha, { attributes: ['gas'] })).toMatchObject({ code: 'COUPON_UNKNOWN' });
  });

  it('takes no more than there is', async () => {
    await publish({ ...coupon, basisPoints: null, amountPaise: 900_00 });
    expect(lines((await withCoupon(asha)).items)).toEqual([
      ['ac-repair', 500_00],
      ['WELCOME', -500_00],
      ['gst', 0],
    ]);
    expect((await book(asha, { quoteId: (await withCoupon(asha)).id })).json()).toMatchObject({
      totalPaise: 0,
    });
  });

  it('is for each customer as often as it says', async () => {
    await publish({ ...coupon, usesPerCustomer: 1 });
    const [first, second] = [await withCoupon(asha), await withCoupon(asha, { startsAt: on('12:00') })];
    const booked = await book(asha, { quoteId: first.id });
    expect((await book(asha, { quoteId: second.id, startsAt: on('12:00') })).json()).toMatchObject({
      status: 409,
      code: 'COUPON_USED_UP',
      by: 'you',
    });
    expect(await withCoupon(asha)).toMatchObject({ code: 'COUPON_USED_UP' });
    expect((await withCoupon(bala)).totalPaise).toBe(531_00);
    await cancel(asha, booked.json().id);
    expect((await book(asha, { quoteId: second.id, startsAt: on('12:00') })).statusCode).toBe(201);
    expect(await useOf()).toBe(1);
  });

  it('whose last use two want at once is had by one', async () => {
    await publish({ ...coupon, usesAtMost: 1 });
    for (let round = 0; round < 5; round++) {
      const [hers, his] = [await withCoupon(asha), await withCoupon(bala)];
      const answers = await Promise.all([
        book(asha, { quoteId: hers.id }),
        book(bala, { quoteId: his.id, providerId: suresh.id }, other),
      ]);
      const won = answers.filter(({ statusCode }) => statusCode === 201);
      expect(won).toHaveLength(1);
      expect(answers.find(({ statusCode }) => statusCode !== 201)!.json()).toMatchObject({
        status: 409,
        code: 'COUPON_USED_UP',
        by: 'everybody',
      });
      expect([await useOf(), await test.orm.em.fork().count(Booking, { status: 'confirmed' })]).toEqual([
        1, 1,
      ]);
      const winner = answers[0]!.statusCode === 201 ? asha : bala;
      await cancel(winner, won[0]!.json().id);
      expect(await useOf()).toBe(0);
    }
  });

  const reschedule = (id: string, payload: object) =>
    test.http({ method: 'POST', url: `/api/v1/bookings/${id}/reschedule`, headers: asha.headers, payload });
  const edit = (id: string, payload: object) =>
    test.http({ method: 'PATCH', url: `/api/v1/bookings/${id}`, headers: asha.headers, payload });
  const redemptions = () => test.orm.em.fork().count(CouponRedemption, {});
  const withLastUse = async (who: SignedIn) => {
    const booked = await book(who, { quoteId: (await withCoupon(who)).id });
    return booked.json().id as string;
  };

  it('stays with a visit that is moved, at the new price, and is not used again', async () => {
    await publish({ ...coupon, usesAtMost: 1, usesPerCustomer: 1 });
    const id = await withLastUse(asha);
    const startsAt = on('18:00');
    const asked = { method: 'POST', headers: asha.headers, payload: { startsAt } } as const;
    const quoted = await test.http({ ...asked, url: `/api/v1/bookings/${id}/reschedule-quote` });
    // 500, 50 for the evening, 55 off, and 18 %
    expect(quoted.json()).toMatchObject({ totalPaise: 584_10 });
    // Nobody gets hold of the last use meanwhile.
    const [moved, ...rivals] = await Promise.all([
      reschedule(id, { startsAt, expectedTotalPaise: 584_10 }),
      ...[1, 2, 3].map(() => withCoupon(bala)),
    ]);
    expect(moved!.json()).toMatchObject({ totalPaise: 584_10 });
    expect(lines(moved!.json().items)).toContainEqual(['WELCOME', -55_00]);
    for (const rival of rivals) expect(rival.code).toBe('COUPON_USED_UP');
    expect([await useOf(), await redemptions()]).toEqual([1, 1]);
    await cancel(asha, id);
    expect(await useOf()).toBe(0);
  });

  it('stays with a visit that becomes more, and is given back where it no longer counts', async () => {
    await publish({ ...coupon, usesAtMost: 1, minimumPaise: 600_00 });
    const { id: quoteId } = await withCoupon(asha, { attributes: ['gas'] });
    const booked = await book(asha, { quoteId, attributes: ['gas'] });
    const { id } = booked.json();
    // Two of 600, 120 off, and 18 %
    expect((await edit(id, { quantity: 2 })).json()).toMatchObject({ totalPaise: 1274_40 });
    expect([await useOf(), await redemptions()]).toEqual([1, 1]);
    const less = (await edit(id, { quantity: 1, attributes: [] })).json();
    expect(less).toMatchObject({ totalPaise: 590_00 });
    expect(await useOf()).toBe(0);
    // Used again by the same visit, by a quote of its own.
    const again = await withCoupon(asha, { attributes: ['gas'] });
    const more = await edit(id, { attributes: ['gas'], quoteId: again.id });
    expect(more.json()).toMatchObject({ totalPaise: again.totalPaise });
    expect([await useOf(), await redemptions()]).toEqual([1, 2]);
  });

  it('counts for an agent that asks what the moved visit costs, of its own customer only', async () => {
    await publish(coupon);
    const bookingId = await withLastUse(asha);
    const input = { serviceId: service.id, pincode: '560034', startsAt: on('12:00'), bookingId };
    const ask = async ({ customer }: SignedIn) => {
      const person = {
        kind: 'customer',
        id: customer.id,
        permissions: new Set<string>(customerGrants),
      } as const;
      const registry = test.app.get(ToolRegistry, { strict: false });
      return registry.execute(onBehalfOf(person, 'rescheduling'), 'catalogue.price', input);
    };
    expect(await ask(asha)).toMatchObject({ output: { totalPaise: 531_00 } });
    expect(await ask(bala)).toMatchObject({ output: { totalPaise: 590_00 } });
  });

  it('is never limited below what was used', async () => {
    const { id } = await publish(coupon);
    for (const who of [asha, bala]) {
      const { id: quoteId } = await withCoupon(who);
      await book(who, { quoteId, providerId: who === asha ? ramesh.id : suresh.id });
    }
    await change(id, { label: 'Welcome', basisPoints: 1_000, usesAtMost: 1 });
    expect((await ops('POST', `/${id}/publish`)).json()).toMatchObject({
      code: 'COUPON_LIMIT_TOO_LOW',
      uses: 2,
    });
  });
});

describe('a simulation', () => {
  const simulate = (ruleIds: string[], change: object = {}, headers = manager) =>
    test.http({
      method: 'POST',
      url: '/api/v1/ops/pricing/simulate',
      headers,
      payload: { ruleIds, from: '2026-11-01T00:00:00Z', to: '2026-12-01T00:00:00Z', ...change },
    });

  it('prices what was sold by the rules of now, and with drafts in their places', async () => {
    const { id } = await draft(surcharge);
    await book(asha, { startsAt: on('10:00'), attributes: ['gas'] });
    await book(bala, { startsAt: on('18:00'), providerId: suresh.id });
    const { id: cancelled } = (await book(bala, { startsAt: on('12:00') })).json();
    await cancel(bala, cancelled);
    const sums = {
      bookings: 2,
      currentPaise: 708_00 + 649_00,
      simulatedPaise: 767_00 + 708_00,
      differencePaise: 118_00,
    };
    const answer = await simulate([id]);
    expect(answer.statusCode).toBe(200);
    expect(answer.json()).toMatchObject({
      ...sums,
      changed: 2,
      byCity: [{ key: 'city-560034', name: 'City of 560034', ...sums }],
      byService: [{ key: 'ac-repair', ...sums }],
      byMonth: [{ key: '2026-11', name: '2026-11', ...sums }],
    });
    expect((await price()).totalPaise).toBe(590_00);
    const nothing = { from: '2026-10-01T00:00:00Z', to: '2026-11-01T00:00:00Z' };
    expect((await simulate([id], nothing)).json()).toMatchObject({ bookings: 0, byCity: [] });
  });

  it('tries a draft in the place of what is published of the same rule', async () => {
    const { id } = await publish(surcharge);
    await book(asha);
    const { code: _, kind: _kind, ...terms } = surcharge;
    await change(id, { ...terms, amountPaise: 80_00 });
    expect((await simulate([id])).json()).toMatchObject({ currentPaise: 649_00, simulatedPaise: 684_40 });
  });

  it('is of drafts, of a year at most, and for those who may change prices', async () => {
    const { id } = await publish(surcharge);
    expect((await simulate([id])).json()).toMatchObject({ status: 409, code: 'PRICE_RULE_NOT_DRAFTED' });
    const unknown = '019d45e0-0000-7000-8000-00000000ffff';
    expect((await simulate([unknown])).json()).toMatchObject({ status: 404, code: 'PRICE_RULE_NOT_FOUND' });
    expect((await simulate([id], { to: '2027-12-01T00:00:00Z' })).statusCode).toBe(400);
    expect((await simulate([id], {}, asha.headers)).statusCode).toBe(403);
  });
});

describe('the tool quotes.create', () => {
  it('quotes for the customer that an agent acts for', async () => {
    const agent = onBehalfOf(
      { kind: 'customer', id: asha.customer.id, permissions: new Set<string>(customerGrants) },
      'booking',
    );
    const visit = { serviceId: service.id, pincode: '560034', startsAt: on('10:00') };
    const outcome = await test.app.get(ToolRegistry).execute(agent, 'quotes.create', visit, {
      confirmation: 'agreed',
    });
    expect(outcome).toMatchObject({ ok: true, output: { totalPaise: 590_00 } });
    const quoteId = (outcome as unknown as { output: { id: string } }).output.id;
    expect((await book(bala, { quoteId })).statusCode).toBe(404);
    expect((await book(asha, { quoteId })).statusCode).toBe(201);
  });
});
