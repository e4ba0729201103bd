// The API document as a client generator meets it: whatever route is added is held against this.
import { z } from 'zod';
import type { OpenAPIObject } from '@nestjs/swagger';
import { ValidationPipe } from '#libs/http';
import { apiDocumentOf } from '../../src/api-document.js';
import problemCodes from '../../src/problems/problem-codes.json' with { type: 'json' };
import { startApp, type TestApp } from '../support/app.js';

interface Media {
  schema?: { $ref?: string; type?: string };
}
interface Operation {
  operationId: string;
  summary?: string;
  description?: string;
  tags?: string[];
  security?: Record<string, string[]>[];
  parameters?: { name: string; in: string; schema?: object }[];
  requestBody?: { content: Record<string, Media> };
  responses: Record<string, { description?: string; content?: Record<string, Media>; headers?: object }>;
}
type Schema = Record<string, unknown> & { type?: string | string[]; $ref?: string };

let test: TestApp;
let document: OpenAPIObject & { webhooks: Record<string, { post: Operation }> };
let operations: { name: string; operation: Operation }[];
let schemas: Record<string, Schema>;
beforeAll(async () => {
  test = await startApp();
  document = apiDocumentOf(test.app) as typeof document;
  schemas = document.components!.schemas as Record<string, Schema>;
  operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods as Record<string, Operation>).map(([method, operation]) => ({
      name: `${method.toUpperCase()} ${path}`,
      operation,
    })),
  );
});
afterAll(() => test.close());

/** Names of the operations of which it does not hold. */
const offending = (holds: (operation: Operation) => boolean) =>
  operations.filter(({ operation }) => !holds(operation)).map(({ name }) => name);

it('calls every operation by a name of its own that reads like a call', () => {
  expect(offending(({ operationId }) => /^[a-z]+[A-Z][A-Za-z]*$|^log(?:In|Out)$/.test(operationId))).toEqual(
    [],
  );
  const ids = operations.map(({ operation }) => operation.operationId);
  expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
});

it('says by an imperative verb and its object what an operation does, and describes it', () => {
  // The verb stands first and in its plain form: not "Creates", not "The bookings", not "What was done".
  const imperative =
    /^(?!(?:What|Who|Where|Why|How|The|A|An|Your|All|One|Is|May|Whether)\b)[A-Z][a-z]*[a-rt-z] .*[^.]$/;
  expect(offending(({ summary = '' }) => imperative.test(summary))).toEqual([]);
  expect(offending(({ summary = '' }) => summary.length <= 60)).toEqual([]);
  const summaries = operations.map(({ operation }) => operation.summary);
  expect(summaries.filter((summary, index) => summaries.indexOf(summary) !== index)).toEqual([]);
  // A sentence that has no subject and no verb is a riddle.
  expect(
    offending(({ description = '' }) => !/^(?:And|As|By|With|Of|To|Those|That)\b/.test(description)),
  ).toEqual([]);
  expect(offending(({ description = '' }) => /_Who:_ .+ _Rate class:_ /.test(description))).toEqual([]);
  expect(offending(({ description = '' }) => description.indexOf('_Who:_') > 10)).toEqual([]);
});

it('puts every operation under a tag that is declared, and every tag under one heading', () => {
  const declared = document.tags!.map(({ name }) => name);
  expect(offending(({ tags = [] }) => tags.length === 1 && declared.includes(tags[0]!))).toEqual([]);
  const grouped = (document as never as { 'x-tagGroups': { tags: string[] }[] })['x-tagGroups'];
  expect(grouped.flatMap(({ tags }) => tags).sort()).toEqual([...declared].sort());
});

it('refers to a named schema for every JSON body and answer', () => {
  const isNamed = (content: Record<string, Media> = {}) => {
    const { schema } = content['application/json'] ?? {};
    return schema === undefined || schema.$ref !== undefined;
  };
  expect(offending(({ requestBody }) => isNamed(requestBody?.content))).toEqual([]);
  expect(
    offending(({ responses }) => Object.values(responses).every((answer) => isNamed(answer.content))),
  ).toEqual([]);
  const answers = ({ responses }: Operation) =>
    Object.entries(responses).filter(([status]) => status < '300');
  const saysSomething = (operation: Operation) =>
    answers(operation).every(([status, answer]) => status === '204' || answer.content !== undefined);
  expect(offending(saysSomething)).toEqual([]);
  expect(
    Object.keys(schemas).filter((name) => !/^[A-Z][A-Za-z]*$/.test(name) || /View$|Input$/.test(name)),
  ).toEqual([]);
});

