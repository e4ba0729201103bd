import { Injectable, Module } from '@nestjs/common';
import { EntityManager } from '@mikro-orm/core';
import { Cron, CronExpression } from '@nestjs/schedule';
import { HoldsPersonalData, type PersonalDataSource } from '#libs/personal-data';
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

/** Copies of answers that a person has got: what they say is exported by the domains that it is about. */
@HoldsPersonalData('repeatableAnswers')
@Injectable()
class IdempotencyPersonalData implements PersonalDataSource {
  async export(em: EntityManager, person: string) {
    const kept = await em.find(
      IdempotencyKey,
      { callerId: person },
      { orderBy: { createdAt: 'asc', id: 'asc' } },
    );
    return kept.map(({ route, key, expiresAt }) => ({ route, key, expiresAt }));
  }

  async erase(em: EntityManager, person: string): Promise<void> {
    await em.nativeDelete(IdempotencyKey, { callerId: person });
  }
}

@Module({ providers: [IdempotencyCleaner, IdempotencyPersonalData] })
export class IdempotencyModule {}
