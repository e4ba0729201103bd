// The API document (OpenAPI 3.1) from the routes and their schemas, and the page that shows it.
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { deprecationOf } from './deprecated.js';
import { deprecationHeaders } from './documented-headers.js';
import {
  addNotModified,
  addProblemComponents,
  addProblems,
  type DocumentedOperation,
  type StatusesOf,
} from './documented-problems.js';
import { SchemaComponents } from './json-schema.js';
import { problemView } from '../problem.js';
import { documentationPolicy, newNonce, pageHeaders } from '../security-headers.js';
import { webhooksOf, type PublishedMessage } from './documented-webhooks.js';

/** What only the program knows of a route: who may call it, and how often. */
export interface RouteTerms {
  /** Ways to say who calls, one of which is enough; none for everybody. */
  security: Readonly<Record<string, string[]>>[];
  /** Closes the description. */
  note: string;
  extensions: Readonly<Record<`x-${string}`, unknown>>;
}

export interface DocumentationOptions {
  info: { title: string; description: string; version: string; contact: object; license: object };
  /** What it is about, by name. */
  tags: Readonly<Record<string, string>>;
  /** Names of tags, by the heading under which they stand. */
  tagGroups: Readonly<Record<string, readonly string[]>>;
  securitySchemes: Readonly<Record<string, object>>;
  /** @param path as it is registered: `/api/v1/bookings/:id` */
  termsOf(method: string, path: string): RouteTerms;
  statusesOf: StatusesOf;
  messages: readonly PublishedMessage[];
}

export function apiDocument(app: NestFastifyApplication, options: DocumentationOptions): OpenAPIObject {
  const builder = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .addServer('/', 'Production, or whatever environment the document was read from.');
  for (const [name, description] of Object.entries(options.tags)) builder.addTag(name, description);
  const components = new SchemaComponents();
  const document = SwaggerModule.createDocument(app, builder.build(), {
    standardSchemaConverter: (schema, { schemaType }) => {
      const converted = components.refer(schema, schemaType);
      return converted && { schema: converted };
    },
  });
  components.refer(problemView, 'output');
  addProblemComponents(document);
  for (const [path, operations] of Object.entries(document.paths))
    for (const [method, operation] of Object.entries(operations) as [string, DocumentedOperation][]) {
      const terms = options.termsOf(method.toUpperCase(), path.replace(/\{(\w+)\}/g, ':$1'));
      applyTerms(operation, terms);
      addProblems(operation, options.statusesOf);
      if (method === 'get') addNotModified(operation);
      addDeprecation(operation);
    }
  const webhooks = webhooksOf(options.messages, components);
  const schemas = components.all();
  for (const operation of Object.values(document.paths).flatMap(
    (path) => Object.values(path) as DocumentedOperation[],
  ))
    letBodyBeLeftOut(operation, schemas);
  const whole = Object.assign(document, {
    info: options.info,
    webhooks,
    servers: document.servers?.map((server) => ({ ...server, 'x-internal': false })),
    'x-tagGroups': Object.entries(options.tagGroups).map(([name, tags]) => ({ name, tags })),
    components: { ...document.components, schemas, securitySchemes: options.securitySchemes },
  });
  dropUnused(whole);
  return whole;
}

/** Answers that no operation gives, and headers that none has. */
function dropUnused(document: OpenAPIObject): void {
  const components = document.components as Record<string, Record<string, unknown>>;
  for (const kind of ['responses', 'headers']) {
    const text = JSON.stringify(document);
    for (const name of Object.keys(components[kind]!))
      if (!text.includes(`"#/components/${kind}/${name}"`)) delete components[kind]![name];
  }
}

/** Serves the page at `/docs` and the document at `/docs-json`. */
export function serveDocumentation(app: NestFastifyApplication, document: () => OpenAPIObject): void {
  app
    .getHttpAdapter()
    .getInstance()
    .addHook('onRoute', (route) => {
      if (route.url.startsWith('/docs')) route.onSend = [styleDocumentation, ...[route.onSend ?? []].flat()];
    });
  SwaggerModule.setup('docs', app, document, {
    raw: ['json'],
    swaggerOptions: { persistAuthorization: true },
  });
}

/** Hook (`onSend`, before compression): the style sheets in the page get the nonce that its policy names. */
function styleDocumentation(
  _request: FastifyRequest,
  reply: FastifyReply,
  page: unknown,
  done: (error: null, page: unknown) => void,
): void {
  const nonce = newNonce();
  reply.headers(pageHeaders).header('content-security-policy', documentationPolicy(nonce));
  done(null, typeof page === 'string' ? page.replaceAll('<style>', `<style nonce="${nonce}">`) : page);
}

function applyTerms(operation: DocumentedOperation, { security, note, extensions }: RouteTerms): void {
  const description = [operation.description, note].filter(Boolean).join('\n\n');
  Object.assign(operation, { description, security, ...extensions });
}

function addDeprecation(
  operation: DocumentedOperation & { [deprecationOf]?: string; deprecated?: boolean },
): void {
  if (operation[deprecationOf] === undefined) return;
  operation.deprecated = true;
  for (const response of Object.values(operation.responses))
    if (!response.$ref) response.headers = { ...response.headers, ...deprecationHeaders };
}

/** A body whose schema has a default need not be sent; Nest calls every body required. */
function letBodyBeLeftOut(
  { requestBody }: DocumentedOperation,
  schemas: Readonly<Record<string, object>>,
): void {
  const { schema } = (requestBody?.content['application/json'] ?? {}) as { schema?: { $ref?: string } };
  const named = schema?.$ref && schemas[schema.$ref.split('/').at(-1)!];
  if ((schema && 'default' in schema) || (named && 'default' in named)) requestBody!.required = false;
}
