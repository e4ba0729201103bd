import { z } from 'zod';
import { defineEvent } from '#libs/events';
import { complaintFacts } from '../complaint.events.js';

export const complaintAttached = defineEvent({
  type: 'complaint.attached',
  aggregate: 'complaint',
  description: 'A file for both sides to see was added to a complaint.',
  isPublic: true,
  data: complaintFacts.extend({ attachmentId: z.uuid(), by: z.string().meta({ examples: ['customer'] }) }),
});

/** Its file goes when this is heard: a row that is gone cannot say any more which file was its own. */
export const complaintAttachmentDeleted = defineEvent({
  type: 'complaint_attachment.deleted',
  aggregate: 'complaint_attachment',
  description: 'A file of a complaint was deleted, and is to go from the store.',
  isPublic: false,
  data: z.object({ fileKey: z.string() }),
});
export type AttachmentDeleted = z.output<(typeof complaintAttachmentDeleted)['data']>;