it('refers to nothing that is not there', () => {
  const text = JSON.stringify(document);
  const named = [...text.matchAll(/"\$ref":"#\/components\/(\w+)\/(\w+)"/g)];
  const components = document.components as Record<string, Record<string, unknown>>;
  expect(
    named.filter(([, kind, name]) => !components[kind!]?.[name!]).map(([reference]) => reference),
  ).toEqual([]);
  const used = new Set(named.filter(([, kind]) => kind === 'schemas').map(([, , name]) => name));
  expect(Object.keys(schemas).filter((name) => !used.has(name))).toEqual([]);
});

it('has of every schema of a body or an answer an example that the API takes or gives', () => {
  // What goes out was sent through its schema when the document was made: one that does not fit is an error there.
  const needy = new Set<string>();
  for (const { operation } of [
    ...operations,
    ...Object.values(document.webhooks).map(({ post }) => ({ operation: post })),
  ]) {
    const contents = [
      operation.requestBody?.content,
      ...Object.values(operation.responses).map(({ content }) => content),
    ];
    for (const content of contents) {
      const name = content?.['application/json']?.schema?.$ref?.split('/').at(-1);
      if (name) needy.add(name);
    }
  }
  expect([...needy].filter((name) => !Array.isArray(schemas[name]!.examples))).toEqual([]);
});

it('takes the example of every body', async () => {
  // By name; the pipe is the one that every route has.
  const published = (z.globalRegistry as unknown as { _idmap: ReadonlyMap<string, z.ZodType> })._idmap;
  const pipe = new ValidationPipe();
  const refused: string[] = [];
  for (const { name, operation } of operations) {
    const id = operation.requestBody?.content['application/json']?.schema?.$ref?.split('/').at(-1);
    if (id === undefined) continue;
    const [example] = schemas[id]!.examples as unknown[];
    const metadata = { type: 'body', schema: published.get(id) } as never;
    await pipe
      .transform(example, metadata)
      .catch((error: unknown) => refused.push(`${name}: ${String(error)}`));
    await expect(pipe.transform({ 'not a field': example }, metadata)).rejects.toThrow('VALIDATION_FAILED');
  }
  expect(refused).toEqual([]);
});

it('says how to sign in for what is not public, by schemes that are declared', () => {
  const schemes = Object.keys(document.components!.securitySchemes!);
  expect(schemes.sort()).toEqual(['accessToken', 'apiKey', 'csrfToken', 'sessionCookie']);
  expect(offending(({ security = [], responses }) => security.length === 0 || '401' in responses)).toEqual(
    [],
  );
  const byId = Object.fromEntries(operations.map(({ operation }) => [operation.operationId, operation]));
  expect(byId.listServices!.security).toEqual([]);
  expect(byId.getBooking!.security).toEqual([{ accessToken: [] }, { sessionCookie: [] }, { apiKey: [] }]);
  expect(byId.closeAccount!.security).toEqual([{ accessToken: [] }, { sessionCookie: [], csrfToken: [] }]);
});

it('names the codes of every problem that an operation can answer', () => {
  const codes = new Map(problemCodes.map(({ code, statuses }) => [code, statuses]));
  const wrong: string[] = [];
  for (const { name, operation } of operations)
    for (const [status, answer] of Object.entries(operation.responses)) {
      const text = JSON.stringify(answer.content?.['application/problem+json']?.schema ?? {});
      const named = JSON.parse(/"enum":(\["[A-Z_]+"[^\]]*\])\}\}\}\]/.exec(text)?.[1] ?? '[]') as string[];
      for (const code of named)
        if (!codes.get(code)?.includes(Number(status))) wrong.push(`${name} ${status}: ${code}`);
    }
  expect(wrong).toEqual([]);
  const names = ({ parameters = [] }: Operation) => parameters.some((each) => each.in === 'path');
  expect(offending((operation) => !names(operation) || '404' in operation.responses)).toEqual([
    // A kind that is none is no form that it takes.
    'POST /api/v1/ops/notifications/templates/{kind}/preview',
  ]);
});

