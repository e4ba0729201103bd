// When a failed attempt is followed by another one.
import { randomInt } from 'node:crypto';
import { DomainError } from '#libs/errors';
import type { ErrorCategory, JobError } from './job.entity.js';
import type { JobTypeDefinition } from './job-type.js';

/** Thrown by a handler that knows when trying again makes sense: another server has said so. The policy may want to wait for longer. */
export class TryAgainLater extends Error {
  constructor(
    readonly seconds: number,
    message: string,
  ) {
    super(message);
    this.name = 'TryAgainLater';
  }
}

/** Why an attempt's signal fired. */
export class AttemptStopped extends Error {
  constructor(readonly because: 'cancelled' | 'timed_out' | 'shutdown') {
    super(`The attempt was stopped: ${because}.`);
    this.name = 'Stopped';
  }
}

export interface JobFailure {
  error: JobError;
  /** Whether another attempt could end differently. */
  mayRetry: boolean;
  /** Asked for by the handler. Seconds. */
  notBeforeSeconds: number;
}

const defaultBackoffSeconds = 2;
const defaultLongestSeconds = 3_600;
/** Of a fixed delay. Of a growing one it is the half: those that failed together do not come back together. */
const jitter = 0.1;

export function failureOf(error: unknown): JobFailure {
  if (error instanceof DomainError) {
    // What we depend on is away; everything else is an answer that will be the same.
    const mayRetry = error.kind === 'unavailable' || error.kind === 'too_many_requests';
    const category: ErrorCategory = mayRetry
      ? 'failed'
      : error.kind === 'forbidden'
        ? 'forbidden'
        : 'rejected';
    return toJobFailure(category, error.code, error.detail, mayRetry);
  }
  if (error instanceof AttemptStopped)
    return toJobFailure('timed_out', 'TIMED_OUT', 'It took longer than it may.', true);
  if (error instanceof TryAgainLater)
    return toJobFailure('failed', 'TRY_AGAIN_LATER', error.message, true, error.seconds);
  return toJobFailure('failed', 'FAILED', 'Something unexpected went wrong.', true);
}

export function toJobFailure(
  category: ErrorCategory,
  code: string,
  message: string,
  mayRetry = false,
  notBeforeSeconds = 0,
): JobFailure {
  return { error: { category, code, message }, mayRetry, notBeforeSeconds };
}

/**
 * Seconds until the attempt after `attempt`: the next of the fixed delays with up to a tenth more, or exponential backoff with equal jitter
 * (half of it fixed, half random; Brooker, "Exponential Backoff and Jitter", AWS Architecture Blog, 2015).
 * @param attempt how many were made, not counting those lost with their process; 1, 2, …
 */
export function delayBefore({ retry }: JobTypeDefinition, attempt: number, notBeforeSeconds = 0): number {
  const {
    delaysSeconds,
    backoffSeconds = defaultBackoffSeconds,
    longestBackoffSeconds = defaultLongestSeconds,
  } = retry ?? {};
  const fixed = delaysSeconds?.[attempt - 1];
  const grown = Math.min(backoffSeconds * 2 ** (attempt - 1), longestBackoffSeconds);
  const seconds = fixed === undefined ? grown * (0.5 + 0.5 * chance()) : fixed * (1 + jitter * chance());
  return Math.max(seconds, notBeforeSeconds);
}

/** 0 … 1 */
function chance(): number {
  return randomInt(1_000_001) / 1_000_000;
}
