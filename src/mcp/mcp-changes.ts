// Who listens for changes, and what they are told: that their tools have changed (with their rights, or because tools come and go), and that
// something they have subscribed to has. Each hears of their own alone.
import { AsyncLocalStorage } from 'node:async_hooks';
import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import type { ServerEvent, ServerEventBus } from '@modelcontextprotocol/server';
import type { Actor } from '../access/actor.js';
import { McpCallers } from './mcp-callers.js';
import { Settings } from '../config/settings.js';
import { McpResources } from './mcp-resources.js';
import { McpTools } from './mcp-tools.js';

/** Of one listener. */
export const subscriptionsAtOnce = 50;

interface Listener {
  actor: Actor;
  tell: (event: ServerEvent) => void;
  /** Of the tools that they know of. */
  names: string;
}

interface Listening {
  actor: Actor;
  uris: readonly string[];
}

@Injectable()
export class McpChanges implements ServerEventBus, OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger(McpChanges.name);
  private readonly listeners = new Set<Listener>();
  private readonly arriving = new AsyncLocalStorage<Listening>();
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly tools: McpTools,
    private readonly resources: McpResources,
    private readonly callers: McpCallers,
    private readonly settings: Settings,
  ) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => {
      this.look().catch((error: unknown) =>
        this.logger.warn({ err: error }, 'looking for changed tools failed'),
      );
    }, this.settings.REALTIME_HEARTBEAT_SECONDS * 1_000).unref();
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
  }

  /** What the SDK subscribes to within `work` is for this caller. */
  listening<Result>(actor: Actor, uris: readonly string[], work: () => Result): Result {
    return this.arriving.run({ actor, uris: uris.slice(0, subscriptionsAtOnce) }, work);
  }

  /** For the SDK (2026-07-28). */
  subscribe(tell: (event: ServerEvent) => void): () => void {
    const { actor, uris } = this.arriving.getStore()!;
    const over = new AbortController();
    const leave = this.listen(actor, tell);
    for (const uri of uris) void this.follow(actor, uri, tell, over.signal);
    return () => {
      over.abort();
      leave();
    };
  }

  /** To everybody who listens. */
  publish(event: ServerEvent): void {
    for (const { tell } of this.listeners) tell(event);
  }

  /** @returns to be called when nobody listens any more */
  listen(actor: Actor, tell: (event: ServerEvent) => void): () => void {
    const listener = { actor, tell, names: this.tools.namesFor(actor) };
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  }

  /** @returns false where it is none that can be followed, or not the caller's */
  async follow(
    actor: Actor,
    uri: string,
    tell: (event: ServerEvent) => void,
    signal: AbortSignal,
  ): Promise<boolean> {
    try {
      return await this.resources.follow(actor, uri, () => tell({ kind: 'resource_updated', uri }), signal);
    } catch (error) {
      this.logger.warn({ err: error }, 'following a resource failed');
      return false;
    }
  }

  private async look(): Promise<void> {
    for (const listener of this.listeners) {
      const actor = await this.callers.again(listener.actor);
      const names = actor ? this.tools.namesFor(actor) : listener.names;
      if (names === listener.names) continue;
      listener.names = names;
      listener.tell({ kind: 'tools_list_changed' });
    }
  }
}
