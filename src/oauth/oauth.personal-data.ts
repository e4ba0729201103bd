import { Injectable } from '@nestjs/common';
import type { EntityManager } from '@mikro-orm/core';
import { z } from 'zod';
import { HoldsPersonalData, subjectsOf, type PersonalDataSource } from '#libs/personal-data';
import { OAuthGrant } from './grants/oauth-grant.entity.js';

const exportView = z.object({
  id: z.uuid(),
  clientId: z.string(),
  clientName: z.string(),
  redirectUri: z.string(),
  scopes: z.array(z.string()),
  createdAt: z.date(),
  lastUsedAt: z.date().nullable(),
  expiresAt: z.date(),
  endedAt: z.date().nullable(),
  endedBecause: z.string().nullable(),
});

/** Which apps somebody uses says something of them. */
@HoldsPersonalData('connectedApps')
@Injectable()
export class OAuthPersonalData implements PersonalDataSource {
  async export(em: EntityManager, person: string) {
    const grants = await em.find(OAuthGrant, { ownerId: person }, { orderBy: { id: 'asc' } });
    return grants.map((grant) => exportView.parse(grant));
  }

  subjects(em: EntityManager, person: string) {
    return subjectsOf(em, 'connected_app', OAuthGrant, { ownerId: person });
  }

  async erase(em: EntityManager, person: string): Promise<void> {
    await em.nativeDelete(OAuthGrant, { ownerId: person });
  }
}
