// Story: a customer's visits in their calendar, read back by a parser that is not the library that wrote them.
import type { SqlEntityManager } from '@mikro-orm/sql';
import ICAL from 'ical.js';
import { Booking } from '../../src/bookings/booking.entity.js';
import { CalendarFeed } from '../../src/bookings/calendar/calendar-feed.entity.js';
import { givenIn, type Given, type SignedIn } from '../support/given.js';
import type { StaffSignedIn } from '../support/given-staff.js';
import { standardNow, startApp, type TestApp } from '../support/app.js';

let test: TestApp;
let given: Given;
let asha: SignedIn;
let bala: SignedIn;
let meera: StaffSignedIn;
beforeAll(async () => {
  test = await startApp();
  given = givenIn(test);
  [asha, bala, meera] = [await given.signedIn(), await given.signedIn(), await given.staffSignedIn()];
});
afterAll(() => test.close());

type Who = { headers: { authorization: string } };
const ask = (who: Partial<Who>, method: 'GET' | 'POST' | 'PATCH' | 'DELETE', url: string, payload?: object) =>
  test.http({ method, url: `/api/v1${url}`, headers: who.headers, payload });
const eventsIn = (text: string) =>
  new ICAL.Component(ICAL.parse(text)).getAllSubcomponents('vevent').map((event) => ({
    uid: event.getFirstPropertyValue('uid'),
    sequence: event.getFirstPropertyValue('sequence'),
    status: event.getFirstPropertyValue('status'),
    summary: event.getFirstPropertyValue('summary'),
    location: event.getFirstPropertyValue('location'),
    start: (event.getFirstPropertyValue('dtstart') as ICAL.Time).toJSDate(),
    end: (event.getFirstPropertyValue('dtend') as ICAL.Time).toJSDate(),
  }));
const fileOf = async (who: Who, id: string) => ask(who, 'GET', `/bookings/${id}/calendar.ics`);
const openFeed = async (who: Who) => {
  const { url } = (await ask(who, 'POST', '/bookings/calendar-feed')).json();
  return new URL(url).pathname.replace('/api/v1', '');
};

describe('a visit as a file', () => {
  it('has its time, place and name, and is the same event after every change, with a higher sequence', async () => {
    const service = await given.service({ name: 'AC service, deep; clean' });
    const booking = await given.confirmedBooking({ customer: asha.customer, service, startsIn: '1d' });
    const answer = await fileOf(asha, booking.id);
    expect(answer.headers).toMatchObject({
      'content-type': 'text/calendar; charset=utf-8',
      'cache-control': 'no-store',
    });
    const [event] = eventsIn(answer.body);
    expect(event).toMatchObject({
      sequence: 0,
      status: 'CONFIRMED',
      start: booking.startsAt,
      end: booking.endsAt,
      summary: `AC service, deep; clean (${booking.reference})`,
      location: '12, 5th Cross, Koramangala, 560034',
    });
    await ask(asha, 'PATCH', `/bookings/${booking.id}`, { addressLine: '14, 5th Cross' });
    const [changed] = eventsIn((await fileOf(asha, booking.id)).body);
    expect(changed).toMatchObject({ uid: event!.uid, location: '14, 5th Cross, 560034' });
    await ask(asha, 'DELETE', `/bookings/${booking.id}`);
    const [cancelled] = eventsIn((await fileOf(asha, booking.id)).body);
    expect(cancelled).toMatchObject({ uid: event!.uid, status: 'CANCELLED' });
    const sequences = [event, changed, cancelled].map((each) => Number(each!.sequence));
    expect(sequences).toEqual(sequences.toSorted((a, b) => a - b));
    expect(new Set(sequences).size).toBe(3);
  });

  it('is not for another customer', async () => {
    const { id } = await given.confirmedBooking({ customer: asha.customer });
    expect((await fileOf(bala, id)).json()).toMatchObject({ status: 404, code: 'BOOKING_NOT_FOUND' });
    expect((await fileOf(meera, id)).statusCode).toBe(200);
  });
});

