// How notices leave the house: over two mail servers and a push service, tried again, and never twice without need.
import { Job } from '#libs/jobs';
import { NotificationKindRegistry } from '#libs/notifications';
import { newId } from '#libs/orm';
import { OutboundRequests } from '#libs/outbound';
import { SecretBox } from '#libs/secrets';
import { NotificationDelivery } from '../../src/notifications/notification.entity.js';
import { NotificationsService } from '../../src/notifications/notifications.service.js';
import { PushKey, PushSubscription } from '../../src/notifications/push/push-subscription.entity.js';
import { startApp, standardNow, type TestApp } from '../support/app.js';
import { givenIn, type Given, type SignedIn } from '../support/given.js';
import { directRun } from '../support/job-run.js';
import { mailServer, type MailServer } from '../support/mail-server.js';
import { browser, pushService, vapidIn } from '../support/push-service.js';
import { settle } from '../support/settle.js';

const near = new OutboundRequests({ allowPrivate: true });
let test: TestApp;
let given: Given;
let [first, second] = [] as unknown as [MailServer, MailServer];
let service: Awaited<ReturnType<typeof pushService>>;
beforeAll(async () => {
  [first, second, service] = [await mailServer(), await mailServer(), await pushService()];
  const settings = {
    SMTP_URL: first.url,
    SMTP_FALLBACK_URL: second.url,
    MAIL_FROM: 'Desk <desk@desk.example>',
  };
  test = await startApp({ settings });
  given = givenIn(test);
  // What is sent to https://push.example/ arrives at the service of this test: everything else is as in production.
  const outbound = test.app.get(OutboundRequests, { strict: false });
  const send = outbound.send.bind(outbound);
  outbound.send = (request) =>
    request.url.startsWith('https://push.example/')
      ? near.send({ ...request, url: request.url.replace('https://push.example', service.origin) })
      : send(request);
});
afterAll(async () => {
  await test.close();
  await near.onApplicationShutdown();
  await Promise.all([first.close(), second.close(), service.close()]);
});
beforeEach(() => {
  test.clock.set(standardNow);
  for (const { received } of [first, second, service]) received.splice(0);
});

async function told({ customer }: SignedIn): Promise<void> {
  const run = directRun(test.orm.em);
  run.atTheEnd(async () => {
    await test.app.get(NotificationsService, { strict: false }).notify({
      to: { kind: 'customer', id: customer.id },
      kind: test.app.get(NotificationKindRegistry, { strict: false }).find('booking.created')!,
      change: newId(),
      facts: {
        bookingId: newId(),
        reference: 'BK-7F3K9Q',
        service: 'AC repair',
        startsAt: '2026-11-22T05:00:00.000Z',
        totalPaise: 1_499_00,
      },
    });
  });
  await run.finish();
}

const log = async (who: SignedIn, channel: string) => {
  const url = '/api/v1/notifications/deliveries';
  const { items } = (await test.http({ url, headers: who.headers })).json();
  return items.filter((each: { channel: string }) => each.channel === channel);
};
const messageId = ({ received }: MailServer) =>
  received.map(({ message }) => /^Message-ID: (.*)$/m.exec(message)![1]);

