// Messages to other systems, over real HTTP: a receiver on this machine that verifies, fails, hangs, redirects, drips, and comes back.
import { OutboxEvent } from '#libs/events';
import { Job } from '#libs/jobs';
import { OutboundRequests } from '#libs/outbound';
import { AuditEntry } from '../../src/audit/audit-entry.entity.js';
import { WebhookDelivery } from '../../src/webhooks/delivery.entity.js';
import { Webhook } from '../../src/webhooks/webhook.entity.js';
import { startApp, standardNow, type TestApp } from '../support/app.js';
import { givenIn, type Given } from '../support/given.js';
import { webhooksIn, type GivenWebhook } from '../support/given-webhooks.js';
import { directRun, runJob } from '../support/job-run.js';
import { replies, startReceiver, type Receiver } from '../support/receiver.js';

const [second, minute, hour, day] = [1_000, 60_000, 3_600_000, 86_400_000];
/** With its jitter. */
const atMost = (milliseconds: number) => milliseconds * 1.1;

let test: TestApp;
let given: Given;
let hooks: ReturnType<typeof webhooksIn>;
let there: Receiver;
let adminId: string;
beforeAll(async () => {
  test = await startApp({
    settings: { OUTBOUND_ALLOW_PRIVATE: true, REFRESH_TOKEN_SECONDS: (365 * day) / second },
    logLevel: 'trace',
  });
  given = givenIn(test);
  const { headers, staff } = await given.staffSignedIn({ role: 'admin' });
  adminId = staff.id;
  hooks = webhooksIn(test, headers);
});
beforeEach(async () => {
  there = await startReceiver();
});
afterEach(async () => {
  await there.close();
  for (const { id } of (await hooks.call('GET', '?limit=100')).json().items)
    await hooks.call('DELETE', `/${id}`);
  await hooks.hear();
  await hooks.work();
  await test.orm.em.fork().nativeDelete(Job, { status: 'queued' });
});
afterAll(() => test.close());

/** Something happens, is heard, and what is due is sent. @returns the delivery to that endpoint */
async function happens({ id }: GivenWebhook) {
  await hooks.booked();
  await hooks.hear();
  await hooks.work();
  const [delivery] = await hooks.deliveries(id);
  return delivery;
}
async function later(milliseconds: number) {
  test.clock.advance(milliseconds);
  return hooks.work();
}
const shown = async ({ id }: GivenWebhook) => (await hooks.call('GET', `/${id}`)).json();

