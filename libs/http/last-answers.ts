// How connections end when the process is told to stop. A client that keeps its connection open learns from an answer that there will be no other:
// where it is not told, the connection is closed under the request that it has just sent.
import { setImmediate as nextTurn } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance } from 'fastify';

/** Turns of the event loop in which the server waits for one that brings no new connection. */
const mostTurns = 1_000;

@Injectable()
export class LastAnswers {
  private haveBegun = false;
  private held: (() => void)[] | undefined;

  constructor(host: HttpAdapterHost) {
    const fastify = host.httpAdapter?.getInstance<FastifyInstance>();
    fastify?.addHook('onSend', (_request, reply, payload, done) => {
      if (this.haveBegun) reply.header('connection', 'close');
      const send = (): void => done(null, payload);
      if (this.held) this.held.push(send);
      else send();
    });
    fastify?.addHook('preClose', () => this.awaitQuiet(fastify.server));
  }

  /** From now on every answer is the last on its connection. To be called with the signal: long before the server takes no more connections. */
  begin(): void {
    this.haveBegun = true;
  }

  /**
   * With the server's end the system resets connections that it has not taken up yet, and clients that were just told that theirs ends open others.
   * So they are told only when the server listens no more.
   */
  private async awaitQuiet(server: FastifyInstance['server']): Promise<void> {
    this.begin();
    // The server closes what is idle when it stops; what becomes idle later (streams that began before) it would keep for the usual time.
    server.keepAliveTimeout = 1;
    this.held = [];
    let arrived = 0;
    server.on('connection', () => arrived++);
    for (let turns = 0, before = -1; arrived > before && turns < mostTurns; turns++) {
      before = arrived;
      await nextTurn();
    }
    // It is closed before the next turn.
    setImmediate(() => this.release());
  }

  private release(): void {
    const held = this.held ?? [];
    this.held = undefined;
    for (const send of held) send();
  }
}
