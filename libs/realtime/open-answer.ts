import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';

/** An answer that goes on until one of the two sides ends it. */
export class OpenAnswer {
  private readonly over = new AbortController();
  /** Fires when the client has gone, or {@link end} was called. */
  readonly signal = this.over.signal;

  constructor(
    private readonly request: FastifyRequest,
    reply: FastifyReply,
  ) {
    reply.raw.once('close', () => this.over.abort());
  }

  /** Of the last event that a client has which comes back: browsers send it by themselves. */
  get lastEventId(): string | undefined {
    const { 'last-event-id': id } = this.request.headers;
    return typeof id === 'string' ? id : undefined;
  }

  /** The server closes connections on which nothing has happened for a while. On this one that is no fault. */
  keepOpen(): void {
    this.request.raw.socket.setTimeout(0);
  }

  /** In good order: the client gets what was sent, and comes back by itself. */
  end(): void {
    this.over.abort();
  }

  /** At once, with whatever the client has not taken. */
  cut(): void {
    this.over.abort();
    this.request.raw.socket.destroy();
  }
}

/** For a handler whose answer does not end by itself. */
export const OpenStream = createParamDecorator((_: unknown, context: ExecutionContext): OpenAnswer => {
  const http = context.switchToHttp();
  return new OpenAnswer(http.getRequest<FastifyRequest>(), http.getResponse<FastifyReply>());
});
