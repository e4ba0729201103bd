import { z } from 'zod';
import { ListForm, publishSchema } from '#libs/http';
import { complaintCategory, complaintSeverity, complaintStatus } from '../complaints.schemas.js';
import { priorityExamples } from './priority.examples.js';
import { priorityFactors } from './priority-score.js';

const yes = z.enum(['true']).optional();

export const priorityList = new ListForm({
  sortBy: { rankAt: 'instant' },
  default: 'rankAt',
  filters: {
    category: complaintCategory.optional(),
    assignee: z.uuid().optional().describe('Whoever works on it.'),
    unassigned: yes.describe('Only those that nobody has.'),
    escalated: yes.describe('Only those that are with a lead or the manager.'),
  },
});
export type PriorityQuery = z.output<typeof priorityList.query>;

export const priorityEntryView = z.object({
  id: z.uuid().describe('Of the complaint.'),
  reference: z.string(),
  customerId: z.uuid(),
  category: complaintCategory,
  severity: complaintSeverity,
  status: complaintStatus,
  escalationLevel: z.int(),
  assigneeId: z.uuid().nullable(),
  dueAt: z.date().nullable(),
  createdAt: z.date(),
  score: z.int().describe('0 to 100.'),
  reasons: z
    .array(z.object({ factor: z.enum(priorityFactors), points: z.int(), because: z.string() }))
    .describe('Why it stands where it stands: the points sum to the score.'),
  rankAt: z
    .date()
    .describe(
      'The line is in the order of this: when it was filed, less a day for each point but those of age.',
    ),
});
publishSchema(priorityEntryView, 'PrioritisedComplaint', priorityExamples.PrioritisedComplaint);
export type PriorityEntryView = z.output<typeof priorityEntryView>;
