import { createHmac } from 'node:crypto';
import { SealBroken, SecretBox } from '#libs/secrets';
import { newSecret, sealSecret, signatureOf, signedHeaders } from './signing.js';
import type { Webhook } from './webhook.entity.js';

const now = new Date('2026-11-20T04:30:00.900Z');
const box = new SecretBox('x'.repeat(32));
const event = { eventId: '019d45d6-0ddb-7692-9f4f-68a7e873909f', body: '{"type":"booking.created"}' };
const webhookWith = (...sealed: Uint8Array[]) =>
  ({ id: 'one', sealedSecrets: () => sealed }) as unknown as Webhook;

/** By the text of the specification: HMAC-SHA256 of `id.timestamp.payload` under the decoded secret, in base64. */
function byHand(secret: string, messageId: string, seconds: number, body: string): string {
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  return `v1,${createHmac('sha256', key).update(`${messageId}.${seconds}.${body}`).digest('base64')}`;
}

it('signs the test vector of Standard Webhooks as it is published', () => {
  const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
  const [id, seconds, body] = [
    'msg_p5jXN8AQM9LWM0D4loKWxJek',
    1_614_265_330,
    '{"test": 2432232314}',
  ] as const;
  const published = 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=';
  expect(byHand(secret, id, seconds, body)).toBe(published);
  expect(signatureOf(secret, id, new Date(seconds * 1_000), body)).toBe(published);
});

it('makes secrets of the form and length that the specification asks for, no two alike', () => {
  const made = Array.from({ length: 50 }, newSecret);
  expect(new Set(made).size).toBe(50);
  for (const secret of made) {
    expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]+={0,2}$/);
    const { length } = Buffer.from(secret.slice('whsec_'.length), 'base64');
    expect(length >= 24 && length <= 64).toBe(true);
  }
});

it('gives a message its headers, signed with each secret that counts, the newest first', () => {
  const [newer, older] = [newSecret(), newSecret()];
  const webhook = webhookWith(sealSecret(box, newer, 'one'), sealSecret(box, older, 'one'));
  const [id, seconds] = ['msg_019d45d60ddb76929f4f68a7e873909f', 1_795_149_000];
  expect(signedHeaders(box, webhook, event, now)).toEqual({
    'webhook-id': id,
    'webhook-timestamp': String(seconds),
    'webhook-signature': [newer, older].map((secret) => byHand(secret, id, seconds, event.body)).join(' '),
  });
});

it('opens a secret in the row that it was made for only', () => {
  const webhook = webhookWith(sealSecret(box, newSecret(), 'another'));
  expect(() => signedHeaders(box, webhook, event, now)).toThrow(SealBroken);
});
