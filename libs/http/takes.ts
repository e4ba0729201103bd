// Bodies that are not JSON: only where a route says so. Everywhere else they answer 415.
import { applyDecorators } from '@nestjs/common';
import { ApiConsumes } from '@nestjs/swagger';
import { errorCodes, type FastifyInstance, type FastifyRequest } from 'fastify';
import { routeConfig, type RouteFacts } from './route-config.js';

export interface TakesOptions {
  /** Media types without parameters, in lower case, instead of JSON. Of them the handler gets the bytes, as a Buffer; JSON is parsed. */
  types: readonly string[];
  limitBytes: number;
}

/** What a route takes as its body. What the bytes are is for the handler to find out: the header is only what the caller says. */
export function Takes({ types, limitBytes }: TakesOptions): MethodDecorator {
  return applyDecorators(
    routeConfig({ bodyTypes: types, bodyLimitBytes: limitBytes }),
    ApiConsumes(...types),
  );
}

const json = 'application/json';

/** To be called before routes are registered. An empty body counts as none: many clients name the content type of every request, DELETE included. */
export function takeDeclaredBodies(fastify: FastifyInstance): void {
  const parseJson = fastify.getDefaultJsonParser('error', 'error');
  fastify.removeAllContentTypeParsers();
  fastify.addContentTypeParser<string>(json, { parseAs: 'string' }, (request, body, done) => {
    if (!takes(request, json)) done(refusal());
    else if (body === '') done(null, undefined);
    else parseJson(request, body, done);
  });
  fastify.addHook('onRoute', (route) => {
    const { bodyTypes = [], bodyLimitBytes } = (route.config ?? {}) as RouteFacts;
    if (bodyLimitBytes !== undefined) route.bodyLimit = bodyLimitBytes;
    for (const type of bodyTypes)
      if (!fastify.hasContentTypeParser(type))
        fastify.addContentTypeParser(type, { parseAs: 'buffer' }, (request, body, done) =>
          takes(request, type) ? done(null, body) : done(refusal()),
        );
  });
}

function takes(request: FastifyRequest, type: string): boolean {
  const { bodyTypes } = request.routeOptions.config as RouteFacts;
  return bodyTypes ? bodyTypes.includes(type) : type === json;
}

function refusal(): Error {
  return new errorCodes.FST_ERR_CTP_INVALID_MEDIA_TYPE();
}
