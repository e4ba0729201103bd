// Medium: the whole program over a database. What the chat does with existing bookings, through the tools that it calls.
import { ToolRegistry, type ToolOutcome } from '#libs/tools';
import { OutboxEvent } from '#libs/events';
import { onBehalfOf, type Actor } from '../../access/actor.js';
import { customerGrants } from '../../access/roles.js';
import { AuditEntry } from '../../audit/audit-entry.entity.js';
import type { Service, Subcategory } from '../../catalogue/service.entity.js';
import type { Customer } from '../../customers/customer.entity.js';
import type { Provider } from '../../providers/provider.entity.js';
import { givenIn, type Given } from '../../../test/support/given.js';
import { standardNow, startApp, type TestApp } from '../../../test/support/app.js';
import { Booking, BookingItem, BookingTransition } from '../booking.entity.js';

let test: TestApp;
let given: Given;
let asha: Customer;
let bala: Customer;
let service: Service;
let ramesh: Provider;
let suresh: Provider;

beforeAll(async () => {
  test = await startApp();
  given = givenIn(test);
  [asha, bala] = [await given.customer(), await given.customer()];
  service = await given.service({
    pricePaise: 500_00,
    durationMinutes: 120,
    unit: 'AC',
    attributes: [{ code: 'gas', pricePaise: 100_00 }],
  });
  const subcategory = service.subcategory as Subcategory;
  ramesh = await given.provider({ subcategory, name: 'Ramesh' });
  suresh = await given.provider({ subcategory, name: 'Suresh' });
});
afterAll(() => test.close());
afterEach(async () => {
  test.clock.set(standardNow);
  await test.orm.em.fork().nativeUpdate(Booking, {}, { status: 'cancelled', cancellationFeePaise: 0 });
});

const address = { line: '12, 5th Cross, Koramangala', pincode: '560034' };
const on = (day: number, clock: string): string => `2026-11-${day}T${clock}:00+05:30`;
const agentOf = ({ id }: Customer): Actor =>
  onBehalfOf({ kind: 'customer', id, permissions: new Set<string>(customerGrants) }, 'visits');

let agreements = 0;
const newAgreement = (): string => `agreement-${++agreements}`;

function call(who: Customer, name: string, args: object, agreement = newAgreement()): Promise<ToolOutcome> {
  return test.app
    .get(ToolRegistry, { strict: false })
    .execute(agentOf(who), name, args, { confirmation: agreement });
}

async function done(outcome: Promise<ToolOutcome>): Promise<any> {
  const settled = await outcome;
  if (!settled.ok) throw new Error(JSON.stringify(settled.refusal));
  return settled.output;
}

const book = (who: Customer, change: object = {}) =>
  done(
    call(who, 'bookings.create', {
      ...{ serviceId: service.id, providerId: ramesh.id, startsAt: on(21, '10:00'), address },
      ...change,
    }),
  );
const move = (who: Customer, bookingId: string, change: object = {}, agreement?: string) =>
  call(who, 'bookings.reschedule', { bookingId, startsAt: on(21, '11:00'), ...change }, agreement);
const open = (who: Customer) =>
  test.orm.em
    .fork()
    .find(Booking, { customer: who.id, status: 'confirmed' }, { orderBy: { startsAt: 'asc' } });
const refusal = (code: string) => ({ ok: false, refusal: { code } });

