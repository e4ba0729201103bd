// What jobs cost: how long it takes until one is accepted, how many a process does in a second, and how soon an idle one begins. Each backend
// beside bare BullMQ with jobs that do nothing, in the same run. DATABASE_URL and REDIS_URL name the servers; what is not named is left out.
// Arguments: jobs (default 10000).
import 'reflect-metadata';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Injectable, Module } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { MikroORM } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { z } from 'zod';
import { JobQueue, JobType } from '#libs/jobs';
import { createLogger } from '#libs/observability';
import { newId } from '#libs/orm';
import { QueueLane, openBackend, prepareQueueTables } from '#libs/queue';
import { createApp } from '../src/app.js';
import { readSettings, type Settings } from '../src/config/settings.js';
import { openDatabase } from '../ormconfig.js';

const nothing = 'bench.nothing';

@Injectable()
class Nothing {
  @JobType({
    type: nothing,
    description: 'Does nothing.',
    input: z.object({}),
    output: z.null(),
    permission: 'bookings.read',
    cost: 'light',
  })
  do() {
    return null;
  }
}

@Module({ providers: [Nothing] })
class NothingModule {}

interface Row {
  backend: string;
  what: string;
  value: number;
  unit: string;
  bar: string;
}

export async function run([count = '10000']: string[]): Promise<void> {
  const rows: Row[] = [];
  const { DATABASE_URL, REDIS_URL } = process.env;
  await measured('embedded', {}, Number(count) / 4, rows);
  if (DATABASE_URL) await measured('postgres', { DATABASE_URL }, Number(count), rows);
  if (DATABASE_URL && REDIS_URL) await measured('redis', { DATABASE_URL, REDIS_URL }, Number(count), rows);
  console.table(rows);
  console.log(JSON.stringify({ benchmark: 'jobs', rows }));
}

async function measured(
  backend: string,
  servers: Record<string, string>,
  count: number,
  rows: Row[],
): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), 'bench-jobs-'));
  const settings = readSettings({
    ...servers,
    DATA_DIR: directory,
    DEMO_DATA: 'false',
    SECRET_KEY: 'x'.repeat(32),
  });
  try {
    rows.push({
      backend,
      what: 'bare BullMQ',
      unit: 'jobs/s',
      bar: '',
      value: await bare(settings, count),
    });
    const app = await createApp(settings, {
      logger: createLogger('silent'),
      modules: [NothingModule as never],
    });
    await app.listen({ port: 0, host: '127.0.0.1' });
    try {
      const [p50Accepted, p95Accepted] = await acceptance(app);
      const accepted = 'POST /jobs to 202, the record durable';
      rows.push({ backend, what: `${accepted}, p50`, unit: 'ms', bar: '', value: p50Accepted! });
      rows.push({ backend, what: `${accepted}, p95`, unit: 'ms', bar: '< 10', value: p95Accepted! });
      const bar = backend === 'embedded' ? '>= 500' : backend === 'redis' ? '>= 3000' : '';
      rows.push({
        backend,
        what: 'throughput, with the job record and events',
        unit: 'jobs/s',
        bar,
        value: await throughput(app, count),
      });
      const [p50, p95] = await pickUp(app);
      rows.push({ backend, what: 'pick-up when idle, p50', unit: 'ms', bar: '', value: p50! });
      rows.push({ backend, what: 'pick-up when idle, p95', unit: 'ms', bar: '< 25', value: p95! });
    } finally {
      await app.close();
    }
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

async function bare(settings: Settings, count: number): Promise<number> {
  const database = await openDatabase(settings);
  await prepareQueueTables(database.queuePool());
  const backend = openBackend({ redisUrl: settings.REDIS_URL, database });
  const lane = new QueueLane(`bench-${newId()}`, backend);
  try {
    let left = count;
    await new Promise((resolve) => setTimeout(resolve, 300));
    for (let added = 0; added < count; added += 500)
      await lane.add(Array.from({ length: Math.min(500, count - added) }, () => newId()));
    const started = performance.now();
    await new Promise<void>((resolve) => {
      lane.work(32, async () => {
        if (--left === 0) resolve();
      });
    });
    return Math.round(count / ((performance.now() - started) / 1000));
  } finally {
    await lane.close();
    await backend.close();
    await database.signals.close();
    await database.close();
  }
}

async function throughput(app: NestFastifyApplication, count: number): Promise<number> {
  const orm = app.get<MikroORM>(MikroORM);
  const jobs = app.get(JobQueue, { strict: false });
  const em = orm.em.fork() as SqlEntityManager;
  const started = performance.now();
  for (let added = 0; added < count; added += 500)
    await orm.em.fork().transactional(() =>
      jobs.enqueueAll(
        Array.from({ length: Math.min(500, count - added) }, () => ({
          type: nothing,
          input: {},
          owner: { kind: 'system' as const, id: 'bench' },
        })),
      ),
    );
  for (;;) {
    const [row] = await em.execute<{ open: number }[]>(
      `select count(*)::int as open from jobs where status in ('queued', 'processing')`,
    );
    if (row!.open === 0) break;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return Math.round(count / ((performance.now() - started) / 1000));
}

/** Over the whole stack, without the socket; ten a second, each done by the same process before the next one comes. */
async function acceptance(app: NestFastifyApplication): Promise<number[]> {
  const person = { name: 'Asha Rao', email: `${newId()}@example.com`, password: 'correct horse 42' };
  const registered = await app.inject({ method: 'POST', url: '/api/v1/auth/register', payload: person });
  const headers = { authorization: `Bearer ${registered.json<{ accessToken: string }>().accessToken}` };
  const took: number[] = [];
  for (let round = 0; round < 220; round++) {
    await new Promise((resolve) => setTimeout(resolve, 100));
    const started = performance.now();
    const payload = { type: nothing, input: {} };
    const answer = await app.inject({ method: 'POST', url: '/api/v1/jobs', headers, payload });
    if (answer.statusCode !== 202) throw new Error(`Asking failed: ${answer.body}`);
    if (round >= 20) took.push(performance.now() - started);
  }
  took.sort((a, b) => a - b);
  return [took[100]!, took[190]!].map((ms) => Number(ms.toFixed(1)));
}

async function pickUp(app: NestFastifyApplication): Promise<number[]> {
  const orm = app.get<MikroORM>(MikroORM);
  const jobs = app.get(JobQueue, { strict: false });
  const em = orm.em.fork() as SqlEntityManager;
  const took: number[] = [];
  for (let round = 0; round < 100; round++) {
    await new Promise((resolve) => setTimeout(resolve, 30));
    const { id } = await orm.em
      .fork()
      .transactional(() =>
        jobs.enqueue({ type: nothing, input: {}, owner: { kind: 'system', id: 'bench' } }),
      );
    for (;;) {
      const [row] = await em.execute<{ waited: number }[]>(
        `select extract(epoch from started_at - created_at) * 1000 as waited from jobs where id = ? and finished_at is not null`,
        [id],
      );
      if (row) {
        took.push(Number(row.waited));
        break;
      }
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }
  took.sort((a, b) => a - b);
  return [took[50]!, took[95]!].map((ms) => Number(ms.toFixed(1)));
}
