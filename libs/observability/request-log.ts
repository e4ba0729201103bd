// One hook for every request: the metrics, and the one line in the log.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { HttpMetrics } from './http-metrics.js';
import type { Logger } from './logger.js';

/** Route label of requests that no route matched. */
const unmatched = 'none';
/** Status of requests whose caller hung up before there was an answer; nginx calls it the same. */
const unanswered = 499;

/** Probes and scrapes come every few seconds and would drown the rest; they are counted, but only logged when they fail. */
export interface RequestLogOptions {
  isQuiet(route: string): boolean;
}

/** Counts and logs every request that `fastify` answers. */
export function observeRequests(
  fastify: FastifyInstance,
  logger: Logger,
  metrics: HttpMetrics,
  options: RequestLogOptions,
): void {
  fastify.addHook('onRequest', (request, reply, done) => {
    // What begins here ends here: by the time a request is answered its route may be another (not found), or it never is answered.
    const route = routeOf(request);
    const meters = metrics.of(request.method, route);
    meters.begin();
    reply.raw.once('close', () => {
      const status = reply.raw.writableEnded ? reply.statusCode : unanswered;
      meters.end(status, reply.elapsedTime / 1000);
      if (status >= 500 || !options.isQuiet(route)) writeLine(logger, request, reply, { route, status });
    });
    done();
  });
}

function writeLine(
  logger: Logger,
  request: FastifyRequest,
  reply: FastifyReply,
  { route, status }: { route: string; status: number },
): void {
  logger[status >= 500 ? 'error' : 'info'](
    {
      correlationId: request.id,
      method: request.method,
      route,
      status,
      ms: Math.round(reply.elapsedTime * 100) / 100,
      actor: (request as { actor?: { id: string } }).actor?.id,
    },
    'request',
  );
}

function routeOf(request: FastifyRequest): string {
  return (!request.is404 && request.routeOptions.url) || unmatched;
}
