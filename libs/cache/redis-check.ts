import { setTimeout as wait } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { StartRefused } from '#libs/errors';

const timeoutMs = 2_000;
/** Started together with it, a Redis needs a moment. */
const patienceMs = 5_000;
const pauseMs = 250;

/** Errors that will not pass, by what they begin with. */
const faults: readonly [RegExp, string][] = [
  [/ENOTFOUND/, 'its host cannot be found'],
  [/WRONGPASS|NOAUTH|ERR AUTH|invalid password/, 'user or password are wrong'],
  [/DB index is out of range|invalid DB index/, 'there is no database of that number'],
];

/**
 * Only a start needs it to be there: while the program runs, it works on without, and finds it again.
 * @throws StartRefused when `url` names a Redis that cannot be used, or that does not answer within a few seconds
 */
export async function checkRedis(url: string): Promise<void> {
  for (const end = performance.now() + patienceMs; ;) {
    const failures = await failuresOf(url);
    if (failures.length === 0) return;
    const fault = faults.find(([pattern]) => failures.some((message) => pattern.test(message)));
    if (fault) throw new StartRefused(`REDIS_URL cannot be used: ${fault[1]}.`);
    if (performance.now() >= end)
      throw new StartRefused(
        `Nothing answers at ${new URL(url).host}, the Redis of REDIS_URL. Start it, or correct the host and the port.`,
      );
    await wait(pauseMs);
  }
}

/** None when it answers. */
async function failuresOf(url: string): Promise<string[]> {
  const failures: string[] = [];
  const redis = new Redis(url, {
    lazyConnect: true,
    connectTimeout: timeoutMs,
    commandTimeout: timeoutMs,
    maxRetriesPerRequest: 0,
    retryStrategy: () => null,
  });
  // What goes wrong while it connects, the choice of the database among it, is told here; the call fails with another error.
  redis.on('error', ({ message }) => failures.push(message));
  await redis.ping().catch(({ message }: Error) => failures.push(message));
  redis.disconnect();
  return failures;
}
