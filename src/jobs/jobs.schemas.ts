import { z } from 'zod';
import { codeText, ListForm, listOf, pageOf, publishSchema } from '#libs/http';
import { attemptOutcomes, errorCategories, jobOwnerKinds, jobStatuses } from '#libs/jobs';
import { jobsExamples } from './jobs.examples.js';

const jobStatus = z.enum(jobStatuses).meta({ id: 'JobStatus' });
const monthSeconds = 30 * 86_400;
const tag = z
  .string()
  .max(40)
  .regex(/^[a-z0-9][a-z0-9:_-]{0,39}$/, 'must be 1 to 40 of a-z, 0-9, : _ -');

export const askForJobInput = z
  .strictObject({
    type: codeText({ max: 60 }).meta({ examples: ['conversation.export'] }),
    input: z.unknown().describe('What the type takes: see `GET /jobs/types`.'),
    priority: z
      .int()
      .min(0)
      .max(9)
      .default(5)
      .describe(
        '0 (whenever) to 9 (at once). Each step counts as having asked a minute earlier. Customers: at most 7.',
      ),
    delaySeconds: z
      .int()
      .min(0)
      .max(monthSeconds)
      .default(0)
      .describe('Seconds to wait before the job may begin.'),
    expiresInSeconds: z
      .int()
      .min(1)
      .max(monthSeconds)
      .optional()
      .describe('A job that has not begun by then is not done.'),
    debounce: z
      .strictObject({
        key: codeText({ max: 60 }),
        seconds: z.int().min(1).max(3_600),
      })
      .optional()
      .describe(
        'Begins this long after the last request with the key; earlier ones that have not begun are replaced.',
      ),
    tags: z.array(tag).max(10).default([]),
    isFresh: z
      .boolean()
      .default(false)
      .describe('Do the work again, even if the result of an equal job is known.'),
  })
  .refine((job) => job.expiresInSeconds === undefined || job.expiresInSeconds > secondsBefore(job), {
    message: 'must be longer than it is to wait: it could never begin',
    path: ['expiresInSeconds'],
  });
publishSchema(askForJobInput, 'CreateJob', jobsExamples.CreateJob);
export type AskForJobInput = z.output<typeof askForJobInput>;

/** How long a job is to wait at the least. */
export function secondsBefore({
  delaySeconds,
  debounce,
}: {
  delaySeconds: number;
  debounce?: { seconds: number };
}): number {
  return Math.max(delaySeconds, debounce?.seconds ?? 0);
}

export const jobErrorView = z.object({
  category: z.enum(errorCategories),
  code: z.string(),
  message: z.string(),
});
publishSchema(jobErrorView, 'JobError', jobsExamples.JobError);

const jobProgressView = z.object({
  percent: z.number().int(),
  step: z.string().nullable(),
  message: z.string().nullable(),
});
publishSchema(jobProgressView, 'JobProgress', jobsExamples.JobProgress);

export const jobView = z.object({
  id: z.uuid(),
  type: z.string(),
  status: jobStatus,
  subject: z.object({ type: z.string(), id: z.string() }).nullable(),
  priority: z.number().int(),
  progress: jobProgressView,
  attempt: z.number().int().describe('Attempts that have begun.'),
  maxAttempts: z.number().int(),
  error: jobErrorView.nullable().describe('Error of the last attempt that failed.'),
  tags: z.array(z.string()),
  isCached: z.boolean().describe('The answer was known from an earlier job.'),
  cancelRequestedAt: z.date().nullable(),
  runAt: z.date(),
  expiresAt: z.date().nullable(),
  createdAt: z.date(),
  startedAt: z.date().nullable(),
  finishedAt: z.date().nullable(),
  stream: z.string().describe('Follow it for progress: `GET /streams/{stream}/events`.'),
});
publishSchema(jobView, 'Job', jobsExamples.Job);
export const jobsView = pageOf(jobView);

export const jobStatusView = jobView.pick({
  id: true,
  status: true,
  progress: true,
  error: true,
  finishedAt: true,
});
publishSchema(jobStatusView, 'JobStatusReport', jobsExamples.JobStatusReport);

export const jobResultView = z.object({
  id: z.uuid(),
  type: z.string(),
  finishedAt: z.date(),
  result: z.unknown(),
});
publishSchema(jobResultView, 'JobResult', jobsExamples.JobResult);

const jobTypeView = z.object({
  type: z.string(),
  description: z.string(),
  cost: z.string(),
  timeoutSeconds: z.number(),
  maxAttempts: z.number().int(),
  cachedSeconds: z.number().nullable(),
  input: z.record(z.string(), z.unknown()).describe('JSON Schema'),
  output: z.record(z.string(), z.unknown()).describe('JSON Schema'),
});
publishSchema(jobTypeView, 'JobType', jobsExamples.JobType);
export const jobTypesView = listOf(jobTypeView);

