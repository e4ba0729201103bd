import { z } from 'zod';
import { codeText, fileMember, listOf, publishSchema } from '#libs/http';
import { updateVisibilities } from '../complaint.terms.js';
import { attachmentKinds } from './attachment.entity.js';
import { attachmentsExamples } from './attachments.examples.js';

/** Of a file as it is sent. */
export const attachmentBytes = 10 * 1024 * 1024;

/** That there is a file is checked where it is read: whoever asks about another customer's complaint learns nothing before. */
export const addAttachmentInput = z.strictObject({
  visibility: z
    .enum(updateVisibilities)
    .default('public')
    .describe('`internal` is for staff among themselves; customers add `public` ones only.'),
  file: fileMember
    .optional()
    .describe(
      'In a form: PNG, JPEG or WebP of at most 25 megapixels, or PDF of at most 100 pages; at most 10 MB.',
    ),
});
publishSchema(addAttachmentInput, 'AddComplaintAttachment', attachmentsExamples.AddComplaintAttachment);
export type AddAttachmentInput = z.output<typeof addAttachmentInput>;

export const attachmentFileQuery = z.strictObject({
  signature: codeText({ max: 100 }).describe('From `url`.'),
});

export const attachmentView = z.object({
  id: z.uuid(),
  complaintId: z.uuid(),
  kind: z.enum(attachmentKinds),
  visibility: z.enum(updateVisibilities),
  name: z.string(),
  sizeBytes: z.int(),
  byKind: z.string().describe('`customer` or `staff`.'),
  createdAt: z.date(),
  url: z.string().describe('Fetches it for whoever has this link, for ten minutes.'),
  urlExpiresAt: z.date(),
});
publishSchema(attachmentView, 'ComplaintAttachment', attachmentsExamples.ComplaintAttachment);
export const attachmentsView = listOf(attachmentView);