describe('a mail', () => {
  it('goes by the second server when the first says later, once', async () => {
    const asha = await given.signedIn();
    first.answers.push(451);
    await told(asha);
    await settle(test);
    expect([first.received.length, second.received.map(({ to }) => to)]).toEqual([
      0,
      [[asha.customer.email]],
    ]);
    expect(await log(asha, 'email')).toMatchObject([
      { status: 'sent', transport: 'smtp-fallback', attempts: 1, destination: 'p•••@example.com' },
    ]);
  });

  it('that no server takes is tried again, later and later, under the same id', async () => {
    const asha = await given.signedIn();
    first.answers.push(451, 451);
    second.answers.push(451, 451);
    await told(asha);
    await settle(test);
    expect(await log(asha, 'email')).toMatchObject([
      { status: 'pending', reason: 'unreachable', attempts: 1, sentAt: null },
    ]);
    test.clock.advance(14_000);
    await settle(test);
    expect(first.answers).toHaveLength(1);
    test.clock.advance(1_000);
    await settle(test);
    test.clock.advance(60_000);
    await settle(test);
    const [delivery] = await log(asha, 'email');
    expect(delivery).toMatchObject({ status: 'sent', reason: null, transport: 'smtp', attempts: 3 });
    expect(messageId(first)).toEqual([`<${delivery.id}@desk.example>`]);
  });

  it('that is lost between the server and our records is sent again as the same', async () => {
    const asha = await given.signedIn();
    await told(asha);
    const em = test.orm.em.fork();
    const where = { personId: asha.customer.id, channel: 'email' } as const;
    await settle(test);
    // As if the process had died before it could write down that the mail was taken.
    await em.nativeUpdate(NotificationDelivery, where, { status: 'pending', sentAt: null });
    const { id } = await em.findOneOrFail(NotificationDelivery, where);
    await em.nativeUpdate(Job, { subjectId: id }, { status: 'queued', finishedAt: null });
    await settle(test);
    const [one, two] = messageId(first);
    expect([one, first.received.length]).toEqual([two, 2]);
  });

  it('that a server refuses for good is not tried again', async () => {
    const asha = await given.signedIn();
    first.answers.push(550);
    await told(asha);
    await settle(test);
    test.clock.advance(86_400_000);
    await settle(test);
    expect([first.received, second.received]).toEqual([[], []]);
    expect(await log(asha, 'email')).toMatchObject([{ status: 'failed', reason: 'refused', attempts: 1 }]);
  });

  it('is given up after six attempts, and its job is dead', async () => {
    const asha = await given.signedIn();
    first.answers.push(...Array.from({ length: 6 }, () => 451));
    second.answers.push(...Array.from({ length: 6 }, () => 451));
    await told(asha);
    for (let nth = 0; nth < 8; nth++) {
      await settle(test);
      test.clock.advance(7_200_000);
    }
    const [delivery] = await log(asha, 'email');
    expect(delivery).toMatchObject({ status: 'failed', reason: 'unreachable', attempts: 6 });
    expect(first.answers).toEqual([]);
    const job = await test.orm.em.fork().findOneOrFail(Job, { subjectId: delivery.id });
    expect(job.status).toBe('failed');
  });
});

