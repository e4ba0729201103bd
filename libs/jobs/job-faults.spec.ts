// What goes wrong stays with the job that it is about, and what is lost in between is found again.
import { Injectable, Module } from '@nestjs/common';
import type { SqlEntityManager } from '@mikro-orm/sql';
import type { Queue } from 'bullmq';
import { z } from 'zod';
import { newId, OPEN_DATABASE, type OpenDatabase } from '#libs/orm';
import { OpenQueues } from '#libs/queue';
import { StreamLog } from '#libs/realtime';
import { startApp, type TestApp } from '../../test/support/app.js';
import { jobsIn, type JobsInStories } from '../../test/support/jobs.js';
import { JobDispatcher, Job, JobControl, JobType, type JobRun } from './index.js';
import { WorkerHeartbeat } from './worker-heartbeat.js';
import { JobRunner } from './job-runner.js';

const input = z.object({ name: z.string() });
type Input = z.output<typeof input>;
const declared = { description: 'For a test.', input, permission: null, cost: 'standard' } as const;

const seen: string[] = [];
/** Whoever waits at its gate has its name here. */
const gates = new Map<string, () => void>();
const arrived = new Map<string, () => void>();

/** As the database says it. */
const raise = (code: string): string => `do $$ begin raise exception using errcode = '${code}'; end $$`;

@Injectable()
class Work {
  @JobType({ ...declared, type: 'test.note', output: z.null() })
  note({ name }: Input) {
    seen.push(name);
    return null;
  }

  @JobType({ ...declared, type: 'test.wait', output: z.null() })
  async wait({ name }: Input, run: JobRun) {
    seen.push(name);
    run.progress(10, 'x'.repeat(79) + '😀', 'NUL: \0');
    arrived.get(name)?.();
    await new Promise<void>((resolve) => {
      gates.set(name, resolve);
      run.signal.addEventListener('abort', () => resolve());
    });
    return null;
  }

  @JobType({ ...declared, type: 'test.unwritable', output: z.any() })
  unwritable({ name }: Input) {
    seen.push(name);
    return name === 'no JSON' ? 1n : 'NUL: \0';
  }

  @JobType({ ...declared, type: 'test.clash', output: z.null(), retry: { attempts: 2, backoffSeconds: 1 } })
  clash({ name }: Input, run: JobRun) {
    seen.push(name);
    // Written by the commit, not by the effect itself.
    run.atTheEnd(async (em) => void em.create(Job, { ...markOf(run.id) } as never));
    return null;
  }

  @JobType({ ...declared, type: 'test.slow_effect', output: z.null() })
  slowEffect(_input: Input, run: JobRun) {
    run.atTheEnd(async (em) => {
      seen.push('effect');
      await (em as SqlEntityManager).execute(raise('57014'));
    });
    return null;
  }
}

/** A row that cannot be there: its id is taken. */
function markOf(id: string) {
  return {
    id,
    type: 'test.mark',
    ownerKind: 'system',
    ownerId: 'test',
    cost: 'light',
    input: {},
    status: 'completed',
    runAt: new Date(0),
    orderAt: new Date(0),
    finishedAt: new Date(0),
  };
}

@Module({ providers: [Work] })
class WorkModule {}

let test: TestApp;
let jobs: JobsInStories;
const get = <Part>(part: abstract new (...args: never[]) => Part): Part =>
  test.app.get(part, { strict: false });
const sql = (text: string, parameters: unknown[] = []) =>
  (test.orm.em.fork() as SqlEntityManager).execute<Record<string, any>[]>(text, parameters);

beforeAll(async () => {
  test = await startApp({ modules: [WorkModule], settings: { ROLE: 'all', JOB_CONCURRENCY: 1 } });
  jobs = jobsIn(test);
});
afterAll(() => test.close());
afterEach(async () => {
  for (const open of gates.values()) open();
  await jobs.idle();
  seen.length = 0;
  gates.clear();
});

/** Asks for a job that waits at its gate, and resolves when it is there. */
async function waiting(name: string, request: object = {}): Promise<Job> {
  const there = new Promise<void>((resolve) => arrived.set(name, resolve));
  const job = await jobs.ask({ type: 'test.wait', input: { name }, ...request });
  await there;
  return job;
}

