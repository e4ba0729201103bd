// The operations of the API as tools: their names, forms and effects are read from the document of the API, and a call is a request that the
// program makes to itself as whoever calls. So a tool can neither more nor less than its route, and is checked, limited and recorded like it.
import type { OpenAPIObject } from '@nestjs/swagger';
import { effectOf, oneTransaction, publicSecondsOf } from '#libs/http';
import { withDefinitions, type JsonSchema, type ToolEffect } from '#libs/tools';
import type { Audience } from '../access/actor.js';
import type { RouteAccess } from '../access/access.decorators.js';
import { apiPrefix } from '../config/api-prefix.js';

/** One operation, as far as a tool needs it. */
export interface ApiOperation {
  id: string;
  toolName: string;
  description: string;
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** With `{id}` for what is in the path. */
  path: string;
  access: RouteAccess;
  audience: Audience | null;
  effect: ToolEffect;
  /** Where each argument goes. */
  places: ReadonlyMap<string, 'path' | 'query' | 'body'>;
  /** The body is one argument by the name of `body`: it is no object, or has members that are called like what is in the path. */
  isBodyWhole: boolean;
  takesBody: boolean;
  /** Whether it can be told which version was read, as the argument `ifMatch`. */
  takesVersion: boolean;
  /** Whether one key of the caller has one effect. */
  isIdempotent: boolean;
  /** Whether all that it does is one transaction, which could be given up. */
  isOneTransaction: boolean;
  /** For how long everybody may be given the same answer; null where it is of whoever asks. */
  publicSeconds: number | null;
  input: JsonSchema;
  output: JsonSchema;
}

interface Parameter {
  name: string;
  in: string;
  required?: boolean;
  description?: string;
  schema: JsonSchema;
}
type Content = Record<string, { schema: JsonSchema }>;
interface DocumentedOperation {
  operationId: string;
  summary: string;
  description: string;
  parameters?: Parameter[];
  requestBody?: { required?: boolean; content: Content };
  responses: Record<string, { content?: Content }>;
  'x-permission': RouteAccess;
  'x-audience': Audience | 'everybody';
  [effectOf]?: ToolEffect;
  [oneTransaction]?: true;
  [publicSecondsOf]?: number;
}

const jsonType = 'application/json';
const methods = { get: 'GET', post: 'POST', put: 'PUT', patch: 'PATCH', delete: 'DELETE' } as const;

/** What stands in for the answer of an operation that answers nothing. */
const nothing: JsonSchema = { type: 'object', properties: {} };

/** Every operation of the API that takes and answers JSON. */
export function apiOperations(document: OpenAPIObject): ApiOperation[] {
  const components = (document.components?.schemas ?? {}) as Record<string, JsonSchema>;
  const paths = Object.entries(document.paths).filter(([path]) => path.startsWith(`/${apiPrefix}/`));
  return paths.flatMap(([path, item]) =>
    Object.entries(item as Record<string, DocumentedOperation>).flatMap(([method, operation]) => {
      const known = methods[method as keyof typeof methods];
      const made = known && operationOf(path, known, operation, components);
      return made ? [made] : [];
    }),
  );
}

function operationOf(
  path: string,
  method: ApiOperation['method'],
  operation: DocumentedOperation,
  components: Readonly<Record<string, JsonSchema>>,
): ApiOperation | undefined {
  const output = answerOf(operation);
  const body = operation.requestBody?.content;
  if (!output || (body && !(jsonType in body))) return undefined;
  const parameters = operation.parameters ?? [];
  const header = (name: string) => parameters.some((each) => each.in === 'header' && each.name === name);
  const form = argumentsOf(operation, body?.[jsonType]?.schema, components);
  const takesVersion = header('If-Match');
  if (takesVersion) form.properties.ifMatch = versionArgument;
  return {
    id: operation.operationId,
    toolName: `${domainOf(path)}.${snakeCase(operation.operationId)}`,
    description: `${operation.summary}. ${plain(operation.description)}`,
    method,
    path,
    access: operation['x-permission'],
    audience: operation['x-audience'] === 'everybody' ? null : operation['x-audience'],
    effect: operation[effectOf] ?? (method === 'GET' ? 'read' : 'write'),
    places: form.places,
    isBodyWhole: form.isBodyWhole,
    takesBody: body !== undefined,
    takesVersion,
    isIdempotent: header('Idempotency-Key'),
    isOneTransaction: operation[oneTransaction] === true,
    publicSeconds: operation[publicSecondsOf] ?? null,
    input: withDefinitions(
      {
        type: 'object',
        properties: form.properties,
        ...(form.required.length > 0 && { required: form.required }),
        additionalProperties: false,
      },
      components,
    ),
    output: withDefinitions(output, components),
  };
}

