import { Injectable } from '@nestjs/common';
import type { EntityManager } from '@mikro-orm/core';
import { HoldsPersonalData, type PersonalDataSource } from '#libs/personal-data';
import { AccessDecision } from './access-decision.entity.js';

/** What a customer was refused, or an agent for them. Why is for staff: it is about roles, not about the customer. */
@HoldsPersonalData('refusals')
@Injectable()
export class DecisionsPersonalData implements PersonalDataSource {
  async export(em: EntityManager, customer: string) {
    const decisions = await em.find(AccessDecision, concerning(customer), {
      orderBy: { at: 'asc', id: 'asc' },
    });
    return decisions.map(({ at, method, route, code }) => ({ at, method, route, code }));
  }

  async erase(em: EntityManager, customer: string): Promise<void> {
    await em.nativeDelete(AccessDecision, concerning(customer));
  }
}

function concerning(customer: string) {
  return { $or: [{ actorId: customer }, { onBehalfOf: customer }] };
}
