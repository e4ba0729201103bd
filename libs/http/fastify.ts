// The Fastify server under Nest: limits, request ids, headers, and the contexts that every handler runs in.
import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest, FastifyServerOptions } from 'fastify';
import { RequestContext, type EntityManager, type MikroORM } from '@mikro-orm/core';
import { currentRequest, runInRequest, type RequestFacts } from '#libs/observability';
import { problemOf } from './problem.js';
import { sendProblem } from './problem.filter.js';
import { tagPublicAnswers } from './public-answers.js';
import { requestFault } from './request-faults.js';
import { throughView } from './openapi/returns.js';
import { continueInProcess, noteInProcessCallers } from './in-process.js';
import { apiHeaders, correlationHeader } from './security-headers.js';
import { bodyRefusal, takeDeclaredBodies } from './openapi/takes.js';
import { isForm } from './input/form.js';
import { refuseExpectations, refuseUnreadable } from './input/unreadable.js';

export interface HttpOptions {
  bodyLimitBytes: number;
  /** Of the request line and all headers together. */
  headerLimitBytes: number;
  /** A request must have arrived within this time. Fastify's own default is never, which lets slow clients hold sockets. */
  requestTimeoutMs: number;
  /**
   * Proxies in front of us, as addresses or CIDR ranges: the caller is the last address of X-Forwarded-For that is none of them. Empty:
   * the header is not read, since anybody can send it.
   */
  trustedProxies: string;
  /** Whether browsers are told to come back over HTTPS only. */
  strictTransport: boolean;
  /** The path under which connections may become something else (WebSocket). Everywhere else a client that asks for it is answered in HTTP. */
  upgradePath: string;
}

/** Characters of what a client calls itself. */
const userAgentKept = 300;

const saneId = /^[A-Za-z0-9._-]{1,64}$/;

export function fastifyAdapter(options: HttpOptions): FastifyAdapter {
  const headers = apiHeaders(options.strictTransport);
  const adapter: FastifyAdapter = new FastifyAdapter({
    bodyLimit: options.bodyLimitBytes,
    requestTimeout: options.requestTimeoutMs,
    connectionTimeout: options.requestTimeoutMs * 2,
    keepAliveTimeout: 72_000,
    trustProxy: options.trustedProxies || false,
    routerOptions: { maxParamLength: 200 },
    genReqId: correlationIdOf,
    requestIdHeader: false,
    http: {
      // Node.js would answer by itself; `requestFault` does.
      requireHostHeader: false,
      maxHeaderSize: options.headerLimitBytes,
      // Fastify sets it on the server that is made. By then Node.js has allowed 60 seconds for the headers, and takes the longer of the two for a body.
      requestTimeout: options.requestTimeoutMs,
      // How often it is looked for requests that have not arrived in time. Node.js does so every 30 seconds.
      connectionsCheckingInterval: Math.min(options.requestTimeoutMs / 4, 5_000),
      shouldUpgradeCallback: ({ url }: IncomingMessage) => url?.startsWith(options.upgradePath) === true,
    },
    // The log is written by libs/observability.
    logger: false,
    // Requests that come in over open connections while the server stops are answered, not refused.
    return503OnClosing: false,
    // No Nest middleware: hooks do the same and cost less.
    skipMiddie: true,
    // The router answers a malformed address before any hook runs.
    frameworkErrors: (error: Error, request: FastifyRequest, reply: FastifyReply) => {
      reply.header(correlationHeader, request.id).headers(headers);
      sendProblem(request, reply, problemOf(error));
    },
    clientErrorHandler: refuseUnreadable(headers),
  } as FastifyServerOptions as never);

  const fastify = adapter.getInstance() as unknown as FastifyInstance;
  noteInProcessCallers(fastify);
  takeDeclaredBodies(fastify);
  tagPublicAnswers(fastify);
  refuseExpectations(fastify.server, headers);
  fastify.addHook('onRequest', (request, reply, done) => {
    reply.header(correlationHeader, request.id).headers(headers);
    done();
  });
  // Not earlier: what is refused is counted and logged as well.
  fastify.addHook('preParsing', (request, reply, payload, done) => {
    const fault = requestFault(request.raw) ?? bodyRefusal(request);
    // A form is read late, if at all. What is left of it when it was refused is not waited for.
    if (isForm(request)) reply.header('connection', 'close');
    if (fault) sendProblem(request, reply, fault);
    else done(null, payload);
  });
  fastify.addHook('preSerialization', throughView);
  return adapter;
}

/**
 * Lets every route under one of `prefixes` run with its facts for the log and an entity manager of its own. To be called before routes
 * are registered.
 *
 * Entered after the body was read: reading it goes through events of the socket, where a context that began earlier is lost.
 */
export function enterRequestContext(
  fastify: FastifyInstance,
  prefixes: readonly string[],
  orm: MikroORM,
): void {
  giveEachRequestItsManager(orm);
  const enter = (request: FastifyRequest, _reply: FastifyReply, done: () => void): void => {
    const facts = {
      correlationId: request.id,
      address: request.ip,
      userAgent: request.headers['user-agent']?.slice(0, userAgentKept),
    };
    continueInProcess(request, () => runInRequest(facts, done));
  };
  fastify.addHook('onRoute', (route) => {
    if (prefixes.some((prefix) => route.url.startsWith(prefix)))
      route.preValidation = [enter, ...[route.preValidation ?? []].flat()];
  });
}

/** Made when it is first asked for, because many requests never touch the database. A context of the ORM's own comes first. */
function giveEachRequestItsManager(orm: MikroORM): void {
  const managers = new WeakMap<RequestFacts, EntityManager | undefined>();
  const managerOf = (request: RequestFacts): EntityManager | undefined => {
    if (!managers.has(request)) {
      // While it is made it asks for its own context, which must then be none.
      managers.set(request, undefined);
      managers.set(request, orm.em.fork({ useContext: true }));
    }
    return managers.get(request);
  };
  orm.config.set('context', (name: string) => {
    const request = currentRequest();
    return RequestContext.getEntityManager(name) ?? (request && managerOf(request));
  });
}

/** The id the caller gave the request, if it is harmless, else a new one. */
function correlationIdOf(request: IncomingMessage): string {
  const given = request.headers[correlationHeader] ?? request.headers['x-request-id'];
  return typeof given === 'string' && saneId.test(given) ? given : randomUUID();
}
