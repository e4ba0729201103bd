import { MikroORM } from '@mikro-orm/core';
import { freshDatabase } from '../../test/support/database.js';
import { Attempt } from '../../src/sessions/attempt.entity.js';
import { RateCardPincode } from '../../src/catalogue/rate-card.entity.js';
import { deleteInBatches, inBatches, inIdBatches, type OpenDatabase } from './index.js';

let database: OpenDatabase;
let orm: MikroORM;
beforeAll(async () => {
  database = await freshDatabase();
  orm = await MikroORM.init(database.options);
});
afterAll(async () => {
  await orm.close();
  await database.close();
});

const insertAttempts = async (count: number, windowEndsAt: Date) => {
  const rows = Array.from({ length: count }, (_, number) => ({
    key: `${windowEndsAt.getTime()}${number}`.padStart(64, '0'),
    count: 1,
    windowEndsAt,
    blockedUntil: windowEndsAt,
  }));
  await orm.em.fork().insertMany(Attempt, rows);
};
const [early, late] = [new Date('2026-11-20T04:00:00Z'), new Date('2026-11-20T05:00:00Z')];
const isEarly = { windowEndsAt: { $lt: late } };

describe('deleteInBatches', () => {
  beforeEach(async () => {
    await orm.em.fork().nativeDelete(Attempt, {});
    await insertAttempts(7, early);
    await insertAttempts(2, late);
  });

  it.each([1, 7, 3, 100])('deletes what is meant and nothing else, %i at a time', async (batchSize) => {
    const options = { orderBy: 'windowEndsAt', batchSize } as const;
    expect(await deleteInBatches(orm.em.fork(), Attempt, isEarly, options)).toBe(7);
    expect(await orm.em.fork().count(Attempt)).toBe(2);
  });

  it('stops between two batches', async () => {
    const stop = new AbortController();
    const em = orm.em.fork();
    stop.abort(new Error('enough'));
    const options = { orderBy: 'windowEndsAt', signal: stop.signal } as const;
    await expect(deleteInBatches(em, Attempt, isEarly, options)).rejects.toThrow('enough');
    expect(await orm.em.fork().count(Attempt)).toBe(9);
  });

  it('refuses to begin in a transaction', async () => {
    const inner = orm.em.fork().transactional(async (em) => {
      await deleteInBatches(em, Attempt, isEarly, { orderBy: 'windowEndsAt' });
    });
    await expect(inner).rejects.toThrow('transactions of their own');
  });

  it('finds rows by a key of several columns', async () => {
    await deleteInBatches(orm.em.fork(), RateCardPincode, {}, { orderBy: 'pincode' });
    expect(await orm.em.fork().count(RateCardPincode)).toBe(0);
  });
});

it('repeats a step until it finds less than it could have done', async () => {
  const found = [3, 3, 2, 3];
  expect(await inBatches(3, async () => found.shift()!)).toBe(8);
  expect(found).toEqual([3]);
});

describe('inIdBatches', () => {
  const ids = ['a', 'b', 'c', 'd'];
  const idsAfter = async (after: string | null, limit: number) =>
    ids.slice(after === null ? 0 : ids.indexOf(after) + 1).slice(0, limit);

  it.each([1, 2, 3, 4, 5])('meets each once and in order, %i at a time', async (limit) => {
    const met: string[] = [];
    const told: number[] = [];
    const step = async (portion: readonly string[], done: number) => {
      met.push(...portion);
      told.push(done);
    };
    expect(await inIdBatches(limit, idsAfter, step)).toBe(4);
    expect(met).toEqual(ids);
    expect(told.at(-1)).toBe(4);
  });

  it('stops between two portions when it is told to', async () => {
    const stop = new AbortController();
    const met: string[] = [];
    const step = async (portion: readonly string[]) => {
      met.push(...portion);
      stop.abort(new Error('enough'));
    };
    await expect(inIdBatches(2, idsAfter, step, stop.signal)).rejects.toThrow('enough');
    expect(met).toEqual(['a', 'b']);
  });
});
