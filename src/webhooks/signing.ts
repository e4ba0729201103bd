// How a receiver knows that a message is ours: Standard Webhooks 1.0.0, with a secret that both sides keep.
import { randomBytes } from 'node:crypto';
import { Webhook as Signer } from 'standardwebhooks';
import type { SecretBox } from '#libs/secrets';
import { messageIdOf, type WebhookDelivery } from './delivery.entity.js';
import type { Webhook } from './webhook.entity.js';

const purpose = 'webhook-secret';
/** The specification asks for 24 to 64. */
const secretBytes = 32;

export const newSecret = (): string => `whsec_${randomBytes(secretBytes).toString('base64')}`;

/** @param webhookId a sealed secret opens in no other row */
export function sealSecret(secrets: SecretBox, secret: string, webhookId: string): Buffer {
  return secrets.seal(purpose, secret, webhookId);
}

/** @param secret as the receiver has it: `whsec_…` */
export function signatureOf(secret: string, messageId: string, at: Date, body: string): string {
  return new Signer(secret).sign(messageId, at, body);
}

/**
 * What makes a request a message. Signed with each secret that counts at that moment, the newest first.
 * @throws SealBroken when a secret was sealed under another key
 */
export function signedHeaders(
  secrets: SecretBox,
  webhook: Webhook,
  { eventId, body }: Pick<WebhookDelivery, 'eventId' | 'body'>,
  now: Date,
): Record<string, string> {
  const messageId = messageIdOf(eventId);
  const signatures = webhook
    .sealedSecrets(now)
    .map((sealed) => secrets.open(purpose, sealed, webhook.id).toString())
    .map((secret) => signatureOf(secret, messageId, now, body));
  return {
    'webhook-id': messageId,
    'webhook-timestamp': String(Math.floor(now.getTime() / 1_000)),
    'webhook-signature': signatures.join(' '),
  };
}
