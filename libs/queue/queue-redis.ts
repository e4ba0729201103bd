import { once } from 'node:events';
import { Logger } from '@nestjs/common';
import { Redis, type RedisOptions } from 'ioredis';

/** Nobody who hands something on waits longer for Redis: what was not taken is handed on again later. */
const deadlineMs = 250;
/** For a connection that is being made. */
const readyMs = 1_000;

const options: Record<'producer' | 'consumer', RedisOptions> = {
  // A command fails at once while Redis is away, and soon while it does not answer.
  producer: { enableOfflineQueue: false, autoResendUnfulfilledCommands: false, commandTimeout: deadlineMs },
  // Waits for work, and for Redis to come back.
  consumer: {},
};

export function queueRedis(url: string, use: 'producer' | 'consumer'): Redis {
  const logger = new Logger('Queue');
  const redis = new Redis(url, {
    connectTimeout: 2_000,
    // BullMQ asks for this of connections that wait.
    maxRetriesPerRequest: null,
    retryStrategy: (attempt) => Math.min(attempt * 100, 1_000),
    keepAlive: 5_000,
    ...options[use],
  });
  let away = false;
  redis.on('error', (error: Error) => {
    if (!away) logger.warn({ err: error }, `Redis is away (${use})`);
    away = true;
  });
  redis.on('ready', () => {
    if (away) logger.log(`Redis is back (${use})`);
    away = false;
  });
  return redis;
}

/** @throws when it is not in time, or at the next error of its connection */
export async function untilReady(redis: Redis): Promise<void> {
  if (redis.status !== 'ready') await once(redis, 'ready', { signal: AbortSignal.timeout(readyMs) });
}

/** All connections that will be made like this one. */
export function copiesOf(redis: Redis): ReadonlySet<Redis> {
  const copies = new Set<Redis>();
  const duplicate = redis.duplicate.bind(redis);
  redis.duplicate = (...options) => {
    const copy = duplicate(...options);
    copies.add(copy);
    return copy;
  };
  return copies;
}