describe('an event', () => {
  it('arrives once at each endpoint that wants it, and its signature verifies', async () => {
    const [one, other] = [await hooks.webhook(`${there.url}/one`), await hooks.webhook(`${there.url}/other`)];
    await hooks.webhook(`${there.url}/third`, ['booking.cancelled']);
    const booking = await hooks.booked();
    await hooks.hear();
    await hooks.work();
    expect(there.received.map(({ path }) => path).sort()).toEqual(['/one', '/other']);
    for (const [{ secret }, path] of [
      [one, '/one'],
      [other, '/other'],
    ] as const) {
      const message = there.received.find((each) => each.path === path)!;
      expect(hooks.verified(message, secret)).toMatchObject({
        type: 'booking.created',
        timestamp: standardNow.toISOString(),
        data: { id: booking, reference: 'BK-7F3K9Q', totalPaise: 499_00 },
      });
      expect(message.headers).toMatchObject({
        'content-type': 'application/json',
        'webhook-id': expect.stringMatching(/^msg_[0-9a-f]{32}$/),
      });
      expect(() => hooks.verified({ ...message, body: `${message.body} ` }, secret)).toThrow(
        'No matching signature',
      );
    }
    expect(() => hooks.verified(there.received[0]!, 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw')).toThrow(
      'No matching signature',
    );
    expect(await hooks.work()).toBe(0);
  });

  it('of a real cancellation tells what was cancelled, and nothing personal', async () => {
    await hooks.webhook(there.url, ['booking.cancelled']);
    const asha = await given.signedIn({ name: 'Asha Rao' });
    const booking = await given.confirmedBooking({ customer: asha.customer, startsIn: '3d' });
    const url = `/api/v1/bookings/${booking.id}/cancel`;
    expect((await test.http({ method: 'POST', url, headers: asha.headers })).statusCode).toBe(200);
    await hooks.hear();
    await hooks.work();
    const { body } = there.received[0]!;
    expect(JSON.parse(body)).toMatchObject({
      type: 'booking.cancelled',
      data: { id: booking.id, customerId: asha.customer.id, status: 'cancelled' },
    });
    expect(body).not.toMatch(/Asha|Koramangala|@/);
  });

  it('becomes one delivery, however often it is heard', async () => {
    const webhook = await hooks.webhook(there.url);
    await hooks.booked();
    const row = await test.orm.em.fork().findOneOrFail(OutboxEvent, { relayedAt: null });
    await hooks.heard(row);
    await hooks.work();
    await hooks.heard(row);
    await hooks.hear();
    await hooks.work();
    expect([there.received.length, (await hooks.deliveries(webhook.id)).length]).toEqual([1, 1]);
  });

  it('is not for endpoints that are switched off, and what waits for one is given up', async () => {
    const webhook = await hooks.webhook(there.url);
    await hooks.booked();
    await hooks.hear();
    await hooks.call('POST', `/${webhook.id}/disable`);
    await hooks.work();
    await hooks.booked();
    await hooks.hear();
    await hooks.work();
    expect(await hooks.deliveries(webhook.id)).toMatchObject([
      { status: 'failed', lastError: 'WEBHOOK_DISABLED', attempts: 0 },
    ]);
    expect(there.received).toHaveLength(0);
  });

  it('that is not public stays in the house', async () => {
    const webhook = await hooks.webhook(there.url);
    there.answer(replies.status(410));
    await happens(webhook);
    const [told] = await test.orm.em.fork().find(OutboxEvent, { type: 'webhook.disabled', relayedAt: null });
    expect(told).toBeDefined();
    await hooks.webhook(`${there.url}/another`);
    await hooks.hear();
    await hooks.work();
    expect(there.received.map(({ path }) => path)).toEqual(['/']);
  });
});

describe('a message that does not arrive', () => {
  it('is sent again by the schedule, the same to the byte, until it is given up', async () => {
    const webhook = await hooks.webhook(there.url);
    there.answerAlways(replies.status(500, {}, 'out of order'));
    const { id } = await happens(webhook);
    const schedule = [5 * second, 5 * minute, 30 * minute, 2 * hour, 5 * hour, 10 * hour, 10 * hour];
    for (const [retries, delay] of schedule.entries()) {
      const { dueAt, status } = await hooks.delivery(id);
      const waits = new Date(dueAt).getTime() - test.clock.now().getTime();
      expect([status, waits >= delay, waits <= atMost(delay)]).toEqual(['pending', true, true]);
      await later(waits - 1);
      expect(there.received).toHaveLength(retries + 1);
      await later(1);
      expect(there.received).toHaveLength(retries + 2);
    }
    const { log, ...delivery } = await hooks.delivery(id);
    expect(delivery).toMatchObject({ status: 'failed', attempts: 8, dueAt: null, lastError: 'HTTP_500' });
    expect(log).toHaveLength(8);
    expect(log[0]).toMatchObject({ status: 500, errorCode: null, excerpt: 'out of order' });
    expect(new Set(there.received.map(({ body }) => body)).size).toBe(1);
    expect(new Set(there.received.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
    expect(new Set(there.received.map(({ headers }) => headers['webhook-timestamp'])).size).toBe(8);
    hooks.verified(there.received.at(-1)!, webhook.secret);
    await later(2 * day);
    expect(there.received).toHaveLength(8);
  });

  it('is sent until it arrives, and then no more', async () => {
    const webhook = await hooks.webhook(there.url);
    there.answer(replies.status(503), replies.hangUp);
    const { id } = await happens(webhook);
    expect((await shown(webhook)).failingSince).toBe(test.clock.now().toISOString());
    await later(atMost(5 * second));
    await later(atMost(5 * minute));
    const { log, ...delivery } = await hooks.delivery(id);
    expect(delivery).toMatchObject({ status: 'delivered', attempts: 3, lastError: null, dueAt: null });
    expect(log.map(({ status, errorCode }: any) => [status, errorCode])).toEqual([
      [204, null],
      [null, 'ANSWER_BROKEN'],
      [503, null],
    ]);
    expect((await shown(webhook)).failingSince).toBeNull();
    await later(day);
    expect(there.received).toHaveLength(3);
  });

  it('waits as long as the receiver asks', async () => {
    const webhook = await hooks.webhook(there.url);
    for (const [status, header, waits] of [
      [429, '600', 600 * second],
      [503, new Date(test.clock.now().getTime() + hour).toUTCString(), hour],
      [503, '999999999', day],
      [500, '600', 5 * second],
      [429, '1', 5 * second],
    ] as const) {
      there.answer(replies.status(status, { 'retry-after': header }));
      const { dueAt } = await happens(webhook);
      const actual = new Date(dueAt).getTime() - test.clock.now().getTime();
      expect([actual >= waits, actual <= atMost(waits)]).toEqual([true, true]);
    }
  });

  it.each([
    [
      'is redirected, also to this machine: that is not followed',
      () => replies.redirect('/elsewhere', 307),
      'HTTP_307',
    ],
    ['is not wanted', () => replies.status(404), 'HTTP_404'],
    ['meets nobody', () => replies.hangUp, 'ANSWER_BROKEN'],
    ['is refused in an answer that breaks off', () => replies.breakOff(500), 'HTTP_500'],
  ])('has failed when it %s', async (_, reply, lastError) => {
    const webhook = await hooks.webhook(there.url);
    there.answer(reply());
    expect(await happens(webhook)).toMatchObject({ status: 'pending', attempts: 1, lastError });
    expect(there.received).toHaveLength(1);
  });

  it('is given up at its deadline when a receiver says nothing, counts when only its body does not end, and holds up nobody else', async () => {
    const [slow, dripping] = [await startReceiver(), await startReceiver()];
    slow.answerAlways(replies.silence);
    dripping.answerAlways(replies.drip());
    const { send } = OutboundRequests.prototype;
    // The same request with another deadline: nobody waits for fifteen seconds here.
    OutboundRequests.prototype.send = function impatient(request) {
      return send.call(this, { ...request, timeoutMs: 300 });
    };
    try {
      const [silent, endless] = [await hooks.webhook(slow.url), await hooks.webhook(dripping.url)];
      const fast = await hooks.webhook(there.url);
      await happens(fast);
      expect(await hooks.deliveries(silent.id)).toMatchObject([
        { status: 'pending', lastError: 'TIMED_OUT' },
      ]);
      const [arrived] = await hooks.deliveries(endless.id);
      expect(arrived).toMatchObject({ status: 'delivered', attempts: 1, lastError: null });
      expect((await hooks.delivery(arrived.id)).log).toMatchObject([
        { status: 200, errorCode: null, excerpt: expect.stringMatching(/^\.+$/) },
      ]);
      expect(await hooks.deliveries(fast.id)).toMatchObject([{ status: 'delivered' }]);
    } finally {
      OutboundRequests.prototype.send = send;
      await slow.close();
      await dripping.close();
    }
  });

  it('keeps a kilobyte of what the receiver said, whatever that was', async () => {
    const webhook = await hooks.webhook(there.url);
    there.answer(replies.status(400, {}, `\0${'ख'.repeat(2_000)}`));
    const { id } = await happens(webhook);
    const [{ excerpt }] = (await hooks.delivery(id)).log;
    expect(Buffer.byteLength(excerpt)).toBeLessThanOrEqual(1_026);
    expect(excerpt).toMatch(/^\uFFFDख{300}/);
  });
});

describe('an endpoint', () => {
  it('that is gone is switched off at once, and the one who made it is told', async () => {
    const webhook = await hooks.webhook(there.url);
    await hooks.booked();
    there.answerAlways(replies.status(410));
    expect(await happens(webhook)).toMatchObject({ status: 'failed' });
    expect(await shown(webhook)).toMatchObject({ status: 'disabled', disabledReason: 'gone' });
    const em = test.orm.em.fork();
    const told = await em.findOneOrFail(OutboxEvent, { type: 'webhook.disabled', aggregateId: webhook.id });
    expect(told.data).toMatchObject({ reason: 'gone', createdBy: adminId });
    const entry = await em.findOneOrFail(AuditEntry, { action: 'webhook.disabled', objectId: webhook.id });
    expect(entry).toMatchObject({ actorKind: 'system', after: { status: 'disabled', cause: 'gone' } });
    await later(day);
    expect((await hooks.deliveries(webhook.id)).map(({ status }) => status)).toEqual(['failed', 'failed']);
  });

  it('that has nothing but failures for five days is switched off, not before', async () => {
    const webhook = await hooks.webhook(there.url);
    there.answerAlways(replies.status(500));
    await happens(webhook);
    await later(5 * day - 1);
    await happens(webhook);
    expect(await shown(webhook)).toMatchObject({ status: 'active' });
    await later(1);
    await happens(webhook);
    expect(await shown(webhook)).toMatchObject({ status: 'disabled', disabledReason: 'failing' });
    const where = { type: 'webhook.disabled', aggregateId: webhook.id };
    expect(await test.orm.em.fork().count(OutboxEvent, where)).toBe(1);
    await hooks.call('POST', `/${webhook.id}/enable`);
    expect(await shown(webhook)).toMatchObject({ status: 'active', failingSince: null });
  });

  it('starts to count anew with a success', async () => {
    const webhook = await hooks.webhook(there.url);
    there.answer(replies.status(500));
    await happens(webhook);
    test.clock.advance(3 * day);
    await happens(webhook);
    there.answer(replies.status(500));
    test.clock.advance(3 * day);
    await happens(webhook);
    expect(await shown(webhook)).toMatchObject({ status: 'active' });
  });

  it('that fails keeps its version: nobody has changed it', async () => {
    const webhook = await hooks.webhook(there.url);
    there.answer(replies.status(500));
    await happens(webhook);
    expect(await shown(webhook)).toMatchObject({ version: 1, failingSince: expect.any(String) });
  });

  it('is sent to by one job at a time, and what comes meanwhile is not forgotten', async () => {
    const webhook = await hooks.webhook(there.url);
    await hooks.booked();
    await hooks.hear();
    const input = { webhookId: webhook.id };
    const run = directRun(test.orm.em);
    // Taken, but not over yet: its end would be committed with what it has left to do.
    await runJob(test, 'webhooks.deliver', input, undefined, { ...run, finish: async () => {} });
    expect(there.received).toHaveLength(1);
    await hooks.booked();
    await hooks.hear();
    await hooks.work();
    expect(there.received).toHaveLength(1);
    await run.finish();
    await hooks.work();
    expect(there.received).toHaveLength(2);
  });

  it('gets each message once, however many jobs are at it', async () => {
    const webhook = await hooks.webhook(there.url);
    for (let count = 0; count < 20; count += 1) await hooks.booked();
    await hooks.hear();
    const input = { webhookId: webhook.id };
    await Promise.all([1, 2, 3, 4].map(() => runJob(test, 'webhooks.deliver', input)));
    await hooks.work();
    expect(new Set(there.received.map(({ headers }) => headers['webhook-id'])).size).toBe(20);
    expect(there.received).toHaveLength(20);
    const arrived = await hooks.deliveries(webhook.id, '?status=delivered&limit=100');
    expect(arrived).toHaveLength(20);
  });

  it('gets what was on its way again, when the process had to end before the answer', async () => {
    const webhook = await hooks.webhook(there.url);
    const stop = new AbortController();
    there.answer(() => stop.abort(new Error('the process ends')));
    await hooks.booked();
    await hooks.hear();
    const run = directRun(test.orm.em, { signal: stop.signal });
    const input = { webhookId: webhook.id };
    await expect(runJob(test, 'webhooks.deliver', input, undefined, run)).rejects.toThrow('the process ends');
    expect(await hooks.deliveries(webhook.id)).toMatchObject([{ status: 'pending', attempts: 0 }]);
    // The same job, begun again.
    await runJob(test, 'webhooks.deliver', input, undefined, directRun(test.orm.em, { id: run.id }));
    expect(await hooks.deliveries(webhook.id)).toMatchObject([{ status: 'delivered', attempts: 1 }]);
    expect(there.received).toHaveLength(2);
  });

  it('is taken up again when the job that sent to it was lost', async () => {
    const webhook = await hooks.webhook(there.url);
    await hooks.booked();
    await hooks.hear();
    const until = new Date(test.clock.now().getTime() + minute);
    const lost = { sendingBy: webhook.id, sendingUntil: until };
    await test.orm.em.fork().nativeUpdate(Webhook, { id: webhook.id }, lost);
    await hooks.work();
    expect(there.received).toHaveLength(0);
    await later(2 * minute);
    await runJob(test, 'webhooks.catch_up');
    await hooks.work();
    expect(there.received).toHaveLength(1);
  });

  it('that is deleted while something is on its way leaves nothing behind', async () => {
    const webhook = await hooks.webhook(there.url);
    there.answer((response) => {
      void hooks.call('DELETE', `/${webhook.id}`).then(() => response.writeHead(500).end());
    });
    await hooks.booked();
    await hooks.hear();
    await hooks.work();
    expect(await test.orm.em.fork().count(WebhookDelivery, { webhook: webhook.id })).toBe(0);
  });
});

describe('a new secret', () => {
  it('signs at once, and the old one beside it until the overlap ends', async () => {
    const webhook = await hooks.webhook(there.url);
    const { secret, previousEndsAt } = (await hooks.call('POST', `/${webhook.id}/rotate-secret`)).json();
    expect(new Date(previousEndsAt).getTime() - test.clock.now().getTime()).toBe(day);
    await happens(webhook);
    test.clock.advance(day - 1);
    await happens(webhook);
    test.clock.advance(1);
    await happens(webhook);
    const [first, last, after] = there.received as [any, any, any];
    for (const message of [first, last]) {
      expect(message.headers['webhook-signature'].split(' ')).toHaveLength(2);
      test.clock.set(new Date(Number(message.headers['webhook-timestamp']) * 1_000));
      hooks.verified(message, secret);
      hooks.verified(message, webhook.secret);
    }
    test.clock.set(new Date(Number(after.headers['webhook-timestamp']) * 1_000));
    expect(after.headers['webhook-signature'].split(' ')).toHaveLength(1);
    hooks.verified(after, secret);
    expect(() => hooks.verified(after, webhook.secret)).toThrow('No matching signature');
  });

  it('needs no overlap, where the old one was stolen', async () => {
    const webhook = await hooks.webhook(there.url);
    const path = `/${webhook.id}/rotate-secret`;
    const { secret } = (await hooks.call('POST', path, { overlapMinutes: 0 })).json();
    await happens(webhook);
    hooks.verified(there.received[0]!, secret);
    expect(() => hooks.verified(there.received[0]!, webhook.secret)).toThrow('No matching signature');
  });
});

describe('by hand', () => {
  it('a message is sent again as it was, also when it had arrived', async () => {
    const webhook = await hooks.webhook(there.url);
    const { id } = await happens(webhook);
    test.clock.advance(hour);
    const answer = await hooks.call('POST', `/deliveries/${id}/resend`);
    expect([answer.statusCode, answer.json()]).toMatchObject([202, { id, status: 'pending' }]);
    await hooks.work();
    const [first, second] = there.received as [any, any];
    expect([second.body, second.headers['webhook-id']]).toEqual([first.body, first.headers['webhook-id']]);
    hooks.verified(second, webhook.secret);
    expect(await hooks.delivery(id)).toMatchObject({ status: 'delivered', attempts: 2 });
    await hooks.call('POST', `/${webhook.id}/disable`);
    expect((await hooks.call('POST', `/deliveries/${id}/resend`)).json().code).toBe('WEBHOOK_DISABLED');
  });

  it('a test goes to that endpoint only, whatever it wants', async () => {
    const webhook = await hooks.webhook(`${there.url}/one`, ['booking.cancelled']);
    await hooks.webhook(`${there.url}/other`);
    const answer = await hooks.call('POST', `/${webhook.id}/test`);
    expect([answer.statusCode, answer.json()]).toMatchObject([202, { eventType: 'webhook.test' }]);
    await hooks.work();
    expect(there.received.map(({ path }) => path)).toEqual(['/one']);
    expect(hooks.verified(there.received[0]!, webhook.secret)).toMatchObject({
      type: 'webhook.test',
      data: { id: webhook.id },
    });
  });

  it('what has failed since a time is sent again: exactly that, once', async () => {
    const webhook = await hooks.webhook(there.url);
    there.answerAlways(replies.status(404));
    await happens(webhook);
    await later(2 * day);
    const since = test.clock.now();
    const failed = [await happens(webhook), await happens(webhook)];
    await later(2 * hour);
    there.answerAlways(replies.status(204));
    const arrived = await happens(webhook);
    there.answerAlways(replies.status(404));
    const schedule = [5 * minute, 30 * minute, 2 * hour, 5 * hour, 10 * hour, 10 * hour];
    for (const delay of schedule) await later(atMost(delay) + minute);
    const statuses = (await hooks.deliveries(webhook.id, '?status=failed')).map(({ id }) => id);
    expect(statuses).toHaveLength(3);
    there.received.splice(0);

    // One of them fails again meanwhile: that is not for this request.
    there.answerAlways(replies.status(204));
    there.answer(replies.status(404));
    const tomorrow = new Date(test.clock.now().getTime() + day).toISOString();
    const inVain = await hooks.call('POST', `/${webhook.id}/recover`, { since: tomorrow });
    expect([inVain.statusCode, inVain.json().code]).toEqual([400, 'SINCE_IN_FUTURE']);
    const asked = await hooks.call('POST', `/${webhook.id}/recover`, { since: since.toISOString() });
    expect(asked.statusCode).toBe(202);
    await hooks.work();
    const job = await test.orm.em.fork().findOneOrFail(Job, { id: asked.json().jobId });
    expect([job.type, job.ownerId, job.result]).toEqual(['webhooks.recover', adminId, { resent: 2 }]);
    expect(there.received).toHaveLength(2);
    await later(atMost(5 * second));
    expect(there.received).toHaveLength(3);
    for (const { id } of failed) expect(await hooks.delivery(id)).toMatchObject({ status: 'delivered' });
    expect(await hooks.delivery(arrived.id)).toMatchObject({ attempts: 1 });
    await runJob(test, job.type, job.input);
    await hooks.work();
    expect(there.received).toHaveLength(3);
  });

  it('deliveries are found by status, event and time, the newest first', async () => {
    const webhook = await hooks.webhook(there.url);
    there.answer(replies.status(500));
    const first = await happens(webhook);
    test.clock.advance(second);
    const between = test.clock.now().toISOString();
    const last = await happens(webhook);
    await hooks.call('POST', `/${webhook.id}/test`);
    const found = async (query: string) =>
      (await hooks.deliveries(webhook.id, query)).map(({ id }: { id: string }) => id);
    expect(await found('?event=booking.created')).toEqual([last.id, first.id]);
    expect(await found('?status=delivered')).toEqual([last.id]);
    expect(await found(`?event=booking.created&since=${between}`)).toEqual([last.id]);
    const page = (await hooks.call('GET', `/${webhook.id}/deliveries?limit=1&event=booking.created`)).json();
    expect(await found(`?event=booking.created&cursor=${page.nextCursor}`)).toEqual([first.id]);
  });
});

it('deletes what is older than thirty days, with its log', async () => {
  const webhook = await hooks.webhook(there.url);
  const old = await happens(webhook);
  test.clock.advance(30 * day);
  const young = await happens(webhook);
  await runJob(test, 'webhooks.clean_up');
  expect((await hooks.deliveries(webhook.id)).map(({ id }) => id)).toEqual([young.id, old.id]);
  test.clock.advance(1);
  await runJob(test, 'webhooks.clean_up');
  expect((await hooks.deliveries(webhook.id)).map(({ id }) => id)).toEqual([young.id]);
});

it('keeps secrets and whole addresses out of the log', async () => {
  const { id, secret } = await hooks.webhook(`${there.url}/t0ken`);
  there.answer(replies.status(500));
  await happens({ id, secret });
  const text = JSON.stringify(test.log);
  expect(text.length).toBeGreaterThan(1_000);
  for (const hidden of [secret, 't0ken']) expect(text).not.toContain(hidden);
});

it('says in the log of a delivery when its secret can no longer be read', async () => {
  const webhook = await hooks.webhook(there.url);
  await test.orm.em.fork().nativeUpdate(Webhook, { id: webhook.id }, { secret: Buffer.alloc(40) });
  expect(await happens(webhook)).toMatchObject({ status: 'pending', lastError: 'SECRET_UNREADABLE' });
  expect(there.received).toHaveLength(0);
});
