// What can be done to a complaint in one step of a macro or of a bulk action.
import { z } from 'zod';
import { plainText } from '#libs/http';
import { assignComplaintInput } from '../../assignment/assignment.schemas.js';
import { updateVisibilities } from '../../complaint.terms.js';
import { complaintCategory, complaintSeverity } from '../../complaints.schemas.js';
import { setStatusInput } from '../../lifecycle/lifecycle.schemas.js';
import { bodyAtMost } from '../../updates/complaint-update.entity.js';

const reason = plainText({ max: 300, lineBreaks: true }).default('').describe('Kept for staff only.');

export const deskAction = z.discriminatedUnion('do', [
  z.strictObject({ do: z.literal('set_status'), status: setStatusInput.shape.status, reason }),
  z.strictObject({
    do: z.literal('reclassify'),
    category: complaintCategory.optional(),
    severity: complaintSeverity.optional(),
    topicId: z.uuid().nullable().optional(),
  }),
  z.strictObject({ do: z.literal('escalate'), reason }),
  z.strictObject({
    do: z.literal('assign'),
    to: assignComplaintInput.describe(
      'As `assignComplaint` takes it: without `complaints.assign` one may take what nobody has and put back what is one’s own.',
    ),
  }),
  z.strictObject({
    do: z.literal('answer'),
    cannedAnswerId: z.uuid().describe('Said to the customer, in the language of the complaint.'),
  }),
  z.strictObject({
    do: z.literal('update'),
    body: plainText({ min: 1, max: bodyAtMost, lineBreaks: true }),
    visibility: z.enum(updateVisibilities).default('internal'),
  }),
]);
export type DeskAction = z.output<typeof deskAction>;
