// Story: a professional falls ill, calls off or does not come. Somebody else is sent, or another time is offered; who finds nobody is looked
// after by a person, and nobody pays for what did not happen.
import { OutboxEvent } from '#libs/events';
import { newId } from '#libs/orm';
import { Booking } from '../../src/bookings/booking.entity.js';
import type { Service, Subcategory } from '../../src/catalogue/service.entity.js';
import { AbsencesService } from '../../src/dispatch/absences/absences.service.js';
import { ProviderAbsence } from '../../src/dispatch/absences/provider-absence.entity.js';
import { SubstituteOffer, SubstituteSearch } from '../../src/dispatch/searches/substitute-search.entity.js';
import { Notification } from '../../src/notifications/notification.entity.js';
import { CreditBalance, LedgerEntry } from '../../src/payments/ledger-entry.entity.js';
import type { Provider } from '../../src/providers/provider.entity.js';
import { SlotHold } from '../../src/slots/slot-hold.entity.js';
import { givenIn, type Given, type SignedIn } from '../support/given.js';
import type { StaffSignedIn } from '../support/given-staff.js';
import { runJob } from '../support/job-run.js';
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
  meera = await given.staffSignedIn({ role: 'ops_manager' });
  viewer = await given.staffSignedIn({ role: 'viewer' });
});
afterAll(() => test.close());
afterEach(() => test.clock.set(standardNow));

type Who = { headers: { authorization: string } };
const fork = () => test.orm.em.fork();
const post = async (who: Who, path: string, payload?: object, headers: object = {}) => {
  const url = `/api/v1/${path}`;
  const answer = await test.http({ method: 'POST', url, payload, headers: { ...who.headers, ...headers } });
  return { status: answer.statusCode, body: answer.json() };
};
const get = async (who: Who, path: string) => {
  const answer = await test.http({ url: `/api/v1/${path}`, headers: who.headers });
  return { status: answer.statusCode, body: answer.json() };
};
const minutes = (count: number) => test.clock.advance(count * 60_000);
const sweep = () => runJob(test, 'dispatch.sweep');
const at = (clock: string, day = '2026-11-21') => `${day}T${clock}:00+05:30`;

interface Scene {
  service: Service;
  ravi: Provider;
  sita: Provider;
  booking: Booking;
}

/** A visit of Ravi's to Asha, tomorrow at 10:00 unless the story says otherwise; Sita could come as well. */
async function scene(story: { startsIn?: string; before?: boolean; others?: boolean } = {}): Promise<Scene> {
  const service = await given.service({ pricePaise: 500_00 });
  const subcategory = service.subcategory as Subcategory;
  const ravi = await given.provider({ subcategory, name: 'Ravi' });
  const away = story.others === false ? [{ from: 0, to: 1 }] : undefined;
  const sita = await given.provider({ subcategory, name: 'Sita', shifts: away });
  const who = { customer: asha.customer, service, provider: ravi };
  if (story.before) await given.confirmedBooking({ ...who, startsIn: '-3d', status: 'completed' });
  const booking = await given.confirmedBooking({ ...who, startsIn: story.startsIn ?? '1d' });
  return { service, ravi, sita, booking };
}

const isIll = ({ ravi }: Scene, input: object = { from: at('00:00'), to: at('23:59') }) =>
  post(
    meera,
    `ops/providers/${ravi.id}/absence`,
    { cause: 'ill', ...input },
    // With a key all of a request is one transaction, which is how clients should send it.
    { 'idempotency-key': newId() },
  );
const noShow = ({ booking }: Scene) => post(meera, `ops/bookings/${booking.id}/provider-no-show`);
const substitute = async (who: Who, { booking }: Scene) =>
  (await get(who, `bookings/${booking.id}/substitute`)).body;
const answer = (who: Who, { booking }: Scene, what: 'accept' | 'decline', offerId: string) =>
  post(who, `bookings/${booking.id}/substitute/${what}`, { offerId });
