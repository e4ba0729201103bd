// The figures of one week as they were when it had ended: what is counted again later is counted with what has happened since.
import { defineEntity, p } from '@mikro-orm/core';
import { timestampColumns } from '#libs/orm';
import type { ComplaintFigures } from './reports.schemas.js';

const WeeklyReportSchema = defineEntity({
  name: 'WeeklyComplaintReport',
  tableName: 'complaint_weekly_reports',
  properties: {
    /** The Monday on which it begins, in the business time zone. */
    week: p.date().primary(),
    figures: p.json<ComplaintFigures>(),
    ...timestampColumns(),
  },
});
export class WeeklyComplaintReport extends WeeklyReportSchema.class {}
WeeklyReportSchema.setClass(WeeklyComplaintReport);
