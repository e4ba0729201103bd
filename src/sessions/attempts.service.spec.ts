import { MikroORM } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { runInRequest } from '#libs/observability';
import { SecretBox } from '#libs/secrets';
import { FixedClock } from '#libs/time';
import type { OpenDatabase } from '#libs/orm';
import { freshDatabase } from '../../test/support/database.js';
import { Attempt } from './attempt.entity.js';
import { AttemptsService, callerNetwork, type AttemptPolicy } from './attempts.service.js';

let database: OpenDatabase;
let orm: MikroORM;
let attempts: AttemptsService;
const clock = new FixedClock(new Date('2026-11-20T04:30:00Z'));
beforeAll(async () => {
  database = await freshDatabase();
  orm = await MikroORM.init(database.options);
  attempts = new AttemptsService(orm.em.fork(), new SecretBox('x'.repeat(32)), clock);
});
afterAll(async () => {
  await orm.close();
  await database.close();
});

let number = 0;
const newKey = () => ['test', String(number++)] as const;
const inTurn = async (
  times: number,
  take: () => Promise<{ allowed: boolean; retryAfterSeconds: number }>,
) => {
  const taken = [];
  for (let time = 0; time < times; time++) taken.push(await take());
  return taken.map(({ allowed, retryAfterSeconds }) => [allowed, retryAfterSeconds]);
};

const insertMany = (count: number) =>
  (orm.em.fork() as SqlEntityManager).execute(
    `insert into attempts (key, count, window_ends_at, blocked_until)
     select encode(sha256(convert_to('row ' || number || ?, 'utf8')), 'hex'), 1, ?::timestamptz, ?::timestamptz
     from generate_series(1, ?) as number`,
    [String(number++), clock.now(), clock.now(), count],
  );

const growing: AttemptPolicy = { waits: [0, 0, 60, 120], window: 86_400 };

it('lets through what is free, then makes people wait, longer each time', async () => {
  const key = newKey();
  const take = () => attempts.take(key, growing);
  expect(await inTurn(4, take)).toEqual([
    [true, 0],
    [true, 0],
    [true, 60],
    [false, 60],
  ]);
  clock.advance(59_001);
  expect(await inTurn(1, take)).toEqual([[false, 1]]);
  clock.advance(999);
  expect(await inTurn(2, take)).toEqual([
    [true, 120],
    [false, 120],
  ]);
  clock.advance(120_000);
  expect(await inTurn(1, take)).toEqual([[true, 120]]);
});

it.each([
  ['waits', growing, 3],
  ['a number in a window', { waits: [0], window: 3_600, most: 7 }, 7],
  ['one in a window', { waits: [0], window: 3_600, most: 1 }, 1],
])('is exact under parallel attempts, by %s', async (_, policy, expected) => {
  const key = newKey();
  const taken = await Promise.all(Array.from({ length: 50 }, () => attempts.take(key, policy)));
  expect(taken.filter(({ allowed }) => allowed)).toHaveLength(expected);
});

it('allows no more than so many in a window, and begins anew after it', async () => {
  const key = newKey();
  const take = () => attempts.take(key, { waits: [0], window: 3_600, most: 2 });
  expect(await inTurn(3, take)).toEqual([
    [true, 0],
    [true, 3_600],
    [false, 3_600],
  ]);
  clock.advance(3_600_000);
  expect(await inTurn(1, take)).toEqual([[true, 0]]);
});

it('forgets what succeeded, and nothing else', async () => {
  const [key, other] = [newKey(), newKey()];
  const once: AttemptPolicy = { waits: [60], window: 60 };
  for (const each of [key, other]) await attempts.take(each, once);
  await attempts.clear(key);
  expect((await attempts.take(key, once)).allowed).toBe(true);
  expect((await attempts.take(other, once)).allowed).toBe(false);
});

it('keeps nothing that can be read, and nothing for longer than it counts', async () => {
  await attempts.take(['test', '+919876543210'], { waits: [0], window: 60 });
  const kept = await orm.em.fork().findAll(Attempt);
  expect(JSON.stringify(kept)).not.toContain('9876543210');
  await insertMany(2_500);
  clock.advance(100 * 86_400_000);
  const key = newKey();
  await attempts.take(key, growing);
  await attempts.removeForgotten();
  expect(await orm.em.fork().count(Attempt)).toBe(1);
});

it('finds what it counts by its key, however much is counted', async () => {
  await insertMany(5_000);
  const em = orm.em.fork() as SqlEntityManager;
  await em.execute('analyze attempts');
  const execute = em.execute.bind(em);
  const plans: string[] = [];
  em.execute = async (sql: string, params: unknown[]) => {
    plans.push(JSON.stringify(await execute(`explain ${sql}`, params)));
    return [] as never;
  };
  const explained = new AttemptsService(em, new SecretBox('x'.repeat(32)), clock);
  await explained.take(newKey(), growing); // nothing was taken: it asks for how long to wait as well
  await explained.clear(newKey(), newKey());
  expect(plans).toHaveLength(3);
  expect(plans.filter((plan) => plan.includes('Seq Scan'))).toEqual([]);
  expect(plans.slice(1).filter((plan) => !plan.includes('attempts_pkey'))).toEqual([]);
});

it('refuses to count in a transaction, which would undo it', async () => {
  await orm.em.fork().transactional(async (em) => {
    const within = new AttemptsService(em, new SecretBox('x'.repeat(32)), clock);
    await expect(within.take(newKey(), growing)).rejects.toThrow('outside of transactions');
  });
});

it.each([
  ['203.0.113.7', '203.0.113.7'],
  ['::ffff:203.0.113.7', '203.0.113.7'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
])('counts the address %s as %s', (address, network) => {
  expect(runInRequest({ correlationId: 'test', address }, callerNetwork)).toBe(network);
});
