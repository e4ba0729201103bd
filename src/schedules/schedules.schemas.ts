import { z } from 'zod';
import { IANAZone } from 'luxon';
import { jsonValue, listOf, patchOf, plainText, publishSchema } from '#libs/http';
import { schedulesExamples } from './schedules.examples.js';
import { faultOf } from './cron-times.js';
import { missedPolicies } from './schedule.entity.js';

const cron = z
  .string()
  .max(120, { abort: true })
  .transform((text) => text.trim().replace(/\s+/g, ' '))
  .superRefine((text, context) => {
    const message = faultOf(text);
    if (message) context.addIssue({ code: 'custom', message });
  })
  .describe('Minute, hour, day of month, month, weekday; `L` is the last day of a month.')
  .meta({ examples: ['15 2 * * *'] });

const timeZone = z
  .string()
  .max(60, { abort: true })
  .regex(/^[A-Za-z]/, { message: 'must be the name of a time zone', abort: true })
  .refine((zone) => IANAZone.isValidZone(zone), 'must be the name of a time zone')
  .meta({ examples: ['Asia/Kolkata'] });

const missed = z
  .enum(missedPolicies)
  .describe('What happens to runs that were due while nothing ran: nothing, one run, or each (at most 24).');

const input = jsonValue.describe('As the type of job takes it.');
const description = plainText({ max: 300, brackets: false });

export const createScheduleInput = z.strictObject({
  name: z
    .string()
    .max(80)
    .regex(/^[a-z][a-z0-9_.-]*$/, 'must be small letters, digits, . - and _, and begin with a letter')
    .meta({ examples: ['reports.weekly'] }),
  description: description.default(''),
  jobType: z.string().min(1).max(60),
  input: input.default({}),
  cron,
  timeZone: timeZone.optional().describe('By default the business time zone.'),
  missed: missed.default('once'),
  enabled: z.boolean().default(true),
});
publishSchema(createScheduleInput, 'CreateSchedule', schedulesExamples.CreateSchedule);
export type CreateScheduleInput = z.output<typeof createScheduleInput>;

export const changeScheduleInput = patchOf({
  description,
  input,
  cron,
  timeZone,
  missed,
  enabled: z.boolean(),
});
publishSchema(changeScheduleInput, 'UpdateSchedule', schedulesExamples.UpdateSchedule);
export type ChangeScheduleInput = z.output<typeof changeScheduleInput>;

export const scheduleProblems = ['type_unknown', 'input_invalid', 'time_invalid'] as const;

export const scheduleView = z.object({
  id: z.uuid(),
  name: z.string(),
  description: z.string(),
  jobType: z.string(),
  input: z.unknown(),
  cron: z.string(),
  timeZone: z.string(),
  missed: z.enum(missedPolicies),
  enabled: z.boolean(),
  builtIn: z.boolean().describe('Can be switched off, but not deleted.'),
  problem: z
    .enum(scheduleProblems)
    .nullable()
    .describe('Why it does not run although it is enabled: its type is gone, or no longer takes this input.'),
  upcoming: z.array(z.date()).describe('The next five runs; none while it does not run.'),
  lastRunAt: z.date().nullable(),
  lastJobId: z.uuid().nullable(),
  version: z.int(),
  createdAt: z.date(),
  updatedAt: z.date(),
});
publishSchema(scheduleView, 'Schedule', schedulesExamples.Schedule);

export const schedulesView = listOf(scheduleView);

export const startedView = z.object({ jobId: z.uuid() });
publishSchema(startedView, 'StartedRun', schedulesExamples.StartedRun);
