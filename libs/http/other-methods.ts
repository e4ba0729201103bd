// An address that exists, asked with a method that it does not have, answers 405 and names those it has.
import type { FastifyInstance, FastifyReply, FastifyRequest, HTTPMethods } from 'fastify';
import { statusProblem } from './problem.js';
import { sendProblem } from './problem.filter.js';

const methods: readonly HTTPMethods[] = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE'];

/**
 * To be called before routes are registered.
 * @returns to be called when all are: fills the gaps of each of them
 */
export function refuseOtherMethods(fastify: FastifyInstance): () => void {
  const taken = new Map<string, Set<string>>();
  fastify.addHook('onRoute', ({ url, method }) => {
    const known = taken.get(url) ?? new Set();
    for (const each of [method].flat()) known.add(each);
    taken.set(url, known);
  });
  return () => {
    // A copy: what is registered here is noted as well.
    for (const [url, known] of Array.from(taken)) {
      const allowed = [...known].join(', ');
      const others = methods.filter((method) => !known.has(method));
      // Before the body is read: it does not matter any more.
      if (others.length > 0 && url !== '*')
        fastify.route({ method: others, url, onRequest: refuse(allowed), handler });
    }
  };
}

function refuse(allowed: string) {
  return (request: FastifyRequest, reply: FastifyReply, _done: () => void): void => {
    sendProblem(request, reply.header('allow', allowed), statusProblem(405));
  };
}

/** Fastify wants one; the hook above has answered before it would be called. */
function handler(): void {}

/** To be called before routes are registered: every other route is as if it were not there. @param isAnswered of its template */
export function answerOnly(fastify: FastifyInstance, isAnswered: (route: string) => boolean): void {
  fastify.addHook('onRequest', (request, reply, done) => {
    if (isAnswered(request.routeOptions.url ?? '')) done();
    else sendProblem(request, reply, statusProblem(404));
  });
}
