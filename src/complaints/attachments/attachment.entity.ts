// A file that somebody added to a complaint: what it is, and under which key it is kept. The file itself is in the store.
import { defineEntity, p } from '@mikro-orm/core';
import { idColumn, timestampColumns } from '#libs/orm';
import { Complaint } from '../complaint.entity.js';
import { updateVisibilities } from '../complaint.terms.js';

export const attachmentKinds = ['picture', 'pdf'] as const;

/** Of one complaint, whoever adds them. */
export const mostAttachments = 20;

/** Which one customer adds within 24 hours, to all of their complaints; what was deleted counts. */
export const mostAttachmentsPerDay = 40;

/** Characters. */
export const attachmentNameAtMost = 100;

const ComplaintAttachmentSchema = defineEntity({
  name: 'ComplaintAttachment',
  tableName: 'complaint_attachments',
  checks: [
    { name: 'complaint_attachments_size_check', expression: 'size_bytes > 0' },
    { name: 'complaint_attachments_by_kind_check', expression: `by_kind in ('customer', 'staff')` },
  ],
  indexes: [
    { name: 'complaint_attachments_complaint_time_index', properties: ['complaint', 'createdAt', 'id'] },
  ],
  properties: {
    id: idColumn(),
    complaint: () => p.manyToOne(Complaint),
    kind: p.enum(attachmentKinds),
    visibility: p.enum(updateVisibilities).default('public'),
    /** What its sender called it, as far as that is safe to show; its ending says what it really is. */
    name: p.string().length(attachmentNameAtMost),
    /** Of its file in the store (#libs/storage). */
    fileKey: p.string().length(200).unique('complaint_attachments_file_key_unique'),
    sizeBytes: p.integer(),
    byKind: p.string().length(20),
    byId: p.string().length(80),
    ...timestampColumns(),
  },
});
export class ComplaintAttachment extends ComplaintAttachmentSchema.class {}
ComplaintAttachmentSchema.setClass(ComplaintAttachment);
