import { Injectable } from '@nestjs/common';
import type { EntityManager } from '@mikro-orm/core';
import { z } from 'zod';
import { HoldsPersonalData, subjectsOf, type PersonalDataSource } from '#libs/personal-data';
import { EndedSessions } from './ended-sessions.js';
import { Session } from './session.entity.js';

const exportView = z.object({
  id: z.uuid(),
  userAgent: z.string().nullable(),
  address: z.string().nullable(),
  createdAt: z.date(),
  lastUsedAt: z.date(),
  expiresAt: z.date(),
  endedAt: z.date().nullable(),
  endedBecause: z.string().nullable(),
});

/** From where and with what program somebody logged in is theirs: of an erased customer no session stays, ended ones included. */
@HoldsPersonalData('sessions')
@Injectable()
export class SessionsPersonalData implements PersonalDataSource {
  constructor(private readonly ended: EndedSessions) {}

  async export(em: EntityManager, customer: string) {
    const sessions = await em.find(Session, ofCustomer(customer), { orderBy: { createdAt: 'asc' } });
    return sessions.map((session) => exportView.parse(session));
  }

  subjects(em: EntityManager, customer: string) {
    return subjectsOf(em, 'session', Session, ofCustomer(customer));
  }

  async erase(em: EntityManager, customer: string): Promise<void> {
    const sessions = await em.find(Session, ofCustomer(customer), { fields: ['id'] });
    this.ended.add(sessions.map(({ id }) => id));
    await em.nativeDelete(Session, ofCustomer(customer));
  }
}

function ofCustomer(accountId: string) {
  return { accountKind: 'customer', accountId } as const;
}
