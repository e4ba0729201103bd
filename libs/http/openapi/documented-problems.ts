// Which problems a route can answer, as far as its declaration tells: it takes input, names a thing, needs a permission. Each with the
// codes that its document can have.
import { STATUS_CODES } from 'node:http';
import type { OpenAPIObject } from '@nestjs/swagger';
import { documentedHeaders, rateLimitHeaders, retryAfterHeader } from './documented-headers.js';
import { extraCodes } from './operation.js';
import { problemMediaType } from '../problem.js';

interface Response {
  $ref?: string;
  description?: string;
  headers?: Record<string, object>;
  content?: Record<string, { schema: object }>;
}

export interface DocumentedOperation {
  operationId?: string;
  description?: string;
  parameters?: { in: string; name?: string; [more: string]: unknown }[];
  requestBody?: { required?: boolean; content: Record<string, { schema: object }> };
  security?: object[];
  responses: Record<string, Response>;
  [extraCodes]?: readonly string[];
}

/** Statuses that a code is answered with; none for what is no code. */
export type StatusesOf = (code: string) => readonly number[];

/** Headers of requests whose presence tells what a route can answer. In the case of the standards, like all names in the document. */
export const ifMatch = 'If-Match';
export const idempotencyKey = 'Idempotency-Key';

const problem = { $ref: '#/components/schemas/Problem' };
const inFlight = 'IDEMPOTENCY_IN_FLIGHT: the first request with this key is not done yet.';

/** What every route that answers the status can mean by it. */
const meanings: Readonly<
  Record<string, { description: string; codes: readonly string[]; headers?: Record<string, object> }>
> = {
  400: {
    description: 'The request does not have the expected form, or breaks a rule.',
    codes: ['BAD_REQUEST', 'INPUT_INVALID', 'MALFORMED_BODY', 'VALIDATION_FAILED'],
  },
  401: { description: 'A valid access token is needed.', codes: ['UNAUTHENTICATED'] },
  403: { description: 'The caller may not do this.', codes: ['CSRF_REFUSED', 'FORBIDDEN'] },
  404: { description: "Not there, or another customer's.", codes: [] },
  409: { description: inFlight, codes: ['IDEMPOTENCY_IN_FLIGHT'], headers: retryAfterHeader },
  412: { description: 'It has been changed since it was read.', codes: ['PRECONDITION_FAILED'] },
  413: { description: 'The body is too large.', codes: ['BODY_TOO_LARGE'] },
  415: { description: 'The body has another media type.', codes: ['UNSUPPORTED_MEDIA_TYPE'] },
  422: { description: 'The key was sent with another request.', codes: ['IDEMPOTENCY_KEY_REUSED'] },
  429: {
    description: 'Too many requests.',
    codes: ['TOO_MANY_REQUESTS'],
    headers: retryAfterHeader,
  },
  500: { description: 'A fault of the program, which has been reported.', codes: ['INTERNAL'] },
  503: {
    description: 'The database is away or busy.',
    codes: ['DATABASE_BUSY', 'DATABASE_UNAVAILABLE', 'UNAVAILABLE'],
    headers: retryAfterHeader,
  },
};

/** What the operations refer to. */
export function addProblemComponents(document: OpenAPIObject): void {
  const responses = Object.entries(meanings).map(([status, { description, codes, headers }]) => [
    nameOf(status),
    {
      description,
      headers: { ...rateLimitHeaders, ...headers },
      content: problemContent(problemWith(codes)),
    },
  ]);
  Object.assign((document.components!.responses ??= {}), Object.fromEntries(responses));
  Object.assign((document.components!.headers ??= {}), documentedHeaders);
}

/** To be called when it is known who may call the operation. What a route itself says of a problem stays. */
export function addProblems(operation: DocumentedOperation, statusesOf: StatusesOf): void {
  const { responses, [extraCodes]: extra = [] } = operation;
  delete operation[extraCodes];
  // Probes: they answer in a form of their own, and are neither limited nor stopped by the database.
  if (!responses.default) {
    responses['4XX'] = { description: 'Refused by the server itself.', content: problemContent(problem) };
    return;
  }
  for (const response of Object.values(responses))
    response.headers = { ...response.headers, ...rateLimitHeaders };
  const found = codesByStatus(operation);
  for (const code of extra) for (const status of known(code, statusesOf)) add(found, status, [code]);
  for (const [status, { description = '' }] of Object.entries(responses))
    if (Number(status) >= 400) add(found, Number(status), codesIn(description, Number(status), statusesOf));
  for (const [status, codes] of found) respond(operation, status, [...codes].sort());
}

