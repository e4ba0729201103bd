import { Injectable, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import {
  InjectThrottlerOptions,
  InjectThrottlerStorage,
  ThrottlerGuard,
  type ThrottlerModuleOptions,
  type ThrottlerStorage,
} from '@nestjs/throttler';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { RateCaller, RateCounter } from './rate-limit.counters.js';
import { RateLimiter, windowMs, type RateCount } from './rate-limiter.js';
import { RATE_CLASS, type RateClassName } from './rate-class.js';

type Request = FastifyRequest & { actor?: RateCaller };

/**
 * Counts a request against its caller and the class of its route (see `rate-limit.counters.ts`). Runs after the guard that finds out
 * who calls. The stock guard's dozen looks at metadata are not repeated.
 *
 * The headers tell of the counter with the least left, as draft-ietf-httpapi-ratelimit-headers-06 has them, which most clients know.
 */
@Injectable()
export class RateLimitGuard extends ThrottlerGuard {
  /** By the configuration object that Fastify keeps for each route. */
  private readonly classes = new WeakMap<object, RateClassName>();

  constructor(
    @InjectThrottlerOptions() options: ThrottlerModuleOptions,
    @InjectThrottlerStorage() storage: ThrottlerStorage,
    reflector: Reflector,
    private readonly limiter: RateLimiter,
  ) {
    super(options, storage, reflector);
  }

  override async canActivate(context: ExecutionContext): Promise<boolean> {
    // Messages of sockets are counted where they arrive (src/realtime).
    if (context.getType() !== 'http') return true;
    const http = context.switchToHttp();
    const request = http.getRequest<Request>();
    const rateClass = this.classOf(context, request);
    if (rateClass === 'none') return true;

    const reply = http.getResponse<FastifyReply>();
    await this.limiter.take(rateClass, request.actor, request.ip, (...left) => tell(reply, ...left));
    return true;
  }

  private classOf(context: ExecutionContext, request: FastifyRequest): RateClassName {
    const route = request.routeOptions.config;
    let found = this.classes.get(route);
    if (!found) {
      const declared = [context.getHandler(), context.getClass()];
      found = this.reflector.getAllAndOverride<RateClassName | undefined>(RATE_CLASS, declared) ?? 'default';
      this.classes.set(route, found);
    }
    return found;
  }
}

/** Past Fastify, which would write the names in small letters. */
function tell(
  reply: FastifyReply,
  { limit, policy }: RateCounter,
  remaining: number,
  count: RateCount,
): void {
  reply.raw
    .setHeader('RateLimit-Limit', limit)
    .setHeader('RateLimit-Remaining', remaining)
    .setHeader('RateLimit-Reset', count.timeToExpire)
    .setHeader('RateLimit-Policy', `${limit};w=${windowMs / 1000};comment="${policy}"`);
}
