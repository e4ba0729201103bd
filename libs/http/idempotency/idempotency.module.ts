import { Global, Injectable, Module } from '@nestjs/common';
import type { EntityManager } from '@mikro-orm/core';
import { HoldsPersonalData, type PersonalDataSource } from '#libs/personal-data';
import { IdempotencyKey } from './idempotency-key.entity.js';
import { IdempotencyKeys } from './idempotency-keys.js';

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

@Global()
@Module({ providers: [IdempotencyKeys, IdempotencyPersonalData], exports: [IdempotencyKeys] })
export class IdempotencyModule {}
