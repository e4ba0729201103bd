// The whole way, with the program at work on its own jobs: from a change to whoever it concerns.
import { MailOutbox } from '#libs/mail';
import { StreamLog } from '#libs/realtime';
import type { Subcategory } from '../../src/catalogue/service.entity.js';
import { Notification, NotificationDelivery } from '../../src/notifications/notification.entity.js';
import { startApp, type TestApp } from '../support/app.js';
import { givenIn, password, type Given } from '../support/given.js';
import { jobsIn, type JobsInStories } from '../support/jobs.js';

let test: TestApp;
let given: Given;
let jobs: JobsInStories;
beforeAll(async () => {
  test = await startApp({ settings: { ROLE: 'all' } });
  [given, jobs] = [givenIn(test), jobsIn(test)];
});
afterAll(() => test.close());

it('tells each of many customers, once, what happened to their bookings', async () => {
  const service = await given.service({ name: 'AC repair' });
  const people = await Promise.all(
    Array.from({ length: 8 }, async () => ({
      ...(await given.signedIn()),
      provider: await given.provider({ subcategory: service.subcategory as Subcategory }),
    })),
  );
  await Promise.all(
    people.map(async ({ headers, provider }) => {
      const visit = { serviceId: service.id, providerId: provider.id, startsAt: '2026-11-21T10:00:00+05:30' };
      const address = { line: '12, 5th Cross, Koramangala', pincode: '560034' };
      const booked = await test.http({
        method: 'POST',
        url: '/api/v1/bookings',
        headers,
        payload: { ...visit, address },
      });
      const url = `/api/v1/bookings/${booked.json().id}/cancel`;
      expect((await test.http({ method: 'POST', url, headers })).statusCode).toBe(200);
    }),
  );
  await jobs.idle();
  for (const { customer } of people) {
    const subjects = test.app
      .get(MailOutbox)
      .recent(customer.email!)
      .map(({ subject }) => subject);
    expect(subjects.sort()).toEqual([
      expect.stringMatching(/^Your booking BK-\w+ is cancelled$/),
      expect.stringMatching(/^Your booking BK-\w+: Saturday 21 November, 10:00 am$/),
    ]);
    const entries = await test.app.get(StreamLog, { strict: false }).read(`customer:${customer.id}`, 0);
    const kinds = entries.filter(({ type }) => type === 'notification.created').map(({ data }) => data.kind);
    expect(kinds).toEqual(['booking.created', 'booking.cancelled']);
  }
  const em = test.orm.em.fork();
  expect(await em.count(Notification)).toBe(2 * people.length);
  expect(await em.count(NotificationDelivery, { channel: 'email', status: 'sent' })).toBe(2 * people.length);
});

it('holds a mail until quiet hours are over, and sends the digest by its schedule’s job', async () => {
  const [asha, bala] = [await given.signedIn(), await given.signedIn()];
  const prefer = (headers: object, payload: object) =>
    test.http({
      method: 'PUT',
      url: '/api/v1/notifications/preferences',
      headers: headers as never,
      payload,
    });
  await prefer(asha.headers, { quietHours: { from: '09:00', to: '11:00' } });
  await prefer(bala.headers, { digest: { mode: 'daily', hour: 11 } });
  for (const { customer, headers } of [asha, bala]) {
    const { id } = await given.confirmedBooking({ customer, startsIn: '2d' });
    await test.http({ method: 'POST', url: `/api/v1/bookings/${id}/cancel`, headers });
  }
  await jobs.idle();
  const mailed = ({ customer }: typeof asha) => test.app.get(MailOutbox).recent(customer.email!).length;
  expect([mailed(asha), mailed(bala)]).toEqual([0, 0]);
  jobs.advance(3_600);
  await jobs.run({ type: 'notifications.send_digests', input: {} });
  await jobs.idle();
  expect([mailed(asha), mailed(bala)]).toEqual([1, 1]);
});

it('tells the owner of what endangers the account', async () => {
  const { customer, headers } = await given.signedIn();
  const payload = { name: 'A program', scopes: ['bookings.read'], password };
  await test.http({ method: 'POST', url: '/api/v1/api-keys', headers, payload });
  await jobs.idle();
  expect(test.app.get(MailOutbox).recent(customer.email!)).toMatchObject([
    { subject: 'New key for your account' },
  ]);
});