const jobPeriod = { of: 'createdAt', is: 'The job was asked for' };

const jobFilters = {
  status: jobStatus.optional(),
  type: codeText({ max: 60 }).optional(),
  tag: tag.optional(),
};

// Ids are in the order of time.
export const jobsList = new ListForm({
  sortBy: { createdAt: 'id', priority: 'number', runAt: 'instant' },
  default: '-createdAt',
  period: jobPeriod,
  filters: jobFilters,
});
export type JobsQuery = z.output<typeof jobsList.query>;

// For staff.

export const opsJobsList = new ListForm({
  // Of everybody, there are too many to be sorted without an index.
  sortBy: { createdAt: 'id' },
  default: '-createdAt',
  period: jobPeriod,
  filters: {
    ...jobFilters,
    ownerKind: z.enum(jobOwnerKinds).optional(),
    ownerId: codeText({ max: 80 }).optional(),
    subjectId: codeText({ max: 80 }).optional(),
    category: z.enum(errorCategories).optional().describe('Kind of failure.'),
  },
});
export type OpsJobsQuery = z.output<typeof opsJobsList.query>;

export const opsJobView = jobView.extend({
  owner: z.object({ kind: z.enum(jobOwnerKinds), id: z.string() }),
  cost: z.string(),
  losses: z.number().int().describe('How many processes were lost while they worked on it.'),
  replayOf: z.uuid().nullable(),
  correlationId: z.string().nullable(),
});
publishSchema(opsJobView, 'OwnedJob', jobsExamples.OwnedJob);
export const opsJobsView = pageOf(opsJobView);

export const opsJobDetailView = opsJobView.extend({
  input: z.unknown(),
  attempts: z
    .array(
      z.object({
        number: z.number().int(),
        outcome: z.enum([...attemptOutcomes, 'completed']),
        error: jobErrorView.nullable(),
        startedAt: z.date(),
        finishedAt: z.date(),
      }),
    )
    .describe('Those that are over, the oldest first.'),
});
publishSchema(opsJobDetailView, 'OwnedJobDetail', jobsExamples.OwnedJobDetail);

export const replayInput = z.strictObject({
  input: z.unknown().optional().describe('Replaces the input of the original job.'),
});
publishSchema(replayInput, 'ReplayJob', jobsExamples.ReplayJob);
export type ReplayInput = z.output<typeof replayInput>;

/** Which of the jobs that can still be cancelled, or done again. One condition at least: never all there are. */
export const bulkInput = z
  .strictObject({
    type: codeText({ max: 60 }).optional(),
    tag: tag.optional(),
    category: z.enum(errorCategories).optional(),
    ownerId: codeText({ max: 80 }).optional(),
    since: z.iso
      .datetime({ offset: true })
      .transform((text) => new Date(text))
      .optional()
      .describe('Only jobs that were asked for since this time.'),
    limit: z.int().min(1).max(1_000).default(100),
  })
  .refine((input) => Object.keys(input).some((name) => name !== 'limit'), {
    message: 'give at least one condition',
  });
publishSchema(bulkInput, 'JobSelection', jobsExamples.JobSelection);
export type BulkInput = z.output<typeof bulkInput>;

export const bulkView = z.object({
  count: z.number().int(),
  isMore: z.boolean().describe('True when more jobs match than were changed: send the request again.'),
});
publishSchema(bulkView, 'JobSelectionResult', jobsExamples.JobSelectionResult);

export const cacheQuery = z.strictObject({ type: codeText({ max: 60 }).optional() });
export type CacheQuery = z.output<typeof cacheQuery>;

export const invalidatedView = z.object({ count: z.number().int() });
publishSchema(invalidatedView, 'InvalidatedResults', jobsExamples.InvalidatedResults);

export const jobFiguresView = z.object({
  backend: z.string().describe('What the queue runs on: `redis`, `postgres`, `embedded`.'),
  lines: z.array(
    z.object({
      cost: z.string(),
      waiting: z.number().int().describe('Due, but begun by no worker yet.'),
      later: z.number().int().describe('Not due yet.'),
      processing: z.number().int(),
      oldestWaitingSeconds: z.number(),
    }),
  ),
  workers: z.array(
    z.object({
      id: z.uuid(),
      host: z.string(),
      pid: z.number().int(),
      startedAt: z.date(),
      seenAt: z.date(),
    }),
  ),
  types: z
    .array(
      z.object({
        type: z.string(),
        completed: z.number().int(),
        failed: z.number().int(),
        cancelled: z.number().int(),
        cached: z.number().int(),
        p50Seconds: z.number().nullable(),
        p95Seconds: z.number().nullable(),
      }),
    )
    .describe('Types of the jobs that ended in the last 24 hours.'),
});
publishSchema(jobFiguresView, 'JobFigures', jobsExamples.JobFigures);
