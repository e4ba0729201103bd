import { Injectable } from '@nestjs/common';
import type { EntityManager } from '@mikro-orm/core';
import { HoldsPersonalData, type PersonalDataSource } from '#libs/personal-data';
import { AuditEntry } from './audit-entry.entity.js';
import { AuditService } from './audit.service.js';

@HoldsPersonalData('audit')
@Injectable()
export class AuditPersonalData implements PersonalDataSource {
  constructor(private readonly audit: AuditService) {}

  /** What the person did, themselves or through an agent, and what was done to their account; not by whom of the staff. */
  async export(em: EntityManager, person: string) {
    const entries = await em.find(
      AuditEntry,
      { $or: [{ actorId: person }, { person }, { objectId: person }] },
      { orderBy: { at: 'asc', id: 'asc' }, disableIdentityMap: true },
    );
    return entries.map(({ at, action, actorKind, objectType, objectId, before, after }) => ({
      at,
      action,
      actorKind,
      objectType,
      objectId,
      before,
      after,
    }));
  }

  /** Entries are never changed: what is personal in them becomes unreadable. */
  async erase(_: EntityManager, person: string): Promise<void> {
    await this.audit.forget(person);
  }
}
