// Why an unsolved complaint stands in line where it stands. The order itself is on the complaint (`rankAt`).
import { defineEntity, p } from '@mikro-orm/core';
import { timestampColumns } from '#libs/orm';
import { Complaint } from '../complaint.entity.js';
import type { PriorityFacts, PriorityReason } from './priority-score.js';

const PriorityEntrySchema = defineEntity({
  name: 'PriorityEntry',
  tableName: 'priority_queue',
  properties: {
    complaint: () => p.oneToOne(Complaint).primary().owner(),
    score: p.smallint().index(),
    /** What the score is made of. */
    reasons: p.json().$type<PriorityReason[]>(),
    /** Null of one that came into line before they were kept: they are looked up when it is scored next. */
    facts: p.json().$type<PriorityFacts>().nullable(),
    /** When the score changes by itself, by age or a missed target. */
    changesAt: p.datetime().nullable().index(),
    ...timestampColumns(),
  },
});
export class PriorityEntry extends PriorityEntrySchema.class {}
PriorityEntrySchema.setClass(PriorityEntry);
