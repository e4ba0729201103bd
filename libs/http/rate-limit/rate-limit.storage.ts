// Where the arrival times are kept: in this process, or in Redis so that replicas share them. The verdict is `gcra.ts` for both.
import { Injectable, Logger } from '@nestjs/common';
import type { ThrottlerStorage } from '@nestjs/throttler';
import type { Redis } from 'ioredis';
import { BoundedMap } from '#libs/cache';
import type { Clock } from '#libs/time';
import { admitByRate, inRequests, type RateVerdict } from './gcra.js';

type ThrottlerRecord = Awaited<ReturnType<ThrottlerStorage['increment']>>;

/** Bound of the map; past it the caller that was seen least recently is forgotten. About 100 bytes each. */
const callersKept = 100_000;

export interface ArrivalTimes {
  admit(key: string, now: number, limit: number, windowMs: number): RateVerdict | Promise<RateVerdict>;
}

export class MemoryArrivalTimes implements ArrivalTimes {
  private readonly arrivals: BoundedMap<string, number>;

  constructor(bound = callersKept) {
    this.arrivals = new BoundedMap(bound);
  }

  admit(key: string, now: number, limit: number, windowMs: number): RateVerdict {
    const [verdict, kept] = admitByRate(this.arrivals.get(key), now, limit, windowMs);
    this.arrivals.set(key, kept);
    return verdict;
  }
}

/** `gcra.ts` in Lua: read and written in one step, whoever else asks. Answers the arrival time before. All in requests but the last. */
const admitScript = `
local current, tolerance, limit, window = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4])
local arrival = tonumber(redis.call('GET', KEYS[1]) or current)
if arrival > current + limit + 1 then arrival = current end
local base = math.max(arrival, current)
local ahead = base + 1 - current
if ahead <= limit + tolerance then
  redis.call('SET', KEYS[1], string.format('%.17g', base + 1), 'PX', math.ceil(ahead * window / limit) + 1)
end
return string.format('%.17g', base)`;

export class RedisArrivalTimes implements ArrivalTimes {
  constructor(private readonly redis: Redis) {}

  async admit(key: string, now: number, limit: number, windowMs: number): Promise<RateVerdict> {
    const { current, tolerance } = inRequests(now, limit, windowMs);
    const base = await this.redis.eval(admitScript, 1, `rate:${key}`, current, tolerance, limit, windowMs);
    return admitByRate(Number(base), now, limit, windowMs)[0];
  }
}

/** Redis while it answers, this process while it does not: limits then hold per process, which is better than none and than 503. */
export class FailoverArrivalTimes implements ArrivalTimes {
  private readonly logger = new Logger('RateLimit');
  private away = false;

  constructor(
    private readonly first: ArrivalTimes,
    private readonly second: ArrivalTimes,
  ) {}

  async admit(key: string, now: number, limit: number, windowMs: number): Promise<RateVerdict> {
    try {
      const verdict = await this.first.admit(key, now, limit, windowMs);
      this.away = false;
      return verdict;
    } catch (error) {
      if (!this.away)
        this.logger.warn({ err: error }, 'Redis is away: rate limits hold per process until it is back');
      this.away = true;
      return this.second.admit(key, now, limit, windowMs);
    }
  }
}

/** As the throttler wants it: seconds instead of milliseconds. */
@Injectable()
export class RateLimitStorage implements ThrottlerStorage {
  private readonly arrivals: ArrivalTimes;

  constructor(
    private readonly clock: Clock,
    redis: Redis | null,
  ) {
    const memory = new MemoryArrivalTimes();
    this.arrivals = redis ? new FailoverArrivalTimes(new RedisArrivalTimes(redis), memory) : memory;
  }

  async increment(key: string, ttlMs: number, limit: number): Promise<ThrottlerRecord> {
    // Arrival times of different limits do not compare: another limit begins afresh.
    const verdict = await this.arrivals.admit(`${key}:${limit}`, this.clock.now().getTime(), limit, ttlMs);
    return {
      totalHits: limit - verdict.remaining,
      timeToExpire: Math.ceil(verdict.resetMs / 1000),
      isBlocked: !verdict.allowed,
      timeToBlockExpire: Math.ceil(verdict.retryMs / 1000),
    };
  }
}
