// Work that outlives the request that asked for it. This row is the truth about it: what the queue holds is only that it is to be looked at.
import { defineEntity, p } from '@mikro-orm/core';
import { idColumn, timestampColumns } from '#libs/orm';
import { jobCosts } from './job-type.js';

export const jobStatuses = ['queued', 'processing', 'completed', 'failed', 'cancelled'] as const;
export type JobStatus = (typeof jobStatuses)[number];

/** Who asked for it: `system` for what nobody asked for at that moment. */
export const jobOwnerKinds = ['customer', 'staff', 'system'] as const;

/** Why it did not end well. `rejected` by a rule of the domain: trying again would not help. `lost` with too many processes. */
export const errorCategories = [
  'rejected',
  'failed',
  'timed_out',
  'expired',
  'lost',
  'forbidden',
  'unknown_type',
] as const;
export type ErrorCategory = (typeof errorCategories)[number];

export interface JobError {
  category: ErrorCategory;
  /** Of the domain error, or of the system. */
  code: string;
  /** For people. Never of an unexpected error: what libraries say may be personal. */
  message: string;
}

const JobSchema = defineEntity({
  name: 'Job',
  tableName: 'jobs',
  checks: [
    { name: 'jobs_priority_check', expression: 'priority >= 0 and priority <= 9' },
    { name: 'jobs_progress_check', expression: 'progress >= 0 and progress <= 100' },
    { name: 'jobs_attempts_check', expression: 'attempt >= 0 and max_attempts >= 1' },
    {
      name: 'jobs_finished_check',
      expression: `(status in ('completed', 'failed', 'cancelled')) = (finished_at is not null)`,
    },
    { name: 'jobs_processing_check', expression: `(status = 'processing') = (run_id is not null)` },
  ],
  indexes: [
    // Ids are in the order of time, so lists need no index by time. As few as can be: each change of state writes to all of them.
    { name: 'jobs_owner_index', properties: ['ownerId', 'id'] },
    { name: 'jobs_type_index', properties: ['type', 'id'] },
    {
      name: 'jobs_subject_index',
      expression: (columns, table, index) =>
        `create index "${index}" on ${table} ("${columns.subjectId}", "${columns.id}") where subject_id is not null`,
    },
    {
      name: 'jobs_tags_index',
      expression: (columns, table, index) =>
        `create index "${index}" on ${table} using gin ("${columns.tags}") where tags <> '{}'`,
    },
    {
      name: 'jobs_unique_key_unique',
      expression: (columns, table, index) =>
        `create unique index "${index}" on ${table} ("${columns.uniqueKey}") where unique_key is not null`,
    },
    {
      name: 'jobs_due_index',
      expression: (columns, table, index) =>
        `create index "${index}" on ${table} ("${columns.cost}", "${columns.orderAt}", "${columns.position}") where status = 'queued' and handed_at is null`,
    },
    {
      name: 'jobs_handed_index',
      expression: (columns, table, index) =>
        `create index "${index}" on ${table} ("${columns.cost}", "${columns.handedAt}") where status = 'queued' and handed_at is not null`,
    },
    {
      // Nearly always empty.
      name: 'jobs_lost_index',
      expression: (columns, table, index) =>
        `create index "${index}" on ${table} ("${columns.cost}") where status = 'queued' and handed_at is null and losses > 0`,
    },
    {
      name: 'jobs_worker_index',
      expression: (columns, table, index) =>
        `create index "${index}" on ${table} ("${columns.workerId}") where status = 'processing'`,
    },
    {
      name: 'jobs_expiry_index',
      expression: (columns, table, index) =>
        `create index "${index}" on ${table} ("${columns.expiresAt}") where status = 'queued' and expires_at is not null`,
    },
    {
      // The last in line of each owner: the next one comes behind it.
      name: 'jobs_line_index',
      expression: (columns, table, index) =>
        `create index "${index}" on ${table} ("${columns.ownerId}", "${columns.cost}", "${columns.orderAt}") where status = 'queued'`,
    },
    {
      name: 'jobs_sequence_index',
      expression: (columns, table, index) =>
        `create index "${index}" on ${table} ("${columns.sequenceKey}", "${columns.position}") where status in ('queued', 'processing')`,
    },
    {
      name: 'jobs_debounce_unique',
      expression: (columns, table, index) =>
        `create unique index "${index}" on ${table} ("${columns.type}", "${columns.ownerId}", "${columns.debounceKey}") where status = 'queued' and handed_at is null and debounce_key is not null`,
    },
    {
      name: 'jobs_finished_index',
      expression: (columns, table, index) =>
        `create index "${index}" on ${table} ("${columns.finishedAt}") where finished_at is not null`,
    },
    {
      name: 'jobs_cache_index',
      expression: (columns, table, index) =>
        `create index "${index}" on ${table} ("${columns.fingerprint}", "${columns.cachedUntil}") where cached_until is not null`,
    },
  ],
  properties: {
    id: idColumn(),
    /** In the order in which they came. */
    position: p.bigint('number').autoincrement(),
    type: p.string().length(60),
    ownerKind: p.enum(jobOwnerKinds),
    /** Of `system` the task. */
    ownerId: p.string().length(80),
    /** What it is about, as in the audit log: `booking`. */
    subjectType: p.string().length(32).nullable(),
    subjectId: p.string().length(80).nullable(),
    status: p.enum(jobStatuses).default('queued'),
    cost: p.enum(jobCosts),
    /** 0 … 9; see `order.ts`. */
    priority: p.smallint().default(5),
    input: p.json().$type<unknown>(),
    result: p.json().$type<unknown>().nullable(),
    /** Of the last attempt that failed. */
    error: p.json().$type<JobError>().nullable(),
    progress: p.smallint().default(0),
    progressStep: p.string().length(80).nullable(),
    progressMessage: p.string().length(300).nullable(),
    /** Attempts that have begun. */
    attempt: p.smallint().default(0),
    maxAttempts: p.smallint().default(1),
    /** How often the process that worked on it was lost. */
    losses: p.smallint().default(0),
    /** Not before. */
    runAt: p.datetime(),
    /** Its place in the line: an instant, so that nothing waits for ever behind what is more urgent (`order.ts`). */
    orderAt: p.datetime(),
    /** What has not begun by then is not done at all. */
    expiresAt: p.datetime().nullable(),
    /** When it was handed to the queue. */
    handedAt: p.datetime().nullable(),
    /** Counts the handings: an older delivery is void. */
    delivery: p.integer().default(0),
    workerId: p.uuid().nullable(),
    /** Whoever knows it may end the attempt: made anew with every attempt, so that a worker that was given up changes nothing. */
    runId: p.uuid().nullable(),
    cancelRequestedAt: p.datetime().nullable(),
    /** Of two with one key the later waits for the earlier to end. */
    sequenceKey: p.string().length(200).nullable(),
    /** A second one with this key takes the place of one that has not begun. */
    debounceKey: p.string().length(120).nullable(),
    /** There is never a second one with this key. */
    uniqueKey: p.string().length(200).nullable(),
    tags: p.array().default([]),
    /** SHA-256, hex, of what decides the result, and of who may see it. */
    fingerprint: p.string().columnType('char(64)').nullable(),
    /** Until when its result answers the same question; null once it was invalidated. */
    cachedUntil: p.datetime().nullable(),
    /** Whose result it took. */
    cachedFrom: p.uuid().nullable(),
    /** Which dead one it repeats. */
    replayOf: p.uuid().nullable(),
    /** The one that repeats it. */
    replayedAs: p.uuid().nullable(),
    correlationId: p.string().length(64).nullable(),
    startedAt: p.datetime().nullable(),
    finishedAt: p.datetime().nullable(),
    ...timestampColumns(),
  },
});
export class Job extends JobSchema.class {}
JobSchema.setClass(Job);

