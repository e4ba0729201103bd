// Answers that go on: bounded for each caller, ended with their session or key and with the process, cut where nobody reads.
import { Injectable } from '@nestjs/common';
import type { OpenAnswer } from '#libs/realtime';
import type { Actor } from '../access/actor.js';
import { McpCallers } from './mcp-callers.js';
import { Settings } from '../config/settings.js';
import { OpenConnectionsService } from '../realtime/open-connections.service.js';

@Injectable()
export class McpStreams {
  constructor(
    private readonly connections: OpenConnectionsService,
    private readonly callers: McpCallers,
    private readonly settings: Settings,
  ) {}

  /** @returns to be called when it is over @throws TooManyConnections */
  enter(actor: Actor, answer: OpenAnswer): () => void {
    return this.connections.enter(actor, 'mcp', () => answer.end());
  }

  /** The body of an answer, as long as its caller may go on. */
  async *follow(
    body: ReadableStream<Uint8Array>,
    actor: Actor,
    answer: OpenAnswer,
  ): AsyncGenerator<Uint8Array, void> {
    const reader = body.getReader();
    const end = (): void => void reader.cancel().catch(() => {});
    answer.signal.addEventListener('abort', end, { once: true });
    if (answer.signal.aborted) end();
    answer.keepOpen();
    const beat = setInterval(() => {
      this.callers.again(actor).then(
        (again) => again ?? answer.end(),
        () => {}, // The database is away: asked again with the next beat.
      );
    }, this.settings.REALTIME_HEARTBEAT_SECONDS * 1_000).unref();
    let patience: NodeJS.Timeout | undefined;
    try {
      for (;;) {
        const { done, value } = await reader.read();
        if (done) return;
        patience = setTimeout(
          () => this.cut(answer),
          this.settings.REALTIME_PATIENCE_SECONDS * 1_000,
        ).unref();
        yield value;
        clearTimeout(patience);
      }
    } finally {
      clearTimeout(patience);
      clearInterval(beat);
      end();
    }
  }

  private cut(answer: OpenAnswer): void {
    this.connections.countCut('mcp');
    answer.cut();
  }
}
