import { z } from 'zod';
import { defineEvent } from '#libs/events';

/** Without what anybody wrote in it. */
const complaintFacts = z.object({
  reference: z.string().meta({ examples: ['CP-4F8T2W'] }),
  customerId: z.uuid(),
  assigneeId: z.uuid().nullable(),
  category: z.string().meta({ examples: ['quality'] }),
  severity: z.string().meta({ examples: ['high'] }),
  status: z.string().meta({ examples: ['open'] }),
  dueAt: z.iso.datetime().nullable(),
});

export const complaintDueSoon = defineEvent({
  type: 'complaint.due_soon',
  aggregate: 'complaint',
  description: 'A complaint will miss its target unless it is resolved soon.',
  isPublic: true,
  data: complaintFacts,
});

export const complaintOverdue = defineEvent({
  type: 'complaint.overdue',
  aggregate: 'complaint',
  description: 'A complaint was not resolved by its target.',
  isPublic: true,
  data: complaintFacts,
});

/** As it is told in events. */
export type ComplaintFacts = z.input<typeof complaintFacts>;
