// Requests to addresses that strangers chose: webhooks, push services. Whoever chose one must not reach what only we can reach, nor hold us
// up, nor fill our memory.
import { isIP } from 'node:net';
import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { Agent, request as ask, type Dispatcher } from 'undici';
import {
  isLocalName,
  isOpenPort,
  refusalUnlessNear,
  refusalUnlessPublic,
  type AddressRefusal,
} from './address.js';
import { guardedConnector } from './connector.js';
import { AddressRefused, outboundError, TimedOut, UrlRefused } from './errors.js';
import { fetchThrough, type BoundFetch } from './outbound-fetch.js';
import { afterRedirect, type RedirectHop } from './redirects.js';
import { resolveLocally, resolvePublic, type ResolveHost } from './resolver.js';

export interface OutboundRequest extends Partial<RedirectHop> {
  url: string;
  /** For everything: name, connection, headers and body of the answer. What has come of the body by then is the body. Default 15,000. */
  timeoutMs?: number;
  /** Gives it up: then its reason is thrown, unless the status was there already. */
  signal?: AbortSignal;
  /** What is read of the answer; the rest is dropped with the connection. Default 64 KB. */
  mostBytes?: number;
  /** How often a redirect is followed. Default not at all: then it is the answer. */
  redirects?: number;
}

export interface OutboundAnswer {
  status: number;
  /** Names in small letters; one that came several times is joined by commas. */
  headers: Record<string, string>;
  body: string;
  /** Whether `body` is only its beginning: it was longer, late, or broke off. */
  isTruncated: boolean;
  durationMs: number;
}

export interface OutboundOptions {
  /** For development: also to this machine and its network. */
  allowPrivate: boolean;
  /** Default: the name servers. */
  resolve?: ResolveHost;
  /** Default: as `allowPrivate` says. For tests, which have no public addresses. */
  refusal?: AddressRefusal;
}

const defaultTimeoutMs = 15_000;
const defaultBytes = 64 * 1024;
/** A connection that nothing was sent over for so long is closed, whatever the other side proposes. */
const idleMs = 4_000;

@Injectable()
export class OutboundRequests implements OnApplicationShutdown {
  private readonly agent: Agent;
  private readonly refusal: AddressRefusal;

  constructor(private readonly options: OutboundOptions) {
    const { allowPrivate, resolve = allowPrivate ? resolveLocally : resolvePublic } = options;
    this.refusal = options.refusal ?? (allowPrivate ? refusalUnlessNear : refusalUnlessPublic);
    this.agent = new Agent({
      connect: guardedConnector(resolve, this.refusal),
      allowH2: false,
      keepAliveTimeout: idleMs,
      keepAliveMaxTimeout: idleMs,
      // One deadline for all of it, below: these begin anew with every byte.
      headersTimeout: 0,
      bodyTimeout: 0,
    });
  }

  /** Whether it may go to this machine and its network, where nobody has certificates. */
  get allowsPrivate(): boolean {
    return this.options.allowPrivate;
  }

  async onApplicationShutdown(): Promise<void> {
    await this.agent.destroy();
  }

  /**
   * Whether `url` could be asked at all, without asking it: to tell whoever chooses it at once. Where a name leads to shows only when it is
   * connected to.
   * @throws UrlRefused, AddressRefused
   */
  check(text: string): URL {
    const url = URL.parse(text);
    if (!url || !['http:', 'https:'].includes(url.protocol))
      throw new UrlRefused('Only addresses that begin with http:// or https:// can be asked.');
    if (url.username || url.password)
      throw new UrlRefused('The address must not contain a user or password.');
    if (!isOpenPort(url.port)) throw new UrlRefused(`Port ${url.port} belongs to another protocol.`);
    // The parser has written every spelling (0x7f.1, 2130706433) in the usual one.
    const host = url.hostname.replace(/^\[|\]$/g, '');
    const isName = isIP(host) === 0;
    const kind = isName ? null : this.refusal(host);
    if (kind !== null) throw new AddressRefused(kind);
    if (isName && !this.options.allowPrivate && isLocalName(host)) throw new AddressRefused('local name');
    return url;
  }

  /**
   * Any answer is an answer, whatever its status, and it is one when its status is there: a body that does not end or is broken takes nothing
   * back of what the other side has said.
   * @throws OutboundError, and the reason of `signal`
   */
  async send(request: OutboundRequest): Promise<OutboundAnswer> {
    const { timeoutMs = defaultTimeoutMs, signal } = request;
    signal?.throwIfAborted();
    const begun = performance.now();
    const end = new AbortController();
    const giveUp = (): void => end.abort(signal!.reason);
    signal?.addEventListener('abort', giveUp, { once: true });
    const timer = setTimeout(() => end.abort(new TimedOut(timeoutMs)), timeoutMs).unref();
    try {
      const answer = await this.exchange(request, end.signal);
      return { ...answer, durationMs: Math.round(performance.now() - begun) };
    } catch (error) {
      if (end.signal.aborted) throw end.signal.reason;
      throw outboundError(error);
    } finally {
      clearTimeout(timer);
      signal?.removeEventListener('abort', giveUp);
    }
  }

  /**
   * The platform's `fetch` for clients that bring their own protocol. It goes where `send` goes, follows no redirect, and breaks an answer
   * off that is longer than `mostBytes` (unpacked). Its time is limited by the caller's signal alone.
   */
  fetchWithin(mostBytes: number): BoundFetch {
    return fetchThrough(this.agent, (url) => this.check(url), mostBytes);
  }

  private async exchange(request: OutboundRequest, signal: AbortSignal) {
    const { redirects = 0, mostBytes = defaultBytes } = request;
    let { method = 'POST', url, headers = {}, body = null } = request;
    for (let hop = 0; ; hop += 1) {
      const response = await ask(this.check(url), { dispatcher: this.agent, method, headers, body, signal });
      const next = hop < redirects ? afterRedirect({ method, url, headers, body }, response) : null;
      if (!next) return { ...(await whole(response, mostBytes)), status: response.statusCode };
      // Its body is of no use. That we drop it comes back as an error of it.
      response.body.on('error', () => undefined).destroy();
      ({ method, url, headers, body } = next);
    }
  }
}

async function whole({ headers, body }: Dispatcher.ResponseData, mostBytes: number) {
  const chunks: Buffer[] = [];
  let size = 0;
  let isBroken = false;
  try {
    for await (const chunk of body) {
      chunks.push(chunk as Buffer);
      size += (chunk as Buffer).length;
      if (size > mostBytes) break; // and with it the connection
    }
  } catch {
    isBroken = true;
  }
  const names = Object.entries(headers).map(([name, value]) => [name, [value ?? []].flat().join(', ')]);
  return {
    headers: Object.fromEntries(names) as Record<string, string>,
    body: Buffer.concat(chunks).subarray(0, mostBytes).toString(),
    isTruncated: isBroken || size > mostBytes,
  };
}
