import { Injectable } from '@nestjs/common';
import { EntityManager } from '@mikro-orm/core';
import type { z } from 'zod';
import type { DomainEvent } from '#libs/events';
import { newNotification, Notifies } from '#libs/notifications';
import type { Permission } from '../../access/roles.js';
import { Complaint } from '../complaint.entity.js';
import {
  complaintEscalated,
  complaintReplied,
  complaintStatusChanged,
  type ComplaintFacts,
} from '../complaint.events.js';
import { reopenableStatuses } from '../complaint.states.js';
import { staffKinds } from './staff-kinds.js';

type StatusFacts = z.output<(typeof complaintStatusChanged)['data']>;
type ReplyFacts = z.output<(typeof complaintReplied)['data']>;

const listener = 'notifications.complaint_staff';
const { customerReplied, escalated, reopened } = staffKinds;
/** Of those who give complaints to somebody, and of those who decide where others cannot. */
const assigning: Permission = 'complaints.assign';
const deciding: Permission = 'complaints.escalate';

/** What staff are told of complaints: whoever works on one; if they are not here any more, those who give complaints to somebody. */
@Injectable()
export class StaffNotices {
  constructor(private readonly em: EntityManager) {}

  /** What nobody works on yet stands in the queue, with all that was said. */
  @Notifies({ listener, on: complaintReplied, kinds: [customerReplied] })
  async customerReplied(event: DomainEvent<ReplyFacts>) {
    if (event.data.by === 'staff') return null;
    const to = await this.assignee(event);
    return to && newNotification({ kind: customerReplied, to, orStaffHolding: assigning, facts: of(event) });
  }

  @Notifies({ listener, on: complaintEscalated, kinds: [escalated] })
  escalated(event: DomainEvent<ComplaintFacts>) {
    return newNotification({ kind: escalated, to: null, orStaffHolding: deciding, facts: of(event) });
  }

  @Notifies({ listener, on: complaintStatusChanged, kinds: [reopened] })
  async reopened(event: DomainEvent<StatusFacts>) {
    const { from, status } = event.data;
    if (status !== 'in_progress' || !(reopenableStatuses as readonly string[]).includes(from)) return null;
    const to = await this.assignee(event);
    return newNotification({ kind: reopened, to, orStaffHolding: assigning, facts: of(event) });
  }

  /** Of this moment: it may have been given to somebody else since. */
  private async assignee({ aggregate: { id } }: DomainEvent<ComplaintFacts>) {
    const complaint = await this.em.findOne(Complaint, { id });
    return complaint?.assignee ? { kind: 'staff' as const, id: complaint.assignee } : null;
  }
}

function of({ aggregate: { id: complaintId }, data: { reference } }: DomainEvent<ComplaintFacts>) {
  return { complaintId, reference };
}