describe('moving a visit', () => {
  it('by an hour, over its own time, keeps all but the time and the price', async () => {
    const before = await book(asha, { attributes: ['gas'], quantity: 2, notes: 'ring twice' });
    const booking = await done(move(asha, before.id, { startsAt: on(22, '10:00') }));
    expect(booking).toMatchObject({
      ...{ id: before.id, reference: before.reference, reschedulingFeePaise: 0, cancellationFeePaise: null },
      ...{ status: 'confirmed', quantity: 2, notes: 'ring twice', addressLine: address.line },
      provider: { name: 'Ramesh' },
      service: { id: service.id },
      totalPaise: Math.round(1200_00 * 1.1 * 1.18), // a Sunday
    });
    expect(booking.items.map(({ kind, code }: BookingItem) => [kind, code])).toEqual([
      ['service', service.slug],
      ['attribute', 'gas'],
      ['surcharge', 'sunday'],
      ['tax', 'gst'],
    ]);
    expect(booking.history).toMatchObject([
      { kind: 'status', from: null, to: 'confirmed' },
      {
        ...{ kind: 'rescheduled', from: 'confirmed', to: 'confirmed', byKind: 'agent' },
        was: {
          ...{ startsAt: new Date(on(21, '10:00')).toISOString(), providerId: ramesh.id, feePaise: 0 },
          ...{
            totalPaise: before.totalPaise,
            items: [{ kind: 'service' }, { kind: 'attribute' }, { kind: 'tax' }],
          },
        },
      },
    ]);
    const again = await done(move(asha, booking.id, { startsAt: on(22, '11:00') }));
    expect(again).toMatchObject({ id: before.id, provider: { name: 'Ramesh' }, notes: 'ring twice' });
    expect((await open(asha)).map(({ id }) => id)).toEqual([before.id]);
  });

  it('goes to somebody else where the same provider is not free, and to nobody where none is', async () => {
    const { id } = await book(asha);
    await book(bala, { startsAt: on(21, '14:00') });
    const booking = await done(move(asha, id, { startsAt: on(21, '14:00') }));
    expect(booking).toMatchObject({ id, provider: { name: 'Suresh' } });
    const other = await book(bala, { startsAt: on(23, '10:00') });
    await given.confirmedBooking({ customer: bala, service, provider: suresh, startsIn: '4d' });
    await given.confirmedBooking({ customer: bala, service, provider: ramesh, startsIn: '4d' });
    expect(await move(bala, other.id, { startsAt: on(24, '10:00') })).toMatchObject(refusal('SLOT_TAKEN'));
    expect(await open(bala)).toHaveLength(4);
  });

  it('offers the times of its own visit as free, to its customer alone', async () => {
    const { id } = await book(asha);
    const starts = async (who: Customer, instead?: string) => {
      const day = { from: on(21, '00:00'), to: on(21, '23:00'), pincode: address.pincode };
      const { items } = await done(
        call(who, 'bookings.find_slots', { serviceId: service.id, ...day, instead }),
      );
      return items
        .filter(({ providerId }: { providerId: string }) => providerId === ramesh.id)
        .map(({ startsAt }: { startsAt: Date }) => startsAt.toISOString());
    };
    const eleven = new Date(on(21, '11:00')).toISOString();
    expect(await starts(asha)).not.toContain(eleven);
    expect(await starts(asha, id)).toContain(eleven);
    expect(await starts(bala, id)).not.toContain(eleven);
  });

  it("is not for another customer's booking", async () => {
    const { id } = await book(asha);
    expect(await move(bala, id)).toMatchObject(refusal('BOOKING_NOT_FOUND'));
    expect((await open(asha)).map((each) => each.id)).toEqual([id]);
    expect(await open(bala)).toEqual([]);
  });

  it('costs the fee of a cancellation less than four hours ahead, of which it says beforehand', async () => {
    const { id } = await book(asha, { startsAt: on(20, '13:00') }); // now is 10:00
    const { items } = await done(call(asha, 'bookings.list', { open: true }));
    expect(items).toMatchObject([{ id, moving: { feePaise: 118_00 }, cancellation: { feePaise: 118_00 } }]);
    const moved = await done(move(asha, id, { expectedFeePaise: 118_00 }));
    expect(moved).toMatchObject({ id, reschedulingFeePaise: 118_00, cancellationFeePaise: null });
    // The fee stays due, whatever becomes of the visit, and the next rescheduling adds to it.
    const again = await done(move(asha, id, { startsAt: on(22, '11:00'), expectedFeePaise: 0 }));
    expect(again).toMatchObject({ reschedulingFeePaise: 118_00, moving: { feePaise: 0 } });
  });

  it.each([
    ['another fee', { expectedFeePaise: 1 }, 'CANCELLATION_FEE_CHANGED'],
    ['another price', { expectedTotalPaise: 1 }, 'PRICE_CHANGED'],
    ['a time when nobody works', { startsAt: on(21, '05:00') }, 'SLOT_TAKEN'],
    [
      'a time when the named one does not work',
      { startsAt: on(21, '05:00'), isNamed: true },
      'SLOT_NOT_OFFERED',
    ],
    ['a time that is over', { startsAt: on(19, '10:00') }, 'START_IN_PAST'],
    ['where it is', { startsAt: on(21, '10:00') }, 'MOVE_CHANGES_NOTHING'],
  ])(
    'for %s is refused, and nothing is written',
    async (_, { isNamed, ...change }: object & { isNamed?: boolean }, code) => {
      const { id } = await book(asha);
      const provider = isNamed ? { providerId: suresh.id } : {};
      expect(await move(asha, id, { ...change, ...provider })).toMatchObject(refusal(code));
      expect((await open(asha)).map((each) => each.id)).toEqual([id]);
    },
  );

  it('is too late once its time has come or the work has begun', async () => {
    const { id } = await book(asha);
    await test.orm.em.fork().nativeUpdate(Booking, { id }, { status: 'in_progress' });
    expect(await move(asha, id)).toMatchObject(refusal('BOOKING_NOT_MOVABLE'));
    await test.orm.em.fork().nativeUpdate(Booking, { id }, { status: 'confirmed' });
    test.clock.set(new Date(on(21, '10:00')));
    expect(await move(asha, id, { startsAt: on(21, '14:00') })).toMatchObject(refusal('BOOKING_NOT_MOVABLE'));
  });

  it('does not excuse a second visit of the same kind at the time that is wished for', async () => {
    const { id } = await book(asha);
    await book(asha, { startsAt: on(21, '14:00') });
    const wished = { startsAt: on(21, '15:00'), providerId: suresh.id };
    expect(await move(asha, id, wished)).toMatchObject(refusal('ALREADY_BOOKED'));
    expect(await open(asha)).toHaveLength(2);
  });

  it('tells of one rescheduling, also when the yes is said again after a crash', async () => {
    const { id } = await book(asha);
    await done(move(asha, id, {}, 'yes-moved'));
    // Nobody noted that it was done: the same agreement comes again, even when the terms have changed since.
    test.clock.set(new Date(on(21, '09:00')));
    const again = await done(move(asha, id, { expectedFeePaise: 0 }, 'yes-moved'));
    expect(again).toMatchObject({ id, reschedulingFeePaise: 0 });
    const em = test.orm.em.fork();
    const events = await em.find(OutboxEvent, { aggregateId: id }, { orderBy: { id: 'asc' } });
    expect(events.map(({ type, data }) => [type, data])).toMatchObject([
      ['booking.created', { startsAt: new Date(on(21, '10:00')).toISOString() }],
      [
        'booking.rescheduled',
        {
          ...{ startsAt: new Date(on(21, '11:00')).toISOString(), by: 'agent', feePaise: 0 },
          ...{ previousStartsAt: new Date(on(21, '10:00')).toISOString(), previousProviderId: ramesh.id },
        },
      ],
    ]);
    const entries = await em.find(AuditEntry, { objectType: 'booking', objectId: id });
    expect(entries.map(({ action, onBehalfOf: whose }) => [action, whose])).toEqual([
      ['booking.rescheduled', asha.id],
    ]);
  });

  it('takes whoever was on the way back, and asks anew whether they come', async () => {
    const { id } = await book(asha, { startsAt: on(20, '13:00') });
    await test.orm.em
      .fork()
      .nativeUpdate(Booking, { id }, { status: 'en_route', confirmedAt: standardNow, startTries: 2 });
    const moved = await done(move(asha, id, { startsAt: on(21, '15:00'), expectedFeePaise: 295_00 }));
    expect(moved).toMatchObject({ status: 'confirmed', confirmedAt: null, reschedulingFeePaise: 295_00 });
    expect((await test.orm.em.fork().findOneOrFail(Booking, { id })).startTries).toBe(0);
  });

  it('leaves the lines of the old price nowhere but in the history', async () => {
    const { id } = await book(asha);
    await done(move(asha, id, { startsAt: on(22, '11:00') }));
    const em = test.orm.em.fork();
    const items = await em.find(BookingItem, { booking: id });
    const { totalPaise } = await em.findOneOrFail(Booking, { id });
    expect(items.reduce((sum, { amountPaise }) => sum + amountPaise, 0)).toBe(totalPaise);
    expect(await em.count(BookingTransition, { booking: id, kind: 'rescheduled' })).toBe(1);
  });

  it('has an end: a booking is not changed for ever', async () => {
    const { id } = await book(asha);
    const em = test.orm.em.fork();
    for (let line = 0; line < 50; line++)
      em.create(BookingTransition, { booking: id as never, kind: 'changed', from: 'confirmed', to: 'confirmed', byKind: 'customer', byId: asha.id, at: standardNow }); // prettier-ignore
    await em.flush();
    expect(await move(asha, id)).toMatchObject(refusal('BOOKING_CHANGED_TOO_OFTEN'));
  });

  it('happens once, however often one yes arrives at the same moment', async () => {
    const { id } = await book(asha);
    const answers: any[] = await Promise.all(
      Array.from({ length: 8 }, () => done(move(asha, id, {}, 'yes-at-once'))),
    );
    expect(new Set(answers.map((booking) => booking.startsAt.toISOString())).size).toBe(1);
    expect(await open(asha)).toHaveLength(1);
    const lines = await test.orm.em.fork().count(BookingTransition, { booking: id, kind: 'rescheduled' });
    expect(lines).toBe(1);
  });

  it('to one slot by two customers succeeds for one, and the other keeps the visit', async () => {
    const [hers, his] = [await book(asha), await book(bala, { providerId: suresh.id })];
    const wished = { startsAt: on(23, '10:00'), providerId: ramesh.id };
    const answers = await Promise.all([move(asha, hers.id, wished), move(bala, his.id, wished)]);
    expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
    expect(answers.find(({ ok }) => !ok)).toMatchObject(refusal('SLOT_TAKEN'));
    expect([(await open(asha)).length, (await open(bala)).length]).toEqual([1, 1]);
  });

  it('against a cancellation of the same booking: one of them happens', async () => {
    for (let round = 0; round < 4; round++) {
      const { id } = await book(asha, { startsAt: on(23 + round, '10:00') });
      const rivals = [
        () => move(asha, id, { startsAt: on(23 + round, '11:00') }),
        () => call(asha, 'bookings.cancel', { bookingId: id }),
      ];
      const order = round % 2 === 0 ? rivals : rivals.toReversed();
      const answers = await Promise.all(order.map((each) => each()));
      expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
      const moved = round % 2 === 0 ? answers[0]!.ok : answers[1]!.ok;
      const left = (await open(asha)).filter((each) => each.id === id);
      expect(left).toHaveLength(moved ? 1 : 0);
      await test.orm.em.fork().nativeUpdate(Booking, {}, { status: 'cancelled', cancellationFeePaise: 0 });
    }
  });
});

