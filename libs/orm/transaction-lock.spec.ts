import { MikroORM } from '@mikro-orm/core';
import { besides, freshDatabase } from '../../test/support/database.js';
import { lockFor, tryLockFor, tryLocksFor, type OpenDatabase } from './index.js';

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

it('is held by a transaction, and outside of one refused', async () => {
  const em = orm.em.fork();
  await expect(lockFor(em, 'test.thing')).rejects.toThrow('there is none');
  await expect(tryLocksFor(em, 'test.thing', [])).rejects.toThrow('there is none');
});

it('takes one, several, or one again', async () => {
  await orm.em.fork().transactional(async (em) => {
    await lockFor(em, 'test.thing', 'a');
    expect(await tryLockFor(em, 'test.thing', 'a')).toBe(true);
    expect(await tryLocksFor(em, 'test.thing', [['a'], ['b', 'c']])).toBe(true);
  });
});

// The embedded database has one transaction at a time.
if (process.env.DATABASE_URL)
  it('is refused to others, under that name and key', async () => {
    const other = await MikroORM.init(besides(database).options);
    const rival = other.em.fork();
    await orm.em.fork().transactional(async (em) => {
      await lockFor(em, 'test.thing', 'a', 'b');
      await rival.begin();
      expect(await tryLockFor(rival, 'test.thing', 'a', 'b')).toBe(false);
      expect(await tryLocksFor(rival, 'test.thing', [['c'], ['a', 'b']])).toBe(false);
      expect(await tryLockFor(rival, 'test.thing', 'ab')).toBe(true);
      expect(await tryLockFor(rival, 'test.other', 'a', 'b')).toBe(true);
    });
    expect(await tryLockFor(rival, 'test.thing', 'a', 'b')).toBe(true);
    await rival.rollback();
    await other.close();
  });
