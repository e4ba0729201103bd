import { OutboundRequests } from '#libs/outbound';
import { browser, pushService, vapidIn } from '../../test/support/push-service.js';
import { isPushPublicKey, newVapidKeys, PushFailed, WebPush } from './index.js';

const keys = newVapidKeys();
const contact = 'mailto:desk@desk.example';
const words = { title: 'Booked: AC repair', body: 'रविवार को' };
const message = { payload: JSON.stringify(words), topic: 'a-topic', ttlSeconds: 60, isUrgent: true };
const [near, far] = [true, false].map((allowPrivate) => new OutboundRequests({ allowPrivate })) as [
  OutboundRequests,
  OutboundRequests,
];
const local = new WebPush(near);
afterAll(() => Promise.all([near, far].map((each) => each.onApplicationShutdown())));

describe('a push message', () => {
  it('can be read by the browser it is for, and by nobody on the way', async () => {
    const [service, { keys: theirs, open }] = [await pushService(), browser()];
    const target = { endpoint: `${service.origin}/p/1`, ...theirs };
    expect(await local.send(target, message, { keys, contact })).toBe('accepted');
    const [pushed] = service.received;
    expect(open(pushed!.body)).toEqual(words);
    expect(pushed!.body.toString('latin1')).not.toContain('AC repair');
    expect(() => browser().open(pushed!.body)).toThrow('authenticate');
    expect(pushed).toMatchObject({
      path: '/p/1',
      headers: { ttl: '60', urgency: 'high', topic: 'a-topic', 'content-encoding': 'aes128gcm' },
    });
    expect(vapidIn(pushed!)).toMatchObject({
      key: keys.publicKey,
      isSigned: true,
      claims: { aud: service.origin, sub: contact },
    });
    await service.close();
  });

  it.each([
    [404, 'gone'],
    [410, 'gone'],
    [400, 'refused'],
    [403, 'refused'],
    [413, 'refused'],
    [302, 'refused'],
  ])('that is answered by %i is %s', async (status, outcome) => {
    const service = await pushService([status]);
    const target = { endpoint: service.origin, ...browser().keys };
    expect(await local.send(target, message, { keys, contact })).toBe(outcome);
    expect(service.received).toHaveLength(1);
    await service.close();
  });

  it.each([429, 500, 503])('that is answered by %i may be tried again', async (status) => {
    const service = await pushService([status]);
    const target = { endpoint: service.origin, ...browser().keys };
    await expect(local.send(target, message, { keys, contact })).rejects.toThrow(PushFailed);
    await service.close();
  });

  it('is given up when its sender is', async () => {
    const service = await pushService();
    const target = { endpoint: service.origin, ...browser().keys };
    const sending = { keys, contact, signal: AbortSignal.abort() };
    await expect(local.send(target, message, sending)).rejects.toMatchObject({ name: 'AbortError' });
    await service.close();
  });
});

describe('a push service that is none', () => {
  it.each([
    ['loopback', 'https://127.0.0.1:PORT/'],
    ['loopback, IPv6', 'https://[::1]:PORT/'],
    ['loopback, wrapped', 'https://[::ffff:127.0.0.1]:PORT/'],
    ['a number for loopback', 'https://2130706433:PORT/'],
    ['a name that stands for loopback', 'https://localhost:PORT/'],
    ['the metadata of a cloud', 'https://169.254.169.254/latest'],
    ['a private network', 'https://10.1.2.3/'],
    ['one without TLS', 'http://127.0.0.1:PORT/'],
    ['another protocol', 'ftp://127.0.0.1:PORT/'],
  ])('is never asked: %s', async (_, address) => {
    const service = await pushService();
    const port = new URL(service.origin).port;
    const target = { endpoint: address.replace('PORT', port), ...browser().keys };
    expect(await new WebPush(far).send(target, message, { keys, contact })).toBe('refused');
    expect(service.received).toEqual([]);
    await service.close();
  });
});

it('a public key is a point on the curve', () => {
  const { p256dh } = browser().keys;
  expect(isPushPublicKey(p256dh)).toBe(true);
  const bytes = Buffer.from(p256dh, 'base64url');
  bytes[64]! ^= 1;
  expect(isPushPublicKey(bytes.toString('base64url'))).toBe(false);
  expect(isPushPublicKey(p256dh.slice(0, 20))).toBe(false);
});
