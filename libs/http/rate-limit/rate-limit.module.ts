import { Module, type DynamicModule, type OnModuleInit } from '@nestjs/common';
import { ThrottlerModule } from '@nestjs/throttler';
import { REDIS_CLIENT, type RedisOrNone } from '#libs/cache';
import { DeclarationScan, DeclarationsModule } from '#libs/discovery';
import { Clock } from '#libs/time';
import type { RateLimits } from './rate-limit.counters.js';
import { RATE_LIMITS, RateLimiter, windowMs } from './rate-limiter.js';
import { RateLimitStorage } from './rate-limit.storage.js';
import { refuseThrottlerDecorators } from './throttler-decorators.js';

@Module({ imports: [DeclarationsModule] })
export class RateLimitModule implements OnModuleInit {
  constructor(private readonly scan: DeclarationScan) {}

  static forRoot(limits: RateLimits): DynamicModule {
    const throttler = ThrottlerModule.forRootAsync({
      inject: [Clock, REDIS_CLIENT],
      useFactory: (clock: Clock, redis: RedisOrNone) => ({
        storage: new RateLimitStorage(clock, redis),
        throttlers: [{ ttl: windowMs, limit: limits.perMinute.default }],
      }),
    });
    return {
      module: RateLimitModule,
      global: true,
      imports: [throttler],
      providers: [{ provide: RATE_LIMITS, useValue: limits }, RateLimiter],
      exports: [throttler, RateLimiter],
    };
  }

  onModuleInit(): void {
    refuseThrottlerDecorators(this.scan.controllerMethods());
  }
}
