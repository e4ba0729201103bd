// `npm run test:crash -- [JOBS] [KILLS] [SEED]` and `npm run test:crash -- outages [JOBS]`: proves on the built program, in processes of its
// own, that no job that was acknowledged is lost, and that nothing happens twice. Prints what it counted; ends with 1 where something was lost
// or doubled. Embedded always; on PostgreSQL and Redis where DATABASE_URL and REDIS_URL name them (`ONLY=embedded|postgres|redis`: one of them).
// The servers of `outages` are its own. `races [ROUNDS] [PARALLEL]` has two processes race each other, `effects [KILLS]` kills in
// the middle of what has to do with money, prices and professionals.
import { randomInt } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { readCommand } from '#libs/command';
import { commandLines } from '../../src/command-lines.js';
import { effects } from './effects.js';
import { newDatabase } from './servers.js';
import { outages } from './outages.js';
import { races } from './races.js';
import { storm, type Backend } from './storm.js';

const [first = '', ...rest] = readCommand(commandLines.crash).words;
let isRight = true;
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));

if (first === 'outages') await runOutages(...rest);
else if (first === 'races') await runRaces(...rest);
else if (first === 'effects') await runEffects(...rest);
else await runStorms(first, ...rest);
process.exitCode = isRight ? 0 : 1;

async function runStorms(jobs = '', kills = '', seed = ''): Promise<void> {
  const plan = {
    jobs: Number(jobs || 3_000),
    kills: Number(kills || 30),
    seed: Number(seed || randomInt(2 ** 31)),
  };
  console.log(`kill -9 storm: ${plan.jobs} jobs, ${plan.kills} kills, seed ${plan.seed}`);
  for (const name of backendsHere()) {
    await withBackend(name, async (backend) => {
      const { lost, duplicated, resumed, back, ...report } = await storm(backend, plan);
      const figures = {
        backend: name,
        lost: lost.length,
        duplicated: duplicated.length,
        ...report,
        seconds: Math.round(report.seconds),
        resumedJobs: resumed.length,
        ...percentiles('resumed', resumed),
        ...percentiles('back', back),
        loadAverage: loadavg()[0]!.toFixed(1),
      };
      console.table(figures);
      console.log(JSON.stringify(figures));
      tell([...lost, ...duplicated]);
    });
  }
}

async function runOutages(jobs = '2000'): Promise<void> {
  for await (const { wrong, ...figures } of outages(Number(jobs))) {
    console.table(figures);
    console.log(JSON.stringify({ ...figures, loadAverage: loadavg()[0]!.toFixed(1) }));
    tell(wrong);
  }
}

async function runRaces(rounds = '20', parallel = '500'): Promise<void> {
  for (const name of backendsHere()) {
    await withBackend(name, async (backend) => {
      const size = { rounds: Number(rounds), parallel: Number(parallel) };
      const lines = await races(backend, size, (line) => console.log(JSON.stringify(line)));
      console.log(`races on ${name}: load average ${loadavg()[0]!.toFixed(1)}`);
      console.table(lines.map(({ wrong, ...line }) => ({ ...line, wrong: wrong.length })));
      tell(lines.flatMap(({ wrong }) => wrong));
    });
  }
}

async function runEffects(kills = '20', seed = ''): Promise<void> {
  const plan = { kills: Number(kills), seed: Number(seed || randomInt(2 ** 31)) };
  for (const name of backendsHere()) {
    await withBackend(name, async (backend) => {
      const { wrong, ...figures } = await effects(backend, plan);
      console.table({ backend: name, seed: plan.seed, ...figures, wrong: wrong.length });
      console.log(`load average ${loadavg()[0]!.toFixed(1)}`);
      tell(wrong);
    });
  }
}

function tell(wrong: readonly string[]): void {
  for (const each of wrong.slice(0, 20)) console.error(each);
  if (wrong.length > 0) isRight = false;
}

function backendsHere(): string[] {
  const { DATABASE_URL, REDIS_URL, ONLY } = process.env;
  const all = [
    'embedded',
    ...(DATABASE_URL ? ['postgres'] : []),
    ...(DATABASE_URL && REDIS_URL ? ['redis'] : []),
  ];
  return all.filter((name) => !ONLY || name === ONLY);
}

async function withBackend(name: string, run: (backend: Backend) => Promise<void>): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), 'crash-'));
  const settings: Record<string, string> = { DATA_DIR: directory };
  const database = name === 'embedded' ? undefined : await newDatabase(process.env.DATABASE_URL!);
  if (database) settings.DATABASE_URL = database.url;
  if (name === 'redis') settings.REDIS_URL = process.env.REDIS_URL!;
  try {
    await run({ name, settings });
  } finally {
    await database?.drop();
    rmSync(directory, { recursive: true, force: true });
  }
}

function percentiles(name: string, times: readonly number[]): Record<string, number | undefined> {
  const sorted = [...times].sort((a, b) => a - b);
  const at = (share: number): number | undefined =>
    sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
  const rounded = { P50Ms: at(0.5), P95Ms: at(0.95), MaxMs: sorted.at(-1) };
  return Object.fromEntries(Object.entries(rounded).map(([key, ms]) => [name + key, ms && Math.round(ms)]));
}
