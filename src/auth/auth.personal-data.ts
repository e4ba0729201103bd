import { Injectable } from '@nestjs/common';
import type { EntityManager } from '@mikro-orm/core';
import { HoldsPersonalData, type PersonalDataSource } from '#libs/personal-data';
import { OneTimeToken } from './one-time-token.entity.js';

/** Links and codes that were sent. Attempts that are counted cannot be read by anybody, and go by themselves within a day or so. */
@HoldsPersonalData('oneTimeTokens')
@Injectable()
export class AuthPersonalData implements PersonalDataSource {
  async export(em: EntityManager, customer: string) {
    const tokens = await em.find(OneTimeToken, { customer }, { orderBy: { createdAt: 'asc' } });
    return tokens.map(({ purpose, createdAt, expiresAt, usedAt }) => ({
      purpose,
      createdAt,
      expiresAt,
      usedAt,
    }));
  }

  async erase(em: EntityManager, customer: string): Promise<void> {
    await em.nativeDelete(OneTimeToken, { customer });
  }
}
