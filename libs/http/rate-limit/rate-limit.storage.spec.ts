import { randomUUID } from 'node:crypto';
import { Logger } from '@nestjs/common';
import { connectRedis } from '#libs/cache';
import { FixedClock } from '#libs/time';
import {
  FailoverArrivalTimes,
  MemoryArrivalTimes,
  RateLimitStorage,
  RedisArrivalTimes,
  type ArrivalTimes,
} from './rate-limit.storage.js';

const minute = 60_000;
const redisUrl = process.env.REDIS_URL;
const redis = redisUrl ? connectRedis(redisUrl) : null;

const stores: [string, () => ArrivalTimes][] = [['memory', () => new MemoryArrivalTimes()]];
if (redis) stores.push(['Redis', () => new RedisArrivalTimes(redis)]);

beforeAll(async () => {
  Logger.overrideLogger(false);
  if (redis && redis.status !== 'ready') await new Promise((resolve) => redis.once('ready', resolve));
});
afterAll(() => redis?.disconnect());

describe.each(stores)('arrival times in %s', (_name, open) => {
  const now = Date.parse('2026-11-20T04:30:00Z');

  it('admits exactly the limit among parallel calls', async () => {
    const [store, key] = [open(), randomUUID()];
    const verdicts = await Promise.all(Array.from({ length: 150 }, () => store.admit(key, now, 100, minute)));
    expect(verdicts.filter((verdict) => verdict.allowed)).toHaveLength(100);
    expect(
      verdicts
        .filter((verdict) => verdict.allowed)
        .map((verdict) => verdict.remaining)
        .sort((a, b) => a - b)[0],
    ).toBe(0);
  });

  it('counts keys apart', async () => {
    const store = open();
    const [one, other] = [randomUUID(), randomUUID()];
    expect((await store.admit(one, now, 1, minute)).allowed).toBe(true);
    expect((await store.admit(one, now, 1, minute)).allowed).toBe(false);
    expect((await store.admit(other, now, 1, minute)).allowed).toBe(true);
  });

  it('gives the allowance back with time', async () => {
    const [store, key] = [open(), randomUUID()];
    for (let call = 0; call < 2; call++) await store.admit(key, now, 2, minute);
    expect(await store.admit(key, now, 2, minute)).toMatchObject({ allowed: false, retryMs: 30_000 });
    expect(await store.admit(key, now + 30_000, 2, minute)).toMatchObject({ allowed: true, remaining: 0 });
  });
});

it('forgets the caller that was seen least recently when there are too many', async () => {
  const store = new MemoryArrivalTimes(2);
  const blocked = (key: string) => !store.admit(key, 0, 1, minute).allowed;
  expect([blocked('a'), blocked('b'), blocked('a'), blocked('c')]).toEqual([false, false, true, false]);
  expect([blocked('a'), blocked('b')]).toEqual([true, false]);
});

it('limits per process while Redis is away', async () => {
  const nowhere = connectRedis('redis://127.0.0.1:1');
  const store = new FailoverArrivalTimes(new RedisArrivalTimes(nowhere), new MemoryArrivalTimes());
  const verdicts = await Promise.all([1, 2, 3].map(() => store.admit('key', 0, 2, minute)));
  nowhere.disconnect();
  expect(verdicts.map((verdict) => verdict.allowed)).toEqual([true, true, false]);
});

it('tells the throttler in seconds, rounded up', async () => {
  const clock = new FixedClock(new Date(0));
  const storage = new RateLimitStorage(clock, null);
  await storage.increment('key', minute, 1);
  clock.advance(500);
  expect(await storage.increment('key', minute, 1)).toEqual({
    totalHits: 1,
    timeToExpire: 60,
    isBlocked: true,
    timeToBlockExpire: 60,
  });
});
