// Staff who are asked to look at what was noted about a complaint: only those who may read it, so that nobody is told of what they must not see.
import { Injectable } from '@nestjs/common';
import type { EntityManager } from '@mikro-orm/core';
import { EventOutbox, PublishesEvents } from '#libs/events';
import { DomainError } from '#libs/errors';
import { RolesService } from '../../access/roles.service.js';
import type { Permission } from '../../access/roles.js';
import { Staff } from '../../staff/staff.entity.js';
import { complaintMentioned } from '../complaint.events.js';
import type { Complaint } from '../complaint.entity.js';

const reading: Permission = 'complaints.read';

export class CannotBeMentioned extends DomainError {
  constructor(ids: readonly string[]) {
    super(
      'CANNOT_BE_MENTIONED',
      'unprocessable',
      'Only active staff who may read complaints can be mentioned, in an internal update.',
      { ids: [...ids] },
    );
  }
}

@PublishesEvents(complaintMentioned)
@Injectable()
export class Mentions {
  constructor(
    private readonly roles: RolesService,
    private readonly events: EventOutbox,
  ) {}

  /** @throws CannotBeMentioned */
  async check(em: EntityManager, ids: readonly string[]): Promise<void> {
    if (ids.length === 0) return;
    const able = { status: 'active', role: { $in: await this.roles.holding(reading) } } as const;
    const staff = await em.find(Staff, { id: { $in: [...ids] }, ...able }, { fields: ['id'] });
    const known = new Set(staff.map(({ id }) => id));
    const others = ids.filter((id) => !known.has(id));
    if (others.length > 0) throw new CannotBeMentioned(others);
  }

  /** Each of them once. With the update. */
  tell({ id, reference }: Complaint, updateId: string, ids: readonly string[]): void {
    for (const staffId of ids) this.events.publish(complaintMentioned, id, { reference, updateId, staffId });
  }
}