describe('the feed', () => {
  it('is read by its address alone, with the visits of its customer and nobody else', async () => {
    const visits = [];
    for (const startsIn of ['2d', '-10d', '-100d'])
      visits.push(await given.confirmedBooking({ customer: asha.customer, startsIn, status: startsIn.startsWith('-') ? 'completed' : 'confirmed' })); // prettier-ignore
    const his = await given.confirmedBooking({ customer: bala.customer });
    const answer = await ask({}, 'GET', await openFeed(asha));
    expect([answer.statusCode, answer.headers['cache-control']]).toEqual([200, 'no-store']);
    const uids = eventsIn(answer.body).map(({ uid }) => String(uid).split('@')[0]);
    expect(uids).toEqual(expect.arrayContaining([visits[0]!.id, visits[1]!.id]));
    expect(uids).not.toContain(visits[2]!.id); // long over
    expect(uids).not.toContain(his.id);
  });

  it('has one address: a new one makes the old one void, and so does taking it back', async () => {
    const first = await openFeed(asha);
    const second = await openFeed(asha);
    expect((await ask({}, 'GET', first)).json()).toMatchObject({
      status: 404,
      code: 'CALENDAR_FEED_NOT_FOUND',
    });
    expect((await ask({}, 'GET', second)).statusCode).toBe(200);
    expect((await ask(asha, 'GET', '/bookings/calendar-feed')).json()).toEqual({
      createdAt: expect.any(String),
    });
    expect((await ask(asha, 'DELETE', '/bookings/calendar-feed')).statusCode).toBe(204);
    expect((await ask(asha, 'DELETE', '/bookings/calendar-feed')).statusCode).toBe(204);
    expect((await ask({}, 'GET', second)).statusCode).toBe(404);
    expect((await ask(asha, 'GET', '/bookings/calendar-feed')).statusCode).toBe(404);
  });

  it("cannot be taken back by another customer, and the table tells nobody's address", async () => {
    const path = await openFeed(asha);
    await ask(bala, 'DELETE', '/bookings/calendar-feed');
    expect((await ask({}, 'GET', path)).statusCode).toBe(200);
    const feed = await test.orm.em.fork().findOneOrFail(CalendarFeed, { customer: asha.customer.id });
    expect(path).not.toContain(feed.tokenDigest);
    expect((await ask(meera, 'POST', '/bookings/calendar-feed')).statusCode).toBe(403);
  });

  it('of two addresses that are made at once one counts', async () => {
    const paths = await Promise.all(Array.from({ length: 4 }, () => openFeed(bala)));
    const answers = await Promise.all(paths.map((path) => ask({}, 'GET', path)));
    expect(answers.filter(({ statusCode }) => statusCode === 200)).toHaveLength(1);
  });

  it.each(['x.ics', `${'a'.repeat(43)}.ics`, `${'a'.repeat(99)}.ics`, '..%2f..%2fetc.ics'])(
    'is not %s',
    async (file) => {
      const { statusCode } = await ask({}, 'GET', `/calendar/${file}`);
      expect([400, 404, 414]).toContain(statusCode);
    },
  );

  it('is bounded, however many visits there are', async () => {
    const carl = await given.signedIn();
    const one = await given.confirmedBooking({
      customer: carl.customer,
      startsIn: '5d',
      status: 'cancelled',
    });
    const em = test.orm.em.fork();
    await (em as unknown as SqlEntityManager).execute(
      `insert into bookings (id, reference, customer_id, provider_id, service_id, rate_card_id, address_line, pincode_code, starts_at, ends_at, busy_until, status, total_paise, cancellation_fee_paise, version)
       select gen_random_uuid(), 'BK-N' || n, customer_id, provider_id, service_id, rate_card_id, address_line, pincode_code, starts_at, ends_at, busy_until, status, total_paise, 0, 1
       from bookings, generate_series(1, 600) n where id = ?`,
      [one.id],
    );
    expect(await em.count(Booking, { customer: carl.customer.id })).toBe(601);
    expect(eventsIn((await ask({}, 'GET', await openFeed(carl))).body)).toHaveLength(500);
    test.clock.set(standardNow);
  });
});
