// Which problems a route can answer, as far as its declaration tells: it takes input, names a thing, needs a permission.
import { STATUS_CODES } from 'node:http';
import type { OpenAPIObject } from '@nestjs/swagger';
import { problemMediaType } from './problem.js';

interface Response {
  $ref?: string;
  description?: string;
  headers?: Record<string, object>;
}

export interface Operation {
  operationId?: string;
  parameters?: { in: string; name?: string; [more: string]: unknown }[];
  requestBody?: { required?: boolean; content: Record<string, { schema: object }> };
  security?: object[];
  responses: Record<string, Response>;
}

/** Headers of requests whose presence tells what a route can answer. */
export const ifMatch = 'if-match';
export const idempotencyKey = 'idempotency-key';

const schema = { $ref: '#/components/schemas/Problem' };
const header = (type: string, description: string) => ({ description, schema: { type } });

const headers = {
  RateLimitLimit: header('integer', 'Requests that the caller has a minute, of this class of routes.'),
  RateLimitRemaining: header('integer', 'Requests that are left now.'),
  RateLimitReset: header('integer', 'Seconds until all of them are back.'),
  RateLimitPolicy: header('string', 'Name, requests (`q`) and seconds (`w`) of the limit that is nearest.'),
  ETag: header('string', 'The version of it, for `if-match` and `if-none-match`.'),
  RetryAfter: header('integer', 'Seconds to wait before another attempt.'),
};
const rateLimit = {
  'ratelimit-limit': { $ref: '#/components/headers/RateLimitLimit' },
  'ratelimit-remaining': { $ref: '#/components/headers/RateLimitRemaining' },
  'ratelimit-reset': { $ref: '#/components/headers/RateLimitReset' },
  'ratelimit-policy': { $ref: '#/components/headers/RateLimitPolicy' },
};
const retryAfter = { 'retry-after': { $ref: '#/components/headers/RetryAfter' } };

const inFlight = 'IDEMPOTENCY_IN_FLIGHT: the first request with this key is not done yet.';

const meanings: Readonly<Record<string, { description: string; headers?: object }>> = {
  400: { description: 'The request does not have the expected form, or breaks a rule.' },
  401: { description: 'A valid access token is needed.' },
  403: { description: 'The caller may not do this.' },
  404: { description: "Not there, or another customer's." },
  409: { description: inFlight, headers: retryAfter },
  412: { description: 'PRECONDITION_FAILED: it has been changed since it was read.' },
  422: { description: 'IDEMPOTENCY_KEY_REUSED: the key was sent with another request.' },
  429: { description: 'Too many requests.', headers: { ...rateLimit, ...retryAfter } },
  503: { description: 'The database is away or busy.', headers: retryAfter },
};

/** What the operations refer to. */
export function addProblemComponents(document: OpenAPIObject): void {
  const responses = Object.entries(meanings).map(([status, { description, headers }]) => [
    nameOf(status),
    { description, headers, content: { [problemMediaType]: { schema } } },
  ]);
  Object.assign((document.components!.responses ??= {}), Object.fromEntries(responses));
  Object.assign((document.components!.headers ??= {}), headers);
}

/** To be called when it is known who may call the operation. What a route itself says of a problem stays. */
export function addProblems(operation: Operation): void {
  const { responses, parameters = [], requestBody, security = [] } = operation;
  // Probes: they answer in a form of their own, and are neither limited nor stopped by the database.
  if (!responses.default) {
    responses['4XX'] = { description: 'Refused by the server itself.' };
    return;
  }
  for (const response of Object.values(responses)) response.headers = { ...response.headers, ...rateLimit };
  const takes = (name: string) => parameters.some((parameter) => parameter.name === name);
  const own = responses[409];
  if (takes(idempotencyKey) && own) own.description = `${own.description} ${inFlight}`;
  const statuses = [
    ...(parameters.length > 0 || requestBody ? [400] : []),
    ...(security.length > 0 ? [401, 403] : []),
    ...(parameters.some((parameter) => parameter.in === 'path') ? [404] : []),
    ...(takes(ifMatch) ? [412] : []),
    ...(takes(idempotencyKey) ? [409, 422] : []),
    ...[429, 503],
  ];
  for (const status of statuses) responses[status] ??= { $ref: `#/components/responses/${nameOf(status)}` };
}

/** To be called for what is read: where the answer has an entity tag, whoever has it already is told so. */
export function addNotModified(operation: Operation): void {
  if (!operation.responses[200]?.headers || !('etag' in operation.responses[200].headers)) return;
  operation.responses[304] = { description: 'You have this version already.' };
  (operation.parameters ??= []).push({
    name: 'if-none-match',
    in: 'header',
    required: false,
    description: 'The `etag` of what you have: if it is still the same, it is not sent again.',
    schema: { type: 'string' },
  });
}

function nameOf(status: number | string): string {
  return STATUS_CODES[status]!.replaceAll(' ', '');
}
