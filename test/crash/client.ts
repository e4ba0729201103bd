// Asks for jobs over HTTP until it has got an answer, under one key each: whatever happened to the first request, it is one job.
import { setTimeout as wait } from 'node:timers/promises';
import { demoAccounts } from '../../src/demo/demo-data.js';
import type { Fleet } from './fleet.js';

const deadlineMs = 15_000;
const againMs = 50;

export interface Answer {
  /** `none`: no answer, the connection was cut or never came about. */
  status: number | 'none';
  at: Date;
  milliseconds: number;
  retryAfter: string | null;
}

export class Client {
  /** Every answer to a request about jobs. */
  readonly answers: Answer[] = [];
  /** Those that nobody should get, in words. */
  readonly unexpected: string[] = [];
  private customer = '';
  private staff = '';

  constructor(private readonly fleet: Fleet) {}

  async logIn(): Promise<void> {
    const { email, password } = demoAccounts.customer;
    this.customer = await this.tokenOf('auth', { identifier: email, password });
    const admin = demoAccounts.staff.find(({ role }) => role === 'super_admin')!;
    this.staff = await this.tokenOf('ops/auth', { email: admin.email, password: admin.password });
  }

  /** @returns its id; it was acknowledged */
  async ask(type: string, input: object, key: string): Promise<string> {
    const { id } = await this.insist('POST', 'jobs', 202, { type, input, isFresh: true }, key);
    return id as string;
  }

  async cancel(id: string): Promise<void> {
    await this.insist('DELETE', `jobs/${id}`, 200);
  }

  /** How many jobs wait or are under way. */
  async open(): Promise<number> {
    const { lines } = (await this.insist('GET', 'ops/jobs/figures', 200)) as {
      lines: { waiting: number; later: number; processing: number }[];
    };
    return lines.reduce((sum, { waiting, later, processing }) => sum + waiting + later + processing, 0);
  }

  private async tokenOf(path: string, account: object): Promise<string> {
    const { accessToken } = await this.insist('POST', `${path}/login`, 200, account);
    return accessToken as string;
  }

  /** Until the answer is as wanted. @throws when it can never be */
  private async insist(
    method: string,
    path: string,
    wanted: number,
    body?: object,
    key?: string,
  ): Promise<Record<string, unknown>> {
    for (;;) {
      const answer = await this.once(await this.fleet.api(), method, path, body, key);
      if (answer.status === wanted) return JSON.parse(answer.text);
      // Still at it, too many, away, or cut off: the same request again.
      if (![409, 429, 503, 'none'].includes(answer.status)) {
        const words = `${method} ${path}: ${answer.status} ${answer.text}`;
        if (Number(answer.status) < 500) throw new Error(words);
        this.unexpected.push(words);
      }
      await wait(Math.max(againMs, Number(answer.retryAfter ?? 0) * 1_000));
    }
  }

  private async once(base: URL, method: string, path: string, body?: object, key?: string) {
    const at = new Date();
    const started = performance.now();
    const note = (status: Answer['status'], retryAfter: string | null): void => {
      if (path.startsWith('jobs'))
        this.answers.push({ status, at, retryAfter, milliseconds: performance.now() - started });
    };
    try {
      const response = await fetch(new URL(`/api/v1/${path}`, base), {
        method,
        signal: AbortSignal.timeout(deadlineMs),
        headers: {
          ...(body && { 'content-type': 'application/json' }),
          ...(key && { 'idempotency-key': key }),
          ...this.authorization(path),
        },
        body: body && JSON.stringify(body),
      });
      const text = await response.text();
      const retryAfter = response.headers.get('retry-after');
      note(response.status, retryAfter);
      return { status: response.status, text, retryAfter };
    } catch (error) {
      note('none', null);
      return { status: 'none' as const, text: String(error), retryAfter: null };
    }
  }

  private authorization(path: string): Record<string, string> {
    const token = path.startsWith('ops/') ? this.staff : path.startsWith('jobs') ? this.customer : '';
    return token ? { authorization: `Bearer ${token}` } : {};
  }
}
