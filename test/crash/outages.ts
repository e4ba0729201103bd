// A server goes away while jobs are asked for and worked on, and comes back.
import { setTimeout as wait } from 'node:timers/promises';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Books } from './books.js';
import { Client, type Answer } from './client.js';
import { Fleet } from './fleet.js';
import { randomFrom } from './random.js';
import { newDatabase, ownPostgres, ownRedis, type Server } from './servers.js';
import { generous, prepared, rolesOn, settled, Work } from './storm.js';

/** All of it, the beginning of the outage, and how long it lasts. */
const [flowSeconds, calmSeconds, awaySeconds] = [60, 10, 10];

interface Scenario {
  name: string;
  queue: 'postgres' | 'redis';
  leaves: (servers: Servers) => Promise<void> | void;
  returns: (servers: Servers) => Promise<void> | void;
}
interface Servers {
  postgres: Server;
  redis: Server;
}

const scenarios: Scenario[] = [
  {
    name: 'PostgreSQL stopped, the queue in it',
    queue: 'postgres',
    leaves: ({ postgres }) => postgres.stop(),
    returns: ({ postgres }) => postgres.start(),
  },
  {
    name: 'PostgreSQL stopped, the queue in Redis',
    queue: 'redis',
    leaves: ({ postgres }) => postgres.stop(),
    returns: ({ postgres }) => postgres.start(),
  },
  {
    name: 'PostgreSQL frozen: it answers nobody',
    queue: 'postgres',
    leaves: ({ postgres }) => postgres.freeze(),
    returns: ({ postgres }) => postgres.thaw(),
  },
  {
    name: 'Redis stopped, and empty when it returns',
    queue: 'redis',
    leaves: ({ redis }) => redis.stop(),
    returns: ({ redis }) => redis.start(),
  },
  {
    name: 'Redis frozen: it answers nobody',
    queue: 'redis',
    leaves: ({ redis }) => redis.freeze(),
    returns: ({ redis }) => redis.thaw(),
  },
];

export interface Outage {
  outage: string;
  lost: number;
  duplicated: number;
  jobs: number;
  /** Begun again because their process was taken for lost. */
  reruns: number;
  /** After the return: until a job was accepted, until one was done, until none was left of those asked for before. Milliseconds. */
  firstAcceptedMs: number;
  firstDoneMs: number;
  backlogGoneMs: number;
  /** Of the requests about jobs that began while it was away. */
  answersAway: string;
  p50AwayMs: number;
  p99AwayMs: number;
  /** Of the probes meanwhile. */
  liveness: string;
  /** What went wrong, in words. */
  wrong: string[];
}

/** @throws Error when PostgreSQL or Redis are not installed */
export async function* outages(jobs: number): AsyncGenerator<Outage> {
  const servers = { postgres: await ownPostgres(), redis: await ownRedis() };
  try {
    for (const scenario of scenarios) yield await during(scenario, servers, jobs);
  } finally {
    await servers.postgres.remove();
    await servers.redis.remove();
  }
}

async function during(scenario: Scenario, servers: Servers, jobs: number): Promise<Outage> {
  const directory = mkdtempSync(join(tmpdir(), 'crash-'));
  const { url } = await newDatabase(servers.postgres.url);
  const settings: Record<string, string> = { ...generous, DATA_DIR: directory, DATABASE_URL: url };
  if (scenario.queue === 'redis') settings.REDIS_URL = servers.redis.url;
  const fleet = new Fleet(rolesOn({ name: scenario.name, settings }), settings);
  const client = new Client(fleet);
  const work = new Work(client, randomFrom(1));
  try {
    await prepared(settings);
    await fleet.start();
    await client.logIn();
    const flowing = work.askEvenly(jobs, flowSeconds);
    await wait(calmSeconds * 1_000);
    const left = new Date();
    await scenario.leaves(servers);
    const probing = probe(fleet, awaySeconds);
    await wait(awaySeconds * 1_000);
    await scenario.returns(servers);
    const returned = new Date();
    const liveness = await probing;
    await flowing;
    await settled(client);
    await fleet.stop();
    const books = await Books.open(settings);
    try {
      const { lost, duplicated, ...counts } = await books.verdict(work.expected());
      return {
        outage: scenario.name,
        lost: lost.length,
        duplicated: duplicated.length,
        jobs: counts.jobs,
        reruns: counts.reruns,
        firstAcceptedMs: firstAfter(returned, client.answers),
        ...(await books.recovery(returned)),
        ...figuresOf(client.answers.filter(({ at }) => at >= left && at < returned)),
        liveness,
        wrong: [...lost, ...duplicated, ...client.unexpected, ...fleet.endedByThemselves],
      };
    } finally {
      await books.close();
    }
  } finally {
    await fleet.killAll();
    rmSync(directory, { recursive: true, force: true });
  }
}

/** When an answer came that said yes to a request which began after `moment`. */
function firstAfter(moment: Date, answers: readonly Answer[]): number {
  const times = answers
    .filter(({ status, at }) => status === 202 && at >= moment)
    .map(({ at, milliseconds }) => +at - +moment + milliseconds);
  return Math.round(Math.min(...times));
}

function figuresOf(answers: readonly Answer[]) {
  const times = answers.map(({ milliseconds }) => milliseconds).sort((a, b) => a - b);
  const at = (share: number): number => Math.round(times[Math.floor(times.length * share)] ?? 0);
  const byStatus = Map.groupBy(answers, ({ status, retryAfter }) =>
    status === 503 && retryAfter === null ? '503 without Retry-After' : String(status),
  );
  const words = [...byStatus].map(([status, each]) => `${each.length} × ${status}`);
  return { answersAway: words.join(', '), p50AwayMs: at(0.5), p99AwayMs: at(0.99) };
}

/** Asks processes whether they live, and says how many did. */
async function probe(fleet: Fleet, seconds: number): Promise<string> {
  let [asked, alive] = [0, 0];
  for (const end = performance.now() + seconds * 1_000; performance.now() < end; asked++) {
    const url = new URL('/health/liveness', await fleet.api());
    const answer = await fetch(url, { signal: AbortSignal.timeout(1_000) }).catch(() => undefined);
    await answer?.text();
    if (answer?.status === 200) alive += 1;
    await wait(200);
  }
  return `${alive} of ${asked}`;
}
