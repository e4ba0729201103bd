// Story: staff bring a visit from its confirmation to its end; the customer watches, tells the start code, and is told what happens.
import { OutboxEvent } from '#libs/events';
import { AuditEntry } from '../../src/audit/audit-entry.entity.js';
import { Booking } from '../../src/bookings/booking.entity.js';
import { Notification } from '../../src/notifications/notification.entity.js';
import { givenIn, type Given, type SignedIn } from '../support/given.js';
import type { StaffSignedIn } from '../support/given-staff.js';
import { settle } from '../support/settle.js';
import { standardNow, startApp, type TestApp } from '../support/app.js';

let test: TestApp;
let given: Given;
let asha: SignedIn;
let bala: SignedIn;
let meera: StaffSignedIn;
let viewer: StaffSignedIn;
beforeAll(async () => {
  test = await startApp();
  given = givenIn(test);
  [asha, bala] = [await given.signedIn(), await given.signedIn()];
  meera = await given.staffSignedIn();
  viewer = await given.staffSignedIn({ role: 'viewer' });
});
afterAll(() => test.close());
afterEach(() => test.clock.set(standardNow));

const minute = 60_000;
type Who = { headers: { authorization: string } };
const post = (who: Who, id: string, path: string, payload?: object, headers: object = {}) =>
  test.http({
    method: 'POST',
    url: `/api/v1/bookings/${id}/${path}`,
    payload,
    headers: {
      ...who.headers,
      ...headers,
    },
  });
const get = async (who: Who, id: string, path = '') =>
  (await test.http({ url: `/api/v1/bookings/${id}${path}`, headers: who.headers })).json();
const visit = (startsIn: string, status?: Booking['status']) =>
  given.confirmedBooking({ customer: asha.customer, startsIn, status, totalPaise: 590_00 });
const codeOf = async (id: string): Promise<string> => (await get(asha, id, '/status')).startCode;
/** Surely another one. */
const wrong = (code: string): string => String((Number(code) + 1) % 10_000).padStart(4, '0');
const eventsOf = async (id: string) =>
  (await test.orm.em.fork().find(OutboxEvent, { aggregateId: id }, { orderBy: { position: 'asc' } })).map(
    ({ type, data }) => ({ type, data }),
  );

