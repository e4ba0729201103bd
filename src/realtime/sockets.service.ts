// What a socket may do, from its introduction to its end. Entries come from the log, as they do by HTTP; each is sent when the connection has
// taken the one before.
import { Injectable, Logger } from '@nestjs/common';
import { EntityManager, RequestContext } from '@mikro-orm/core';
import { isFlushed, type ReadEntry } from '#libs/realtime';
import { runInRequest } from '#libs/observability';
import { Unauthenticated } from '../access/access.errors.js';
import type { Actor } from '../access/actor.js';
import { CallersService } from '../api-keys/callers.service.js';
import { Settings } from '../config/settings.js';
import { FollowingService } from './following.service.js';
import { OpenConnectionsService } from './open-connections.service.js';
import { factsOf, ConversationPresence } from './conversation-presence.js';
import { EventNotFound, StreamNotFound, TooManyMessages, TooManySubscriptions } from './realtime.errors.js';
import { problemFor, tellProblem } from './socket-problem.filter.js';
import type { SubscribeInput, TypingInput, UnsubscribeInput } from './streams.schemas.js';
import { StreamVisitor, type ActingSocket } from './stream-visitor.js';

/** Streams that one socket follows at a time. */
const mostSubscriptions = 20;
const longestCredential = 4_096;

@Injectable()
export class SocketsService {
  private readonly logger = new Logger(SocketsService.name);
  /** By the id of their socket. */
  private readonly visitors = new Map<string, StreamVisitor>();

  constructor(
    private readonly em: EntityManager,
    private readonly callers: CallersService,
    private readonly following: FollowingService,
    private readonly connections: OpenConnectionsService,
    private readonly presence: ConversationPresence,
    private readonly settings: Settings,
  ) {}

  /**
   * A socket introduces itself by an access token or an API key, in `auth.token`.
   * @throws Unauthenticated, TooManyConnections
   */
  async admit(socket: ActingSocket): Promise<void> {
    const { token } = socket.handshake.auth as { token?: unknown };
    // What follows is told to other processes, where nobody needs to know it.
    socket.handshake.auth = {};
    socket.handshake.headers = {};
    const isCredential = typeof token === 'string' && token.length <= longestCredential;
    const actor = isCredential ? await this.callers.actorOf(token) : null;
    if (!actor) throw new Unauthenticated();
    this.welcome(socket, actor);
  }

  /**
   * The newest position that there is, and from now on an `entry` for each after `after`; after a `reset`, for each from the beginning.
   * @throws StreamNotFound, Forbidden, TooManySubscriptions
   */
  async subscribe(socket: ActingSocket, { stream, after }: SubscribeInput) {
    const visitor = this.visitorOf(socket);
    this.unsubscribe(socket, { stream });
    if (visitor.subscriptions.size >= mostSubscriptions) throw new TooManySubscriptions(mostSubscriptions);
    const leaving = new AbortController();
    visitor.subscriptions.set(stream, leaving);
    try {
      const { name, last, lost, entries } = await this.following.follow(
        visitor.actor,
        stream,
        after,
        leaving.signal,
      );
      if (leaving.signal.aborted) return { ok: true, last };
      if (lost) socket.emit('reset', { stream, reason: lost, last });
      this.begin(visitor, { stream, name, entries }, leaving.signal);
      return { ok: true, last };
    } catch (error) {
      if (visitor.subscriptions.get(stream) === leaving) visitor.subscriptions.delete(stream);
      throw error;
    }
  }

  unsubscribe(socket: ActingSocket, { stream }: UnsubscribeInput) {
    const { subscriptions } = this.visitorOf(socket);
    subscriptions.get(stream)?.abort();
    subscriptions.delete(stream);
    return { ok: true };
  }

  /** Tells the others in a conversation that the caller follows. @throws StreamNotFound */
  typing(socket: ActingSocket, { conversation, isTyping }: TypingInput) {
    const room = `conversation:${conversation.toLowerCase()}`;
    if (!socket.rooms.has(room)) throw new StreamNotFound(room);
    this.presence.typing(socket, room, isTyping);
    return { ok: true };
  }

