// Complaints find somebody by themselves, and those of people who are gone find somebody else.
import { Inject, Injectable } from '@nestjs/common';
import { EntityManager } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { ListensTo, type DomainEvent } from '#libs/events';
import { staffChanged, type StaffFacts } from '../../staff/staff.events.js';
import { Complaint } from '../complaint.entity.js';
import {
  complaintEscalated,
  complaintFiled,
  complaintStatusChanged,
  type ComplaintFacts,
} from '../complaint.events.js';
import { heldBeforeReview } from './earlier-holders.js';
import { AssignmentDesk } from './assignment-desk.service.js';
import { DeskPeople } from './desk-people.js';
import { HandingOn } from './handing-on.service.js';

@Injectable()
export class AssignmentListener {
  constructor(
    @Inject(EntityManager) private readonly em: SqlEntityManager,
    private readonly desk: AssignmentDesk,
    private readonly people: DeskPeople,
    private readonly handingOn: HandingOn,
  ) {}

  /** New ones, those that were escalated, and those that are back on the desk. Heard again, it finds nothing to do. */
  @ListensTo({ name: 'complaints.assign', to: [complaintFiled, complaintEscalated, complaintStatusChanged] })
  async hear({ aggregate: { id } }: DomainEvent<ComplaintFacts>): Promise<void> {
    const strategy = await this.desk.strategy();
    const em = this.em.fork();
    const complaint = await em.findOne(Complaint, { id, rankAt: { $ne: null } }, { populate: ['history'] });
    if (!strategy || !complaint) return;
    const { assignee } = complaint;
    if (!assignee) return void (await this.desk.assignByItself(id, strategy));
    if (heldBeforeReview(complaint).has(assignee))
      return this.desk.handOn(id, assignee, 'escalated', strategy);
    const rights = await this.people.rightsOfStaff(assignee);
    if (!rights?.isActive || !rights.mayWork) await this.desk.handOn(id, assignee, 'away', strategy);
  }

  /** Who was suspended, has left or may work on complaints no more. */
  @ListensTo({ name: 'complaints.hand_on', to: [staffChanged] })
  async staffHasChanged({ aggregate: { id } }: DomainEvent<StaffFacts>): Promise<void> {
    const rights = await this.people.rightsOfStaff(id);
    if (!rights?.isActive || !rights.mayWork) await this.handingOn.handOnAll(id);
  }
}
