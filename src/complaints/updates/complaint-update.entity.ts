// What people have said about a complaint: to each other, or staff among themselves.
import { defineEntity, p } from '@mikro-orm/core';
import { idColumn, timestampColumns } from '#libs/orm';
import { Complaint } from '../complaint.entity.js';
import { updateVisibilities } from '../complaint.terms.js';
import { updateWords } from '../complaint.words.js';

export const authorKinds = ['customer', 'staff', 'system'] as const;

/** Characters of one update. */
export const bodyAtMost = 4000;

const ComplaintUpdateSchema = defineEntity({
  name: 'ComplaintUpdate',
  tableName: 'complaint_updates',
  checks: [{ name: 'complaint_updates_body_check', expression: `length(body) <= ${bodyAtMost}` }],
  indexes: [
    { name: 'complaint_updates_complaint_time_index', properties: ['complaint', 'createdAt', 'id'] },
    {
      name: 'complaint_updates_words_index',
      expression: (_, table, index) => `create index "${index}" on ${table} using gin ((${updateWords}))`,
    },
  ],
  properties: {
    id: idColumn(),
    complaint: () => p.manyToOne(Complaint),
    authorKind: p.enum(authorKinds),
    authorId: p.uuid().nullable(),
    visibility: p.enum(updateVisibilities).default('public'),
    body: p.text(),
    /** Staff who are to look at it: ids. */
    mentions: p.json<string[]>().default([]),
    /** The proposal or request that it came from: said again, nothing is added. */
    requestKey: p.string().length(80).nullable().unique('complaint_updates_request_key_unique'),
    ...timestampColumns(),
  },
});
export class ComplaintUpdate extends ComplaintUpdateSchema.class {}
ComplaintUpdateSchema.setClass(ComplaintUpdate);
