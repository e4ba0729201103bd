import { Injectable, Module } from '@nestjs/common';
import { EntityManager } from '@mikro-orm/core';
import { Cron, CronExpression } from '@nestjs/schedule';
import { Clock } from '#libs/time';
import { IdempotencyKey } from './idempotency-key.entity.js';

/** Throws away answers that nobody may ask for any more. Every process does it; twice does no harm. */
@Injectable()
export class IdempotencyCleaner {
  constructor(
    private readonly em: EntityManager,
    private readonly clock: Clock,
  ) {}

  @Cron(CronExpression.EVERY_HOUR)
  async clean(): Promise<void> {
    await this.em.fork().nativeDelete(IdempotencyKey, { expiresAt: { $lte: this.clock.now() } });
  }
}

@Module({ providers: [IdempotencyCleaner] })
export class IdempotencyModule {}
