// What an error looks like to a caller: a problem document (RFC 9457). This file knows which error becomes which document.
import { HttpException } from '@nestjs/common';
import { OptimisticLockError } from '@mikro-orm/core';
import { z } from 'zod';
import { DomainError, type ErrorKind } from '#libs/errors';
import { databaseFault, type DatabaseFault } from '#libs/orm';

export const problemMediaType = 'application/problem+json';

export const problemView = z
  .looseObject({
    type: z.string().describe('Address at which the code is explained, relative to that of the API.'),
    title: z.string().describe('The code in words.'),
    status: z.int(),
    detail: z.string().describe('One sentence for a person.'),
    code: z.string().describe('Stable, for programs.'),
    instance: z.string().optional().describe('Path of the request; absent where no route matched it.'),
    correlationId: z.string().describe('Also in the header `x-correlation-id` and in the log.'),
    issues: z
      .array(z.object({ path: z.string(), message: z.string() }))
      .optional()
      .describe('With VALIDATION_FAILED: what is wrong where.'),
    decisionId: z.uuid().optional().describe('With a refusal (403): staff can look up the reason by it.'),
  })
  .meta({
    id: 'Problem',
    examples: [
      {
        type: '/api/v1/problems/VALIDATION_FAILED',
        title: 'Validation failed',
        status: 400,
        detail: 'The request does not have the expected form.',
        code: 'VALIDATION_FAILED',
        instance: '/api/v1/bookings',
        correlationId: '0b5f2f0e-6d0f-4f6c-9a3f-2f6d1f5f7c11',
        issues: [{ path: 'startsAt', message: 'Invalid ISO datetime' }],
      },
    ],
  });

/** Where the program explains a code (RFC 9457, section 3.1.1), before the code. */
const problemsPath = '/api/v1/problems/';

/** Somebody else was faster: read again, then decide. */
export class PreconditionFailed extends DomainError {
  constructor() {
    super('PRECONDITION_FAILED', 'stale', 'It has been changed since it was read. Read it again.');
  }
}

/** A problem before it belongs to a request. `data` are further members of the document. */
export interface Problem {
  status: number;
  code: string;
  detail: string;
  data?: Readonly<Record<string, unknown>>;
  headers?: Readonly<Record<string, string>>;
  /** Ours, not the caller's: to be reported. */
  failure?: boolean;
}

export const statusOfKind: Readonly<Record<ErrorKind, number>> = {
  invalid: 400,
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  stale: 412,
  unprocessable: 422,
  too_many_requests: 429,
  unavailable: 503,
};

/** Statuses that the framework answers by itself. Its own messages are not used: some repeat what the caller sent. */
const statusProblems: Readonly<Record<number, Omit<Problem, 'status'>>> = {
  400: { code: 'BAD_REQUEST', detail: 'The request cannot be understood.' },
  401: { code: 'UNAUTHENTICATED', detail: 'A valid access token is needed.' },
  403: { code: 'FORBIDDEN', detail: 'You may not do this.' },
  404: { code: 'ROUTE_NOT_FOUND', detail: 'There is nothing at this address.' },
  405: { code: 'METHOD_NOT_ALLOWED', detail: 'This address does not answer that method.' },
  408: { code: 'REQUEST_TIMEOUT', detail: 'The request took too long to arrive.' },
  413: { code: 'BODY_TOO_LARGE', detail: 'The request body is too large.' },
  414: { code: 'URI_TOO_LONG', detail: 'The address is too long.' },
  415: { code: 'UNSUPPORTED_MEDIA_TYPE', detail: 'A body of this type is not taken here.' },
  417: { code: 'EXPECTATION_FAILED', detail: 'Nothing but `expect: 100-continue` can be expected.' },
  429: { code: 'TOO_MANY_REQUESTS', detail: 'Too many requests. Try again later.' },
  431: { code: 'HEADERS_TOO_LARGE', detail: 'The headers of the request are too large.' },
  503: { code: 'UNAVAILABLE', detail: 'This does not work at the moment. Try again later.' },
  505: { code: 'HTTP_VERSION_NOT_SUPPORTED', detail: 'This version of HTTP is not spoken here.' },
};

