// The whole of it on the database and the queue that there are: what is asked for is done, its effects once, in its order, and whoever watches
// sees it.
import { Injectable, Module } from '@nestjs/common';
import { z } from 'zod';
import { DomainError } from '#libs/errors';
import { newId } from '#libs/orm';
import { StreamLog } from '#libs/realtime';
import { startApp, type TestApp } from '../../test/support/app.js';
import { jobsIn, type JobsInStories } from '../../test/support/jobs.js';
import { Job, JobAttempt, JobControl, JobQueue, JobType, TryAgainLater, type JobRun } from './index.js';

/** What the handlers have been through, and gates at which they wait. */
const seen: string[] = [];
const gates = new Map<string, () => void>();
const arrived = new Map<string, () => void>();

const input = z.object({ name: z.string() });
type Input = z.output<typeof input>;
const declared = { description: 'For a test.', input, permission: null, cost: 'standard' } as const;

@Injectable()
class Work {
  @JobType({ ...declared, type: 'test.echo', output: input, cache: { seconds: 60, scope: 'owner' } })
  echo({ name }: Input, run: JobRun) {
    seen.push(name);
    run.progress(50, 'half way');
    return { name };
  }

  @JobType({ ...declared, type: 'test.wait', output: z.null(), timeoutSeconds: 30 })
  async wait({ name }: Input, run: JobRun) {
    seen.push(name);
    run.atTheEnd(async () => void seen.push(`effect of ${name}`));
    run.progress(40, 'waiting', 'at the gate');
    arrived.get(name)?.();
    await new Promise<void>((resolve) => {
      gates.set(name, resolve);
      run.signal.addEventListener('abort', () => resolve());
    });
    return null;
  }

  @JobType({ ...declared, type: 'test.fail', output: z.null(), retry: { attempts: 3, backoffSeconds: 10 } })
  fail({ name }: Input, { attempt }: JobRun): null {
    seen.push(`${name} ${attempt}`);
    if (name === 'rejected') throw new DomainError('NOT_THIS', 'conflict', 'Not this.');
    if (name === 'later' && attempt === 1) throw new TryAgainLater(300, 'They said so.');
    if (attempt < 3 && name !== 'always') throw new Error('not yet');
    if (name === 'always') throw new Error('never');
    return null;
  }

  @JobType({ ...declared, type: 'test.effect', output: z.null(), retry: { attempts: 2, backoffSeconds: 1 } })
  effect({ name }: Input, run: JobRun) {
    run.atTheEnd(async (em) => {
      em.create(Job, { ...effectRow(name) } as never);
      await em.flush();
      if (name === 'fails once' && run.attempt === 1) throw new Error('after the write');
    });
    return null;
  }

  @JobType({ ...declared, type: 'test.long', output: z.null(), timeoutSeconds: 1 })
  long(_input: Input, run: JobRun) {
    return new Promise<null>((_, reject) =>
      run.signal.addEventListener('abort', () => reject(run.signal.reason)),
    );
  }
}

