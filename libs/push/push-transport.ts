// Carries a push message to the push service that the subscription names. Its address comes from whoever subscribed: it is not believed.
import { lookup } from 'node:dns';
import { request as overHttp, type RequestOptions } from 'node:http';
import { request as overHttps } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import { isPublicAddress } from './public-address.js';

export interface PushRequest {
  url: string;
  headers: Readonly<Record<string, string>>;
  body: Buffer;
  signal: AbortSignal;
}

/** The name stands for an address that is none of the public ones. */
export class PushAddressRefused extends Error {
  override readonly name = 'PushAddressRefused';

  constructor() {
    super('A push service is not where others can reach it.');
  }
}

/** Whoever posts it. */
export abstract class PushTransport {
  /** @returns the status of the answer; redirects are not followed. @throws PushAddressRefused, or what went wrong on the way */
  abstract post(request: PushRequest): Promise<number>;
}

export interface HttpsPushOptions {
  /** For development: also without TLS, and to addresses that are not public. Default no. */
  allowPrivate?: boolean;
}

/**
 * The address is looked at when the connection is made, after the name was resolved: a name that stood for something else when the
 * subscription came does not help. What is answered beside the status is not read.
 */
export class HttpsPushTransport extends PushTransport {
  private readonly allowPrivate: boolean;

  constructor({ allowPrivate = false }: HttpsPushOptions = {}) {
    super();
    this.allowPrivate = allowPrivate;
  }

  override async post({ url, headers, body, signal }: PushRequest): Promise<number> {
    const { protocol, hostname } = new URL(url);
    const host = hostname.replace(/^\[|\]$/g, '');
    const isRefused = protocol !== 'https:' || (isIP(host) > 0 && !isPublicAddress(host));
    if (isRefused && !this.allowPrivate) throw new PushAddressRefused();
    const send = protocol === 'https:' ? overHttps : overHttp;
    const options: RequestOptions = {
      ...{ method: 'POST', headers: { ...headers }, signal, agent: false },
      lookup: this.allowPrivate ? undefined : lookUpPublic,
    };
    return new Promise((resolve, reject) => {
      const sent = send(url, options, (answer) => {
        answer.destroy();
        resolve(answer.statusCode ?? 0);
      });
      sent.on('error', reject);
      sent.end(body);
    });
  }
}

/** All addresses of the name must be public: of a mixed lot one would be tried after the other. */
const lookUpPublic: LookupFunction = (hostname, options, done) => {
  lookup(hostname, { ...options, all: true }, (error, addresses) => {
    if (error) return done(error, '');
    if (addresses.length === 0 || !addresses.every(({ address }) => isPublicAddress(address)))
      return done(new PushAddressRefused(), '');
    if (options.all) return done(null, addresses);
    const [{ address, family }] = addresses as [(typeof addresses)[number]];
    return done(null, address, family);
  });
};
