// The limiter against a model of it: a bucket of milliseconds, of which each request takes what one costs.
import { randomUUID } from 'node:crypto';
import * as fc from 'fast-check';
import { connectRedis } from '#libs/cache';
import { MemoryArrivalTimes, RedisArrivalTimes, type ArrivalTimes } from './rate-limit.storage.js';

/** So long that no key of Redis, which counts in real time, runs out while the clock of the test stands still. */
const windowMs = 86_400_000;
/** Divisors of the window: the model counts in whole milliseconds. */
const limits = [1, 2, 3, 10, 60, 600];

const redisUrl = process.env.REDIS_URL;
const redis = redisUrl ? connectRedis(redisUrl) : null;
const stores: [string, () => ArrivalTimes][] = [['memory', () => new MemoryArrivalTimes()]];
if (redis) stores.push(['Redis', () => new RedisArrivalTimes(redis)]);
beforeAll(async () => {
  if (redis && redis.status !== 'ready') await new Promise((resolve) => redis.once('ready', resolve));
});
afterAll(() => redis?.disconnect());

type Step = { advance: number } | { caller: number; times: number };

const steps = (limit: number): fc.Arbitrary<Step[]> =>
  fc.array(
    fc.oneof(
      fc.record({ caller: fc.integer({ min: 0, max: 2 }), times: fc.integer({ min: 1, max: 2 * limit }) }),
      // Around what one request costs, and around the whole window.
      fc.record({
        advance: fc.oneof(
          fc.integer({ min: 0, max: (2 * windowMs) / limit }),
          fc.integer({ min: windowMs - 2, max: windowMs + 2 }),
        ),
      }),
    ),
    { maxLength: 12 },
  );

class Model {
  private readonly credit = new Map<number, { at: number; left: number }>();

  constructor(private readonly limit: number) {}

  admitted(caller: number, now: number, times: number): number {
    const cost = windowMs / this.limit;
    const known = this.credit.get(caller) ?? { at: now, left: windowMs };
    const left = Math.min(windowMs, known.left + now - known.at);
    const count = Math.min(times, Math.floor(left / cost));
    this.credit.set(caller, { at: now, left: left - count * cost });
    return count;
  }
}

describe.each(stores)('limits kept in %s', (name, open) => {
  it('admit exactly what the model admits, whoever calls, when, and how many at once', async () => {
    const runs = fc.constantFrom(...limits).chain((limit) => fc.tuple(fc.constant(limit), steps(limit)));
    await fc.assert(
      fc.asyncProperty(runs, async ([limit, story]) => {
        const [store, model, test] = [open(), new Model(limit), randomUUID()];
        let now = Date.parse('2026-11-20T04:30:00Z');
        for (const step of story) {
          if ('advance' in step) {
            now += step.advance;
            continue;
          }
          const calls = Array.from({ length: step.times }, () =>
            store.admit(`${test}:${step.caller}`, now, limit, windowMs),
          );
          const verdicts = await Promise.all(calls);
          expect(verdicts.filter((verdict) => verdict.allowed)).toHaveLength(
            model.admitted(step.caller, now, step.times),
          );
        }
      }),
      { numRuns: name === 'memory' ? 200 : 40 },
    );
  });
});
