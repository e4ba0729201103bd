import { applyDecorators, HttpCode } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { ApiResponse, type ApiResponseOptions } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { jsonSchemaOf } from './json-schema.js';
import { problemMediaType } from './problem.js';

const anyProblem = problemResponse('default', { description: 'A problem document (RFC 9457)' });

export interface DocumentedProblem {
  /** Which codes it has, and when. */
  description: string;
  /** Members of the document beside those of every problem. */
  members?: z.ZodType;
}

export interface ReturnsOptions {
  /** Default 200. */
  status?: number;
  description?: string;
  /** By status: those that its declaration does not tell (input, permission, id in the path: see `documented-problems.ts`). */
  problems?: Readonly<Record<number, DocumentedProblem>>;
}

/**
 * What a route answers. The answer is parsed by `view` on its way out, so that only declared fields leave, and the same `view` is
 * printed into the API document, together with the problems that every route can answer.
 */
export function Returns(view: z.ZodType, options: ReturnsOptions = {}): MethodDecorator {
  const { status = 200, description = 'Done', problems = {} } = options;
  return applyDecorators(
    HttpCode(status),
    RouteConfig({ view }),
    ApiResponse({ status, description, standardSchema: view }),
    ...Object.entries(problems).map(([each, problem]) => problemResponse(Number(each), problem)),
    anyProblem,
  );
}

function problemResponse(status: number | 'default', { description, members }: DocumentedProblem) {
  const problem = { $ref: '#/components/schemas/Problem' };
  const schema = members ? { allOf: [problem, jsonSchemaOf(members, 'output')!.schema] } : problem;
  return ApiResponse({
    status,
    description,
    content: { [problemMediaType]: { schema } },
  } as ApiResponseOptions);
}

/**
 * Fastify hook (`preSerialization`) that parses an answer by the view of its route. It stands in for Nest's serializer interceptor:
 * one interceptor puts every request through observables, which costs more than all other parts of this library together.
 */
export function throughView(
  request: FastifyRequest,
  reply: FastifyReply,
  answer: unknown,
  done: (error: Error | null, shown?: unknown) => void,
): void {
  const { view } = request.routeOptions.config as { view?: z.ZodType };
  if (!view || reply.statusCode >= 400) return done(null, answer);
  const parsed = view.safeParse(answer);
  if (parsed.success) return done(null, parsed.data);
  const faults = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
  done(new Error(`The answer does not fit its view: ${faults.join('; ')}`));
}

/** A route that answers without a body (204). */
export function ReturnsNothing(): MethodDecorator {
  return applyDecorators(HttpCode(204), ApiResponse({ status: 204, description: 'Done' }), anyProblem);
}
