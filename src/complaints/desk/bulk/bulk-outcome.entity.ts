// What a bulk action has done to one complaint, written with it: a job that is begun again goes on after those. Removed by a later job, a day after.
import { defineEntity, p } from '@mikro-orm/core';
import { idColumn, timestampColumns } from '#libs/orm';
import { Complaint } from '../../complaint.entity.js';

const BulkOutcomeSchema = defineEntity({
  name: 'BulkOutcome',
  tableName: 'complaint_bulk_outcomes',
  uniques: [{ name: 'complaint_bulk_outcomes_once_unique', properties: ['job', 'complaint'] }],
  properties: {
    id: idColumn(),
    job: p.uuid(),
    complaint: () => p.manyToOne(Complaint).mapToPk().deleteRule('cascade').index(),
    ...timestampColumns(),
  },
});
export class BulkOutcome extends BulkOutcomeSchema.class {}
BulkOutcomeSchema.setClass(BulkOutcome);
