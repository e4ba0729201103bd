import { Injectable } from '@nestjs/common';
import { EntityManager } from '@mikro-orm/core';
import { z } from 'zod';
import type { DomainEvent } from '#libs/events';
import { defineNotificationKind, newNotification, Notifies } from '#libs/notifications';
import { slaMetrics } from '../sla/clock/sla-terms.entity.js';
import type { Permission } from '../access/roles.js';
import { Complaint } from './complaint.entity.js';
import { complaintDueSoon, complaintOverdue, type ComplaintTargetFacts } from './complaint.events.js';

const complaint = z.object({
  complaintId: z.uuid(),
  reference: z.string(),
  metric: z.enum(slaMetrics),
  dueAt: z.iso.datetime(),
});

const sample = {
  complaintId: '019aa000-0000-7000-8000-000000000002',
  reference: 'CP-4M2X7T',
  metric: 'resolution' as const,
  dueAt: '2026-11-22T12:30:00.000Z',
};

const audience = ['staff'] as const;

const complaintKinds = {
  due_soon: defineNotificationKind({
    name: 'complaint.due_soon',
    category: 'complaints',
    audience,
    facts: complaint,
    sample,
    description: 'A promise to who complains will be missed unless something happens soon.',
    templates: {
      en: {
        subject: 'Complaint {reference} is due on {dueAt, date, day}, {dueAt, time, clock}',
        title: 'Due soon: {reference}',
        body: 'Complaint {reference} is to be {metric, select, resolution {solved} other {answered}} by {dueAt, date, day}, {dueAt, time, clock}.',
        short: 'Complaint {reference} is due on {dueAt, date, shortDay} at {dueAt, time, clock}.',
      },
      hi: {
        subject: 'शिकायत {reference} की समय-सीमा {dueAt, date, day}, {dueAt, time, clock} है',
        title: 'समय-सीमा पास: {reference}',
        body: 'शिकायत {reference} का {metric, select, resolution {समाधान} other {जवाब}} {dueAt, date, day}, {dueAt, time, clock} तक होना है।',
        short: 'शिकायत {reference}: सीमा {dueAt, date, shortDay}, {dueAt, time, clock}',
      },
    },
  }),
  overdue: defineNotificationKind({
    name: 'complaint.overdue',
    category: 'complaints',
    audience,
    isUrgent: true,
    facts: complaint,
    sample,
    description: 'A complaint was not answered or solved by when that was promised.',
    templates: {
      en: {
        subject: 'Complaint {reference} is overdue',
        title: 'Overdue: {reference}',
        body: 'Complaint {reference} was to be {metric, select, resolution {solved} other {answered}} by {dueAt, date, day}, {dueAt, time, clock}, and is not.',
        short: 'Complaint {reference} is overdue since {dueAt, date, shortDay}, {dueAt, time, clock}.',
      },
      hi: {
        subject: 'शिकायत {reference} की समय-सीमा निकल गई है',
        title: 'समय-सीमा निकली: {reference}',
        body: 'शिकायत {reference} का {metric, select, resolution {समाधान} other {जवाब}} {dueAt, date, day}, {dueAt, time, clock} तक होना था, और नहीं हुआ है।',
        short: 'शिकायत {reference} की सीमा {dueAt, date, shortDay} को निकल गई',
      },
    },
  }),
};

const listener = 'notifications.complaint_due';
/** Of those who give complaints to somebody. */
const assigning: Permission = 'complaints.assign';

/** Of a complaint whoever works on it is told; if that is nobody, those who give complaints to somebody. */
@Injectable()
export class ComplaintsNotifications {
  constructor(private readonly em: EntityManager) {}

  @Notifies({ listener, on: complaintDueSoon, kinds: [complaintKinds.due_soon] })
  async dueSoon(event: DomainEvent<ComplaintTargetFacts>) {
    const due = await this.due(event);
    return due && newNotification({ kind: complaintKinds.due_soon, ...due });
  }

  @Notifies({ listener, on: complaintOverdue, kinds: [complaintKinds.overdue] })
  async overdue(event: DomainEvent<ComplaintTargetFacts>) {
    const due = await this.due(event);
    return due && newNotification({ kind: complaintKinds.overdue, ...due });
  }

  /** Null of what was done meanwhile. */
  private async due({ aggregate, data: { reference, metric, dueAt } }: DomainEvent<ComplaintTargetFacts>) {
    const complaint = await this.em.findOne(Complaint, { id: aggregate.id });
    if (!complaint?.isUnsolved || !isOwed(complaint, metric)) return null;
    const to = complaint.assignee ? { kind: 'staff' as const, id: complaint.assignee } : null;
    return { to, orStaffHolding: assigning, facts: { complaintId: complaint.id, reference, metric, dueAt } };
  }
}

function isOwed(complaint: Complaint, metric: ComplaintTargetFacts['metric']): boolean {
  if (metric === 'resolution') return true;
  const { firstResponseDueAt, nextResponseDueAt } = complaint;
  return Boolean(metric === 'first_response' ? firstResponseDueAt : nextResponseDueAt);
}
