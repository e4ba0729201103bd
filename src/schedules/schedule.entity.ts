// When a type of job is run without anybody asking for it. It lives in the database, so that staff can see and change it.
import { defineEntity, p } from '@mikro-orm/core';
import { idColumn, timestampColumns } from '#libs/orm';

/** What happens to runs that were due while nothing ran: nothing, one run for all of them, or each of them (at most 24). */
export const missedPolicies = ['skip', 'once', 'all'] as const;

const ScheduleSchema = defineEntity({
  name: 'Schedule',
  tableName: 'schedules',
  indexes: [
    {
      name: 'schedules_due_index',
      expression: (columns, table, index) =>
        `create index "${index}" on ${table} ("${columns.nextRunAt}") where enabled and next_run_at is not null`,
    },
  ],
  properties: {
    id: idColumn(),
    name: p.string().length(80).unique('schedules_name_unique'),
    description: p.string().length(300),
    jobType: p.string().length(60),
    input: p.json().$type<unknown>(),
    /** Five fields. */
    cron: p.string().length(120),
    /** IANA. */
    timeZone: p.string().length(60),
    missed: p.enum(missedPolicies).default('once'),
    enabled: p.boolean().default(true),
    /** Declared in the code: it can be switched off, but not deleted. */
    builtIn: p.boolean().default(false),
    /** Null when it is switched off. */
    nextRunAt: p.datetime().nullable(),
    /** When it was last due and asked for its job. */
    lastRunAt: p.datetime().nullable(),
    /** That job; it may have been cleaned up since. */
    lastJobId: p.uuid().nullable(),
    /** Counts the changes by staff, not the runs. */
    version: p.integer().default(1),
    ...timestampColumns(),
  },
});
export class Schedule extends ScheduleSchema.class {}
ScheduleSchema.setClass(Schedule);