const asked = (names: readonly string[], more: object = {}) =>
  jobs.askAll(names.map((name) => ({ type: 'test.note', input: { name }, ...more })));

describe('the line', () => {
  it('is worked off in its order, not in that of asking', async () => {
    await waiting('blocker');
    const many = [
      ['slow', 0],
      ['usual', 5],
      ['urgent', 9],
    ] as const;
    const rows = await jobs.askAll(
      many.map(([name, priority]) => ({ type: 'test.note', input: { name }, priority })),
    );
    gates.get('blocker')!();
    for (const { id } of rows) await jobs.ended(id);
    expect(seen).toEqual(['blocker', 'urgent', 'usual', 'slow']);
  });

  it('rests while what is in it is for later', async () => {
    const now = test.clock.now();
    const [later] = await asked(['later'], { runAt: new Date(now.getTime() + 3_600_000) });
    const dispatcher = get(JobDispatcher) as unknown as {
      untilNextDue(cost: string, at: Date): Promise<number>;
    };
    expect(await dispatcher.untilNextDue('standard', now)).toBe(3_600_000);
    await get(JobControl).cancel([later!.id]);
  });

  it('goes on at once with what waited for another one', async () => {
    await waiting('first', { sequenceKey: 'one' });
    const second = await jobs.ask({ type: 'test.note', input: { name: 'second' }, sequenceKey: 'one' });
    const { signals } = test.app.get<OpenDatabase>(OPEN_DATABASE);
    const { promise: woken, resolve: hear } = Promise.withResolvers<string | null>();
    const stop = await signals.listen('jobs', hear);
    gates.get('first')!();
    expect(await woken).toBe('standard');
    await stop();
    await jobs.ended(second.id);
  });
});

describe('what cannot be written', () => {
  it.each(['NUL', 'no JSON'])('fails alone: %s', async (name) => {
    await waiting('blocker');
    const bad = await jobs.ask({ type: 'test.unwritable', input: { name } });
    const good = await asked(['good', 'better']);
    gates.get('blocker')!();
    expect(await jobs.ended(bad.id)).toMatchObject({ status: 'failed', error: { category: 'failed' } });
    for (const { id } of good) expect((await jobs.ended(id)).status).toBe('completed');
  });

  it('is an attempt that failed where only the commit refuses it', async () => {
    const job = await jobs.ask({ type: 'test.clash', input: { name: 'clash' } });
    await jobs.until(job.id, ({ type }) => type === 'job.retried');
    jobs.advance(5);
    expect(await jobs.ended(job.id)).toMatchObject({
      status: 'failed',
      error: { code: 'FAILED' },
      attempt: 2,
    });
    expect(seen).toEqual(['clash', 'clash']);
  });

  it('is made fit where it is only told', async () => {
    const job = await waiting('progress');
    await jobs.until(job.id, ({ type }) => type === 'job.progressed');
    expect(await jobs.find(job.id)).toMatchObject({
      progressStep: 'x'.repeat(79) + '\ufffd',
      progressMessage: 'NUL: \ufffd',
    });
  });
});

it('gives up effects that are always too slow', async () => {
  const job = await jobs.ask({ type: 'test.slow_effect', input: { name: 'slow' } });
  for (let returns = 1; (await jobs.find(job.id)).status !== 'failed'; returns++) {
    const ends = await nth(job.id, returns, (type) => type === 'job.returned' || type === 'job.failed');
    if (ends === 'job.returned') jobs.advance(60);
  }
  expect(await jobs.find(job.id)).toMatchObject({ error: { category: 'failed' }, attempt: 1 });
});

/** @returns the type of the `count`th entry that is as wanted */
async function nth(id: string, count: number, isWanted: (type: string) => boolean): Promise<string> {
  let [found, last] = [0, ''];
  await jobs.until(id, ({ type }) => {
    if (!isWanted(type)) return false;
    last = type;
    found += 1;
    return found === count;
  });
  return last;
}

/** In the queue, of nobody yet. */
async function untilWaiting(count: number): Promise<void> {
  const lane = get(OpenQueues).lane('standard');
  while ((await lane.waiting()) !== count) await new Promise((resolve) => setTimeout(resolve, 5));
}

