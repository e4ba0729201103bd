// A request that the program makes to itself, as somebody whom it knows already: the guards, limits, checks and records of the route are those
// of any other request. Who calls is handed over beside the request, in the memory of this process, where nothing from outside comes in.
import { AsyncLocalStorage } from 'node:async_hooks';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { currentRequest } from '#libs/observability';
import { correlationHeader } from './security-headers.js';

const callers = new AsyncLocalStorage<unknown>();

const CALLER = Symbol('InProcessCaller');
type InProcess = FastifyRequest & { [CALLER]?: unknown };

/**
 * To be called before other hooks are added. Who calls is noted on the request as it arrives: reading its body goes through events, behind which
 * a context may be another one.
 */
export function noteInProcessCallers(fastify: FastifyInstance): void {
  fastify.decorateRequest(CALLER, undefined);
  fastify.addHook('onRequest', (request: InProcess, _reply, done) => {
    request[CALLER] = callers.getStore();
    // What is done for the request is not on behalf of the request any more: another one that it makes is somebody's own.
    callers.exit(done);
  });
}

/** Who makes the request, where the program makes it itself; undefined for every other. */
export function inProcessCaller<Caller>(request: object): Caller | undefined {
  return (request as InProcess)[CALLER] as Caller | undefined;
}

export interface InProcessRequest {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** With its query string. */
  url: string;
  headers?: Readonly<Record<string, string>>;
  /** Sent as JSON; none where undefined. */
  body?: unknown;
  /** Ends the request: whoever handles it sees its connection closed. */
  signal?: AbortSignal;
}

export interface InProcessAnswer {
  status: number;
  headers: Readonly<Record<string, unknown>>;
  /** As it was sent. */
  body: string;
}

/** @param caller what the guards take for `request.actor` */
export async function requestInProcess(
  fastify: FastifyInstance,
  caller: object,
  { method, url, headers, body, signal }: InProcessRequest,
): Promise<InProcessAnswer> {
  const outer = currentRequest();
  // Awaited within: the request begins when somebody waits for it, and must find its caller then.
  const answer = await callers.run(
    caller,
    async () =>
      await fastify.inject({
        method,
        url,
        signal,
        // The limits by address are those of whoever called us.
        remoteAddress: outer?.address,
        headers: {
          ...headers,
          ...(outer && { [correlationHeader]: outer.correlationId }),
          ...(outer?.userAgent !== undefined && { 'user-agent': outer.userAgent }),
          ...(body !== undefined && { 'content-type': 'application/json' }),
        },
        ...(body !== undefined && { payload: JSON.stringify(body) }),
      }),
  );
  return { status: answer.statusCode, headers: answer.headers, body: answer.body };
}