describe('cancelling by agreement', () => {
  it('happens once, and is answered with the cancelled booking when the yes comes again', async () => {
    const { id } = await book(asha);
    const args = { bookingId: id, expectedFeePaise: 0 };
    const first = await done(call(asha, 'bookings.cancel', args, 'yes-cancelled'));
    const again = await done(call(asha, 'bookings.cancel', args, 'yes-cancelled'));
    expect(again).toEqual(first);
    expect(again).toMatchObject({ status: 'cancelled', cancellationFeePaise: 0 });
    expect(await test.orm.em.fork().count(AuditEntry, { objectId: id, action: 'booking.cancelled' })).toBe(1);
    expect(await call(asha, 'bookings.cancel', args)).toMatchObject(refusal('BOOKING_NOT_CANCELLABLE'));
    expect(await call(bala, 'bookings.cancel', args, 'yes-cancelled')).toMatchObject(
      refusal('BOOKING_NOT_FOUND'),
    );
  });

  it('may mean several bookings', async () => {
    const two = [await book(asha), await book(asha, { startsAt: on(21, '14:00') })];
    for (const { id } of two) await done(call(asha, 'bookings.cancel', { bookingId: id }, 'yes-both'));
    expect(await open(asha)).toEqual([]);
  });

  it('for a fee that is no longer the fee is refused, and nothing is written', async () => {
    const { id } = await book(asha, { startsAt: on(20, '15:00') });
    test.clock.set(new Date(on(20, '12:00')));
    const outcome = await call(asha, 'bookings.cancel', { bookingId: id, expectedFeePaise: 0 });
    expect(outcome).toMatchObject({
      refusal: { code: 'CANCELLATION_FEE_CHANGED', data: { expectedPaise: 0, actualPaise: 118_00 } },
    });
    expect((await open(asha)).map((each) => each.id)).toEqual([id]);
  });
});

