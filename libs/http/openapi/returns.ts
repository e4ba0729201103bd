import { applyDecorators, HttpCode } from '@nestjs/common';
import { ApiResponse, type ApiResponseOptions } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { entityTagHeader, locationHeader } from './documented-headers.js';
import { problemWith } from './documented-problems.js';
import { jsonSchemaOf } from './json-schema.js';
import { prefersPage, renderPage, type HtmlPage } from '../html.js';
import { tellLocation } from './location.js';
import { problemMediaType } from '../problem.js';
import { routeConfig, type RouteFacts } from '../route-config.js';
import { entityTagOf, isKnown } from '../versions.js';

const anyProblem = problemResponse('default', { description: 'A problem document (RFC 9457)' });

export interface DocumentedProblem {
  /** Which codes it has, and when: the document takes them from here. */
  description: string;
  /** Members of the document beside those of every problem. Written where they are used: none of them has a name. */
  members?: z.ZodType;
}

export interface ReturnsOptions {
  /** Default 200. */
  status?: number;
  description?: string;
  /**
   * Where the new thing is read from now on, for the header `Location`: `:id` and the like stand for members of the answer. What begins
   * with a slash is an address under the root, everything else one under the route itself.
   */
  location?: string;
  /** The member that counts the changes of the thing: its entity tag. Default `version`. */
  versionedBy?: string;
  /** By status: those that its declaration does not tell (input, permission, id in the path: see `documented-problems.ts`). */
  problems?: Readonly<Record<number, DocumentedProblem>>;
}

/**
 * What a route answers. The answer is parsed by `view` on its way out, so that only declared fields leave, and the same `view` is
 * printed into the API document, together with the problems that every route can answer. A view with a `version` (or what `versionedBy` says) gives the answer an
 * entity tag, and a reader who has that version already a 304.
 */
export function ReturnsView(view: z.ZodType, options: ReturnsOptions = {}): MethodDecorator {
  const { status = 200, description = 'Done', location, versionedBy = 'version', problems = {} } = options;
  const versioned = view instanceof z.ZodObject && versionedBy in view.shape ? versionedBy : undefined;
  return applyDecorators(
    HttpCode(status),
    routeConfig({ view, versioned, location }),
    ApiResponse({
      status,
      description,
      standardSchema: view,
      headers: {
        ...(versioned !== undefined && entityTagHeader),
        ...(location !== undefined && locationHeader),
      },
    } as ApiResponseOptions),
    ...Object.entries(problems).map(([each, problem]) => problemResponse(Number(each), problem)),
    anyProblem,
  );
}

function problemResponse(status: number | 'default', { description, members }: DocumentedProblem) {
  const schema = problemWith([], members && inlineSchemaOf(members));
  return ApiResponse({
    status,
    description,
    content: { [problemMediaType]: { schema } },
  } as ApiResponseOptions);
}

function inlineSchemaOf(members: z.ZodType): object {
  const { schema, components } = jsonSchemaOf(members, 'output')!;
  const names = Object.keys(components);
  if (names.length > 0) throw new Error(`Members of problems have no names, but: ${names.join(', ')}.`);
  return schema;
}

/**
 * Fastify hook (`preSerialization`) that parses an answer by the view of its route. It stands in for Nest's serializer interceptor:
 * one interceptor puts every request through observables, which costs more than all other parts of this library together.
 */
export function throughView(
  request: FastifyRequest,
  reply: FastifyReply,
  answer: unknown,
  done: (error: Error | null, viewOf?: unknown) => void,
): void {
  const facts = request.routeOptions.config as RouteFacts;
  if (reply.statusCode >= 400) return done(null, answer);
  const page = pageIn(facts, request, answer);
  if (facts.pageOf) reply.header('vary', 'accept');
  if (page) {
    reply.serializer(String);
    return done(null, renderPage(reply, page));
  }
  if (!facts.view) return done(null, answer);
  try {
    const visible = shown(facts.view, answer);
    if (facts.versioned) tagVersion(request, reply, visible);
    tellLocation(request, reply, visible);
    done(null, visible);
  } catch (error) {
    done(error as Error);
  }
}

function pageIn(
  { page, pageOf }: RouteFacts,
  request: FastifyRequest,
  answer: unknown,
): HtmlPage | undefined {
  if (page) return answer as HtmlPage;
  return pageOf && prefersPage(request) ? (pageOf(answer as never) as HtmlPage) : undefined;
}

/** What may leave of `answer`. @throws Error, which is a fault of ours, when it does not fit the view */
export function shown(view: z.ZodType, answer: unknown): unknown {
  const parsed = view.safeParse(answer);
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
  throw new Error(`The answer does not fit its view: ${faults.join('; ')}`);
}

/** Gives the answer its entity tag. Whoever reads what they have already is told so, without the body. */
export function tagVersion(request: FastifyRequest, reply: FastifyReply, visible: unknown): void {
  const { versioned = 'version' } = request.routeOptions.config as RouteFacts;
  const version = (visible as Record<string, unknown>)[versioned];
  if (typeof version !== 'number') return;
  reply.header('etag', entityTagOf(version));
  const { method } = request;
  if ((method !== 'GET' && method !== 'HEAD') || !isKnown(version, request.headers['if-none-match'])) return;
  reply.code(304);
  // Of HEAD Fastify leaves the body out by itself, and wants one for that.
  if (method === 'GET') reply.removeHeader('content-type').serializer(nothing);
}

function nothing(): string {
  return null as never;
}

/** A route that answers without a body (204). */
export function ReturnsNothing({ problems = {} }: Pick<ReturnsOptions, 'problems'> = {}): MethodDecorator {
  return applyDecorators(
    HttpCode(204),
    ApiResponse({ status: 204, description: 'Done' }),
    ...Object.entries(problems).map(([each, problem]) => problemResponse(Number(each), problem)),
    anyProblem,
  );
}

/** For routes that a library answers, also when they fail: the form is documented, and nothing is done to the answer. */
export function AnswersInOwnForm(view: z.ZodType, failure: number): MethodDecorator {
  const answer = (status: number, description: string) =>
    ApiResponse({ status, description, standardSchema: view } as ApiResponseOptions);
  return applyDecorators(answer(200, 'Well'), answer(failure, 'Not well, in the same form'));
}
