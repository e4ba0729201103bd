// The clients that make the load: what they ask for, when, and what became of it.
import { Agent, request } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';

export interface Call {
  method?: 'GET' | 'POST';
  path: string;
  token?: string;
  body?: string;
}

/** What has become of many calls. */
export class Outcomes {
  readonly statuses = new Map<number, number>();
  errors = 0;
  /** Of a request that was sent in full: milliseconds until its answer, or its end without one. */
  longestMs = 0;

  count(status: number | undefined, ms: number): void {
    this.longestMs = Math.max(this.longestMs, ms);
    if (status === undefined) this.errors += 1;
    else this.statuses.set(status, (this.statuses.get(status) ?? 0) + 1);
  }

  of(from: number, to = from): number {
    let sum = 0;
    for (const [status, count] of this.statuses) if (status >= from && status <= to) sum += count;
    return sum;
  }
}

export interface Answer {
  status: number;
  text: string;
}

/** Connections are kept and never shared by two requests at once, however many there are. */
export class LoadClient {
  private readonly agent = new Agent({ keepAlive: true, maxSockets: Infinity });

  constructor(
    private readonly address: string,
    readonly outcomes = new Outcomes(),
  ) {}

  /** @returns undefined where there was no answer */
  call({ method = 'GET', path, token, body }: Call): Promise<Answer | undefined> {
    const headers = {
      ...(token && { authorization: `Bearer ${token}` }),
      ...(body !== undefined && {
        'content-type': 'application/json',
        'content-length': String(Buffer.byteLength(body)),
      }),
    };
    return new Promise((resolve) => {
      const since = performance.now();
      const tell = (answer?: Answer): void => {
        this.outcomes.count(answer?.status, performance.now() - since);
        resolve(answer);
      };
      request(new URL(path, this.address), { method, headers, agent: this.agent }, (response) => {
        const parts: string[] = [];
        response.setEncoding('utf8').on('data', (part: string) => parts.push(part));
        response.once('end', () => tell({ status: response.statusCode!, text: parts.join('') }));
        response.once('error', () => tell());
      })
        .once('error', () => tell())
        .end(body);
    });
  }

  /** So many a second for so long, whatever becomes of them. */
  async openLoop(perSecond: number, seconds: number, next: (index: number) => Call): Promise<void> {
    const all: Promise<unknown>[] = [];
    const began = performance.now();
    const total = perSecond * seconds;
    while (all.length < total) {
      const due = Math.min(total, ((performance.now() - began) / 1000) * perSecond);
      while (all.length < due) all.push(this.call(next(all.length)));
      await wait(5);
    }
    await Promise.all(all);
  }

  /** The next as soon as the last was answered, by so many at once. */
  async closedLoop(atOnce: number, seconds: number, next: (index: number) => Call): Promise<void> {
    const until = performance.now() + seconds * 1000;
    let index = 0;
    const one = async (): Promise<void> => {
      while (performance.now() < until) await this.call(next(index++));
    };
    await Promise.all(Array.from({ length: atOnce }, one));
  }

  close(): void {
    this.agent.destroy();
  }
}
