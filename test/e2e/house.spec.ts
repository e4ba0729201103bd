// One thing that happens, and everybody who hears of it: the customer in the app and by mail, another system by webhook; once each.
import { Webhook as Verifier } from 'standardwebhooks';
import type { Subcategory } from '../../src/catalogue/service.entity.js';
import { startApp, type TestApp } from '../support/app.js';
import { givenIn, type Given } from '../support/given.js';
import { webhooksIn } from '../support/given-webhooks.js';
import { jobsIn } from '../support/jobs.js';
import { mailServer, type MailServer } from '../support/mail-server.js';
import { replies, startReceiver, type Receiver } from '../support/receiver.js';

let test: TestApp;
let given: Given;
let mails: MailServer;
let receiver: Receiver;
beforeAll(async () => {
  [mails, receiver] = [await mailServer(), await startReceiver()];
  test = await startApp({ settings: { ROLE: 'all', SMTP_URL: mails.url, OUTBOUND_ALLOW_PRIVATE: true } });
  given = givenIn(test);
});
afterAll(async () => {
  await test.close();
  await Promise.all([mails.close(), receiver.close()]);
});

it('is told by every way that there is, whatever fails on the way', async () => {
  const jobs = jobsIn(test);
  const admin = await given.staffSignedIn({ role: 'admin' });
  const { secret } = await webhooksIn(test, admin.headers).webhook(receiver.url, ['booking.*']);
  const { headers, customer } = await given.signedIn();
  const service = await given.service({ name: 'AC repair' });
  const provider = await given.provider({ subcategory: service.subcategory as Subcategory });
  // Both the mail server and the other system say no at first.
  mails.answers.push(451);
  receiver.answer(replies.status(503));

  const payload = {
    serviceId: service.id,
    providerId: provider.id,
    startsAt: '2026-11-21T10:00:00+05:30',
    address: { line: '12, 5th Cross, Koramangala', pincode: '560034' },
  };
  const booked = await test.http({ method: 'POST', url: '/api/v1/bookings', headers, payload });
  expect(booked.statusCode).toBe(201);
  const { reference, id } = booked.json();
  await jobs.idle();
  for (let minutes = 0; minutes < 10; minutes++) {
    jobs.advance(60);
    await jobs.idle();
  }

  expect(mails.received.map(({ to }) => to)).toEqual([[customer.email]]);
  expect(mails.received[0]!.message).toContain(reference);
  const feed = await test.http({ url: '/api/v1/notifications', headers });
  expect(feed.json().items).toMatchObject([{ kind: 'booking.created' }]);

  expect(receiver.received).toHaveLength(2);
  const [first, second] = receiver.received;
  expect([second!.headers['webhook-id'], second!.body]).toEqual([first!.headers['webhook-id'], first!.body]);
  const facts = JSON.parse(second!.body);
  expect(facts).toMatchObject({ type: 'booking.created', data: { id, reference } });
  expect(second!.body).not.toContain('Koramangala');
  const timestamp = second!.headers['webhook-timestamp'] as string;
  const signature = second!.headers['webhook-signature'] as string;
  expect(signature).toBe(
    new Verifier(secret).sign(
      second!.headers['webhook-id'] as string,
      new Date(Number(timestamp) * 1000),
      second!.body,
    ),
  );
});
