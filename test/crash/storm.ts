// kill -9 at random moments, again and again, while jobs are asked for and worked on.
import { setTimeout as wait } from 'node:timers/promises';
import { Books, type Expected, type Verdict } from './books.js';
import { Client } from './client.js';
import { Fleet, type Role } from './fleet.js';
import { randomFrom } from './random.js';

export interface Backend {
  name: string;
  /** Where everything is: DATA_DIR, and the servers that there are. */
  settings: Record<string, string>;
}

export interface StormReport extends Verdict {
  acknowledged: number;
  kills: number;
  killsUnderWork: number;
  /** Milliseconds from a kill to the new beginning of each job that it interrupted. */
  resumed: number[];
  /** Milliseconds from a kill to when the process listened again, of those that work on jobs. */
  back: number[];
  /** Of the processes that were told to stop while they worked, how many ended as they should. */
  restarts: string;
  seconds: number;
  /** Of how many processes that were to end in the end. */
  stopped: string;
}

/** In one job that asks for all of them. */
const inBatch = 25;
/** Requests at a time. */
const together = 8;
/** Longest time from the first request of a round to its kill. */
const longestPeaceMs = 500;
/** Before every third round, and before a process is told to stop: what was interrupted can go on. */
const calmMs = 3_000;
/** Of the kills that are meant for a process that works on jobs; the others meet anybody. */
const meantForWorkers = 0.6;

export const generous: Record<string, string> = {
  DEMO_DATA: 'true',
  LOG_LEVEL: 'error',
  SECRET_KEY: 'a secret that only tests know, 32+ chars',
  ACCESS_TOKEN_SECONDS: '86400',
  JOBS_PER_PERSON: '1000000',
  RATE_LIMIT_DEFAULT: '1000000',
  SHUTDOWN_SECONDS: '9',
};

/** Embedded one process does everything, on servers two answer and two work. */
export function rolesOn({ settings }: Backend): Role[] {
  return settings.DATABASE_URL ? ['api', 'api', 'worker', 'worker'] : ['all'];
}

export async function storm(
  backend: Backend,
  { jobs, kills, seed }: { jobs: number; kills: number; seed: number },
): Promise<StormReport> {
  const settings = { ...generous, ...backend.settings };
  const random = randomFrom(seed);
  const fleet = new Fleet(rolesOn(backend), settings);
  const client = new Client(fleet);
  const work = new Work(client, random);
  const restarts: (number | null)[] = [];
  try {
    await prepared(settings);
    await fleet.start();
    await client.logIn();
    const started = performance.now();
    for (let round = 0; round < kills; round++) {
      const isLastOfFive = round % 5 === 4;
      if (round % 3 === 2 || isLastOfFive) await wait(calmMs);
      const asking = work.askUntil(Math.round(((round + 1) * jobs) / kills));
      asking.catch(() => undefined); // It is awaited below.
      await wait(random() * longestPeaceMs);
      if (isLastOfFive) restarts.push(await fleet.restart(random()));
      await Promise.all([asking, fleet.kill(random() < meantForWorkers ? 'workers' : 'anybody', random())]);
    }
    await settled(client);
    const seconds = (performance.now() - started) / 1_000;
    const stopped = `${await fleet.stop()} of ${rolesOn(backend).length}`;
    const books = await Books.open(settings);
    try {
      const verdict = await books.verdict(work.expected());
      const atWork = fleet.kills.filter(({ role }) => role !== 'api');
      const resumed = await books.resumed(atWork, rolesOn(backend).length === 1);
      verdict.lost.push(...fleet.endedByThemselves, ...client.unexpected);
      verdict.lost.push(
        ...restarts.filter((code) => code !== 0).map((code) => `ended with ${code} on SIGTERM`),
      );
      return {
        ...verdict,
        acknowledged: work.count,
        kills: fleet.kills.length,
        killsUnderWork: resumed.length,
        resumed: resumed.flat(),
        seconds,
        stopped,
        restarts: `${restarts.filter((code) => code === 0).length} of ${restarts.length}`,
        back: atWork.map(({ at, back }) => +back - +at),
      };
    } finally {
      await books.close();
    }
  } finally {
    await fleet.killAll();
  }
}

/** The tables in which is counted must be there before the first process works. */
export async function prepared(settings: Record<string, string>): Promise<void> {
  const books = await Books.open(settings);
  await books.prepare();
  await books.close();
}

/** Resolves when nothing waits or is under way any more, events included: a process looks for them every second. */
export async function settled(client: Client): Promise<void> {
  for (let quiet = 0; quiet < 4;) {
    quiet = (await client.open()) === 0 ? quiet + 1 : 0;
    await wait(500);
  }
}

/** What is asked for, one by one and in batches, and what of it was cancelled again. */
export class Work {
  /** Acknowledged so far. */
  count = 0;
  private readonly acknowledged = new Map<number, string>();
  private readonly batches = new Map<string, readonly number[]>();
  private readonly cancelled = new Set<string>();
  private next = 0;

  constructor(
    private readonly client: Client,
    private readonly random: () => number,
  ) {}

  expected(): Expected {
    const { acknowledged, batches, cancelled } = this;
    return { acknowledged, batches, cancelled };
  }

  /** Until so many were acknowledged in all; about half of them in batches. */
  async askUntil(total: number): Promise<void> {
    const one = async (): Promise<void> => {
      while (this.next < total) {
        const isBatch = this.random() < 1 / inBatch && this.next + inBatch <= total;
        await (isBatch ? this.askForMany() : this.askForOne());
      }
    };
    await Promise.all(Array.from({ length: together }, one));
  }

  /** So many within so many seconds, however long the answers take. */
  async askEvenly(total: number, seconds: number): Promise<void> {
    const asked: Promise<void>[] = [];
    const started = performance.now();
    while (this.next < total) {
      const due = started + (this.next * seconds * 1_000) / total;
      await wait(Math.max(0, due - performance.now()));
      asked.push(this.askForOne());
    }
    await Promise.all(asked);
  }

  private async askForOne(): Promise<void> {
    const n = this.next++;
    const id = await this.client.ask('crash.work', this.input(n), `crash-${n}`);
    this.acknowledged.set(n, id);
    this.count += 1;
    if (this.random() > 0.03) return;
    this.cancelled.add(id);
    await wait(this.random() * 40);
    await this.client.cancel(id);
  }

  private async askForMany(): Promise<void> {
    const numbers = Array.from({ length: inBatch }, () => this.next++);
    const works = numbers.map((n) => this.input(n));
    this.batches.set(await this.client.ask('crash.batch', { works }, `crash-${numbers[0]}`), numbers);
    this.count += inBatch;
  }

  private input(n: number) {
    return {
      n,
      milliseconds: 5 + Math.floor(this.random() * 46),
      failsFirst: this.random() < 0.05,
      tellsProgress: this.random() < 0.2,
    };
  }
}