const bookingNow = ({ booking }: Scene) => fork().findOneOrFail(Booking, { id: booking.id });
const searches = ({ booking }: Scene) =>
  fork().find(
    SubstituteSearch,
    { booking: booking.id },
    { populate: ['offers'], orderBy: { createdAt: 'asc' } },
  );
const absenceOf = ({ ravi }: Scene) => fork().findOneOrFail(ProviderAbsence, { provider: ravi.id });
const toldOf = ({ booking }: Scene, kind: string) =>
  fork().count(Notification, { kind, data: { bookingId: booking.id } } as object);
const credit = async () =>
  (await fork().findOne(CreditBalance, { customer: asha.customer.id }))?.balancePaise ?? 0;

/** Asked for until the customer has an offer. */
async function offered(it: Scene): Promise<any> {
  await settle(test);
  const { offer } = await substitute(asha, it);
  expect(offer).not.toBeNull();
  return offer;
}

describe('candidates', () => {
  it('come best first with the reasons, then the others with what is in the way', async () => {
    const it = await scene();
    const subcategory = it.service.subcategory as Subcategory;
    const liked = await given.provider({ subcategory, name: 'Liked' });
    const unwanted = await given.provider({ subcategory, name: 'Unwanted' });
    const busy = await given.provider({ subcategory, name: 'Busy' });
    const who = { customer: asha.customer, service: it.service, status: 'completed' as const };
    await given.review(await given.confirmedBooking({ ...who, provider: liked, startsIn: '-4d' }));
    const bad = await given.confirmedBooking({ ...who, provider: unwanted, startsIn: '-5d' });
    await given.review(bad, { rating: 1 });
    await given.confirmedBooking({ service: it.service, provider: busy, startsIn: '1d' });

    const { body } = await get(meera, `ops/dispatch/bookings/${it.booking.id}/candidates`);
    const told = body.items.map(({ provider, obstacle }: any) => [provider.name, obstacle]);
    expect(told[0]).toEqual(['Liked', null]);
    expect(Object.fromEntries(told)).toEqual({
      Liked: null,
      Ravi: null,
      Sita: null,
      Unwanted: 'unwanted',
      Busy: 'busy',
    });
    for (const { score, parts } of body.items) {
      expect(parts.map(({ of }: any) => of).reduce((a: number, b: number) => a + b)).toBe(100);
      expect(parts.map(({ points }: any) => points).reduce((a: number, b: number) => a + b)).toBe(score);
    }
    expect(body.items[0].parts[0]).toEqual({
      part: 'preference',
      points: 30,
      of: 30,
      because: 'The customer gave them 5 stars.',
    });
  });

  it('are for those who move visits, and of no booking that is not there', async () => {
    const { booking } = await scene();
    const path = `ops/dispatch/bookings/${booking.id}/candidates`;
    expect((await get(viewer, path)).status).toBe(403);
    expect((await get(asha, path)).status).toBe(403);
    expect((await get(meera, path.replace(booking.id, booking.service.id))).status).toBe(404);
  });
});