describe('the bookings that an agent sees', () => {
  it('are the open ones first, soonest first, and on request those alone', async () => {
    const dev = await given.customer();
    const at = (startsIn: string, status?: Booking['status']) =>
      given.confirmedBooking({ customer: dev, service, startsIn, status });
    const later = await at('5d');
    const over = await at('-2d', 'completed');
    const soon = await at('2d');
    const underWay = await at('-5h', 'in_progress');
    const missed = await at('-1d');
    const list = async (args: object) =>
      (await done(call(dev, 'bookings.list', args))).items.map(({ id }: { id: string }) => id);
    const ahead = [underWay.id, soon.id, later.id];
    expect(await list({ open: true })).toEqual(ahead);
    expect(await list({})).toEqual([...ahead, missed.id, over.id]);
    expect(await list({ limit: 4 })).toEqual([...ahead, missed.id]);
    expect(
      await done(call(bala, 'bookings.list', {})).then(({ items }) =>
        items.map(({ id }: { id: string }) => id),
      ),
    ).not.toContain(soon.id);
  });
});

describe('a note to an open booking', () => {
  const note = (who: Customer, bookingId: string, text: string, agreement?: string) =>
    call(who, 'bookings.add_note', { bookingId, note: text }, agreement);

  it('is added to those that are there, and not twice', async () => {
    const { id } = await book(asha, { notes: 'ring twice' });
    await done(note(asha, id, 'the lift is broken', 'yes-note'));
    const again = await done(note(asha, id, 'the lift is broken', 'yes-note'));
    expect(again.notes).toBe('ring twice\nthe lift is broken');
    expect(await test.orm.em.fork().count(AuditEntry, { objectId: id, action: 'booking.note_added' })).toBe(
      1,
    );
  });

  it('is refused where it does not fit, where the visit is over, and to others', async () => {
    const { id } = await book(asha, { notes: 'x'.repeat(995) });
    expect(await note(asha, id, 'longer')).toMatchObject({
      refusal: { code: 'BOOKING_NOTES_FULL', data: { limit: 1000 } },
    });
    expect(await note(bala, id, 'hi')).toMatchObject(refusal('BOOKING_NOT_FOUND'));
    await done(call(asha, 'bookings.cancel', { bookingId: id }));
    expect(await note(asha, id, 'hi')).toMatchObject(refusal('BOOKING_ENDED'));
    expect((await test.orm.em.fork().findOneOrFail(Booking, { id })).notes).toBe('x'.repeat(995));
  });
});