/** A row that can be counted. */
function effectRow(name: string) {
  return {
    id: newId(),
    type: 'test.mark',
    ownerKind: 'system',
    ownerId: name,
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
beforeAll(async () => {
  test = await startApp({ modules: [WorkModule], settings: { ROLE: 'all', JOB_CONCURRENCY: 2 } });
  jobs = jobsIn(test);
});
afterAll(() => test.close());
afterEach(async () => {
  for (const open of gates.values()) open();
  await jobs.idle();
  seen.length = 0;
  gates.clear();
});

/** Asks for a job that waits at a gate, and resolves when it is there. */
async function waiting(name: string, request: object = {}): Promise<Job> {
  const there = new Promise<void>((resolve) => arrived.set(name, resolve));
  const job = await jobs.ask({ type: 'test.wait', input: { name }, ...request });
  await there;
  return job;
}

async function entriesOf(id: string) {
  return test.app.get(StreamLog, { strict: false }).read(`job:${id}`, 0);
}

describe('a job', () => {
  it('is done, and its stream says how', async () => {
    const job = await jobs.run({ type: 'test.echo', input: { name: 'hello' } });
    expect(job).toMatchObject({ status: 'completed', result: { name: 'hello' }, attempt: 1, progress: 100 });
    const entries = await entriesOf(job.id);
    expect(entries.map(({ type }) => type).filter((type) => type !== 'job.progressed')).toEqual([
      'job.started',
      'job.completed',
    ]);
  });

  it('is there exactly if what it is about is there', async () => {
    const count = () => test.orm.em.fork().count(Job, { type: 'test.echo' });
    const before = await count();
    const given = test.orm.em.fork().transactional(async () => {
      await test.app
        .get(JobQueue, { strict: false })
        .enqueue({ type: 'test.echo', input: { name: 'never' }, owner: { kind: 'system', id: 'test' } });
      throw new Error('given up');
    });
    await expect(given).rejects.toThrow('given up');
    expect(await count()).toBe(before);
    expect(seen).toEqual([]);
  });

  it('tells how far it is', async () => {
    const job = await waiting('progress');
    await jobs.until(job.id, ({ type }) => type === 'job.progressed');
    expect(await jobs.find(job.id)).toMatchObject({
      status: 'processing',
      progress: 40,
      progressStep: 'waiting',
      progressMessage: 'at the gate',
    });
  });

  it('is not done twice under one key', async () => {
    const asked = () => jobs.ask({ type: 'test.echo', input: { name: 'once' }, uniqueKey: 'once' });
    const [first, second] = [await asked(), await asked()];
    expect(second.id).toBe(first.id);
    await jobs.ended(first.id);
    expect((await asked()).id).toBe(first.id);
    expect(seen).toEqual(['once']);
  });

  it('waits until it may run', async () => {
    const runAt = new Date(test.clock.now().getTime() + 3_600_000);
    const job = await jobs.ask({ type: 'test.echo', input: { name: 'later' }, runAt });
    await jobs.run({ type: 'test.echo', input: { name: 'now' } });
    expect((await jobs.find(job.id)).status).toBe('queued');
    jobs.advance(3_600);
    expect((await jobs.ended(job.id)).status).toBe('completed');
  });

  it('is not begun after its time', async () => {
    const runAt = new Date(test.clock.now().getTime() + 60_000);
    const job = await jobs.ask({ type: 'test.echo', input: { name: 'late' }, runAt, expiresAt: runAt });
    jobs.advance(61);
    expect(await jobs.ended(job.id)).toMatchObject({ status: 'failed', error: { category: 'expired' } });
    expect(seen).toEqual([]);
  });

  it('takes the place of one like it that has not begun', async () => {
    const runAt = (seconds: number) => new Date(test.clock.now().getTime() + seconds * 1_000);
    const ask = (name: string, seconds: number) =>
      jobs.ask({ type: 'test.echo', input: { name }, debounceKey: 'typing', runAt: runAt(seconds) });
    const first = await ask('h', 5);
    const second = await ask('hello', 8);
    expect(second.id).toBe(first.id);
    jobs.advance(6);
    await jobs.idle();
    expect(seen).toEqual([]);
    jobs.advance(2);
    expect((await jobs.ended(first.id)).result).toEqual({ name: 'hello' });
  });
});

describe('an attempt that fails', () => {
  it('is followed by others, each later than the one before, and is remembered', async () => {
    const job = await jobs.ask({ type: 'test.fail', input: { name: 'twice' } });
    for (const [retries, seconds] of [
      [1, 10],
      [2, 20],
    ] as const) {
      await jobs.until(job.id, ({ type, data }) => type === 'job.retried' && data.attempt === retries);
      const { runAt } = await jobs.find(job.id);
      const wait = (runAt.getTime() - test.clock.now().getTime()) / 1_000;
      expect(wait).toBeGreaterThanOrEqual(seconds / 2);
      expect(wait).toBeLessThanOrEqual(seconds);
      jobs.advance(seconds);
    }
    expect(await jobs.ended(job.id)).toMatchObject({ status: 'completed', attempt: 3, error: null });
    const attempts = await test.orm.em
      .fork()
      .find(JobAttempt, { job: job.id }, { orderBy: { number: 'asc' } });
    expect(attempts.map(({ number, outcome }) => [number, outcome])).toEqual([
      [1, 'failed'],
      [2, 'failed'],
    ]);
  });

  it('is the last when there have been enough, and says nothing of what went wrong inside', async () => {
    const job = await jobs.ask({ type: 'test.fail', input: { name: 'always' } });
    for (const retries of [1, 2]) {
      await jobs.until(job.id, ({ type, data }) => type === 'job.retried' && data.attempt === retries);
      jobs.advance(60);
    }
    const dead = await jobs.ended(job.id);
    expect(dead).toMatchObject({
      status: 'failed',
      attempt: 3,
      error: { category: 'failed', code: 'FAILED' },
    });
    expect(JSON.stringify(dead.error)).not.toContain('never');
  });

  it('is the last when the domain has said no', async () => {
    const job = await jobs.run({ type: 'test.fail', input: { name: 'rejected' } });
    expect(job).toMatchObject({
      status: 'failed',
      attempt: 1,
      error: { category: 'rejected', code: 'NOT_THIS' },
    });
  });

  it('waits as long as the handler was told to', async () => {
    const job = await jobs.ask({ type: 'test.fail', input: { name: 'later' } });
    await jobs.until(job.id, ({ type }) => type === 'job.retried');
    const { runAt } = await jobs.find(job.id);
    expect(runAt.getTime() - test.clock.now().getTime()).toBe(300_000);
    await test.app.get(JobControl, { strict: false }).cancel([job.id]);
  });

  it('is stopped after its time', async () => {
    const job = await jobs.run({ type: 'test.long', input: { name: 'long' } });
    expect(job).toMatchObject({ status: 'failed', error: { category: 'timed_out' } });
  });
});

describe('what happens at the end', () => {
  const marks = (name: string) => test.orm.em.fork().count(Job, { type: 'test.mark', ownerId: name });

  it('happens with it', async () => {
    const job = await jobs.run({ type: 'test.effect', input: { name: 'simple' } });
    expect([job.status, await marks('simple')]).toEqual(['completed', 1]);
  });

  it('is undone where it fails, and done by the next attempt', async () => {
    const job = await jobs.ask({ type: 'test.effect', input: { name: 'fails once' } });
    await jobs.until(job.id, ({ type }) => type === 'job.retried');
    expect(await marks('fails once')).toBe(0);
    jobs.advance(5);
    expect([(await jobs.ended(job.id)).status, await marks('fails once')]).toEqual(['completed', 1]);
  });

  it('does not happen after it was cancelled, even if the handler goes on', async () => {
    const job = await waiting('cancelled');
    await test.app.get(JobControl, { strict: false }).cancel([job.id]);
    expect((await jobs.ended(job.id)).status).toBe('cancelled');
    expect(seen).toEqual(['cancelled']);
  });

  it('does not happen for a worker that was given up meanwhile', async () => {
    const job = await waiting('fenced');
    const em = test.orm.em.fork();
    // As if somebody else had taken over and was done.
    await em.nativeUpdate(
      Job,
      { id: job.id },
      { status: 'completed', runId: null, workerId: null, finishedAt: test.clock.now() },
    );
    gates.get('fenced')!();
    await jobs.idle();
    await jobs.run({ type: 'test.echo', input: { name: 'after' }, isFresh: true });
    expect(seen).not.toContain('effect of fenced');
  });
});

describe('the line', () => {
  it('puts what is urgent first, and comes to everything', async () => {
    const blockers = [await waiting('a'), await waiting('b')];
    const order = [
      ['slow', 0],
      ['usual', 5],
      ['urgent', 9],
    ] as const;
    const asked = await jobs.askAll(
      order.map(([name, priority]) => ({ type: 'test.wait', input: { name }, priority, isFresh: true })),
    );
    const places = await Promise.all(asked.map(({ id }) => jobs.find(id)));
    const byPlace = places.sort((a, b) => +a.orderAt - +b.orderAt).map(({ input }) => (input as Input).name);
    expect(byPlace).toEqual(['urgent', 'usual', 'slow']);
    // However urgent: who asks ten minutes later comes after who has waited.
    test.clock.advance(600_000);
    const late = await jobs.ask({ type: 'test.wait', input: { name: 'late' }, priority: 9 });
    expect((await jobs.find(late.id)).orderAt > places[2]!.orderAt).toBe(true);
    for (const { id } of [...asked, late, ...blockers])
      await test.app.get(JobControl, { strict: false }).cancel([id]);
  });

  it('lets others in between what one owner asks for', async () => {
    const runAt = new Date(test.clock.now().getTime() + 60_000);
    const of = (id: string) => ({ owner: { kind: 'customer' as const, id }, type: 'test.echo', runAt });
    const [busy, other] = [newId(), newId()];
    const many = await jobs.askAll(
      Array.from({ length: 10 }, (_, at) => ({ ...of(busy), input: { name: String(at) } })),
    );
    const one = await jobs.ask({ ...of(other), input: { name: 'other' } });
    const places = await test.orm.em
      .fork()
      .find(
        Job,
        { id: { $in: [...many, one].map(({ id }) => id) } },
        { orderBy: { orderAt: 'asc', position: 'asc' } },
      );
    expect(places.findIndex(({ ownerId }) => ownerId === other)).toBeLessThanOrEqual(1);
    await test.app.get(JobControl, { strict: false }).cancel(places.map(({ id }) => id));
  });

  it('does what has one sequence one after the other', async () => {
    const ask = (name: string, type = 'test.wait') =>
      jobs.ask({ type, input: { name }, sequenceKey: 'one', isFresh: true });
    const there = new Promise<void>((resolve) => arrived.set('first', resolve));
    const first = await ask('first');
    await there;
    const second = await ask('second', 'test.echo');
    await jobs.run({ type: 'test.echo', input: { name: 'unrelated' }, isFresh: true });
    expect((await jobs.find(second.id)).status).toBe('queued');
    gates.get('first')!();
    await jobs.ended(second.id);
    expect((await jobs.find(first.id)).status).toBe('completed');
    expect(seen).toEqual(['first', 'unrelated', 'effect of first', 'second']);
  });
});

describe('the same question', () => {
  const ask = (owner: string, more: object = {}) =>
    jobs.run({ type: 'test.echo', input: { name: 'same' }, owner: { kind: 'system', id: owner }, ...more });

  it('gets the same answer for a while, without being worked out again', async () => {
    await ask('asha');
    const again = await ask('asha');
    expect(again).toMatchObject({ status: 'completed', result: { name: 'same' } });
    expect(again.cachedFrom).not.toBeNull();
    expect(seen).toEqual(['same']);
    test.clock.advance(61_000);
    await ask('asha');
    expect(seen).toEqual(['same', 'same']);
  });

  it('is another one when somebody else asks, when it is to be fresh, and after the answers were thrown away', async () => {
    await ask('meera');
    await ask('ravi');
    await ask('meera', { isFresh: true });
    await test.app.get(JobControl, { strict: false }).invalidateResults('test.echo');
    await ask('meera');
    expect(seen).toEqual(['same', 'same', 'same', 'same']);
  });
});

describe('what a process has lost', () => {
  it('is begun again, and noted', async () => {
    const job = await waiting('lost');
    const em = test.orm.em.fork();
    // Its worker is nobody that is alive, and the queue has forgotten it.
    await em.nativeUpdate(Job, { id: job.id }, { workerId: newId() });
    const there = new Promise<void>((resolve) => arrived.set('lost', resolve));
    await there;
    gates.get('lost')!();
    expect(await jobs.ended(job.id)).toMatchObject({ status: 'completed', attempt: 2, losses: 1 });
    const [lost] = await em.find(JobAttempt, { job: job.id });
    expect(lost).toMatchObject({ outcome: 'lost', number: 1 });
    expect(seen.filter((each) => each === 'effect of lost')).toEqual(['effect of lost']);
  });

  it('is taken for the cause when it happens too often', async () => {
    const job = await jobs.ask({
      type: 'test.echo',
      input: { name: 'poison' },
      runAt: new Date(test.clock.now().getTime() + 1_000),
    });
    await test.orm.em.fork().nativeUpdate(Job, { id: job.id }, { losses: 4, attempt: 4 });
    jobs.advance(1);
    expect(await jobs.ended(job.id)).toMatchObject({ status: 'failed', error: { category: 'lost' } });
    expect(seen).toEqual([]);
  });

  it('is handed on again when the queue does not have it', async () => {
    const job = await jobs.ask({
      type: 'test.echo',
      input: { name: 'forgotten' },
      runAt: new Date(test.clock.now().getTime() + 1_000),
    });
    // Handed on long ago, as the row says; the queue was emptied since.
    await test.orm.em
      .fork()
      .nativeUpdate(Job, { id: job.id }, { handedAt: new Date(0), delivery: 1, runAt: test.clock.now() });
    expect((await jobs.ended(job.id)).status).toBe('completed');
  });

  it('has no type any more', async () => {
    const job = await jobs.ask({
      type: 'test.echo',
      input: { name: 'gone' },
      runAt: new Date(test.clock.now().getTime() + 1_000),
    });
    await test.orm.em.fork().nativeUpdate(Job, { id: job.id }, { type: 'test.gone' });
    jobs.advance(1);
    expect(await jobs.ended(job.id)).toMatchObject({ status: 'failed', error: { category: 'unknown_type' } });
  });
});
