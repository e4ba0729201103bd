// Answers that are the same for everybody: browsers and proxies may keep them for a while, and ask afterwards whether they have changed.
import { createHash } from 'node:crypto';
import { applyDecorators } from '@nestjs/common';
import { ApiExtension, ApiResponse, type ApiResponseOptions } from '@nestjs/swagger';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { cacheHeaders } from './openapi/documented-headers.js';
import { routeConfig, type RouteFacts } from './route-config.js';

/** Member of an operation: seconds for which everybody may be given the same answer. */
export const publicSecondsOf = 'x-public-seconds';

/**
 * On a route whose answer depends on nothing but its address, never on who asks. Below `@Returns` in the source, so that it knows the
 * answer already. @param seconds for which it may be out of date
 */
export function KeptPublicly(seconds: number): MethodDecorator {
  return applyDecorators(
    routeConfig({ publicSeconds: seconds }),
    ApiExtension(publicSecondsOf, seconds),
    ApiResponse({ status: 200, headers: cacheHeaders } as ApiResponseOptions),
  );
}

/**
 * On a route whose answer is of whoever asks, is long, and changes seldom: whoever has it already is told so. Below `@Returns` in the source.
 * Whoever keeps it asks each time.
 */
export function KeptByCaller(): MethodDecorator {
  return applyDecorators(
    routeConfig({ publicSeconds: 0 }),
    ApiResponse({ status: 200, headers: cacheHeaders } as ApiResponseOptions),
  );
}

/** To be called before routes are registered, and before answers are compressed. */
export function tagPublicAnswers(fastify: FastifyInstance): void {
  fastify.addHook('onRoute', (route) => {
    const { publicSeconds } = (route.config ?? {}) as RouteFacts;
    if (publicSeconds === undefined) return;
    const control = publicSeconds === 0 ? 'private, no-cache' : `public, max-age=${publicSeconds}`;
    route.onSend = [tagAnswer(control), ...[route.onSend ?? []].flat()];
  });
}

/** Weak: the same answer leaves compressed in several ways (RFC 9110, section 8.8.1). */
function tagAnswer(control: string) {
  return (
    request: FastifyRequest,
    reply: FastifyReply,
    payload: unknown,
    done: (error: null, payload: unknown) => void,
  ): void => {
    if (reply.statusCode !== 200 || typeof payload !== 'string') return done(null, payload);
    const tag = `W/"${createHash('sha256').update(payload).digest('base64url').slice(0, 22)}"`;
    reply.header('etag', tag).header('cache-control', control);
    if (!isHeld(tag, request.headers['if-none-match'])) return done(null, payload);
    reply.code(304).removeHeader('content-type').removeHeader('content-length');
    done(null, null);
  };
}

function isHeld(tag: string, ifNoneMatch: string | undefined): boolean {
  if (ifNoneMatch === undefined) return false;
  return ifNoneMatch.trim() === '*' || ifNoneMatch.split(',').some((each) => weak(each.trim()) === tag);
}

function weak(tag: string): string {
  return tag.startsWith('W/') ? tag : `W/${tag}`;
}
