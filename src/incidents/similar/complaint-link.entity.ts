// Two complaints of one customer that are about the same.
import { defineEntity, p } from '@mikro-orm/core';
import { idColumn, timestampColumns } from '#libs/orm';
import { Complaint } from '../../complaints/complaint.entity.js';
import type { LikenessReason } from './complaint-likeness.js';

const ComplaintLinkSchema = defineEntity({
  name: 'ComplaintLink',
  tableName: 'complaint_links',
  checks: [{ name: 'complaint_links_score_check', expression: 'score >= 0 and score <= 100' }],
  uniques: [{ name: 'complaint_links_pair_unique', properties: ['complaint', 'other'] }],
  properties: {
    id: idColumn(),
    /** The later one. */
    complaint: () => p.manyToOne(Complaint).deleteRule('cascade'),
    other: () => p.manyToOne(Complaint).deleteRule('cascade').index(),
    /** From 0 to 100. */
    score: p.smallint(),
    reasons: p.json<LikenessReason[]>(),
    ...timestampColumns(),
  },
});
export class ComplaintLink extends ComplaintLinkSchema.class {}
ComplaintLinkSchema.setClass(ComplaintLink);
