import { Inject, Injectable } from '@nestjs/common';
import { InjectThrottlerStorage, type ThrottlerStorage } from '@nestjs/throttler';
import { DomainError } from '#libs/errors';
import {
  countersOf,
  type RateCaller,
  type RateCounter,
  type LimitedClass,
  type RateLimits,
} from './rate-limit.counters.js';

export const RATE_LIMITS = Symbol('RateLimits');

export const windowMs = 60_000;

export class TooManyRequests extends DomainError {
  constructor(limit: number, retryAfterSeconds: number) {
    super('TOO_MANY_REQUESTS', 'too_many_requests', 'Too many requests. Try again later.', {
      limit,
      retryAfterSeconds,
    });
  }
}

export type RateCount = Awaited<ReturnType<ThrottlerStorage['increment']>>;

/** Counts what callers do (see `rate-limit.counters.ts`). Routes are counted by the guard; what one route does for several classes, by itself. */
@Injectable()
export class RateLimiter {
  constructor(
    @InjectThrottlerStorage() private readonly storage: ThrottlerStorage,
    @Inject(RATE_LIMITS) private readonly limits: RateLimits,
  ) {}

  /**
   * One look at the storage a counter, mostly one.
   * @param tell hears of the counter with the least left, so far
   * @throws TooManyRequests
   */
  async take(
    rateClass: LimitedClass,
    caller: RateCaller | undefined,
    address: string,
    tell: (counter: RateCounter, remaining: number, count: RateCount) => void = () => {},
  ): Promise<void> {
    let least = Infinity;
    for (const counter of countersOf(rateClass, caller, address, this.limits)) {
      const { key, limit } = counter;
      const count = await this.storage.increment(key, windowMs, limit, 0, rateClass);
      const remaining = Math.max(0, limit - count.totalHits);
      if (count.isBlocked || remaining < least) tell(counter, remaining, count);
      if (count.isBlocked) throw new TooManyRequests(limit, count.timeToBlockExpire);
      least = Math.min(least, remaining);
    }
  }
}
