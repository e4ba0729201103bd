// The connection to what replicas share. Redis may be away at any time: nothing waits on it for longer than a blink.
import {
  Global,
  Inject,
  Logger,
  Module,
  type DynamicModule,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { Redis } from 'ioredis';

/** The client, or null where no Redis is configured. */
export const REDIS_CLIENT = Symbol('Redis');
export type RedisOrNone = Redis | null;

const deadlineMs = 250;

@Global()
@Module({})
export class RedisModule implements OnApplicationShutdown {
  constructor(@Inject(REDIS_CLIENT) private readonly redis: RedisOrNone) {}

  static forRoot(url: string | undefined): DynamicModule {
    return {
      module: RedisModule,
      providers: [{ provide: REDIS_CLIENT, useFactory: () => (url ? settled(connectRedis(url)) : null) }],
      exports: [REDIS_CLIENT],
    };
  }

  onApplicationShutdown(): void {
    this.redis?.disconnect();
  }
}

/** The client, once it is known whether Redis is there: otherwise the first requests would find it away. */
function settled(redis: Redis): Promise<Redis> {
  return new Promise((resolve) => {
    redis.once('ready', () => resolve(redis)).once('error', () => resolve(redis));
  });
}

/** Commands fail at once while Redis is away, and after {@link deadlineMs} while it does not answer; it reconnects by itself. */
export function connectRedis(url: string): Redis {
  const logger = new Logger('Redis');
  const redis = new Redis(url, {
    connectTimeout: 2_000,
    commandTimeout: deadlineMs,
    maxRetriesPerRequest: 0,
    enableOfflineQueue: false,
    retryStrategy: (attempt) => Math.min(attempt * 100, 2_000),
  });
  let away = false;
  redis.on('error', (error: Error) => {
    if (!away) logger.warn({ err: error }, 'Redis is away');
    away = true;
  });
  redis.on('ready', () => {
    if (away) logger.log('Redis is back');
    away = false;
  });
  return redis;
}
