// Many people at once, each request to the next process, and what all of them were answered.
import { setTimeout as wait } from 'node:timers/promises';
import type { Fleet } from './fleet.js';
import { password, type Person, type Scene } from './scene.js';

const deadlineMs = 60_000;
const againMs = 100;
/** A process is back within seconds: whoever is refused for longer than this is refused for another reason. */
const patienceMs = 90_000;

export type Method = 'GET' | 'POST' | 'PUT';

export interface Reply {
  /** `none`: no answer, the connection was cut or never came about. */
  status: number | 'none';
  body: Record<string, any>;
  etag: string | null;
}

export type Headers = Record<string, string>;

export class Callers {
  /** How many were answered so, since they were read last. */
  private counts = new Map<Reply['status'], number>();
  private tokens = new Map<string, string>();

  constructor(private readonly fleet: Fleet) {}

  async logIn({ customers, staff }: Scene): Promise<void> {
    for (const { id, email } of customers) await this.enter('auth/login', id, { identifier: email });
    for (const { id, email } of Object.values(staff)) await this.enter('ops/auth/login', id, { email });
    this.taken();
  }

  async call(
    by: Person,
    method: Method,
    path: string,
    payload?: object,
    headers: Headers = {},
  ): Promise<Reply> {
    const authorization = `Bearer ${this.tokens.get(by.id)}`;
    return this.send(method, path, payload, { ...headers, authorization });
  }

  /**
   * Until it was done, however often the process dies or is busy: the same request under the same key.
   * @throws when it can never be
   */
  async insist(
    by: Person,
    method: Method,
    path: string,
    payload?: object,
    headers: Headers = {},
  ): Promise<Reply> {
    for (const until = performance.now() + patienceMs; ;) {
      const reply = await this.call(by, method, path, payload, headers);
      if (typeof reply.status === 'number' && reply.status < 300) return reply;
      // Under a key: still at it, as it seems, for as long as the process that died may have been.
      const isUnderWay = reply.status === 409 && 'idempotency-key' in headers;
      if ((!isUnderWay && !isPassing(reply)) || performance.now() > until)
        throw new Error(`${method} ${path}: ${reply.status} ${JSON.stringify(reply.body)}`);
      await wait(againMs);
    }
  }

  /** A step that is refused once it was taken, until it was: also where nobody heard the answer. */
  async step(by: Person, path: string, payload: object = {}): Promise<void> {
    for (;;) {
      const reply = await this.call(by, 'POST', path, payload);
      if (reply.status === 409 || isDone(reply)) return;
      if (!isPassing(reply)) throw new Error(`${path}: ${reply.status} ${JSON.stringify(reply.body)}`);
      await wait(againMs);
    }
  }

  /** As somebody who is known otherwise. */
  anonymous(path: string, text: string, headers: Headers): Promise<Reply> {
    return this.sent('POST', path, text, headers);
  }

  /** The answers by their status, from the last time on. */
  taken(): Map<Reply['status'], number> {
    const counts = this.counts;
    this.counts = new Map();
    return counts;
  }

  private async enter(path: string, id: string, names: object): Promise<void> {
    const { status, body } = await this.send('POST', path, { ...names, password });
    if (status !== 200) throw new Error(`Signing in failed: ${status} ${JSON.stringify(body)}`);
    this.tokens.set(id, body.accessToken as string);
  }

  private async send(method: Method, path: string, payload?: object, headers: Headers = {}): Promise<Reply> {
    const type = payload && { 'content-type': 'application/json' };
    return this.sent(method, path, payload && JSON.stringify(payload), { ...headers, ...type });
  }

  private async sent(method: Method, path: string, body?: string, headers: Headers = {}): Promise<Reply> {
    const reply = await this.answered(new URL(`/api/v1/${path}`, await this.fleet.api()), {
      method,
      signal: AbortSignal.timeout(deadlineMs),
      headers,
      body,
    });
    this.counts.set(reply.status, (this.counts.get(reply.status) ?? 0) + 1);
    return reply;
  }

  private async answered(url: URL, request: RequestInit): Promise<Reply> {
    try {
      const answer = await fetch(url, request);
      const text = await answer.text();
      const body = text ? (JSON.parse(text) as Record<string, unknown>) : {};
      return { status: answer.status, body, etag: answer.headers.get('etag') };
    } catch (error) {
      return { status: 'none', body: { code: String(error) }, etag: null };
    }
  }
}

export const isDone = ({ status }: Reply): boolean => typeof status === 'number' && status < 300;

/** Busy, away, or cut off: the same request again. */
const isPassing = ({ status }: Reply): boolean => [429, 503, 'none'].includes(status);
