// What the engine does behind the answers, without the engine: listeners hear what was published, and jobs that are due are done.
import { RequestContext } from '@mikro-orm/core';
import { BackgroundTasks } from '#libs/background';
import { ListenerRegistry, OutboxEvent } from '#libs/events';
import { Job, JobRegistry } from '#libs/jobs';
import { systemActor } from '../../src/access/actor.js';
import type { TestApp } from './app.js';
import { directRun } from './job-run.js';

type Scene = Pick<TestApp, 'app' | 'orm' | 'clock'>;

/** What people are sent. */
const sending = ['notifications.deliver', 'auth.send_link', 'staff.send_mail'];

/** Until nothing is left that is due by the test's clock. @param types of jobs that are done, or the beginnings of their names */
export async function settle(scene: Scene, ...types: string[]): Promise<void> {
  const wanted = types.length > 0 ? types : sending;
  await scene.app.get(BackgroundTasks).idle();
  let done: number;
  do done = (await hearAll(scene)) + (await workOff(scene, wanted));
  while (done > 0);
}

async function hearAll({ app, orm }: Scene): Promise<number> {
  const events = await orm.em.fork().find(OutboxEvent, { relayedAt: null }, { orderBy: { position: 'asc' } });
  const listeners = app.get(ListenerRegistry, { strict: false });
  for (const row of events) {
    const { id, type, aggregateType, aggregateId, data, at } = row;
    const event = { id, type, data, at, aggregate: { type: aggregateType, id: aggregateId } };
    for (const name of listeners.namesFor(type)) {
      const run = directRun(orm.em);
      const { hear } = listeners.find(name)!;
      await RequestContext.create(orm.em, async () => hear({ ...event, correlationId: null }, run));
      await run.finish();
    }
    await orm.em.fork().nativeUpdate(OutboxEvent, { id }, { relayedAt: at });
  }
  return events.length;
}

async function workOff({ app, orm, clock }: Scene, types: readonly string[]): Promise<number> {
  const due = { status: 'queued', runAt: { $lte: clock.now() } } as const;
  const isWanted = { $or: types.map((type) => ({ type: { $like: `${type}%` } })) };
  const jobs = await orm.em
    .fork()
    .find(Job, { $and: [due, isWanted] }, { orderBy: { orderAt: 'asc', position: 'asc' } });
  for (const { id, type, input, attempt, maxAttempts } of jobs) {
    const { definition, run: handle } = app.get(JobRegistry).find(type)!;
    const run = { ...directRun(orm.em, { id }), attempt: attempt + 1 };
    const work = () => handle(systemActor('test'), definition.input.parse(input), run);
    const failed = await RequestContext.create(orm.em, work).then(
      () => run.finish().then(() => false),
      () => true,
    );
    const delay = definition.retry?.delaysSeconds?.[attempt] ?? 0;
    await orm.em
      .fork()
      .nativeUpdate(
        Job,
        { id },
        failed && attempt + 1 < maxAttempts
          ? { attempt: attempt + 1, runAt: new Date(clock.now().getTime() + delay * 1000) }
          : { attempt: attempt + 1, status: failed ? 'failed' : 'completed', finishedAt: clock.now() },
      );
  }
  return jobs.length;
}
