// Sessions that are being ended are made known to every instance. Redis only makes it faster: without it, or while it is away,
// the others notice with their next look-up, at most 0.9 s later (session-cache.ts).
import { Inject, Injectable, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { REDIS_CLIENT, type RedisOrNone } from '#libs/cache';
import { SessionCache } from './session-cache.js';

const channel = 'sessions:ended';

@Injectable()
export class EndedSessions implements OnModuleInit, OnApplicationShutdown {
  /** Who listens can say nothing else over the same connection. */
  private readonly listener: RedisOrNone;

  constructor(
    @Inject(REDIS_CLIENT) private readonly redis: RedisOrNone,
    private readonly live: SessionCache,
  ) {
    this.listener = redis && redis.duplicate({ lazyConnect: true, autoResubscribe: false });
  }

  onModuleInit(): void {
    this.listener
      // Said once by the connection in libs/cache.
      ?.on('error', () => {})
      .on('ready', () => void this.listener!.subscribe(channel).catch(() => {}))
      .on('message', (_channel, ids) => this.live.forget(ids.split(',')))
      .connect()
      .catch(() => {});
  }

  onApplicationShutdown(): void {
    this.listener?.disconnect();
  }

  /** To be called in the transaction that ends them: see {@link SessionCache.forget}. */
  add(sessionIds: readonly string[]): void {
    if (sessionIds.length === 0) return;
    this.live.forget(sessionIds);
    void this.redis?.publish(channel, sessionIds.join()).catch(() => {});
  }
}
