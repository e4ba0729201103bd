// One contract on every backend that there is: embedded always, PostgreSQL and Redis where the environment names them.
import { Logger } from '@nestjs/common';
import { MikroORM } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { newId, openInMemory, type OpenDatabase } from '#libs/orm';
import { embeddedDatabase } from '../../ormconfig.js';
import { freshDatabase } from '../../test/support/database.js';
import { wireTo } from '../../test/support/wire.js';
import { openBackend, OpenQueues, prepareQueueTables, type LaneDelivery, type QueueLane } from './index.js';

const { DATABASE_URL, REDIS_URL, VITEST_POOL_ID = '1' } = process.env;
const redisUrl = REDIS_URL && new URL(`/${VITEST_POOL_ID}`, REDIS_URL).href;

async function embedded(): Promise<OpenDatabase> {
  const database = embeddedDatabase(await openInMemory());
  await prepareQueueTables(database.queuePool());
  return database;
}

const backends: { name: string; database: () => Promise<OpenDatabase>; redisUrl?: string }[] = [
  { name: 'embedded', database: embedded },
  ...(DATABASE_URL ? [{ name: 'postgres', database: freshDatabase }] : []),
  ...(redisUrl ? [{ name: 'redis', database: embedded, redisUrl }] : []),
];

beforeAll(() => Logger.overrideLogger(false));

describe.each(backends)('a line on $name', ({ name, database: openDatabase, redisUrl }) => {
  let database: OpenDatabase;
  let orm: MikroORM;
  let opened: OpenQueues[] = [];
  beforeAll(async () => {
    database = await openDatabase();
    orm = await MikroORM.init(database.options);
  });
  afterEach(async () => {
    await Promise.all(opened.map((queues) => queues.close()));
    opened = [];
  });
  afterAll(async () => {
    await database.signals.close();
    await orm.close();
    await database.close();
  });

  /** As another process would open them. */
  function queues(): OpenQueues {
    const another = new OpenQueues(openBackend({ redisUrl, database }));
    opened.push(another);
    return another;
  }

  it('is what the surroundings offer', () => {
    expect(queues().backendName).toBe(name);
  });

  it('delivers each id, in their order', async () => {
    const lane = queues().lane(newId());
    const given = Array.from({ length: 60 }, (_, at) => `id-${at}`);
    await lane.add(given.slice(0, 50));
    const line = hearing(lane);
    await lane.add(given.slice(50));
    await line.id('id-59');
    expect(line.ids()).toEqual(given);
    expect(line.heard.some(({ isRepeated }) => isRepeated)).toBe(false);
  });

  it('delivers first what is put in front of what waits', async () => {
    const lane = queues().lane(newId());
    await lane.add(['a', 'b']);
    await lane.add(['first', 'second'], 'front');
    const line = hearing(lane);
    await line.id('b');
    expect(line.ids()).toEqual(['first', 'second', 'a', 'b']);
  });

  it('delivers once what was added twice', async () => {
    const lane = queues().lane(newId());
    await lane.add(['a', 'a', 'b']);
    await lane.add(['a']);
    expect(await lane.waiting()).toBe(2);
    const line = hearing(lane);
    await lane.add(['last']);
    await line.id('last');
    expect(line.ids()).toEqual(['a', 'b', 'last']);
  });

  it('does not take what somebody is at', async () => {
    const lane = queues().lane(newId());
    const held = gate();
    const line = hearing(lane, 1, ({ id }) => id === 'a' && held.passed);
    await lane.add(['a']);
    await line.id('a');
    await lane.add(['a', 'last']);
    expect(await lane.waiting()).toBe(1);
    held.open();
    await line.id('last');
    expect(line.ids()).toEqual(['a', 'last']);
  });

  it('takes again what was handled', async () => {
    const lane = queues().lane(newId());
    const line = hearing(lane);
    await lane.add(['a', 'between']);
    await line.id('between');
    await lane.add(['a', 'last']);
    await line.id('last');
    expect(line.ids()).toEqual(['a', 'between', 'a', 'last']);
    expect(line.heard.some(({ isRepeated }) => isRepeated)).toBe(false);
  });

  it('keeps to the number of deliveries at once, and reaches it', async () => {
    const lane = queues().lane(newId());
    const held = gate();
    let [now, most] = [0, 0];
    const line = hearing(lane, 3, async () => {
      most = Math.max(most, ++now);
      await held.passed;
      now -= 1;
    });
    await lane.add(Array.from({ length: 12 }, (_, at) => `id-${at}`));
    await line.until(() => line.heard.length === 3);
    expect(await lane.waiting()).toBe(9);
    held.open();
    await line.until(() => line.heard.length === 12);
    expect(most).toBe(3);
  });

  it('gives what a lost consumer had to another one, and says so', async () => {
    const name = newId();
    const forEver = gate();
    const [lost, other] = [queues().lane(name), queues().lane(name)];
    const before = hearing(lost, 1, () => forEver.passed);
    await lost.add(['a']);
    await before.id('a');
    await lose(lost);
    const after = hearing(other);
    await after.id('a');
    expect(after.heard).toEqual([{ id: 'a', isRepeated: true }]);
    forEver.open();
  });

  it('goes on after an error, without the one that met it', async () => {
    const lane = queues().lane(newId());
    const line = hearing(lane, 1, ({ id }) => {
      if (id === 'bad') throw new Error('of the handler');
    });
    await lane.add(['bad', 'good']);
    await line.id('good');
    await lane.add(['bad', 'last']);
    await line.id('last');
    expect(line.ids()).toEqual(['bad', 'good', 'bad', 'last']);
  });

  it('lets what is under way end when it is stopped, and takes nothing more', async () => {
    const lane = queues().lane(newId());
    const held = gate();
    const ended: string[] = [];
    const line = hearing(lane, 1, async ({ id }) => {
      await held.passed;
      ended.push(id);
    });
    await lane.add(['a', 'b']);
    await line.id('a');
    const stopped = lane.stopWorking().then(() => [...ended]);
    held.open();
    expect(await stopped).toEqual(['a']);
    expect(await lane.waiting()).toBe(1);
    expect(line.ids()).toEqual(['a']);
  });

  it('is shared by several', async () => {
    const name = newId();
    const held = gate();
    const line = hearing([queues().lane(name), queues().lane(name)], 1, () => held.passed);
    const given = Array.from({ length: 20 }, (_, at) => `id-${at}`);
    await queues().lane(name).add(given);
    await line.until(() => new Set(line.consumers).size === 2);
    held.open();
    await line.until(() => line.heard.length === given.length);
    expect(line.ids().sort()).toEqual(given.sort());
  });

  it('does not mix with another one', async () => {
    const [one, other] = [queues().lane(newId()), queues().lane(newId())];
    await one.add(['a']);
    await other.add(['b']);
    const line = hearing(one);
    await line.id('a');
    expect(line.ids()).toEqual(['a']);
    expect(await other.waiting()).toBe(1);
  });

  it('waits for a transaction of the ORM at most, and is no part of it', async () => {
    const lane = queues().lane(newId());
    const line = hearing(lane);
    let added: Promise<void> | undefined;
    const given = orm.em.fork().transactional(async (em) => {
      const count = () => (em as SqlEntityManager).execute('select 1');
      await count();
      added = lane.add(['a']);
      for (let turn = 0; turn < 50; turn++) await count();
      throw new Error('given up');
    });
    await expect(given).rejects.toThrow('given up');
    await added;
    await line.id('a');
    expect(line.ids()).toEqual(['a']);
  });
});

