import { z } from 'zod';
import { defineEvent } from '#libs/events';
import { slaMetrics } from '../sla/clock/sla-terms.entity.js';
import type { Complaint } from './complaint.entity.js';

/** Without what anybody wrote in it. */
export const complaintFacts = z.object({
  reference: z.string().meta({ examples: ['CP-4F8T2W'] }),
  customerId: z.uuid(),
  bookingId: z.uuid().nullable(),
  assigneeId: z.uuid().nullable(),
  category: z.string().meta({ examples: ['quality'] }),
  severity: z.string().meta({ examples: ['high'] }),
  status: z.string().meta({ examples: ['open'] }),
  escalationLevel: z.int().meta({ examples: [0] }),
  dueAt: z.iso.datetime().nullable(),
});
/** As it is told in events. */
export type ComplaintFacts = z.input<typeof complaintFacts>;

const told = (type: string, description: string) =>
  defineEvent({ type, aggregate: 'complaint', description, isPublic: true, data: complaintFacts });

export const complaintFiled = told('complaint.filed', 'Somebody complains.');
export const complaintEdited = told('complaint.edited', 'Its customer tells a complaint in other words.');
export const complaintEscalated = told('complaint.escalated', 'A complaint was passed one level up.');

const targetFacts = complaintFacts.extend({
  metric: z.enum(slaMetrics).describe('Which promise: the first answer, another answer, or the solution.'),
  dueAt: z.iso.datetime().describe('By when that was promised.'),
});
/** As it is told of one promise. */
export type ComplaintTargetFacts = z.input<typeof targetFacts>;

const toldOfTarget = (type: string, description: string) =>
  defineEvent({ type, aggregate: 'complaint', description, isPublic: true, data: targetFacts });

export const complaintDueSoon = toldOfTarget(
  'complaint.due_soon',
  'A promise to who complains will be missed unless something happens soon.',
);
export const complaintOverdue = toldOfTarget(
  'complaint.overdue',
  'A complaint was not answered or solved by when that was promised.',
);

export const complaintReclassified = told(
  'complaint.reclassified',
  'Staff see its kind, how bad it is, its topic or what is wanted otherwise.',
);

export const complaintMerged = defineEvent({
  type: 'complaint.merged',
  aggregate: 'complaint',
  description: 'A complaint is handled together with another one of the same customer.',
  isPublic: true,
  data: complaintFacts.extend({
    intoId: z.uuid(),
    intoReference: z.string().meta({ examples: ['CP-9K2M7T'] }),
  }),
});

export const complaintUnmerged = told(
  'complaint.unmerged',
  'A complaint that was handled with another is handled by itself again.',
);

export const complaintSplit = defineEvent({
  type: 'complaint.split',
  aggregate: 'complaint',
  description: 'A part of a complaint has become one of its own; the event is about the part.',
  isPublic: true,
  data: complaintFacts.extend({ fromId: z.uuid() }),
});

export const complaintMentioned = defineEvent({
  type: 'complaint.mentioned',
  aggregate: 'complaint',
  description: 'Somebody of the staff is to look at what was noted about a complaint.',
  isPublic: false,
  data: z.object({ reference: z.string(), updateId: z.uuid(), staffId: z.uuid() }),
});

export const complaintStatusChanged = defineEvent({
  type: 'complaint.status_changed',
  aggregate: 'complaint',
  description: 'A complaint was taken up, waits for somebody, was resolved, closed, withdrawn or reopened.',
  isPublic: true,
  data: complaintFacts.extend({
    from: z.string().meta({ examples: ['in_progress'] }),
    by: z
      .string()
      .describe('`customer`, `staff`, `agent` for a customer, `system`.')
      .meta({ examples: ['staff'] }),
  }),
});

export const complaintAssigned = defineEvent({
  type: 'complaint.assigned',
  aggregate: 'complaint',
  description: 'A complaint was given to somebody, or to nobody.',
  isPublic: true,
  data: complaintFacts.extend({
    from: z.uuid().nullable().describe('Who had it before.'),
    because: z
      .string()
      .describe('`by_hand`, `taken`, `put_back`, `asked` (a strategy), `automatic`, `escalated`, `away`.')
      .meta({ examples: ['automatic'] }),
  }),
});
export type AssignedFacts = z.output<typeof complaintAssigned.data>;

export const complaintReplied = defineEvent({
  type: 'complaint.replied',
  aggregate: 'complaint',
  description: 'An update for both sides to read was added to a complaint.',
  isPublic: true,
  data: complaintFacts.extend({
    updateId: z.uuid(),
    by: z.string().meta({ examples: ['staff'] }),
    broadcastId: z
      .uuid()
      .nullable()
      .default(null)
      .describe('Of an answer to many at once: of that each customer is told once, by the incident.'),
    remedyId: z
      .uuid()
      .nullable()
      .default(null)
      .describe('Of an apology: of that the customer is told by the remedy.'),
  }),
});

export function complaintFactsOf(complaint: Complaint): ComplaintFacts {
  const { reference, customerId, bookingId, assigneeId, category, severity, status } = complaint;
  const { escalationLevel, dueAt } = complaint;
  const which = { reference, customerId, bookingId, assigneeId };
  return { ...which, category, severity, status, escalationLevel, dueAt: dueAt?.toISOString() ?? null };
}
