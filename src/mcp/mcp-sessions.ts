// Sessions of clients of 2025-11-25, which remember what a client can do and wait for what its person says. Each is in the memory of the process
// that began it, and belongs to one caller; to everybody else it is not there (docs/decisions/0078-sessions-of-mcp.md).
import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import {
  ProtocolError,
  ProtocolErrorCode,
  WebStandardStreamableHTTPServerTransport,
  type Server,
  type ServerEvent,
} from '@modelcontextprotocol/server';
import { newToken } from '#libs/secrets';
import { Clock, minuteMs } from '#libs/time';
import type { Actor } from '../access/actor.js';
import { Settings } from '../config/settings.js';
import { MessageLog } from './message-log.js';
import { actorOf, ownerName } from './mcp-caller.js';
import { McpChanges, subscriptionsAtOnce } from './mcp-changes.js';
import { McpServers } from './mcp-servers.js';

/** On one process: what has been used least recently goes first. */
const sessionsAtOnce = 5_000;
/** Milliseconds after which a client that lost its connection may come back. */
const retryMs = 1_000;

export interface McpSession {
  readonly id: string;
  readonly owner: string;
  readonly transport: WebStandardStreamableHTTPServerTransport;
  lastUsedAt: number;
  end: () => void;
}

@Injectable()
export class McpSessions implements OnApplicationShutdown {
  /** The one used last is the last. */
  private readonly open = new Map<string, McpSession>();

  constructor(
    private readonly servers: McpServers,
    private readonly changes: McpChanges,
    private readonly clock: Clock,
    private readonly settings: Settings,
  ) {}

  onApplicationShutdown(): void {
    for (const session of this.open.values()) session.end();
  }

  /** The caller's own, and not idle for too long; undefined otherwise. */
  find(actor: Actor, id: string): McpSession | undefined {
    const session = this.open.get(id);
    if (!session || session.owner !== ownerName(actor)) return undefined;
    const now = this.clock.now().getTime();
    if (this.isIdle(session, now)) {
      session.end();
      return undefined;
    }
    session.lastUsedAt = now;
    this.open.delete(id);
    this.open.set(id, session);
    return session;
  }

  /** For a client that says who it is (`initialize`); the session counts when that has been answered. */
  async begin(actor: Actor): Promise<WebStandardStreamableHTTPServerTransport> {
    const server = this.servers.create();
    const transport: WebStandardStreamableHTTPServerTransport = new WebStandardStreamableHTTPServerTransport({
      sessionIdGenerator: newToken,
      eventStore: new MessageLog(),
      retryInterval: retryMs,
      keepAliveMs: this.settings.REALTIME_HEARTBEAT_SECONDS * 1_000,
      onsessioninitialized: (id): void => this.keep(actor, id, server, transport),
    });
    await server.connect(transport);
    return transport;
  }

  private keep(
    actor: Actor,
    id: string,
    server: Server,
    transport: WebStandardStreamableHTTPServerTransport,
  ): void {
    const owner = ownerName(actor);
    this.makeRoom(owner);
    const tell = (event: ServerEvent): void => void notify(server, event).catch(() => {});
    const leave = this.changes.listen(actor, tell);
    const subscriptions = this.answerSubscriptions(server, tell);
    const lastUsedAt = this.clock.now().getTime();
    const session: McpSession = { id, owner, transport, lastUsedAt, end: () => void transport.close() };
    this.open.set(id, session);
    // The SDK's own: a server is no target of events.
    // oxlint-disable-next-line unicorn/prefer-add-event-listener
    server.onclose = () => {
      this.open.delete(id);
      leave();
      for (const over of subscriptions.values()) over.abort();
    };
  }

  private answerSubscriptions(
    server: Server,
    tell: (event: ServerEvent) => void,
  ): Map<string, AbortController> {
    const subscriptions = new Map<string, AbortController>();
    server.setRequestHandler('resources/subscribe', async ({ params: { uri } }, context) => {
      if (subscriptions.has(uri)) return {};
      if (subscriptions.size >= subscriptionsAtOnce)
        throw invalid(`At most ${subscriptionsAtOnce} resources can be followed at once.`);
      const over = new AbortController();
      subscriptions.set(uri, over);
      if (await this.changes.follow(actorOf(context), uri, tell, over.signal)) return {};
      subscriptions.delete(uri);
      throw invalid('There is no such resource that you could follow.');
    });
    server.setRequestHandler('resources/unsubscribe', ({ params: { uri } }) => {
      subscriptions.get(uri)?.abort();
      subscriptions.delete(uri);
      return {};
    });
    return subscriptions;
  }

  /** Clients that never say good-bye leave sessions behind: the oldest of the same caller go. */
  private makeRoom(owner: string): void {
    const now = this.clock.now().getTime();
    const theirs: McpSession[] = [];
    for (const session of this.open.values()) {
      if (this.isIdle(session, now)) session.end();
      else if (session.owner === owner) theirs.push(session);
    }
    const over = theirs.length - this.settings.MCP_SESSIONS_PER_CALLER + 1;
    for (const session of theirs.slice(0, Math.max(0, over))) session.end();
    if (this.open.size >= sessionsAtOnce) this.open.values().next().value!.end();
  }

  private isIdle({ lastUsedAt }: McpSession, now: number): boolean {
    return now - lastUsedAt > this.settings.MCP_SESSION_IDLE_MINUTES * minuteMs;
  }
}

function notify(server: Server, event: ServerEvent): Promise<void> {
  switch (event.kind) {
    case 'tools_list_changed':
      return server.sendToolListChanged();
    case 'prompts_list_changed':
      return server.sendPromptListChanged();
    case 'resources_list_changed':
      return server.sendResourceListChanged();
    case 'resource_updated':
      return server.sendResourceUpdated({ uri: event.uri });
  }
}

function invalid(message: string): ProtocolError {
  return new ProtocolError(ProtocolErrorCode.InvalidParams, message);
}