if (redisUrl) {
  describe('while Redis is away', () => {
    const database = undefined as never;

    it('can be worked on, refuses what is added at once, and goes on when it is back', async () => {
      const wire = await wireTo(redisUrl);
      const queues = new OpenQueues(openBackend({ redisUrl: wire.url, database }));
      const lane = queues.lane(newId());
      const line = hearing(lane);
      await expect(lane.add(['early'])).rejects.toThrow('ECONNREFUSED');
      await wire.mend();
      await added(lane, 'first');
      await line.id('first');
      wire.cut();
      await expect(lane.add(['lost'])).rejects.toThrow(/closed|ECONN|timed out/i);
      await wire.mend();
      await added(lane, 'second');
      await line.id('second');
      expect(line.ids()).toEqual(['first', 'second']);
      await queues.close();
      wire.remove();
    });

    it('can be closed', async () => {
      const wire = await wireTo(redisUrl);
      const queues = new OpenQueues(openBackend({ redisUrl: wire.url, database }));
      const line = hearing(queues.lane(newId()));
      await expect(queues.lane(newId()).waiting()).rejects.toThrow('ECONNREFUSED');
      await queues.close();
      expect(line.heard).toEqual([]);
      wire.remove();
    });
  });
}

/** Again and again, until it was taken. */
async function added(lane: QueueLane, id: string): Promise<void> {
  while (
    !(await lane.add([id]).then(
      () => true,
      () => false,
    ))
  )
    await new Promise(setImmediate);
}

/** Has `lanes` worked on, and tells what was delivered. */
function hearing(
  lanes: QueueLane | QueueLane[],
  concurrency = 1,
  during: (delivery: LaneDelivery) => unknown = () => {},
) {
  const heard: LaneDelivery[] = [];
  /** Who has heard each of them. */
  const consumers: number[] = [];
  const waiting = new Set<() => void>();
  [lanes].flat().forEach((lane, consumer) =>
    lane.work(concurrency, async (delivery) => {
      heard.push(delivery);
      consumers.push(consumer);
      for (const look of waiting) look();
      await during(delivery);
    }),
  );
  const until = (holds: () => boolean): Promise<void> =>
    new Promise((resolve) => {
      const look = (): void => {
        if (!holds()) return;
        waiting.delete(look);
        resolve();
      };
      waiting.add(look);
      look();
    });
  const ids = (): string[] => heard.map(({ id }) => id);
  return { heard, consumers, ids, until, id: (wanted: string) => until(() => ids().includes(wanted)) };
}

function gate() {
  const { promise, resolve } = Promise.withResolvers<void>();
  return { passed: promise, open: resolve };
}

/** As the queue sees a process that is gone: nothing is renewed or finished any more. */
async function lose(lane: QueueLane): Promise<void> {
  await (lane as unknown as { worker: { close(force: boolean): Promise<void> } }).worker.close(true);
}