describe('a visit', () => {
  it('is confirmed, set out for, begun with the code and completed, with a history, events and an audit', async () => {
    const { id } = await visit('3h');
    expect((await post(meera, id, 'confirm')).json()).toMatchObject({
      status: 'confirmed',
      confirmedAt: standardNow.toISOString(),
    });
    expect((await post(meera, id, 'confirm')).statusCode).toBe(200); // once more changes nothing
    expect((await post(meera, id, 'en-route')).json()).toMatchObject({ status: 'en_route' });
    const startCode = await codeOf(id);
    test.clock.set(new Date(standardNow.getTime() + 170 * minute));
    expect((await post(meera, id, 'start', { startCode })).json()).toMatchObject({ status: 'in_progress' });
    const done = (await post(meera, id, 'complete', { reason: 'All well.' })).json();
    expect(done).toMatchObject({ status: 'completed', nextStatuses: [] });
    const { items } = await get(asha, id, '/history');
    expect(items.map((step: any) => [step.kind, step.from, step.to, step.byKind, step.reason])).toEqual([
      ['status', null, 'confirmed', 'customer', ''],
      ['confirmed', 'confirmed', 'confirmed', 'staff', ''],
      ['status', 'confirmed', 'en_route', 'staff', ''],
      ['status', 'en_route', 'in_progress', 'staff', ''],
      ['status', 'in_progress', 'completed', 'staff', 'All well.'],
    ]);
    expect(await eventsOf(id)).toMatchObject([
      { type: 'booking.confirmed' },
      { type: 'booking.en_route' },
      { type: 'booking.started' },
      // What is due is in the facts: whoever charges need not ask.
      {
        type: 'booking.completed',
        data: {
          customerId: asha.customer.id,
          totalPaise: 59e3,
          reschedulingFeePaise: 0,
          by: 'staff',
          status: 'completed',
        },
      },
    ]);
    const entries = await test.orm.em.fork().find(AuditEntry, { objectId: id }, { orderBy: { id: 'asc' } });
    expect(entries.map(({ action }) => action).filter((action) => !/viewed/.test(action))).toEqual([
      'booking.confirmed',
      'booking.en_route',
      'booking.started',
      'booking.completed',
    ]);
  });

  it('tells its customer that somebody comes, with the code, and that it is done, and nobody else', async () => {
    const { id } = await visit('2h');
    const startCode = await codeOf(id);
    await post(meera, id, 'en-route');
    test.clock.set(new Date(standardNow.getTime() + 120 * minute));
    await post(meera, id, 'start', { startCode });
    await post(meera, id, 'complete');
    await settle(test);
    const told = await test.orm.em.fork().find(Notification, {}, { orderBy: { createdAt: 'asc' } });
    const ofVisit = told.filter(({ data }) => (data as { bookingId?: string }).bookingId === id);
    expect(ofVisit).toMatchObject([
      { kind: 'booking.en_route', personId: asha.customer.id, urgent: true, data: { startCode } },
      { kind: 'booking.completed', personId: asha.customer.id },
    ]);
  });

  it('is neither seen nor moved on by another customer, nor moved on by its own', async () => {
    const { id } = await visit('2h');
    for (const path of ['confirm', 'en-route', 'complete', 'no-show'])
      for (const who of [asha, bala, viewer]) expect((await post(who, id, path)).statusCode).toBe(403);
    for (const path of ['/status', '/history'])
      expect(await get(bala, id, path)).toMatchObject({ status: 404, code: 'BOOKING_NOT_FOUND' });
  });

  it.each([
    ['completed', 'en-route', 'BOOKING_TRANSITION_ILLEGAL', { from: 'completed', allowed: [] }],
    ['cancelled', 'complete', 'BOOKING_TRANSITION_ILLEGAL', { from: 'cancelled', allowed: [] }],
    [
      'confirmed',
      'complete',
      'BOOKING_TRANSITION_ILLEGAL',
      { allowed: ['en_route', 'in_progress', 'cancelled', 'no_show'] },
    ],
    ['in_progress', 'no-show', 'BOOKING_TRANSITION_ILLEGAL', { from: 'in_progress', allowed: ['completed'] }],
    ['in_progress', 'confirm', 'BOOKING_TRANSITION_ILLEGAL', { from: 'in_progress' }],
    ['no_show', 'confirm', 'BOOKING_ENDED', { status: 409 }],
  ] as const)('that is %s does not take "%s", and says what is allowed', async (status, path, code, data) => {
    const { id } = await visit('-1h', status);
    const answer = (await post(meera, id, path)).json();
    expect(answer).toMatchObject({ status: 409, code, ...(code === 'BOOKING_ENDED' ? {} : data) });
    expect(await eventsOf(id)).toEqual([]);
  });

  it('is not set out for a day ahead, not begun hours ahead, and nobody is missed before a quarter of an hour', async () => {
    const { id, startsAt } = await visit('5h');
    const early = async (path: string, payload?: object) => (await post(meera, id, path, payload)).json();
    const ahead = (minutes: number) => new Date(startsAt.getTime() - minutes * minute).toISOString();
    const code = 'BOOKING_STEP_TOO_EARLY';
    expect(await early('en-route')).toMatchObject({ status: 409, code, earliest: ahead(240) });
    const overrideReason = 'The code was not sent.';
    expect(await early('start', { overrideReason })).toMatchObject({ code, earliest: ahead(60) });
    expect(await early('no-show')).toMatchObject({ code, earliest: ahead(-15) });
    test.clock.set(new Date(startsAt.getTime() + 15 * minute));
    expect((await post(meera, id, 'no-show', { reason: 'Nobody opened.' })).json()).toMatchObject({
      status: 'no_show',
    });
    expect((await eventsOf(id)).map(({ type }) => type)).toEqual(['booking.no_show']);
  });

  it('that somebody has changed meanwhile is not moved on by who has seen it before', async () => {
    const { id, version } = await visit('2h');
    await post(meera, id, 'confirm');
    const stale = await post(meera, id, 'en-route', undefined, { 'if-match': `"${version}"` });
    expect(stale.statusCode).toBe(412);
    expect(await get(meera, id)).toMatchObject({ status: 'confirmed' });
  });
});