it('limits every text and list that it takes', () => {
  const unlimited: string[] = [];
  const visit = (schema: Schema, where: string, seen: ReadonlySet<string>): void => {
    const name = schema.$ref?.split('/').at(-1);
    if (name !== undefined)
      return seen.has(name) ? undefined : visit(schemas[name]!, where, new Set([...seen, name]));
    const types = [schema.type ?? []].flat();
    const isFixed = schema.enum !== undefined || schema.const !== undefined || schema.format !== undefined;
    const isBounded =
      schema.maxLength !== undefined || /^\^.*\$$/.test(String(schema.pattern ?? '').replace(/[*+]/, ''));
    if (types.includes('string') && !isFixed && !isBounded) unlimited.push(where);
    if (types.includes('array') && schema.maxItems === undefined) unlimited.push(where);
    for (const [key, inner] of Object.entries((schema.properties ?? {}) as Record<string, Schema>))
      visit(inner, `${where}.${key}`, seen);
    for (const inner of [schema.items, ...[schema.anyOf ?? [], schema.allOf ?? []].flat()].flat())
      if (inner) visit(inner as Schema, `${where}[]`, seen);
  };
  const known = new Set<string>();
  for (const { name, operation } of operations) {
    for (const { name: parameter, schema } of operation.parameters ?? [])
      visit(schema as Schema, `${name} ${parameter}`, known);
    const body = operation.requestBody?.content['application/json']?.schema;
    if (body) visit(body as Schema, `${name} body`, known);
  }
  expect(unlimited).toEqual([]);
});

it('takes an Idempotency-Key wherever something is created by somebody who is known', () => {
  const creates = operations.filter(
    ({ name, operation }) =>
      name.startsWith('POST') &&
      (operation.responses[201] !== undefined || operation.responses[202] !== undefined),
  );
  const takes = ({ parameters = [] }: Operation) =>
    parameters.some((each) => each.name === 'Idempotency-Key');
  expect(
    creates.filter(({ operation }) => !takes(operation)).map(({ operation }) => operation.operationId),
  ).toEqual([
    // Public ones have no caller whose key it could be; the others send mails or codes, which they limit themselves.
    'registerStaff',
    'requestStaffPasswordReset',
    'registerClient',
    'registerCustomer',
    'resendVerificationLink',
    'resendVerificationCode',
    'requestPasswordReset',
  ]);
});

it('names headers in the case of their standards', () => {
  // `RateLimit-Policy`, `Last-Event-ID`.
  const canonical = /^[A-Z][A-Za-z]*(?:-[A-Z][A-Za-z]*)*$/;
  const headersOf = ({ parameters = [], responses }: Operation) => [
    ...parameters.filter((each) => each.in === 'header').map(({ name }) => name),
    ...Object.values(responses).flatMap(({ headers = {} }) => Object.keys(headers)),
  ];
  expect(offending((operation) => headersOf(operation).every((name) => canonical.test(name)))).toEqual([]);
});

it('lets what the public reads be kept, and known again', () => {
  const isPublic = ({ security = [] }: Operation) => security.length === 0;
  const catalogue = operations.filter(
    ({ name, operation }) => /^GET .*\/(?:services|places|providers)\b/.test(name) && isPublic(operation),
  );
  expect(catalogue.length).toBeGreaterThan(9);
  const kept = ({ responses }: Operation) =>
    ['Cache-Control', 'ETag'].every((header) => header in (responses[200]!.headers ?? {})) &&
    '304' in responses;
  expect(catalogue.filter(({ operation }) => !kept(operation)).map(({ name }) => name)).toEqual([]);
});

it('says of everything that is created where it is', () => {
  const created = operations.filter(({ operation }) => operation.responses[201]);
  const paths = Object.keys(document.paths);
  const hasOwnRoute = (name: string) => paths.some((path) => path.startsWith(`${name.split(' ')[1]}/{`));
  const silent = created.filter(
    ({ operation }) => !JSON.stringify(operation.responses[201]!.headers ?? {}).includes('Location'),
  );
  expect(silent.map(({ name }) => name).filter(hasOwnRoute)).toEqual([
    // It can be deleted, but not read.
    'POST /api/v1/notifications/push-subscriptions',
  ]);
});

it('publishes the messages of webhooks', () => {
  expect(Object.keys(document.webhooks)).toEqual(
    expect.arrayContaining(['booking.cancelled', 'booking.created', 'job.ended', 'webhook.test']),
  );
  const named = Object.values(document.webhooks).map(
    ({ post }) => post.requestBody!.content['application/json']!.schema!.$ref,
  );
  expect(named).toContain('#/components/schemas/BookingCancelledEvent');
  expect(named.every((reference) => reference !== undefined)).toBe(true);
});
