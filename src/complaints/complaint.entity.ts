// Something went wrong, what was said about it, and how urgent it is.
import { defineEntity, p } from '@mikro-orm/core';
import { idColumn, timestampColumns } from '#libs/orm';
import { Customer } from '../customers/customer.entity.js';
import { Booking } from '../bookings/booking.entity.js';
import { Staff } from '../staff/staff.entity.js';

export const complaintStatuses = [
  'open',
  'in_progress',
  'waiting_for_customer',
  'escalated',
  'resolved',
  'closed',
] as const;
/** Somebody is still expected to do something. */
export const unsolvedStatuses = ['open', 'in_progress', 'waiting_for_customer', 'escalated'] as const;
export const complaintSeverities = ['low', 'medium', 'high', 'critical'] as const;
export type ComplaintSeverity = (typeof complaintSeverities)[number];
/**
 * What the handbook ("Complaint handling") promises: minutes to the first answer, hours to the solution; and what the severity adds to the score
 * by which complaints are worked.
 */
export const severityRules: Readonly<
  Record<ComplaintSeverity, { answerMinutes: number; solutionHours: number; points: number }>
> = {
  critical: { answerMinutes: 30, solutionHours: 24, points: 60 },
  high: { answerMinutes: 4 * 60, solutionHours: 2 * 24, points: 45 },
  medium: { answerMinutes: 24 * 60, solutionHours: 5 * 24, points: 25 },
  low: { answerMinutes: 2 * 24 * 60, solutionHours: 10 * 24, points: 10 },
};
export const complaintCategories = [
  'quality',
  'lateness',
  'no_show',
  'damage',
  'billing',
  'behaviour',
  'safety',
  'app',
  'other',
] as const;

const ComplaintSchema = defineEntity({
  name: 'Complaint',
  tableName: 'complaints',
  checks: [{ name: 'complaints_score_check', expression: 'priority_score >= 0 and priority_score <= 100' }],
  indexes: [
    { name: 'complaints_status_priority_index', properties: ['status', 'priorityScore'] },
    { name: 'complaints_customer_time_index', properties: ['customer', 'createdAt'] },
    { name: 'complaints_created_at_index', properties: ['createdAt'] },
    {
      // Those whose target is watched: a missed one leaves it when that was told.
      name: 'complaints_watched_index',
      expression: (columns, table, index) =>
        `create index "${index}" on ${table} ("${columns.dueAt}") where status in (${unsolvedStatuses.map((status) => `'${status}'`).join(', ')}) and overdue_told_for is distinct from due_at`,
    },
  ],
  properties: {
    id: idColumn(),
    reference: p.string().length(12).unique('complaints_reference_unique'),
    customer: () => p.manyToOne(Customer).mapToPk(),
    booking: () => p.manyToOne(Booking).mapToPk().nullable().index(),
    assignee: () => p.manyToOne(Staff).mapToPk().nullable().index(),
    category: p.enum(complaintCategories),
    severity: p.enum(complaintSeverities),
    status: p.enum(complaintStatuses).default('open'),
    subject: p.string().length(160),
    description: p.text(),
    priorityScore: p.smallint().default(0),
    dueAt: p.datetime().nullable().index(),
    resolvedAt: p.datetime().nullable(),
    /** The target of which it was told that it is near, and that it was missed: of another target it is told again. */
    dueSoonToldFor: p.datetime().nullable(),
    overdueToldFor: p.datetime().nullable(),
    /** What the request that filed it is known by: the same one files it once. */
    requestKey: p.string().length(80).nullable().unique('complaints_request_key_unique'),
    ...timestampColumns(),
  },
});
export class Complaint extends ComplaintSchema.class {
  /** The target was missed. What nobody waits for is escalated by that. @returns whether it was */
  miss(): boolean {
    this.overdueToldFor = this.dueAt;
    if (this.status !== 'open' && this.status !== 'in_progress') return false;
    this.status = 'escalated';
    return true;
  }
}
ComplaintSchema.setClass(Complaint);

export const updateVisibilities = ['public', 'internal'] as const;
export const authorKinds = ['customer', 'staff', 'system'] as const;

const ComplaintUpdateSchema = defineEntity({
  name: 'ComplaintUpdate',
  tableName: 'complaint_updates',
  indexes: [{ name: 'complaint_updates_complaint_time_index', properties: ['complaint', 'createdAt'] }],
  properties: {
    id: idColumn(),
    complaint: () => p.manyToOne(Complaint),
    authorKind: p.enum(authorKinds),
    authorId: p.uuid().nullable(),
    visibility: p.enum(updateVisibilities).default('public'),
    body: p.text(),
    ...timestampColumns(),
  },
});
export class ComplaintUpdate extends ComplaintUpdateSchema.class {}
ComplaintUpdateSchema.setClass(ComplaintUpdate);

const PriorityEntrySchema = defineEntity({
  name: 'PriorityEntry',
  tableName: 'priority_queue',
  properties: {
    complaint: () => p.oneToOne(Complaint).primary().owner(),
    score: p.smallint().index(),
    /** What the score is made of: `[{ factor, points, because }]`. */
    reasons: p.json().$type<{ factor: string; points: number; because: string }[]>(),
    ...timestampColumns(),
  },
});
export class PriorityEntry extends PriorityEntrySchema.class {}
PriorityEntrySchema.setClass(PriorityEntry);