describe('staff', () => {
  it('send who fits best: the time, the price and the reference stay, and the customer is told once', async () => {
    const it = await scene();
    const sent = await post(meera, `ops/bookings/${it.booking.id}/reassign`, { reason: 'Tools in repair.' });
    expect(sent.status).toBe(200);
    expect(sent.body).toMatchObject({
      reference: it.booking.reference,
      provider: { name: 'Sita' },
      status: 'confirmed',
      startsAt: it.booking.startsAt.toISOString(),
      totalPaise: 5e4,
    });
    await settle(test);
    expect(await toldOf(it, 'booking.reassigned')).toBe(1);
    const { body } = await get(asha, `bookings/${it.booking.id}/history`);
    expect(body.items.at(-1)).toMatchObject({
      kind: 'reassigned',
      byKind: 'staff',
      reason: 'Tools in repair.',
      was: {
        providerName: 'Ravi',
        totalPaise: 5e4,
      },
    });
    const slots = (await get(bala, `services/${it.service.id}/slots?pincode=560034&date=2026-11-21`)).body
      .items;
    const ten = slots.filter(({ startsAt }: any) => startsAt === it.booking.startsAt.toISOString());
    expect(ten.map(({ providerName }: any) => providerName)).toEqual(['Ravi']);
  });

  it('cannot send who is taken, nor by a version that is no longer so, and nothing is written', async () => {
    const it = await scene();
    await given.confirmedBooking({ service: it.service, provider: it.sita, startsIn: '1d' });
    const path = `ops/bookings/${it.booking.id}/reassign`;
    const named = await post(meera, path, { providerId: it.sita.id, reason: 'Asked for.' });
    expect([named.status, named.body.code, named.body.obstacle]).toEqual([409, 'CANDIDATE_UNFIT', 'busy']);
    expect((await post(meera, path, { reason: 'Asked for.' })).body.code).toBe('NOBODY_FREE');
    const stale = await post(meera, path, { reason: 'Asked for.' }, { 'if-match': '"99"' });
    expect(stale.status).toBe(412);
    expect((await post(viewer, path, { reason: 'Asked for.' })).status).toBe(403);
    expect((await bookingNow(it)).version).toBe(it.booking.version);
  });

  it('send one at a time: of two at once both visits have somebody else', async () => {
    const it = await scene();
    const other = await given.confirmedBooking({ service: it.service, startsIn: '1d' });
    const to = { providerId: it.sita.id, reason: 'At once.' };
    const sent = await Promise.all(
      [it.booking, other].map(({ id }) => post(meera, `ops/bookings/${id}/reassign`, to)),
    );
    expect(sent.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect(await fork().count(Booking, { provider: it.sita.id, startsAt: it.booking.startsAt })).toBe(1);
  });
});

describe('a professional who is ill', () => {
  it('is replaced at once where the customer does not know them, and told once', async () => {
    const it = await scene();
    const reported = await isIll(it);
    expect(reported.status).toBe(201);
    expect(reported.body.visits).toMatchObject([{ id: it.booking.id, reference: it.booking.reference }]);
    await settle(test);
    const { provider, startsAt, status, unattendedSince } = await bookingNow(it);
    expect([provider.id, startsAt, status, unattendedSince]).toEqual([
      it.sita.id,
      it.booking.startsAt,
      'confirmed',
      null,
    ]);
    expect(await searches(it)).toMatchObject([{ state: 'accepted', offersMade: 0, failedAt: null }]);
    expect(await toldOf(it, 'booking.reassigned')).toBe(1);
    expect(await toldOf(it, 'substitute.offered')).toBe(0);
  });

  it('is sold to nobody in that time, and may take visits again when an exception is removed', async () => {
    const it = await scene({ others: false });
    await isIll(it, { from: at('09:00'), to: at('12:00') });
    const path = `services/${it.service.id}/slots?pincode=560034&date=2026-11-21`;
    const starts = (await get(bala, path)).body.items.map(({ startsAt }: any) => startsAt);
    expect(starts[0]).toBe(new Date(at('12:00')).toISOString());
    const plan = (await get(meera, `ops/providers/${it.ravi.id}/shifts`)).body;
    expect(plan.exceptions).toMatchObject([{ kind: 'away', fromMinute: 540, toMinute: 720 }]);
  });

  it('is replaced by nobody without asking where the customer knows them', async () => {
    const it = await scene({ before: true });
    await isIll(it);
    const offer = await offered(it);
    expect(offer).toMatchObject({
      provider: { name: 'Sita' },
      startsAt: it.booking.startsAt.toISOString(),
      expiresAt: new Date(standardNow.getTime() + 30 * 60_000).toISOString(),
    });
    expect(await toldOf(it, 'substitute.offered')).toBe(1);
    expect(
      await fork().count(SlotHold, { customer: asha.customer.id, provider: it.sita.id, status: 'open' }),
    ).toBe(1);
    // Nobody else gets it meanwhile, and nobody else sees or answers it.
    const order = { serviceId: it.service.id, providerId: it.sita.id, startsAt: at('10:00') };
    const address = { line: '12, 5th Cross', pincode: '560034' };
    expect((await post(bala, 'bookings', { ...order, address })).body.code).toBe('SLOT_TAKEN');
    expect((await get(bala, `bookings/${it.booking.id}/substitute`)).status).toBe(404);
    expect((await answer(bala, it, 'accept', offer.id)).status).toBe(404);
    expect((await answer(bala, it, 'decline', offer.id)).status).toBe(404);

    const accepted = await answer(asha, it, 'accept', offer.id);
    expect(accepted.status).toBe(200);
    expect(accepted.body).toMatchObject({ search: { state: 'accepted' }, offer: null });
    expect((await answer(asha, it, 'accept', offer.id)).status).toBe(200);
    expect((await answer(asha, it, 'decline', offer.id)).body.code).toBe('SUBSTITUTE_OFFER_ENDED');
    const { provider, totalPaise } = await bookingNow(it);
    expect([provider.id, totalPaise]).toEqual([it.sita.id, 500_00]);
    expect(await fork().findOne(SlotHold, { provider: it.sita.id })).toMatchObject({
      status: 'converted',
      bookingId: it.booking.id,
    });
    await settle(test);
    expect(await toldOf(it, 'booking.reassigned')).toBe(1);
  });

  it('calls off a single visit: the others stay', async () => {
    const it = await scene();
    const later = await given.confirmedBooking({ service: it.service, provider: it.ravi, startsIn: '27h' });
    await isIll(it, { cause: 'called_off', bookingId: it.booking.id });
    await settle(test);
    expect((await bookingNow(it)).provider.id).toBe(it.sita.id);
    expect((await fork().findOneOrFail(Booking, { id: later.id })).provider.id).toBe(it.ravi.id);
  });

  it('may come after all: the search ends, and nobody takes their place', async () => {
    const it = await scene({ before: true });
    await isIll(it);
    const offer = await offered(it);
    expect((await post(meera, `bookings/${it.booking.id}/confirm`)).status).toBe(200);
    await settle(test);
    expect(await substitute(asha, it)).toMatchObject({ search: { state: 'withdrawn' }, offer: null });
    expect((await answer(asha, it, 'accept', offer.id)).body.code).toBe('SUBSTITUTE_OFFER_ENDED');
    expect(await fork().count(SlotHold, { provider: it.sita.id, status: 'open' })).toBe(0);
    expect((await bookingNow(it)).provider.id).toBe(it.ravi.id);
    // The absence stands, and its sweep does not take the visit away again.
    await sweep();
    expect(await searches(it)).toHaveLength(1);
  });

  it('is refused what makes no sense, and nothing is written', async () => {
    const it = await scene();
    const code = async (input: object) => (await isIll(it, input)).body.code;
    expect(await code({ from: at('12:00'), to: at('10:00') })).toBe('VALIDATION_FAILED');
    expect(await code({ from: at('10:00') })).toBe('VALIDATION_FAILED');
    expect(await code({ from: at('10:00'), to: at('10:00', '2026-12-30') })).toBe('VALIDATION_FAILED');
    // Of a visit that was over nobody has said that it did not take place.
    const past = await scene({ startsIn: '-2h' });
    expect(
      (await isIll(past, { from: at('00:00', '2026-11-20'), to: at('23:00', '2026-11-20') })).body.visits,
    ).toEqual([]);
    expect(await code({ from: at('08:00', '2026-11-19'), to: at('09:00', '2026-11-19') })).toBe(
      'ABSENCE_OVER',
    );
    const { id: other } = await given.confirmedBooking();
    expect(await code({ bookingId: other })).toBe('BOOKING_NOT_FOUND');
    const period = { cause: 'ill', from: at('00:00'), to: at('23:59') };
    expect((await post(asha, `ops/providers/${it.ravi.id}/absence`, period)).status).toBe(403);
    expect((await post(meera, `ops/providers/${other}/absence`, period)).status).toBe(404);
    expect(await searches(it)).toEqual([]);
    expect((await noShow(it)).body.code).toBe('VISIT_NOT_DUE');
  });
});

describe('an offer', () => {
  it('is followed by another time after a no or no answer, and by a person after three', async () => {
    const it = await scene({ before: true });
    await isIll(it);
    const first = await offered(it);
    expect((await answer(asha, it, 'decline', first.id)).status).toBe(200);
    expect((await answer(asha, it, 'decline', first.id)).status).toBe(200); // once more changes nothing
    const second = await offered(it);
    expect(second.startsAt).not.toBe(first.startsAt);
    minutes(30);
    expect((await answer(asha, it, 'accept', second.id)).body).toMatchObject({
      code: 'SUBSTITUTE_OFFER_ENDED',
      status: 409,
    });
    await sweep();
    const third = await offered(it);
    minutes(30);
    await sweep();
    await settle(test);
    expect(new Set([first, second, third].map(({ startsAt }) => startsAt)).size).toBe(3);
    expect(await substitute(asha, it)).toMatchObject({ search: { state: 'handed_over' }, offer: null });
    const own = { provider: { $in: [it.sita.id, it.ravi.id] }, status: 'open' } as const;
    expect(await fork().count(SlotHold, own)).toBe(0);
    expect(await toldOf(it, 'substitute.handed_over')).toBe(1);
    expect(await toldOf(it, 'substitute.to_look_after')).toBeGreaterThan(0);

    const queue = (await get(meera, 'ops/dispatch/searches?state=handed_over&limit=100')).body.items;
    expect(queue.filter(({ bookingId }: any) => bookingId === it.booking.id)).toMatchObject([
      {
        cause: 'ill',
        offersMade: 3,
        asksForProvider: true,
        offers: [{ status: 'declined' }, { status: 'expired' }, { status: 'expired' }],
      },
    ]);
    expect((await get(asha, 'ops/dispatch/searches')).status).toBe(403);
  });

  it('is withdrawn when the customer cancels, which costs nothing, and what was paid comes back', async () => {
    const it = await scene({ startsIn: '2h', before: true });
    await post(meera, `ops/bookings/${it.booking.id}/payments`, {
      amountPaise: 500_00,
      method: 'upi',
      reference: 'U1',
    });
    await isIll(it, { from: at('09:00', '2026-11-20'), to: at('23:00', '2026-11-20') });
    const offer = await offered(it);
    const quote = (await post(asha, `bookings/${it.booking.id}/cancellation-quote`)).body;
    expect(quote).toMatchObject({ feePaise: 0, refundPaise: 500_00, clauses: [{ id: 'REF-2' }] });
    const cancelled = await post(asha, `bookings/${it.booking.id}/cancel`, {});
    expect(cancelled.body).toMatchObject({ status: 'cancelled', cancellationFeePaise: 0 });
    await settle(test);
    expect(await substitute(asha, it)).toMatchObject({ search: { state: 'withdrawn' }, offer: null });
    expect((await answer(asha, it, 'accept', offer.id)).status).toBe(409);
    expect(await fork().find(LedgerEntry, { subjectId: it.booking.id, kind: 'refund' })).toMatchObject([
      { clauses: ['REF-2'] },
    ]);
    expect(await fork().count(SlotHold, { provider: it.sita.id, status: 'open' })).toBe(0);
  });

  it('is withdrawn when the customer moves the visit themselves, without a fee', async () => {
    const it = await scene({ startsIn: '2h', before: true });
    await isIll(it, { from: at('09:00', '2026-11-20'), to: at('23:00', '2026-11-20') });
    await offered(it);
    const moved = await post(asha, `bookings/${it.booking.id}/reschedule`, { startsAt: at('15:00') });
    expect(moved.body).toMatchObject({ reschedulingFeePaise: 0, unattendedSince: null });
    await settle(test);
    expect(await substitute(asha, it)).toMatchObject({ search: { state: 'withdrawn' } });
  });

  it('whose hold the customer has given up is lost when somebody else is faster', async () => {
    const it = await scene({ before: true });
    await isIll(it);
    const offer = await offered(it);
    const { id: hold } = await fork().findOneOrFail(SlotHold, { provider: it.sita.id, status: 'open' });
    await test.http({ method: 'DELETE', url: `/api/v1/slot-holds/${hold}`, headers: asha.headers });
    await given.confirmedBooking({ service: it.service, provider: it.sita, startsIn: '1d' });
    expect((await answer(asha, it, 'accept', offer.id)).body.code).toBe('SLOT_TAKEN');
    const next = await offered(it);
    expect(next.startsAt).not.toBe(offer.startsAt);
  });

  it.each([
    ['two yeses', ['accept', 'accept']],
    ['a yes and a no', ['accept', 'decline']],
    ['a yes and the end of its time', ['accept', 'expire']],
    ['a yes and a cancellation', ['accept', 'cancel']],
    ['a no and the end of its time', ['decline', 'expire']],
    ['all of them', ['accept', 'expire', 'cancel', 'decline', 'accept']],
  ])('has one effect: %s at once', async (_, whats) => {
    const it = await scene({ before: true });
    await isIll(it);
    const { id: offerId } = await offered(it);
    // Its end comes while the others are under way.
    const expiresAt = new Date(standardNow.getTime() + 1);
    if (whats.includes('expire')) await fork().nativeUpdate(SubstituteOffer, { id: offerId }, { expiresAt });
    const act = async (what: string): Promise<unknown> => {
      if (what === 'expire') {
        await new Promise(setImmediate);
        test.clock.advance(1);
        return sweep();
      }
      if (what === 'cancel') return post(asha, `bookings/${it.booking.id}/cancel`, {});
      return answer(asha, it, what as 'accept', offerId);
    };
    const answers = (await Promise.all(whats.map(act))) as { status?: number }[];
    expect(answers.filter(({ status = 200 }) => status >= 500)).toEqual([]);
    await settle(test);

    const booking = await bookingNow(it);
    const [search, ...others] = await searches(it);
    expect(others).toEqual([]);
    const ended = search!.offers.getItems().filter(({ status }) => status !== 'open');
    expect(ended.map(({ id }) => id)).toContain(offerId);
    const status = ended.find(({ id }) => id === offerId)!.status;
    const isAccepted = status === 'accepted';
    expect(search!.state === 'accepted').toBe(isAccepted);
    expect(booking.provider.id === it.sita.id).toBe(isAccepted);
    const moves = await fork().count(OutboxEvent, { type: 'booking.reassigned', aggregateId: booking.id });
    expect(moves).toBe(isAccepted ? 1 : 0);
    const holds = await fork().find(SlotHold, {
      customer: asha.customer.id,
      status: 'open',
      provider: { $in: [it.sita.id, it.ravi.id] },
    });
    const open = search!.offers.getItems().filter((each) => each.status === 'open');
    expect(holds.map(({ id }) => id)).toEqual(open.map(({ holdId }) => holdId));
    const isCancelled = booking.status === 'cancelled';
    expect(search!.isOpen && isCancelled).toBe(false);
  });
});

describe('a professional who does not come', () => {
  it('is followed by the next free slot of somebody else, and the second time by a credit, once', async () => {
    const it = await scene({ startsIn: '1h' });
    const before = await credit();
    test.clock.advance(2 * 3_600_000); // 12:00, an hour after it was to begin
    const marked = await noShow(it);
    expect(marked.body).toMatchObject({ cause: 'did_not_come', state: 'searching' });
    expect((await noShow(it)).body.id).toBe(marked.body.id); // once more is the same
    const tooLate = await post(meera, `bookings/${it.booking.id}/no-show`);
    expect([tooLate.status, tooLate.body.code]).toEqual([409, 'BOOKING_UNATTENDED']);
    const offer = await offered(it);
    expect(offer).toMatchObject({
      provider: { name: 'Sita' },
      startsAt: new Date(at('13:00', '2026-11-20')).toISOString(),
    });
    expect(await credit()).toBe(before);
    expect((await answer(asha, it, 'accept', offer.id)).status).toBe(200);
    await settle(test);

    test.clock.advance(2 * 3_600_000);
    await noShow(it);
    await settle(test);
    expect(await credit()).toBe(before + 200_00);
    expect(await toldOf(it, 'substitute.compensated')).toBe(1);
    const next = await offered(it);
    await answer(asha, it, 'accept', next.id);
    test.clock.set(new Date(new Date(next.startsAt).getTime() + 60_000));
    await noShow(it);
    await settle(test);
    expect(await credit()).toBe(before + 200_00);
    expect((await searches(it)).filter(({ failedAt }) => failedAt)).toHaveLength(3);
  });

  it('can be cancelled without a fee after it was to begin', async () => {
    const it = await scene({ startsIn: '1h', others: false });
    test.clock.advance(2 * 3_600_000);
    await noShow(it);
    await settle(test);
    expect(
      (await post(asha, `bookings/${it.booking.id}/cancel`, { expectedFeePaise: 0 })).body,
    ).toMatchObject({
      status: 'cancelled',
      cancellationFeePaise: 0,
    });
  });

  it('is handed over where there is nobody, and no longer waits when staff have sent somebody', async () => {
    const it = await scene({ startsIn: '1h', others: false });
    const service = it.service;
    test.clock.advance(2 * 3_600_000);
    await noShow(it);
    await settle(test);
    expect(await searches(it)).toMatchObject([{ state: 'handed_over', offersMade: 0 }]);
    const gita = await given.provider({ subcategory: service.subcategory as Subcategory, name: 'Gita' });
    const moved = await post(meera, `bookings/${it.booking.id}/reschedule`, {
      startsAt: at('14:00', '2026-11-20'),
      providerId: gita.id,
    });
    expect(moved.status).toBe(200);
    await settle(test);
    expect(await searches(it)).toMatchObject([{ state: 'withdrawn' }]);
  });
});

describe('a search that a process has left', () => {
  it('is gone on with by the sweep, from whatever it was in, with one end', async () => {
    const it = await scene();
    await isIll(it);
    await fork().nativeUpdate(OutboxEvent, { relayedAt: null }, { relayedAt: test.clock.now() }); // nobody heard
    expect(await searches(it)).toEqual([]);
    await test.app.get(AbsencesService, { strict: false }).openSearches((await absenceOf(it)).id);
    await fork().nativeUpdate(OutboxEvent, { relayedAt: null }, { relayedAt: test.clock.now() }); // … of that either
    expect(await searches(it)).toMatchObject([{ state: 'searching' }]);
    await Promise.all([sweep(), sweep()]);
    expect(await searches(it)).toMatchObject([{ state: 'accepted' }]);
    expect(await fork().count(OutboxEvent, { type: 'booking.reassigned', aggregateId: it.booking.id })).toBe(
      1,
    );
  });

  it('is opened by the sweep where it was not, once', async () => {
    const it = await scene();
    await isIll(it);
    await fork().nativeUpdate(OutboxEvent, { relayedAt: null }, { relayedAt: test.clock.now() }); // nobody heard
    expect(await sweep()).toMatchObject({ opened: 1 });
    expect(await sweep()).toMatchObject({ opened: 0 });
    expect(await searches(it)).toMatchObject([{ state: 'accepted' }]);
  });
});