/** To be called for what is read: where the answer has an entity tag, whoever has it already is told so. */
export function addNotModified(operation: DocumentedOperation): void {
  if (!operation.responses[200]?.headers || !('ETag' in operation.responses[200].headers)) return;
  operation.responses[304] = { description: 'You have this version already.' };
  (operation.parameters ??= []).push({
    name: 'If-None-Match',
    in: 'header',
    required: false,
    description: 'The `ETag` of what you have: if it is still the same, it is not sent again.',
    schema: { type: 'string', maxLength: 1000 },
  });
}

/** A problem document with one of these codes; with any, where nothing is known of them. */
export function problemWith(codes: readonly string[], members?: object): object {
  const parts = [
    ...(members ? [members] : []),
    ...(codes.length > 0 ? [{ type: 'object', properties: { code: { type: 'string', enum: codes } } }] : []),
  ];
  return parts.length > 0 ? { allOf: [problem, ...parts] } : problem;
}

type Found = Map<number, Set<string>>;

/** From what it takes and who may call it. */
function codesByStatus({ parameters = [], requestBody, security = [] }: DocumentedOperation): Found {
  const takes = (name: string) => parameters.some((parameter) => parameter.name === name);
  const found: Found = new Map();
  const general = (...statuses: number[]): void => {
    for (const status of statuses) add(found, status, meanings[status]!.codes);
  };
  general(400, 429, 500, 503);
  if (security.length > 0) general(401, 403);
  if (requestBody) general(413, 415);
  if (takes('cursor')) add(found, 400, ['CURSOR_INVALID']);
  if (takes(ifMatch)) {
    general(412);
    add(found, 400, ['ENTITY_TAGS_INVALID']);
  }
  if (takes(idempotencyKey)) {
    general(409, 422);
    add(found, 400, ['IDEMPOTENCY_KEY_INVALID']);
  }
  return found;
}

function add(found: Found, status: number, codes: readonly string[]): void {
  found.set(status, new Set([...(found.get(status) ?? []), ...codes]));
}

function respond(
  { responses, parameters = [] }: DocumentedOperation,
  status: number,
  codes: readonly string[],
): void {
  const general = meanings[status];
  const own = responses[status];
  if (!own && codes.join() === general?.codes.join()) {
    responses[status] = { $ref: `#/components/responses/${nameOf(status)}` };
    return;
  }
  const isIdempotent = parameters.some(({ name }) => name === idempotencyKey);
  const description =
    own && status === 409 && isIdempotent ? `${own.description} ${inFlight}` : own?.description;
  responses[status] = {
    ...own,
    description: description ?? general?.description ?? STATUS_CODES[status]!,
    headers: { ...rateLimitHeaders, ...general?.headers, ...own?.headers },
    // Beside what a standard has routes of it answer instead.
    content: { ...own?.content, ...problemContent(problemWith(codes, membersOf(own))) },
  };
}

/** What the route itself says of the document beside the members of every problem. */
function membersOf(response: Response | undefined): object | undefined {
  const { schema } = response?.content?.[problemMediaType] ?? {};
  return (schema as { allOf?: object[] } | undefined)?.allOf?.[1];
}

/** A description names the codes that it is about. @throws Error for one that is never answered with this status */
function codesIn(description: string, status: number, statusesOf: StatusesOf): string[] {
  const words = description.match(/\b[A-Z][A-Z_]+[A-Z]\b/g) ?? [];
  const codes = words.filter((word) => word.includes('_') || statusesOf(word).length > 0);
  for (const code of codes)
    if (!known(code, statusesOf).includes(status))
      throw new Error(`${code} is no problem of status ${status}.`);
  return codes;
}

function known(code: string, statusesOf: StatusesOf): readonly number[] {
  const statuses = statusesOf(code);
  if (statuses.length === 0) throw new Error(`A route documents ${code}, which nothing answers.`);
  return statuses;
}

function problemContent(schema: object) {
  return { [problemMediaType]: { schema } };
}

function nameOf(status: number | string): string {
  return STATUS_CODES[status]!.replaceAll(' ', '');
}
