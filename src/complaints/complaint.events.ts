import { z } from 'zod';
import { defineEvent } from '#libs/events';
import type { Complaint } from './complaint.entity.js';

/** Without what anybody wrote in it. */
const complaintFacts = z.object({
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
export const complaintEscalated = told('complaint.escalated', 'A complaint was passed one level up.');
export const complaintDueSoon = told(
  'complaint.due_soon',
  'A complaint will miss its target unless it is resolved soon.',
);
export const complaintOverdue = told('complaint.overdue', 'A complaint was not resolved by its target.');

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

export const complaintReplied = defineEvent({
  type: 'complaint.replied',
  aggregate: 'complaint',
  description: 'An update for both sides to read was added to a complaint.',
  isPublic: true,
  data: complaintFacts.extend({ updateId: z.uuid(), by: z.string().meta({ examples: ['staff'] }) }),
});

export function complaintFactsOf(complaint: Complaint): ComplaintFacts {
  const { reference, customerId, bookingId, assigneeId, category, severity, status } = complaint;
  const { escalationLevel, dueAt } = complaint;
  const which = { reference, customerId, bookingId, assigneeId };
  return { ...which, category, severity, status, escalationLevel, dueAt: dueAt?.toISOString() ?? null };
}
