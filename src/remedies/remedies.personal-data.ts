import { Injectable } from '@nestjs/common';
import type { EntityManager } from '@mikro-orm/core';
import { HoldsPersonalData, subjectsOf, type PersonalDataSource } from '#libs/personal-data';
import { Remedy } from './remedy.entity.js';

/** What was given stays, as the books do; what staff wrote about it goes. */
@HoldsPersonalData('remedies')
@Injectable()
export class RemediesPersonalData implements PersonalDataSource {
  async export(em: EntityManager, customer: string) {
    const orderBy = { createdAt: 'asc', id: 'asc' } as const;
    const remedies = await em.find(Remedy, { customer, status: 'done' }, { orderBy });
    return remedies.map(({ id, complaintId, bookingId, kind, amountPaise, doneAt }) => ({
      id,
      complaintId,
      bookingId,
      kind,
      amountPaise,
      doneAt,
    }));
  }

  subjects(em: EntityManager, customer: string) {
    return subjectsOf(em, 'remedy', Remedy, { customer });
  }

  async erase(em: EntityManager, customer: string): Promise<void> {
    await em.nativeUpdate(Remedy, { customer }, { reason: '', decisionReason: '' });
  }
}
