import { Inject, Injectable, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import {
  InjectThrottlerOptions,
  InjectThrottlerStorage,
  ThrottlerGuard,
  type ThrottlerModuleOptions,
  type ThrottlerStorage,
} from '@nestjs/throttler';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { DomainError } from '#libs/errors';
import { RATE_CLASS, type RateClassName } from './rate-class.js';

/** Requests a minute and caller; routes of the class `none` are not limited. */
export type RateLimits = Readonly<Record<Exclude<RateClassName, 'none'>, number>>;
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

/**
 * Counts a request against its caller (by id where known, else by address) and the class of its route.
 * Runs after the guard that finds out who calls. One look at the storage; the stock guard's dozen looks at metadata are not repeated.
 */
@Injectable()
export class RateLimitGuard extends ThrottlerGuard {
  /** By the configuration object that Fastify keeps for each route. */
  private readonly classes = new WeakMap<object, RateClassName>();

  constructor(
    @InjectThrottlerOptions() options: ThrottlerModuleOptions,
    @InjectThrottlerStorage() storage: ThrottlerStorage,
    reflector: Reflector,
    @Inject(RATE_LIMITS) private readonly limits: RateLimits,
  ) {
    super(options, storage, reflector);
  }

  override async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<FastifyRequest & { actor?: { id: string } }>();
    const rateClass = this.classOf(context, request);
    if (rateClass === 'none') return true;

    const limit = this.limits[rateClass];
    const caller = request.actor ? `actor:${request.actor.id}` : `address:${await this.getTracker(request)}`;
    const counted = await this.storageService.increment(
      `${rateClass}:${caller}`,
      windowMs,
      limit,
      0,
      rateClass,
    );
    context
      .switchToHttp()
      .getResponse<FastifyReply>()
      .header('ratelimit-limit', limit)
      .header('ratelimit-remaining', Math.max(0, limit - counted.totalHits))
      .header('ratelimit-reset', counted.timeToExpire);
    if (counted.isBlocked) throw new TooManyRequests(limit, counted.timeToBlockExpire);
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
