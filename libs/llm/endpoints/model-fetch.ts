// The one way in which a model is spoken to. Endpoints are an operator's choice, so they may be in the own network; but what they answer is
// bounded, nothing is followed elsewhere with the key in it, and failures are told by their kind.
import { Agent, fetch as undiciFetch } from 'undici';
import { Clock } from '#libs/time';
import { EndpointFailure, failureOfStatus } from './endpoint-failure.js';

type Fetch = typeof globalThis.fetch;

/** Of an answer, events and all: hundreds of times what any prompt of ours asks for. */
const mostBytes = 2_000_000;
const connectTimeoutMs = 5_000;

export class ModelFetch {
  private readonly agent = new Agent({
    connect: { timeout: connectTimeoutMs, rejectUnauthorized: true },
    // The time limit of the try ends it; these begin anew with every byte.
    headersTimeout: 0,
    bodyTimeout: 0,
    keepAliveTimeout: 10_000,
  });

  constructor(private readonly clock: Clock) {}

  close(): Promise<void> {
    return this.agent.destroy();
  }

  /** As the clients of providers take it. @throws EndpointFailure unless the answer is a success */
  readonly fetch: Fetch = async (input, init) => {
    const request = await plain(input, init);
    const response = await undiciFetch(request.url, {
      ...request,
      dispatcher: this.agent,
      redirect: 'manual',
    }).catch((error: unknown) => {
      if (request.signal?.aborted) throw request.signal.reason;
      throw new EndpointFailure('not_connected', { code: codeOf(error) });
    });
    if (!response.ok) {
      // What it says may repeat what was sent: it is not even read.
      await response.body?.cancel().catch(() => undefined);
      throw failureOfStatus(response.status, response.headers.get('retry-after'), this.clock.now());
    }
    const { status, headers, body } = response;
    return new Response(body && bounded(body as ReadableStream<Uint8Array>), {
      status,
      headers: [...headers],
    });
  };
}

async function plain(input: Parameters<Fetch>[0], init: Parameters<Fetch>[1]) {
  const request = input instanceof Request ? input : undefined;
  const headers = [...new Headers(init?.headers ?? request?.headers)];
  const body = init?.body ?? (request && (await request.text()));
  return {
    url: request?.url ?? String(input),
    method: init?.method ?? request?.method ?? 'GET',
    headers,
    signal: init?.signal ?? request?.signal,
    ...(typeof body === 'string' && { body }),
  };
}

function bounded(body: ReadableStream<Uint8Array>): ReadableStream<Uint8Array> {
  let size = 0;
  return body.pipeThrough(
    new TransformStream<Uint8Array, Uint8Array>({
      transform(chunk, controller) {
        size += chunk.byteLength;
        if (size > mostBytes) controller.error(new EndpointFailure('too_long'));
        else controller.enqueue(chunk);
      },
    }),
  );
}

function codeOf(error: unknown): string {
  const cause = (error as Error).cause as { code?: unknown } | undefined;
  return typeof cause?.code === 'string' ? cause.code : 'UNKNOWN';
}
