// Apps that describe themselves: their id is the address of a document (Client ID Metadata Documents). Whoever makes up a link to us chooses
// what we ask for, so it is asked through the guard of addresses, briefly, seldom, and never for two reasons at once.
import { Injectable } from '@nestjs/common';
import { BoundedMap } from '#libs/cache';
import { isWithinJsonLimits } from '#libs/json';
import { OutboundError, OutboundRequests } from '#libs/outbound';
import { Clock } from '#libs/time';
import { OAuthRefusal } from '../oauth.errors.js';
import { clientDocument, longestClientId } from './client.schemas.js';
import type { KnownClient } from './known-client.js';

/** How long a document is believed, and that there is none. */
const believedMs = 5 * 60_000;
const refusedMs = 30_000;
const remembered = 500;
/** Of all documents together, in one process. */
const atOnce = 10;
const timeoutMs = 5_000;
const mostBytes = 32 * 1024;

interface Answer {
  client: KnownClient | OAuthRefusal;
  /** Milliseconds since 1970. */
  at: number;
}

@Injectable()
export class ClientDocuments {
  /** Apart from each other: documents that are none cannot push out those that are. */
  private readonly found = new BoundedMap<string, Answer>(remembered);
  private readonly refused = new BoundedMap<string, Answer>(remembered);
  private readonly underWay = new Map<string, Promise<Answer>>();

  constructor(
    private readonly outbound: OutboundRequests,
    private readonly clock: Clock,
  ) {}

  /** @throws OAuthRefusal for what is no document of an app, or cannot be had now */
  async get(address: string): Promise<KnownClient> {
    const now = this.clock.now().getTime();
    const known = this.found.get(address) ?? this.refused.get(address);
    const { client } = known && isFresh(known, now) ? known : await this.share(address, now);
    if (client instanceof OAuthRefusal) throw client;
    return client;
  }

  private share(address: string, at: number): Promise<Answer> {
    const shared = this.underWay.get(address);
    if (shared) return shared;
    if (this.underWay.size >= atOnce)
      throw new OAuthRefusal('temporarily_unavailable', 'Too many apps are being looked up. Try again.');
    const answer = this.ask(address, at).finally(() => this.underWay.delete(address));
    this.underWay.set(address, answer);
    return answer;
  }

  private async ask(address: string, at: number): Promise<Answer> {
    try {
      const answer = { client: await this.read(address), at };
      this.refused.delete(address);
      this.found.set(address, answer);
      return answer;
    } catch (error) {
      if (!(error instanceof OAuthRefusal)) throw error;
      // One that was believed until now may have been withdrawn.
      this.found.delete(address);
      const answer = { client: error, at };
      this.refused.set(address, answer);
      return answer;
    }
  }

  private async read(address: string): Promise<KnownClient> {
    if (!isDocumentAddress(address, this.outbound.allowsPrivate))
      throw refusal('the id of the app is no address of a document');
    const { status, headers, body, isTruncated } = await this.send(address);
    if (status !== 200) throw refusal(`its document was answered with ${status}`);
    if (isTruncated) throw refusal(`its document is longer than ${mostBytes / 1024} KB or came too slowly`);
    if (!/^application\/(?:[\w.-]+\+)?json\b/i.test(headers['content-type'] ?? ''))
      throw refusal('its document is not JSON');
    const said = clientDocument(address).safeParse(jsonOf(body));
    if (!said.success) {
      const [issue] = said.error.issues;
      throw refusal(`in its document ${issue!.path.join('.') || 'something'} is wrong: ${issue!.message}`);
    }
    const { client_name: name, redirect_uris: redirectUris } = said.data;
    return { id: address, name, redirectUris, registered: null };
  }

  private async send(address: string) {
    try {
      const headers = { accept: 'application/json' };
      return await this.outbound.send({ url: address, method: 'GET', headers, timeoutMs, mostBytes });
    } catch (error) {
      if (error instanceof OutboundError) throw refusal(`its document cannot be had (${error.code})`);
      throw error;
    }
  }
}

/**
 * An https address with a path, written in the one usual way: without dots that lead up, a user, or a fragment.
 * @param isDevelopment there nobody has certificates: http will do
 */
export function isDocumentAddress(text: string, isDevelopment: boolean): boolean {
  if (text.length > longestClientId) return false;
  const url = URL.parse(text);
  if (!url || (url.protocol !== 'https:' && !(isDevelopment && url.protocol === 'http:'))) return false;
  return url.href === text && url.pathname !== '/' && !text.includes('#') && !url.username && !url.password;
}

function refusal(why: string): OAuthRefusal {
  return new OAuthRefusal('invalid_client', `The app is not known: ${why}.`);
}

function jsonOf(text: string): unknown {
  if (!isWithinJsonLimits(text)) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Nothing is where the clock was set back. */
function isFresh({ client, at }: Answer, now: number): boolean {
  return Math.abs(now - at) < (client instanceof OAuthRefusal ? refusedMs : believedMs);
}
