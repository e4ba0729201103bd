import { Global, Inject, Module, type DynamicModule, type OnApplicationShutdown } from '@nestjs/common';
import {
  CACHE_MANAGER,
  CacheModule as NestCacheModule,
  type Cache as CacheManager,
} from '@nestjs/cache-manager';
import { Keyv } from 'keyv';
import { BoundedMap } from './bounded-map.js';
import { SharedCache } from './shared-cache.js';

const entriesInMemory = 10_000;

/** Kept in memory, bounded; in Redis when there is one, so that replicas share it. */
@Global()
@Module({})
export class CacheModule implements OnApplicationShutdown {
  constructor(@Inject(CACHE_MANAGER) private readonly store: CacheManager) {}

  static forRoot(redisUrl: string | undefined): DynamicModule {
    return {
      module: CacheModule,
      imports: [
        NestCacheModule.registerAsync({ useFactory: async () => ({ stores: [await storeOf(redisUrl)] }) }),
      ],
      providers: [SharedCache],
      exports: [SharedCache],
    };
  }

  /** Nest lets go of it when the program begins to stop; requests that are answered after that connect anew. */
  async onApplicationShutdown(): Promise<void> {
    await this.store.disconnect();
  }
}

export async function storeOf(redisUrl: string | undefined): Promise<Keyv> {
  if (!redisUrl) return new Keyv({ store: new BoundedMap(entriesInMemory), useKeyPrefix: false });
  // Four hundred modules, which a program without Redis need not load.
  const { default: KeyvRedis } = await import('@keyv/redis');
  const redis = new KeyvRedis(
    // The queue would keep every look-up waiting until Redis is back.
    {
      url: redisUrl,
      disableOfflineQueue: true,
      socket: { connectTimeout: 2_000, reconnectStrategy: reconnectMs },
    },
    { namespace: 'cache', throwOnConnectError: false, connectionTimeout: 250 },
  );
  return new Keyv({ store: redis, namespace: 'cache', useKeyPrefix: false }).on('error', () => {
    // Said once by the connection in redis.module.ts; here a miss is all it means.
  });
}

function reconnectMs(attempt: number): number {
  return Math.min(attempt * 100, 2_000);
}
