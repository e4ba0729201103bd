// The API document (OpenAPI 3.1) from the routes and their schemas, and the page that shows it.
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { addNotModified, addProblemComponents, addProblems, type Operation } from './documented-problems.js';
import { jsonSchemaOf } from './json-schema.js';
import { problemView } from './problem.js';
import { documentationPolicy, newNonce, pageHeaders } from './security-headers.js';

export interface DocumentationOptions {
  title: string;
  description: string;
  version: string;
  tags: Readonly<Record<string, string>>;
  /** Who may call the handler: null for everybody, else the permission it takes. */
  permissionOf(controller: string, handler: string): string | null;
}

const bearer = 'bearer';

export function apiDocument(app: NestFastifyApplication, options: DocumentationOptions): OpenAPIObject {
  const builder = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle(options.title)
    .setDescription(options.description)
    .setVersion(options.version)
    .addServer('/')
    .addBearerAuth({ type: 'http', scheme: 'bearer', bearerFormat: 'JWT' }, bearer);
  for (const [name, description] of Object.entries(options.tags)) builder.addTag(name, description);

  const permissions = new Map<string, string | null>();
  const document = SwaggerModule.createDocument(app, builder.build(), {
    operationIdFactory: (controller, handler) => {
      const id = `${controller.replace(/Controller$/, '')}_${handler}`;
      permissions.set(id, options.permissionOf(controller, handler));
      return id;
    },
    standardSchemaConverter: (schema, { schemaType }) => jsonSchemaOf(schema, schemaType),
  });
  Object.assign((document.components!.schemas ??= {}), jsonSchemaOf(problemView, 'output')!.components);
  addProblemComponents(document);
  const operations = Object.values(document.paths).flatMap(
    (path) => Object.entries(path) as [method: string, operation: Operation][],
  );
  for (const [method, operation] of operations) {
    protect(operation, permissions.get(operation.operationId!) ?? null);
    addProblems(operation);
    if (method === 'get') addNotModified(operation);
    letBodyBeLeftOut(operation);
  }
  return document;
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

function protect(operation: Operation, permission: string | null): void {
  operation.security = permission === null ? [] : [{ [bearer]: [] }];
  if (permission !== null) Object.assign(operation, { 'x-permission': permission });
}

/** A body whose schema has a default need not be sent; Nest calls every body required. */
function letBodyBeLeftOut({ requestBody }: Operation): void {
  const { schema } = requestBody?.content['application/json'] ?? {};
  if (schema && 'default' in schema) requestBody!.required = false;
}
