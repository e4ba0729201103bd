import { Injectable } from '@nestjs/common';
import type { EntityManager } from '@mikro-orm/core';
import { HoldsPersonalData, subjectsOf, type PersonalDataSource } from '#libs/personal-data';
import { ApiKey } from './api-key.entity.js';
import { apiKeyView } from './api-keys.schemas.js';

/** A key carries words of its owner, and the address of their program. */
@HoldsPersonalData('apiKeys')
@Injectable()
export class ApiKeysPersonalData implements PersonalDataSource {
  async export(em: EntityManager, person: string) {
    const keys = await em.find(ApiKey, { ownerId: person }, { orderBy: { id: 'asc' } });
    return keys.map((key) => apiKeyView.parse(key));
  }

  subjects(em: EntityManager, person: string) {
    return subjectsOf(em, 'api_key', ApiKey, { ownerId: person });
  }

  async erase(em: EntityManager, person: string): Promise<void> {
    await em.nativeDelete(ApiKey, { ownerId: person });
  }
}