describe('a push', () => {
  const url = '/api/v1/notifications/push-subscriptions';
  const subscribe = (who: SignedIn, input: object, headers: object = {}) =>
    test.http({ method: 'POST', url, headers: { ...who.headers, ...headers } as never, payload: input });
  const endpoint = () => `https://push.example/${newId()}`;
  async function subscribed(who: SignedIn) {
    const made = browser();
    const address = endpoint();
    const answer = await subscribe(who, { endpoint: address, expirationTime: null, keys: made.keys });
    expect(answer.statusCode).toBe(201);
    return { ...made, id: answer.json().id as string, address, path: new URL(address).pathname };
  }
  const subscriptions = async (who: SignedIn) =>
    (await test.http({ url, headers: who.headers })).json().items as { id: string; service: string }[];

  it('reaches every browser of a person, which alone can read it, signed by the key that is published', async () => {
    const asha = await given.signedIn();
    const [phone, desk] = [await subscribed(asha), await subscribed(asha)];
    await told(asha);
    await settle(test);
    expect(service.received.map(({ path }) => path).sort()).toEqual([phone.path, desk.path].sort());
    const [pushed] = service.received.filter(({ path }) => path === phone.path);
    const { items } = (await test.http({ url: '/api/v1/notifications', headers: asha.headers })).json();
    expect(phone.open(pushed!.body)).toMatchObject({
      id: items[0].id,
      kind: 'booking.created',
      title: 'Booked: AC repair',
      body: items[0].body,
      data: { reference: 'BK-7F3K9Q' },
    });
    expect(() => desk.open(pushed!.body)).toThrow('authenticate');
    const { publicKey } = (await test.http({ url: `${url}/key`, headers: asha.headers })).json();
    expect(vapidIn(pushed!)).toMatchObject({
      key: publicKey,
      isSigned: true,
      claims: { aud: 'https://push.example', sub: 'mailto:desk@desk.example' },
    });
    expect(await log(asha, 'push')).toMatchObject([
      { status: 'sent', transport: 'push', destination: 'push.example' },
      { status: 'sent' },
    ]);
  });

  it.each([404, 410])('that is answered by %i takes the subscription away', async (status) => {
    const asha = await given.signedIn();
    const both = [await subscribed(asha), await subscribed(asha)];
    await told(asha);
    service.answers.push(status);
    await settle(test);
    const gone = service.received[0]!.path;
    const left = both.filter(({ path }) => path !== gone).map(({ id }) => id);
    expect((await subscriptions(asha)).map(({ id }) => id)).toEqual(left);
    expect((await log(asha, 'push')).map((each: any) => [each.status, each.reason]).sort()).toEqual([
      ['failed', 'gone'],
      ['sent', null],
    ]);
    service.received.splice(0);
    await told(asha);
    await settle(test);
    expect(service.received.map((each) => each.path)).not.toContain(gone);
    expect(service.received).toHaveLength(1);
  });

  it('is tried again when the service is not well', async () => {
    const asha = await given.signedIn();
    await subscribed(asha);
    await told(asha);
    service.answers.push(503);
    await settle(test);
    expect(await log(asha, 'push')).toMatchObject([{ status: 'pending', reason: 'unreachable' }]);
    test.clock.advance(15_000);
    await settle(test);
    expect(await log(asha, 'push')).toMatchObject([{ status: 'sent', attempts: 2 }]);
    const [one, two] = service.received.map(({ headers }) => headers.topic);
    expect(one).toBe(two);
  });

  it.each([
    ['without TLS', 'http://push.example/1', 400],
    ['loopback', 'https://127.0.0.1/1', 422],
    ['a private network', 'https://192.168.1.10/1', 422],
    ['the metadata of a cloud', 'https://169.254.169.254/1', 422],
    ['loopback in IPv6', 'https://[::1]/1', 422],
    ['a name without a domain', 'https://localhost/1', 422],
    ['a name of this network', 'https://router.local/1', 422],
    ['credentials in it', 'https://a:b@push.example/1', 422],
  ])('is not sent to %s', async (_, address, status) => {
    const asha = await given.signedIn();
    const answer = await subscribe(asha, { endpoint: address, keys: browser().keys });
    expect(answer.statusCode).toBe(status);
    expect(await subscriptions(asha)).toEqual([]);
  });

  it('is not sent to what a name stands for by then', async () => {
    const asha = await given.signedIn();
    const { id } = await subscribed(asha);
    // It stood for a public address when the subscription came.
    const inside = `https://localhost:${new URL(service.origin).port}/`;
    await test.orm.em.fork().nativeUpdate(PushSubscription, { id }, { endpoint: inside });
    await told(asha);
    await settle(test);
    expect(service.received).toEqual([]);
    expect(await log(asha, 'push')).toMatchObject([{ status: 'failed', reason: 'refused' }]);
  });

  it.each([
    ['no point on the curve', { p256dh: 'BAAA', auth: browser().keys.auth }],
    ['a short secret', { ...browser().keys, auth: 'AAAA' }],
  ])('cannot be asked for with %s', async (_, keys) => {
    const asha = await given.signedIn();
    expect((await subscribe(asha, { endpoint: endpoint(), keys })).statusCode).toBe(400);
  });

  it('is nobody else’s: another can neither see nor end it, and a browser tells its last user', async () => {
    const [asha, bala] = [await given.signedIn(), await given.signedIn()];
    const { id, address, keys } = await subscribed(asha);
    expect(await subscriptions(asha)).toEqual([
      { id, service: 'push.example', createdAt: expect.any(String) },
    ]);
    expect(await subscriptions(bala)).toEqual([]);
    const end = (who: SignedIn) => test.http({ method: 'DELETE', url: `${url}/${id}`, headers: who.headers });
    expect((await end(bala)).statusCode).toBe(404);
    expect(await subscriptions(asha)).toHaveLength(1);
    await subscribe(bala, { endpoint: address, keys });
    expect([await subscriptions(asha), await subscriptions(bala)]).toMatchObject([[], [{}]]);
    expect((await end(asha)).statusCode).toBe(404);
    const again = await subscribed(asha);
    const answer = await test.http({
      method: 'DELETE',
      url: `${url}/${again.id}`,
      headers: asha.headers,
    });
    expect([answer.statusCode, await subscriptions(asha)]).toEqual([204, []]);
  });

  it('goes to ten browsers at most', async () => {
    const asha = await given.signedIn();
    const made = await Promise.all(Array.from({ length: 12 }, () => subscribed(asha)));
    expect(await subscriptions(asha)).toHaveLength(10);
    expect(made).toHaveLength(12);
  });

  it('is signed by a key that is made once, and kept sealed', async () => {
    const [key, ...others] = await test.orm.em.fork().find(PushKey, {});
    expect(others).toEqual([]);
    const opened = test.app.get(SecretBox).open('push-key', key!.privateKey, key!.id).toString();
    expect(Buffer.from(opened, 'base64url')).toHaveLength(32);
    expect(Buffer.from(key!.privateKey).toString('latin1')).not.toContain(opened);
  });
});