const internal: Problem = {
  status: 500,
  code: 'INTERNAL',
  detail: 'Something went wrong on our side. It has been reported.',
  failure: true,
};

const databaseProblems: Readonly<Record<DatabaseFault, Problem>> = {
  away: {
    status: 503,
    code: 'DATABASE_UNAVAILABLE',
    detail: 'The database cannot be reached at the moment. Try again later.',
    headers: { 'retry-after': '5' },
    failure: true,
  },
  busy: {
    status: 503,
    code: 'DATABASE_BUSY',
    detail: 'The database could not do this in time. Try again.',
    headers: { 'retry-after': '1' },
    failure: true,
  },
  exhausted: {
    status: 503,
    code: 'DATABASE_EXHAUSTED',
    detail: 'The database lacks room or memory for this at the moment. Try again later.',
    headers: { 'retry-after': '30' },
    failure: true,
  },
  'bad value': { status: 400, code: 'INPUT_INVALID', detail: 'A value of the request cannot be used.' },
};

/** The problem that `error`, whatever it is, stands for. Nothing of an unforeseen error is shown. */
export function problemOf(error: unknown): Problem {
  if (error instanceof DomainError) return domainProblem(error);
  // The update found no row with the version that was read.
  if (error instanceof OptimisticLockError) return domainProblem(new PreconditionFailed());
  const status = httpStatusOf(error);
  if (status) return statusProblem(status);
  const fault = databaseFault(error);
  return fault ? databaseProblems[fault] : internal;
}

/** Of a status that the framework, or nobody but the server, answers by itself. */
export function statusProblem(status: number): Problem {
  const known = statusProblems[status];
  if (known) return { status, ...known, ...(status === 503 && { headers: { 'retry-after': '5' } }) };
  return status >= 500 ? internal : { status, code: 'REQUEST_REFUSED', detail: 'The request was refused.' };
}

/** `SLOT_TAKEN` in words: "Slot taken". */
export function problemTitle(code: string): string {
  const words = code.toLowerCase().replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** What this library answers by itself, beside the errors that are classes. */
export function ownProblems(): readonly Problem[] {
  const byStatus = Object.keys(statusProblems).map((status) => statusProblem(Number(status)));
  const bad = [statusProblem(406), internal];
  return [...byStatus, ...bad, ...Object.values(databaseProblems)];
}

/** The document as it leaves. */
export function problemDocument(problem: Problem, correlationId: string, instance?: string) {
  return {
    ...problem.data,
    type: `${problemsPath}${problem.code}`,
    title: problemTitle(problem.code),
    status: problem.status,
    detail: problem.detail,
    code: problem.code,
    instance,
    correlationId,
  };
}

function domainProblem(error: DomainError): Problem {
  const seconds = error.data.retryAfterSeconds;
  return {
    status: statusOfKind[error.kind],
    code: error.code,
    detail: error.detail,
    data: error.data,
    headers: {
      ...(typeof seconds === 'number' && { 'retry-after': String(Math.ceil(seconds)) }),
      ...(error.kind === 'unauthenticated' && { 'www-authenticate': 'Bearer' }),
    },
  };
}

/** Of a Nest or Fastify error; undefined for everything else. Nest wraps Fastify's errors. */
function httpStatusOf(error: unknown): number | undefined {
  if (error instanceof HttpException) return error.getStatus();
  const { name, statusCode, code } = (error ?? {}) as { name?: string; statusCode?: number; code?: string };
  // The latter: the body ended too early. Fastify gives it the status 400.
  return name === 'FastifyError' || code === 'ECONNRESET' ? statusCode : undefined;
}
