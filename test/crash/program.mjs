// The program itself, with work whose effects can be counted beside its own. Plain JavaScript over the build: the suites start it as well as
// the command, and neither compiles it.
import 'reflect-metadata';
import { enableCompileCache, flushCompileCache } from 'node:module';
import { setTimeout } from 'node:timers/promises';
import { EntityManager } from '@mikro-orm/core';
import { z } from 'zod';
import { defineEvent, EventOutbox, ListensTo, PublishesEvents } from '#libs/events';
import { JobQueue, JobType } from '#libs/jobs';

const steps = 4;
/** EventOutbox are heard in order within each. */
const aggregates = 20;

const workInput = z.strictObject({
  n: z.int(),
  milliseconds: z.int(),
  failsFirst: z.boolean(),
  tellsProgress: z.boolean(),
});
const declared = { description: 'For the crash test.', permission: 'bookings.read', cost: 'standard' };
const done = defineEvent({
  type: 'crash.done',
  aggregate: 'crash',
  description: 'For the crash test.',
  data: z.object({ n: z.int() }),
  isPublic: false,
});

class CrashJobs {
  constructor(em, jobs, events) {
    Object.assign(this, { em, jobs, events });
  }

  async work(_caller, { n, milliseconds, failsFirst, tellsProgress }, run) {
    // Not part of any transaction: it says that somebody was here.
    await this.em.execute('insert into crash_starts (job_id, attempt, pid, at) values (?, ?, ?, ?)', [
      run.id,
      run.attempt,
      process.pid,
      new Date(),
    ]);
    for (let step = 1; step <= steps; step++) {
      await setTimeout(milliseconds / steps, undefined, { signal: run.signal });
      if (tellsProgress) run.progress((step * 100) / steps, `step ${step}`);
    }
    if (failsFirst && run.attempt === 1) throw new Error('as it was told to');
    run.atTheEnd(async (em) => {
      const aggregate = String(n % aggregates);
      await em.execute('select pg_advisory_xact_lock(hashtextextended(?, 0))', [`crash:${aggregate}`]);
      await em.execute('insert into crash_effects (job_id, n) values (?, ?)', [run.id, n]);
      this.events.publish(done, aggregate, { n });
    });
    return { n };
  }

  /** Asks for many at once. */
  async batch(_caller, { works }, run) {
    run.atTheEnd(async () => {
      const owner = { kind: 'system', id: 'crash' };
      await this.jobs.enqueueAll(works.map((input) => ({ type: 'crash.work', input, owner })));
    });
    return null;
  }

  async hear(event, run) {
    run.atTheEnd(async (em) => {
      await em.execute('insert into crash_heard (event_id, aggregate) values (?, ?)', [
        event.id,
        event.aggregate.id,
      ]);
    });
  }
}

function decorate(method, decorator) {
  decorator(CrashJobs.prototype, method, Object.getOwnPropertyDescriptor(CrashJobs.prototype, method));
}
decorate(
  'work',
  JobType({
    ...declared,
    type: 'crash.work',
    input: workInput,
    output: z.object({ n: z.int() }),
    retry: { attempts: 3, backoffSeconds: 1 },
  }),
);
decorate(
  'batch',
  JobType({
    ...declared,
    type: 'crash.batch',
    cost: 'light',
    output: z.null(),
    input: z.strictObject({ works: z.array(workInput) }),
  }),
);
decorate('hear', ListensTo({ name: 'crash.hear', to: [done] }));
PublishesEvents(done)(CrashJobs);

class CrashModule {}

enableCompileCache();
const { startProgram } = await import('../../dist/src/start.js');
await startProgram(process.env, [
  {
    module: CrashModule,
    providers: [
      {
        provide: CrashJobs,
        inject: [EntityManager, JobQueue, EventOutbox],
        useFactory: (em, jobs, events) => new CrashJobs(em, jobs, events),
      },
    ],
  },
]);
flushCompileCache();