const versionArgument = {
  type: 'string',
  maxLength: 1000,
  description:
    'The `version` of what you have read, in quotes: "3". If it has been changed since, nothing is done.',
};

/** Undefined for what answers something else: files, streams, pages. */
function answerOf({ responses }: DocumentedOperation): JsonSchema | undefined {
  const [status, answer] = Object.entries(responses).find(([each]) => each.startsWith('2')) ?? [];
  if (!answer) return undefined;
  if (!answer.content) return status === '204' ? nothing : undefined;
  return answer.content[jsonType]?.schema;
}

interface ArgumentForm {
  properties: Record<string, unknown>;
  required: string[];
  places: Map<string, 'path' | 'query' | 'body'>;
  isBodyWhole: boolean;
}

/** What is in the path, the query and the body, side by side. */
function argumentsOf(
  { parameters = [], requestBody }: DocumentedOperation,
  body: JsonSchema | undefined,
  components: Readonly<Record<string, JsonSchema>>,
): ArgumentForm {
  const form: ArgumentForm = { properties: {}, required: [], places: new Map(), isBodyWhole: false };
  const take = (name: string, place: 'path' | 'query' | 'body', schema: unknown, isRequired: boolean) => {
    form.properties[name] = schema;
    form.places.set(name, place);
    if (isRequired) form.required.push(name);
  };
  for (const { name, in: place, required = false, description, schema } of parameters)
    if (place === 'path' || place === 'query')
      take(name, place, description ? { ...schema, description } : schema, required);
  if (!body) return form;
  const members = membersOf(body, components);
  form.isBodyWhole = !members || Object.keys(members.properties).some((name) => form.places.has(name));
  const isBodyNeeded = requestBody?.required ?? false;
  if (form.isBodyWhole) take('body', 'body', body, isBodyNeeded);
  else
    for (const [name, schema] of Object.entries(members!.properties))
      take(name, 'body', schema, isBodyNeeded && members!.required.includes(name));
  return form;
}

/** Of a plain object. Undefined for one of several forms, and for what is none. */
function membersOf(
  schema: JsonSchema,
  components: Readonly<Record<string, JsonSchema>>,
): { properties: Record<string, unknown>; required: readonly string[] } | undefined {
  const { $ref } = schema as { $ref?: string };
  const own = ($ref ? components[$ref.split('/').at(-1)!] : schema) as {
    type?: string;
    properties?: Record<string, unknown>;
    required?: readonly string[];
    additionalProperties?: unknown;
  };
  if (own.type !== 'object' || !own.properties || typeof own.additionalProperties === 'object')
    return undefined;
  return { properties: own.properties, required: own.required ?? [] };
}

/** `bookings` of `/api/v1/ops/bookings/{id}`. */
function domainOf(path: string): string {
  const [first, second] = path.slice(apiPrefix.length + 2).split('/');
  return (first === 'ops' && second ? second : first!).replaceAll('-', '_');
}

/** Without the note on who may call, which whoever reads it here may. */
function plain(description: string): string {
  return description.replace(/\n\n_Who:_.*$/s, '');
}

/** `create_booking` of `createBooking`. */
function snakeCase(name: string): string {
  return name.replace(/[A-Z]+/g, (letters) => `_${letters.toLowerCase()}`).replace(/^_/, '');
}
