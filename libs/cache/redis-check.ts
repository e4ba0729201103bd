import { Redis } from 'ioredis';
import { StartRefused } from '#libs/errors';

const timeoutMs = 2_000;

/** Errors that the setting is to blame for, by what they begin with; a Redis that is only away is waited for while the program works without. */
const faults: readonly [RegExp, string][] = [
  [/ENOTFOUND/, 'its host cannot be found'],
  [/WRONGPASS|NOAUTH|ERR AUTH|invalid password/, 'user or password are wrong'],
  [/DB index is out of range|invalid DB index/, 'there is no database of that number'],
];

/** @throws StartRefused when `url` names a Redis that could never be used */
export async function checkRedis(url: string): Promise<void> {
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
  const fault = faults.find(([pattern]) => failures.some((message) => pattern.test(message)));
  if (fault) throw new StartRefused(`REDIS_URL cannot be used: ${fault[1]}.`);
}