  /** Whoever may not be here any more is sent away, and follows nothing that they may not. Called now and then for each. */
  async lookAt(visitor: StreamVisitor): Promise<void> {
    const actor = await this.following.again(visitor.actor);
    if (!actor) return this.sendAway(visitor);
    visitor.actor = actor;
    for (const [stream, subscription] of visitor.subscriptions) {
      if (await this.following.mayFollow(actor, stream)) continue;
      subscription.abort();
      visitor.subscriptions.delete(stream);
      visitor.socket.emit('ended', { stream, ...problemFor(visitor.socket, new StreamNotFound(stream)) });
    }
  }

  /** The same for all of this process. */
  async lookAtAll(): Promise<void> {
    for (const visitor of this.visitors.values()) await this.lookAt(visitor);
  }

  private welcome(socket: ActingSocket, actor: Actor): void {
    const visitor = new StreamVisitor(socket, actor);
    const leave = this.connections.enter(actor, 'socket', () => this.sendAway(visitor));
    const look = (): void =>
      void this.lookAt(visitor).catch((error) =>
        this.logger.warn({ err: error }, 'could not look at a socket'),
      );
    const looking = setInterval(look, this.following.heartbeatMs).unref();
    this.visitors.set(socket.id, visitor);
    socket.data = factsOf(actor);
    socket.use((message, next) => void this.hear(visitor, message, next));
    const end = (): void => {
      clearInterval(looking);
      visitor.stopAll();
      this.visitors.delete(socket.id);
      leave();
    };
    // Of the connection, which may have ended before the socket was there.
    if (socket.conn.readyState === 'open') socket.conn.once('close', end);
    else end();
  }

  /** Before every message: not too many, and by somebody who still may. Each is worked on in a context of its own, as a request is. */
  private async hear(visitor: StreamVisitor, message: unknown[], next: () => void): Promise<void> {
    const { socket } = visitor;
    try {
      const limit = this.settings.REALTIME_MESSAGES_PER_SECOND;
      if (!visitor.mayTalk(limit)) throw new TooManyMessages(limit);
      if (socket.listenerCount(String(message[0])) === 0) throw new EventNotFound();
      const actor = await this.following.again(visitor.actor);
      if (!actor) return this.sendAway(visitor);
      visitor.actor = actor;
      runInRequest({ correlationId: socket.id }, () => RequestContext.create(this.em, next));
    } catch (error) {
      tellProblem(socket, message.at(-1), error);
    }
  }

  private begin(
    visitor: StreamVisitor,
    { stream, name, entries }: { stream: string; name: string; entries: AsyncGenerator<ReadEntry> },
    signal: AbortSignal,
  ): void {
    void this.pass(visitor, stream, entries, signal);
    if (!name.startsWith('conversation:')) return;
    void this.presence.join(visitor.socket, name);
    signal.addEventListener('abort', () => void this.presence.leave(visitor.socket, name), { once: true });
  }

  private async pass(
    visitor: StreamVisitor,
    stream: string,
    entries: AsyncGenerator<ReadEntry>,
    signal: AbortSignal,
  ): Promise<void> {
    const { socket } = visitor;
    try {
      for await (const entry of entries) {
        socket.emit('entry', { stream, ...entry });
        if (await isFlushed(socket, this.following.patienceMs, signal)) continue;
        this.connections.countCut('socket');
        return visitor.cut();
      }
    } catch (error) {
      this.logger.warn({ err: error }, 'could not read on: the client has to come back');
      visitor.cut();
    }
  }

  private sendAway(visitor: StreamVisitor): void {
    visitor.socket.emit('problem', problemFor(visitor.socket, new Unauthenticated()));
    visitor.sendAway();
  }

  private visitorOf(socket: ActingSocket): StreamVisitor {
    const visitor = this.visitors.get(socket.id);
    if (!visitor) throw new Unauthenticated();
    return visitor;
  }
}
