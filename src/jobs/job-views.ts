// Jobs as they are shown: to whom they belong, and to staff.
import { z } from 'zod';
import type { Job, JobAttempt, JobTypeDefinition } from '#libs/jobs';

const defaultTimeoutSeconds = 60;

export function shown(job: Job) {
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
    ...{ id, type, status, priority, attempt, maxAttempts, tags, runAt, createdAt },
    ...{ error, cancelRequestedAt, expiresAt, startedAt, finishedAt },
  };
}

export function shownToStaff(job: Job) {
  const { ownerKind, ownerId, cost, losses, replayOf = null, correlationId = null } = job;
  return { ...shown(job), owner: { kind: ownerKind, id: ownerId }, cost, losses, replayOf, correlationId };
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

export function typeShown({ type, description, cost, ...rest }: JobTypeDefinition) {
  const { timeoutSeconds = defaultTimeoutSeconds, retry, cache } = rest;
  return {
    ...{ type, description, cost, timeoutSeconds },
    maxAttempts: retry?.delaysSeconds ? retry.delaysSeconds.length + 1 : (retry?.attempts ?? 1),
    cachedSeconds: cache?.seconds ?? null,
    input: z.toJSONSchema(rest.input, { io: 'input', unrepresentable: 'any' }),
    output: z.toJSONSchema(rest.output, { io: 'input', unrepresentable: 'any' }),
  };
}
