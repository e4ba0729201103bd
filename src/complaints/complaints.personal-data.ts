import { Injectable } from '@nestjs/common';
import type { EntityManager } from '@mikro-orm/core';
import { HoldsPersonalData, subjectsOf, type PersonalDataSource } from '#libs/personal-data';
import { Complaint } from './complaint.entity.js';
import { PriorityEntry } from './priority/priority-entry.entity.js';
import { ComplaintUpdate } from './updates/complaint-update.entity.js';

/** That there was a complaint, of which kind and how it ended, stays for the figures; what anybody wrote in it goes. */
@HoldsPersonalData('complaints')
@Injectable()
export class ComplaintsPersonalData implements PersonalDataSource {
  /** Without what staff noted among themselves: it may speak of other people, and is given out by somebody who has read it. */
  async export(em: EntityManager, customer: string) {
    const orderBy = { createdAt: 'asc', id: 'asc' } as const;
    const complaints = await em.find(Complaint, { customer }, { orderBy });
    const updates = await em.find(
      ComplaintUpdate,
      { complaint: { customer }, visibility: 'public' },
      { orderBy },
    );
    return complaints.map(
      ({ id, reference, category, severity, status, subject, description, wanted, ...times }) => ({
        id,
        reference,
        category,
        severity,
        status,
        subject,
        description,
        wanted,
        createdAt: times.createdAt,
        resolvedAt: times.resolvedAt,
        updates: updates
          .filter((update) => update.complaint.id === id)
          .map(({ authorKind, body, createdAt }) => ({ authorKind, body, createdAt })),
      }),
    );
  }

  subjects(em: EntityManager, customer: string) {
    return subjectsOf(em, 'complaint', Complaint, { customer });
  }

  async erase(em: EntityManager, customer: string): Promise<void> {
    await em.nativeUpdate(PriorityEntry, { complaint: { customer } }, { reasons: [] });
    await em.nativeUpdate(ComplaintUpdate, { complaint: { customer } }, { body: '', requestKey: null });
    await em.nativeUpdate(Complaint, { customer }, { subject: '', description: '', requestKey: null });
  }
}
