// Fastify on the one side, the web's Request and Response of the SDK on the other.
import { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { OpenAnswer } from '#libs/realtime';
import { Settings } from '../config/settings.js';
import { publicBase } from '../config/public-url.js';
import type { McpVisit } from './mcp-caller.js';
import { McpEndpoint } from './mcp-endpoint.js';
import { McpStreams } from './mcp-streams.js';

interface Exchange {
  request: FastifyRequest;
  reply: FastifyReply;
  answer: OpenAnswer;
  body?: unknown;
}

/** Of the one connection; what is between us and the client is Fastify's. */
const notPassedOn = new Set(['connection', 'keep-alive', 'transfer-encoding']);

@Injectable()
export class McpDoor {
  constructor(
    private readonly endpoint: McpEndpoint,
    private readonly streams: McpStreams,
    private readonly settings: Settings,
  ) {}

  async serve(visit: McpVisit, { request, reply, answer, body }: Exchange): Promise<void> {
    // Counted before it is begun: of what was begun, nobody could say that it was refused.
    const leave = mayGoOn(request, body) ? this.streams.enter(visit.actor, answer) : () => {};
    try {
      const response = await this.endpoint.answer(this.webRequest(request, answer), body, visit);
      reply.code(response.status);
      for (const [name, value] of response.headers) if (!notPassedOn.has(name)) reply.header(name, value);
      if (!response.body) return void reply.send();
      if (!isStream(response)) return void (await reply.send(await response.text()));
      const stream = Readable.from(this.streams.follow(response.body, visit.actor, answer), {
        objectMode: false,
      });
      await reply.send(stream);
    } finally {
      if (answer.signal.aborted || reply.raw.writableEnded) leave();
      else reply.raw.once('close', leave);
    }
  }

  /** Its end is that of the connection, or ours. */
  private webRequest({ method, url, headers }: FastifyRequest, { signal }: OpenAnswer): Request {
    const given = Object.entries(headers).flatMap(([name, value]) =>
      value === undefined || name === 'authorization' || name === 'cookie'
        ? []
        : [[name, String(value)] as [string, string]],
    );
    return new Request(new URL(url, publicBase(this.settings)), { method, headers: given, signal });
  }
}

function isStream(response: Response): boolean {
  return response.headers.get('content-type')?.startsWith('text/event-stream') ?? false;
}

/**
 * Whether the answer may become a stream: every one of a session, and of 2026-07-28 those for which something can be told meanwhile. One answer
 * that is no stream after all is counted for as long as it takes.
 */
function mayGoOn({ method, headers }: FastifyRequest, body: unknown): boolean {
  if (method !== 'POST') return method === 'GET';
  if (headers['mcp-session-id'] !== undefined) return isRequest(body);
  const { method: called, params } = (body ?? {}) as {
    method?: unknown;
    params?: { _meta?: Record<string, unknown> };
  };
  const meta = params?._meta ?? {};
  return (
    called === 'subscriptions/listen' || 'progressToken' in meta || 'io.modelcontextprotocol/logLevel' in meta
  );
}

/** Neither a notification nor an answer to a question of ours: those are never waited for. */
function isRequest(body: unknown): boolean {
  const messages = Array.isArray(body) ? body : [body];
  return messages.some(
    (each) => typeof each === 'object' && each !== null && 'method' in each && 'id' in each,
  );
}
