// Where an unsolved complaint stands in line, and why.
import { defineEntity, p } from '@mikro-orm/core';
import { timestampColumns } from '#libs/orm';
import { Complaint } from '../complaint.entity.js';

export interface PriorityReason {
  factor: string;
  points: number;
  /** For staff to read. */
  because: string;
}

const PriorityEntrySchema = defineEntity({
  name: 'PriorityEntry',
  tableName: 'priority_queue',
  properties: {
    complaint: () => p.oneToOne(Complaint).primary().owner(),
    score: p.smallint().index(),
    /** What the score is made of. */
    reasons: p.json().$type<PriorityReason[]>(),
    ...timestampColumns(),
  },
});
export class PriorityEntry extends PriorityEntrySchema.class {}
PriorityEntrySchema.setClass(PriorityEntry);
