import { z } from 'zod';
import { ListForm, plainText, publishSchema } from '#libs/http';
import { updateVisibilities } from '../complaint.terms.js';
import { complaintsExamples } from '../complaints.examples.js';
import { authorKinds, bodyAtMost } from './complaint-update.entity.js';

export const addUpdateInput = z.strictObject({
  body: plainText({ min: 1, max: bodyAtMost, lineBreaks: true }),
  visibility: z
    .enum(updateVisibilities)
    .default('public')
    .describe('`internal` is for staff among themselves; customers write `public` only.'),
  mentions: z
    .array(z.uuid())
    .max(10)
    .overwrite((ids) => [...new Set(ids)])
    .optional()
    .describe('Staff who are asked to look at it, each of whom is told once. Of an internal update only.'),
});
publishSchema(addUpdateInput, 'AddComplaintUpdate', complaintsExamples.AddComplaintUpdate);
export type AddUpdateInput = z.output<typeof addUpdateInput>;

export const updatesList = new ListForm({ sortBy: { createdAt: 'instant' }, default: 'createdAt' });
export type UpdatesQuery = z.output<typeof updatesList.query>;

export const complaintUpdateView = z.object({
  id: z.uuid(),
  authorKind: z.enum(authorKinds),
  visibility: z.enum(updateVisibilities),
  body: z.string(),
  mentions: z.array(z.uuid()).describe('Staff who were asked to look at it.'),
  createdAt: z.date(),
});
publishSchema(complaintUpdateView, 'ComplaintUpdate', complaintsExamples.ComplaintUpdate);
