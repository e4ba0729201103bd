// Web push: a message is encrypted for one browser (RFC 8291), signed with a key of ours (VAPID, RFC 8292), and handed to the push
// service of that browser (RFC 8030), which can read nothing of it.
import { createECDH } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import webPush from 'web-push';
import { AddressRefused, OutboundRequests, UrlRefused } from '#libs/outbound';

/** Where a browser wants to be told, as it says itself. */
export interface PushTarget {
  /** Whoever knows it may try to send there. */
  endpoint: string;
  /** Its public key, P-256, uncompressed, base64url. */
  p256dh: string;
  /** A secret of 16 bytes that only it and we know, base64url. */
  auth: string;
}

export interface PushMessage {
  /** At most about 3,000 bytes. */
  payload: string;
  /** 1 to 32 letters of base64url: a later message with the same one takes the place of an earlier one that still waits. */
  topic: string;
  /** How long the push service keeps it for a browser that is away. */
  ttlSeconds: number;
  isUrgent: boolean;
}

/** What push services know us by. Base64url, as browsers take the public one. */
export interface VapidKeys {
  publicKey: string;
  privateKey: string;
}

/** `gone`: there is no such subscription any more. `refused`: asking again would get the same answer. */
export type PushOutcome = 'accepted' | 'gone' | 'refused';

/** Neither yes nor no: it may be tried again. */
export class PushFailed extends Error {
  override readonly name = 'PushFailed';

  constructor(readonly responseCode: number) {
    super('A push service did not take a message.');
  }
}

/** What a push service says beside the status is not of interest. */
const mostBytes = 1_024;

@Injectable()
export class WebPush {
  constructor(private readonly outbound: OutboundRequests) {}

  /** @param contact of whoever runs this, `mailto:` or `https:`: what a push service turns to. @throws PushFailed, or what went wrong on the way */
  async send(
    target: PushTarget,
    message: PushMessage,
    { keys, contact, signal }: { keys: VapidKeys; contact: string; signal?: AbortSignal },
  ): Promise<PushOutcome> {
    const { endpoint, p256dh, auth } = target;
    const details = webPush.generateRequestDetails({ endpoint, keys: { p256dh, auth } }, message.payload, {
      vapidDetails: { subject: contact, ...keys },
      TTL: message.ttlSeconds,
      urgency: message.isUrgent ? 'high' : 'normal',
      topic: message.topic,
    });
    const headers = Object.entries(details.headers).map(([name, value]) => [name, String(value)]);
    try {
      const { status } = await this.outbound.send({
        method: 'POST',
        url: endpoint,
        headers: Object.fromEntries(headers),
        body: details.body,
        signal,
        mostBytes,
      });
      return outcomeOf(status);
    } catch (error) {
      // It leads, or has come to lead, to what only we can reach.
      if (error instanceof AddressRefused || error instanceof UrlRefused) return 'refused';
      throw error;
    }
  }
}

function outcomeOf(status: number): PushOutcome {
  if (status >= 200 && status < 300) return 'accepted';
  if (status === 404 || status === 410) return 'gone';
  // Later, or when the service is well again. A redirect is nothing that a push service does.
  if (status === 408 || status === 429 || status >= 500) throw new PushFailed(status);
  return 'refused';
}

/** Whether `text` is a point on P-256 as browsers write it. */
export function isPushPublicKey(text: string): boolean {
  const bytes = Buffer.from(text, 'base64url');
  if (bytes.length !== 65 || bytes[0] !== 4) return false;
  const ecdh = createECDH('prime256v1');
  ecdh.generateKeys();
  try {
    ecdh.computeSecret(bytes);
    return true;
  } catch {
    return false;
  }
}

export function newVapidKeys(): VapidKeys {
  return webPush.generateVAPIDKeys();
}