describe('the start code', () => {
  it('is shown to its customer from the day before, until the visit has begun, and to nobody else', async () => {
    const { id } = await visit('3d'); // Monday 23 November, 10:00
    expect(await codeOf(id)).toBeNull();
    test.clock.set(new Date('2026-11-21T18:29:00Z')); // Saturday, a minute before midnight in India
    expect(await codeOf(id)).toBeNull();
    test.clock.set(new Date('2026-11-21T18:30:00Z'));
    const startCode = await codeOf(id);
    expect(startCode).toMatch(/^\d{4}$/);
    expect((await get(meera, id, '/status')).startCode).toBeNull();
    expect(JSON.stringify(await get(asha, id))).not.toContain(`"${startCode}"`);
    test.clock.set(new Date('2026-11-23T04:20:00Z'));
    await post(meera, id, 'start', { startCode });
    expect(await codeOf(id)).toBeNull();
  });

  it('that is wrong is refused, counted, and after five times not taken any more, but a reason is', async () => {
    const { id } = await visit('30m');
    const startCode = await codeOf(id);
    const tries = await Promise.all(
      Array.from({ length: 8 }, () => post(meera, id, 'start', { startCode: wrong(startCode) })),
    );
    const answers = tries.map((answer) => answer.json());
    expect(
      answers
        .filter(({ code }) => code === 'START_CODE_WRONG')
        .map(({ triesLeft }) => triesLeft)
        .sort(),
    ).toEqual([0, 1, 2, 3, 4]);
    expect(answers.filter(({ code }) => code === 'START_CODE_LOCKED')).toHaveLength(3);
    expect((await post(meera, id, 'start', { startCode })).json()).toMatchObject({
      status: 409,
      code: 'START_CODE_LOCKED',
    });
    expect(await get(meera, id)).toMatchObject({ status: 'confirmed', version: 1 });
    const overrideReason = 'She showed her identity card.';
    expect((await post(meera, id, 'start', { overrideReason })).statusCode).toBe(200);
    const { items } = await get(asha, id, '/history');
    expect(items.at(-1)).toMatchObject({ to: 'in_progress', reason: overrideReason });
    expect(await test.orm.em.fork().count(AuditEntry, { objectId: id, action: 'booking.started' })).toBe(1);
  });

  it('is another one for another slot', async () => {
    const { id } = await visit('1d');
    const first = await codeOf(id);
    const { startsAt } = await test.orm.em.fork().findOneOrFail(Booking, { id });
    const moved = new Date(startsAt.getTime() - 30 * minute);
    await test.orm.em.fork().nativeUpdate(Booking, { id }, { startsAt: moved });
    expect(await codeOf(id)).not.toBe(first);
  });

  it.each([
    ['nothing', {}],
    ['three digits', { startCode: '123' }],
    ['letters', { startCode: 'abcd' }],
    ['a code and a reason', { startCode: '1234', overrideReason: 'Because of it.' }],
    ['a reason that is none', { overrideReason: 'x' }],
  ])('is not %s', async (_, payload) => {
    const { id } = await visit('30m');
    expect((await post(meera, id, 'start', payload)).statusCode).toBe(400);
  });
});

describe('the status', () => {
  it('tells since when, and what its customer may do, with the reason where not', async () => {
    const { id } = await visit('2h');
    const next = async (who: Who) => Object.fromEntries((await get(who, id, '/status')).next.map((each: any) => [each.action, each])); // prettier-ignore
    expect(await get(asha, id, '/status')).toMatchObject({
      status: 'confirmed',
      since: standardNow.toISOString(),
    });
    expect(Object.keys(await next(asha))).toEqual(['cancel', 'reschedule', 'update']);
    expect(await next(asha)).toMatchObject({
      cancel: { isAllowed: true, whyNot: null, method: 'POST', href: `/api/v1/bookings/${id}/cancel` },
    });
    expect(await next(meera)).toMatchObject({
      confirm: { isAllowed: true },
      set_out: { isAllowed: true, href: `/api/v1/bookings/${id}/en-route` },
      start: { isAllowed: false, whyNot: { code: 'BOOKING_STEP_TOO_EARLY' } },
      complete: { isAllowed: false, whyNot: { code: 'BOOKING_TRANSITION_ILLEGAL' } },
    });
    expect((await next(viewer)).cancel).toMatchObject({ isAllowed: false, whyNot: { code: 'FORBIDDEN' } });
    test.clock.set(new Date(standardNow.getTime() + 121 * minute));
    expect(await next(asha)).toMatchObject({
      cancel: { isAllowed: false, whyNot: { code: 'BOOKING_NOT_CANCELLABLE' } },
      reschedule: { isAllowed: false, whyNot: { code: 'BOOKING_NOT_MOVABLE' } },
    });
  });
});

describe('at the same moment', () => {
  const outcomes = async (id: string) => (await eventsOf(id)).map(({ type }) => type);

  it('a cancellation and a start: one of them happens', async () => {
    for (let round = 0; round < 4; round++) {
      const { id } = await visit('30m');
      const rivals = [
        () => post(asha, id, 'cancel'),
        () => post(meera, id, 'start', { overrideReason: 'No telephone here.' }),
      ];
      const answers = await Promise.all((round % 2 ? rivals.toReversed() : rivals).map((each) => each()));
      expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([200, 409]);
      expect(await outcomes(id)).toHaveLength(1);
    }
  });

  it('a completion twice: one of them happens', async () => {
    const { id } = await visit('-1h', 'in_progress');
    const answers = await Promise.all(Array.from({ length: 6 }, () => post(meera, id, 'complete')));
    expect(answers.filter(({ statusCode }) => statusCode === 200)).toHaveLength(1);
    expect(await outcomes(id)).toEqual(['booking.completed']);
  });

  it('a cancellation and a completion: the visit is completed', async () => {
    const { id } = await visit('-1h', 'in_progress');
    const [cancelled, completed] = await Promise.all([post(asha, id, 'cancel'), post(meera, id, 'complete')]);
    expect([cancelled.statusCode, completed.statusCode]).toEqual([409, 200]);
    expect(await outcomes(id)).toEqual(['booking.completed']);
  });
});
