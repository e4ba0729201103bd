import { z } from 'zod';
import { ListForm, publishSchema } from '#libs/http';
import { attachmentView } from '../attachments/attachments.schemas.js';
import { updateVisibilities } from '../complaint.terms.js';
import { complaintCategory, complaintSeverity, complaintStatus } from '../complaints.schemas.js';
import { authorKinds } from '../updates/complaint-update.entity.js';
import { timelineExamples } from './timeline.examples.js';

export const timelineList = new ListForm({
  sortBy: { at: 'instant' },
  default: 'at',
  period: { of: 'at', is: 'It happened' },
});
export type TimelineQuery = z.output<typeof timelineList.query>;

const head = {
  id: z.uuid(),
  at: z.date(),
  byKind: z.string().describe('`customer`, `staff`, `agent` for a customer, `system`.'),
  byId: z.string().nullable().describe('Of whom; null for customers.'),
  visibility: z.enum(updateVisibilities),
};
const entry = <Kind extends string, Facts extends z.ZodRawShape>(kind: Kind, facts: Facts) =>
  z.object({ ...head, kind: z.literal(kind), ...facts });

const id = z.uuid().nullable();
const classified = z.object({
  category: complaintCategory.nullable(),
  severity: complaintSeverity.nullable(),
});
const words = { updateId: id, authorKind: z.enum(authorKinds).nullable(), body: z.string() };
const related = { complaintId: id, reference: z.string().nullable() };

/** What happened, and what was said with it. Clients show what they know, and leave out kinds that come later. */
export const timelineEntryView = z.discriminatedUnion('kind', [
  entry('filed', classified.shape),
  entry('edited', {}),
  entry('status', {
    from: complaintStatus.nullable(),
    to: complaintStatus.nullable(),
    reopened: z.boolean(),
  }),
  entry('replied', words),
  entry('noted', words),
  entry('assigned', { assigneeId: id.describe('Null for customers, and when nobody has it any more.') }),
  entry('reclassified', { from: classified, to: classified }),
  entry('escalated', {
    level: z.int(),
    because: z.string().nullable().describe('`asked`, `target_missed`.'),
  }),
  entry('target', { missed: z.string().nullable().describe('The instant by which it was to be solved.') }),
  entry('attached', {
    attachmentId: id,
    attachment: attachmentView.nullable().describe('Null when it was deleted since.'),
  }),
  entry('detached', { attachmentId: id }),
  entry('linked', related),
  entry('merged', related),
  entry('split', related),
  entry('incident', { incidentId: id }),
  entry('remedy', { remedyId: id, remedy: z.string().nullable(), amountPaise: z.int().nullable() }),
  entry('surveyed', { surveyId: id, score: z.int().nullable() }),
]);
publishSchema(timelineEntryView, 'ComplaintTimelineEntry', timelineExamples.ComplaintTimelineEntry);
export type TimelineEntry = z.input<typeof timelineEntryView>;
