// Which bodies a route takes: JSON, or what it says. Everything else answers 415 before it is read.
import { applyDecorators } from '@nestjs/common';
import { ApiConsumes } from '@nestjs/swagger';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { formRefusal, formType, isForm } from '../input/form.js';
import { UnreadFields, UnreadJson } from '../input/json-body.guard.js';
import type { Problem } from '../problem.js';
import { routeConfig, type RouteFacts } from '../route-config.js';

export interface TakesOptions {
  /** Media types without parameters, in lower case, instead of `application/json`. */
  types: readonly string[];
  limitBytes: number;
  /**
   * What the handler gets. Default: the bytes, as a Buffer; what they are is for it to find out, the header is only what the caller says.
   * `fields`: those of a form (`application/x-www-form-urlencoded`); one that comes several times is a list.
   */
  as?: 'bytes' | 'json' | 'fields';
}

/** What a route takes as its body. */
export function TakesQuery({ types, limitBytes, as = 'bytes' }: TakesOptions): MethodDecorator {
  return applyDecorators(
    routeConfig({ bodyTypes: types, bodyLimitBytes: limitBytes, bodyAs: as }),
    ApiConsumes(...types),
  );
}

const json = ['application/json'] as const;

/** To be called before routes are registered. An empty body counts as none: many clients name the content type of every request, DELETE included. */
export function takeDeclaredBodies(fastify: FastifyInstance): void {
  const parse = fastify.getDefaultJsonParser('error', 'error');
  const take = (type: string): void =>
    fastify.addContentTypeParser<Buffer>(type, { parseAs: 'buffer' }, (request, bytes, done) => {
      const { bodyAs } = factsOf(request);
      if (bodyAs === 'bytes') done(null, bytes);
      else if (bodyAs === 'fields') done(null, new UnreadFields(bytes));
      else done(null, bytes.length === 0 ? undefined : new UnreadJson(bytes, parse));
    });
  fastify.removeAllContentTypeParsers();
  json.forEach(take);
  fastify.addHook('onRoute', (route) => {
    const { bodyTypes = [], bodyLimitBytes } = (route.config ?? {}) as RouteFacts;
    if (bodyLimitBytes !== undefined) route.bodyLimit = bodyLimitBytes;
    for (const type of bodyTypes) if (type !== formType && !fastify.hasContentTypeParser(type)) take(type);
  });
}

/** Fastify does not read theirs. */
const bodyless = new Set(['GET', 'HEAD', 'TRACE']);
const foreignCharset = /;\s*charset\s*=\s*(?!"?utf-?8"?\s*(?:;|$))/i;

/** Why the body of a request is not taken, as far as its headers tell. Undefined where it is, or where there is none. */
export function bodyRefusal(request: FastifyRequest): Problem | undefined {
  if (bodyless.has(request.method) || request.is404) return undefined;
  const { headers } = request;
  const type = headers['content-type'];
  const isEmpty = headers['transfer-encoding'] === undefined && (headers['content-length'] ?? '0') === '0';
  if (type === undefined && isEmpty) return undefined;
  if ((headers['content-encoding'] ?? 'identity').toLowerCase() !== 'identity') return packed;
  const { bodyTypes = json, bodyAs = 'json' } = factsOf(request);
  if (!bodyTypes.includes(request.mediaType ?? '')) return refusedType(bodyTypes);
  if (isForm(request)) return formRefusal(request);
  return bodyAs === 'json' && foreignCharset.test(type!) ? foreign : undefined;
}

function factsOf(request: FastifyRequest): RouteFacts {
  return request.routeOptions.config as RouteFacts;
}

/** A small one could grow without bound. */
const packed: Problem = {
  status: 415,
  code: 'UNSUPPORTED_CONTENT_CODING',
  detail: 'Send the body as it is, neither compressed nor otherwise encoded: without `content-encoding`.',
  headers: { 'accept-encoding': 'identity' },
};

const foreign: Problem = {
  status: 415,
  code: 'UNSUPPORTED_CHARSET',
  detail: 'JSON is always UTF-8: send it so, and leave `charset` out.',
};

function refusedType(types: readonly string[]): Problem {
  const detail =
    types === json
      ? 'Send JSON with `content-type: application/json`.'
      : `Send it with the \`content-type\` that it has. Taken here: ${types.join(', ')}.`;
  return { status: 415, code: 'UNSUPPORTED_MEDIA_TYPE', detail, headers: { accept: types.join(', ') } };
}
