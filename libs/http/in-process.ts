// A request that the program makes to itself, as somebody whom it knows already: the guards, limits, checks and records of the route are those
// of any other request. Who calls is handed over beside the request, in the memory of this process, where nothing from outside comes in.
import { AsyncLocalStorage } from 'node:async_hooks';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { currentRequest } from '#libs/observability';
import { correlationHeader } from './security-headers.js';

interface Inside {
  caller: unknown;
  /** Runs something in the context of whoever makes the request. */
  within: ReturnType<typeof AsyncLocalStorage.snapshot>;
}

const insides = new AsyncLocalStorage<Inside>();

const INSIDE = Symbol('InProcess');
type InProcess = FastifyRequest & { [INSIDE]?: Inside };

/**
 * To be called before other hooks are added. Who calls is noted on the request as it arrives: reading its body goes through events, behind which
 * a context may be another one.
 */
export function noteInProcessCallers(fastify: FastifyInstance): void {
  fastify.decorateRequest(INSIDE, undefined);
  fastify.addHook('onRequest', (request: InProcess, _reply, done) => {
    request[INSIDE] = insides.getStore();
    // What is done for the request is not on behalf of the request any more: another one that it makes is somebody's own.
    insides.exit(done);
  });
}

/** Who makes the request, where the program makes it itself; undefined for every other. */
export function inProcessCaller<Caller>(request: object): Caller | undefined {
  return (request as InProcess)[INSIDE]?.caller as Caller | undefined;
}

/** Goes on with the request as part of what has made it, its transaction included; of a request from outside at once. */
export function continueInProcess(request: object, next: () => void): void {
  const inside = (request as InProcess)[INSIDE];
  if (inside) inside.within(next);
  else next();
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
  // Awaited in there: the request is begun by whoever first waits for it, in their context.
  const answer = await insides.run({ caller, within: AsyncLocalStorage.snapshot() }, async () => {
    return await fastify.inject({
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
    });
  });
  return { status: answer.statusCode, headers: answer.headers, body: answer.body };
}
