// Work in the background.
import { z } from 'zod';

export const jobSettings = {
  JOB_CONCURRENCY: z.coerce
    .number()
    .int()
    .min(1)
    .max(100)
    .default(8)
    .describe(
      'Jobs that a process works on at once; sixteen times as many light ones, which mostly wait, and a quarter as many heavy ones.',
    ),
  JOBS_PER_PERSON: z.coerce
    .number()
    .int()
    .min(1)
    .default(100)
    .describe('Jobs of one customer or staff member that wait or are under way at a time.'),
  JOB_RETENTION_DAYS: z.coerce
    .number()
    .int()
    .min(1)
    .default(7)
    .describe('How long jobs that have ended are kept; those that failed four times as long.'),
  TOOL_USAGE_DAYS: z.coerce
    .number()
    .int()
    .min(1)
    .max(400)
    .default(90)
    .describe('How long it is kept how often tools were called, by the minute and by whom.'),
};