describe('a delivery', () => {
  it('that is old begins nothing', async () => {
    const runAt = new Date(test.clock.now().getTime() + 3_600_000);
    const [later] = await asked(['later'], { runAt });
    await get(OpenQueues)
      .lane('standard')
      .add([`${later!.id}.0`]);
    await jobs.run({ type: 'test.note', input: { name: 'after it' } });
    expect(seen).toEqual(['after it']);
    await get(JobControl).cancel([later!.id]);
  });

  it('of what this very process is at waits for that', async () => {
    const job = await waiting('stood still');
    const { delivery } = await jobs.find(job.id);
    const id = `${job.id}.${delivery}`;
    const repeated = get(JobRunner).handle(get(WorkerHeartbeat).workerId, { id, isRepeated: true });
    gates.get('stood still')!();
    await repeated;
    expect(await jobs.find(job.id)).toMatchObject({ status: 'completed', attempt: 1, losses: 0 });
    expect(seen).toEqual(['stood still']);
  });

  it('that was lost is made again, whatever else waits', async () => {
    await waiting('blocker');
    const [lost, ...others] = await asked(['lost', 'a', 'b', 'c']);
    await untilWaiting(4);
    await (get(OpenQueues).lane('standard') as unknown as { queue: Queue }).queue.remove(`${lost!.id}.1`);
    await sql(`update jobs set handed_at = now() - interval '1 minute' where id = ?`, [lost!.id]);
    // The others came a moment ago, as they always do where there is much to do.
    for (const { id } of others)
      await sql(`update jobs set handed_at = now() + interval '1 minute' where id = ?`, [id]);
    await get(JobDispatcher).handOnAgain();
    await untilWaiting(4);
    gates.get('blocker')!();
    expect(await jobs.ended(lost!.id)).toMatchObject({ status: 'completed', attempt: 1 });
  });
});

it('goes first when its process was lost, however full the queue is', async () => {
  const job = await waiting('lost');
  const full = get(JobDispatcher).windowOf('standard');
  await asked(Array.from({ length: full + 5 }, (_, at) => `other ${at}`));
  await untilWaiting(full);
  await sql('update jobs set worker_id = ? where id = ?', [newId(), job.id]);
  await untilWaiting(full + 1);
  const again = new Promise<void>((resolve) => arrived.set('lost', resolve));
  gates.get('lost')!();
  await again;
  expect(seen).toEqual(['lost', 'lost']);
  gates.get('lost')!();
  expect(await jobs.ended(job.id)).toMatchObject({ status: 'completed', losses: 1 });
});

it('does not begin again what somebody cancelled before its process was lost', async () => {
  const job = await waiting('cancelled');
  // Its worker is nobody that is alive, and did not hear of it.
  await sql('update jobs set worker_id = ?, cancel_requested_at = ? where id = ?', [
    newId(),
    test.clock.now(),
    job.id,
  ]);
  await jobs.until(job.id, ({ type }) => type === 'job.lost');
  gates.get('cancelled')!();
  expect(await jobs.ended(job.id)).toMatchObject({ status: 'cancelled', losses: 1 });
  expect(seen).toEqual(['cancelled']);
});

it('tells nothing twice when it has to ask again whether an attempt has begun', async () => {
  const job = await waiting('asked again');
  const { runId, delivery } = await jobs.find(job.id);
  const { workerId } = get(WorkerHeartbeat);
  const start = { id: job.id, delivery, run_id: runId!, worker_id: workerId, is_repeated: false };
  expect(await (get(JobRunner) as any).ledger.start(start)).toMatchObject({ attempt: 1, runId });
  const entries = await get(StreamLog).read(`job:${job.id}`, 0);
  expect(entries.filter(({ type }) => type === 'job.started')).toHaveLength(1);
});

it('is alive for the others until the last of its work is done', async () => {
  await waiting('last');
  const seenAt = async () => (await sql('select seen_at from job_workers'))[0]!.seen_at;
  const before = await seenAt();
  const closing = test.app.close();
  while ((await seenAt()) === before) await new Promise(setImmediate);
  gates.get('last')!();
  await closing;
  expect(seen).toEqual(['last']);
  // What follows each story needs a program.
  test = await startApp({ modules: [WorkModule] });
  jobs = jobsIn(test);
});