export const attemptOutcomes = ['failed', 'cancelled', 'lost', 'returned'] as const;
/** `lost` with its process; `returned` because that was to stop. */
export type AttemptOutcome = (typeof attemptOutcomes)[number];

const JobAttemptSchema = defineEntity({
  name: 'JobAttempt',
  tableName: 'job_attempts',
  properties: {
    job: () => p.manyToOne(Job).mapToPk().primary().deleteRule('cascade'),
    /** The run id of the attempt. */
    runId: p.uuid().primary(),
    number: p.smallint(),
    workerId: p.uuid().nullable(),
    outcome: p.enum(attemptOutcomes),
    error: p.json().$type<JobError>().nullable(),
    startedAt: p.datetime(),
    finishedAt: p.datetime(),
    ...timestampColumns(),
  },
});
/** An attempt that is over, and did not complete the job: of the one that did, all is in the job itself. */
export class JobAttempt extends JobAttemptSchema.class {}
JobAttemptSchema.setClass(JobAttempt);

const JobWorkerSchema = defineEntity({
  name: 'JobWorker',
  tableName: 'job_workers',
  properties: {
    id: idColumn(),
    host: p.string().length(120),
    pid: p.integer(),
    startedAt: p.datetime(),
    /** By the clock of the database, which all processes share. Silent for long, it is taken for dead. */
    seenAt: p.datetime().index(),
    ...timestampColumns(),
  },
});
/** A process that works on jobs. */
export class JobWorker extends JobWorkerSchema.class {}
JobWorkerSchema.setClass(JobWorker);
