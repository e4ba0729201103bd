// Jobs as they are shown: to whom they belong, and to staff.
import { z } from 'zod';
import { maxAttemptsOf, timeoutOf, type Job, type JobAttempt, type JobTypeDefinition } from '#libs/jobs';

export function toJobView(job: Job) {
  const { subjectType, subjectId, progress: percent, progressStep, progressMessage, cachedFrom } = job;
  return {
    ...fieldsOf(job),
    subject: subjectType && subjectId ? { type: subjectType, id: subjectId } : null,
    progress: { percent, step: progressStep ?? null, message: progressMessage ?? null },
    isCached: cachedFrom != null,
    stream: `job:${job.id}`,
  };
}

function fieldsOf(job: Job) {
  const { id, type, status, priority, attempt, maxAttempts, tags, runAt, createdAt } = job;
  const {
    error = null,
    cancelRequestedAt = null,
    expiresAt = null,
    startedAt = null,
    finishedAt = null,
  } = job;
  return {
    id,
    type,
    status,
    priority,
    attempt,
    maxAttempts,
    tags,
    runAt,
    createdAt,
    error,
    cancelRequestedAt,
    expiresAt,
    startedAt,
    finishedAt,
  };
}

export function shownToStaff(job: Job) {
  const { ownerKind, ownerId, cost, losses, replayOf = null, correlationId = null } = job;
  return {
    ...toJobView(job),
    owner: { kind: ownerKind, id: ownerId },
    cost,
    losses,
    replayOf,
    correlationId,
  };
}

/** @param attempts those that did not complete it */
export function shownInFull(job: Job, attempts: readonly JobAttempt[]) {
  const { attempt: number, status, startedAt, finishedAt } = job;
  const last =
    status === 'completed' && startedAt && finishedAt
      ? [{ number, outcome: 'completed' as const, error: null, startedAt, finishedAt }]
      : [];
  return { ...shownToStaff(job), input: job.input, attempts: [...attempts, ...last] };
}

export function typeShown(definition: JobTypeDefinition) {
  const { type, description, cost, cache, input, output } = definition;
  return {
    type,
    description,
    cost,
    timeoutSeconds: timeoutOf(definition),
    maxAttempts: maxAttemptsOf(definition),
    cachedSeconds: cache?.seconds ?? null,
    input: z.toJSONSchema(input, { io: 'input', unrepresentable: 'any' }),
    output: z.toJSONSchema(output, { io: 'input', unrepresentable: 'any' }),
  };
}
