// Facts that are told: with their change or not at all, at least once, in the order of what they are about, and each effect once.
import { Injectable, Module } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { z } from 'zod';
import { DeclarationsModule } from '#libs/discovery';
import { Job, type JobRun } from '#libs/jobs';
import { newId } from '#libs/orm';
import { startApp, type TestApp } from '../../test/support/app.js';
import { jobsIn, type JobsInStories } from '../../test/support/jobs.js';
import {
  defineEvent,
  EventOutbox,
  EventRegistry,
  ListensTo,
  OutboxEvent,
  PublishesEvents,
  type DomainEvent,
} from './index.js';
import { EventRelay } from './event-relay.js';

const counted = defineEvent({
  type: 'thing.counted',
  aggregate: 'thing',
  description: 'For a test.',
  isPublic: false,
  data: z.object({ n: z.number() }),
});
type Counted = DomainEvent<{ n: number }>;

const heard: string[] = [];
const effects: string[] = [];

@PublishesEvents(counted)
@Injectable()
class Listeners {
  @ListensTo({ name: 'test.steady', to: [counted] })
  steady({ aggregate, data }: Counted, run: JobRun) {
    heard.push(`${aggregate.id} ${data.n}`);
    run.atTheEnd(async () => void effects.push(`${aggregate.id} ${data.n}`));
  }

  @ListensTo({ name: 'test.shaky', to: [counted] })
  shaky({ aggregate, data }: Counted, { attempt }: JobRun) {
    if (aggregate.id === 'shaky' && data.n === 1 && attempt === 1) throw new Error('not now');
    if (aggregate.id === 'shaky') heard.push(`shaky ${data.n}`);
  }
}

@Module({ providers: [Listeners] })
class ListenersModule {}

let test: TestApp;
let jobs: JobsInStories;
beforeAll(async () => {
  test = await startApp({ modules: [ListenersModule], settings: { ROLE: 'all' } });
  jobs = jobsIn(test);
});
afterAll(() => test.close());
afterEach(() => {
  heard.length = 0;
  effects.length = 0;
});

const publish = (thing: string, numbers: number[]) =>
  test.orm.em.fork().transactional(async () => {
    for (const n of numbers) test.app.get(EventOutbox, { strict: false }).publish(counted, thing, { n });
  });

it('tells of what was committed', async () => {
  await publish('one', [1]);
  await jobs.idle();
  expect(heard).toEqual(['one 1']);
  expect(effects).toEqual(['one 1']);
});

it('tells nothing of what was given up', async () => {
  const given = test.orm.em.fork().transactional(async () => {
    test.app.get(EventOutbox, { strict: false }).publish(counted, 'never', { n: 1 });
    throw new Error('given up');
  });
  await expect(given).rejects.toThrow('given up');
  await jobs.idle();
  expect(heard).toEqual([]);
  expect(await test.orm.em.fork().count(OutboxEvent, { aggregateId: 'never' })).toBe(0);
});

it('tells of one thing in order, whatever happens to other things', async () => {
  const numbers = Array.from({ length: 20 }, (_, n) => n);
  await Promise.all([publish('a', numbers), publish('b', numbers)]);
  await jobs.idle();
  for (const thing of ['a', 'b'])
    expect(heard.filter((each) => each.startsWith(thing))).toEqual(numbers.map((n) => `${thing} ${n}`));
});

it('waits with what comes after until a failure is mended; other listeners go on', async () => {
  await publish('shaky', [1, 2]);
  const both = async () => effects.length === 2;
  while (!(await both())) await new Promise(setImmediate);
  expect(heard.filter((each) => each === 'shaky 2')).toEqual(['shaky 2']);
  jobs.advance(5);
  await jobs.idle();
  expect(heard.filter((each) => each.startsWith('shaky'))).toEqual([
    'shaky 1',
    'shaky 2',
    'shaky 1',
    'shaky 2',
  ]);
});

it('tells once what is handed on twice', async () => {
  await publish('twice', [1]);
  await jobs.idle();
  await test.orm.em.fork().nativeUpdate(OutboxEvent, { aggregateId: 'twice' }, { relayedAt: null });
  await test.app.get(EventRelay, { strict: false }).relay();
  await jobs.idle();
  expect(effects).toEqual(['twice 1']);
});

it('is not stopped by an event whose listener is gone', async () => {
  const job = await jobs.run({
    type: 'events.deliver',
    input: { eventId: newId(), listener: 'test.nobody' },
  });
  expect(job).toMatchObject({ status: 'failed', error: { code: 'LISTENER_UNKNOWN' } });
  expect(await test.orm.em.fork().count(Job, { id: job.id })).toBe(1);
});

it('refuses two events of one name', async () => {
  @PublishesEvents(counted, defineEvent({ ...counted }))
  @Injectable()
  class Publisher {}
  const module = Test.createTestingModule({
    imports: [DeclarationsModule],
    providers: [EventRegistry, Publisher],
  });
  const made = await module.compile();
  await expect(made.init()).rejects.toThrow('Two events are named thing.counted.');
});
