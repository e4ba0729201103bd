// Reads streams for those who may: once, or for as long as they stay.
import { Injectable } from '@nestjs/common';
import { DomainError } from '#libs/errors';
import { serverSentEvents, StreamLog, type ReadEntry, type LostPlace, type OpenAnswer } from '#libs/realtime';
import type { Actor } from '../access/actor.js';
import { CallersService } from '../api-keys/callers.service.js';
import { Settings } from '../config/settings.js';
import { OpenConnectionsService } from './open-connections.service.js';
import { StreamPlaceLost } from './realtime.errors.js';
import { StreamAccessService } from './stream-access.service.js';
import { lastEventId, type EntriesQuery, type EventsQuery } from './streams.schemas.js';

/** Where a client that follows begins, and why not where it was. */
interface Start {
  from: number;
  lost: LostPlace | null;
}

@Injectable()
export class FollowingService {
  constructor(
    private readonly streams: StreamLog,
    private readonly access: StreamAccessService,
    private readonly callers: CallersService,
    private readonly connections: OpenConnectionsService,
    private readonly settings: Settings,
  ) {}

  get heartbeatMs(): number {
    return this.settings.REALTIME_HEARTBEAT_SECONDS * 1000;
  }

  get patienceMs(): number {
    return this.settings.REALTIME_PATIENCE_SECONDS * 1000;
  }

  /** @throws StreamNotFound, Forbidden, StreamPlaceLost */
  async read(actor: Actor, stream: string, { after, limit }: EntriesQuery) {
    const name = await this.access.open(actor, stream);
    const items = await this.streams.read(name, after, limit);
    const lost = await this.streams.lostPlace(name, after);
    if (lost) throw new StreamPlaceLost(lost, await this.streams.lastPosition(name));
    return { items, last: items.at(-1)?.position ?? after };
  }

  /**
   * What a browser says that it has counts more than the address, which is that of its first call.
   * @throws StreamNotFound, Forbidden; TooManyConnections with the first event
   */
  async events(actor: Actor, stream: string, { after = 0 }: EventsQuery, answer: OpenAnswer) {
    const name = await this.access.open(actor, stream);
    const position = lastEventId.safeParse(answer.lastEventId).data ?? after;
    return this.eventsFrom(actor, { stream, name, ...(await this.start(name, position)) }, answer);
  }

  /**
   * For a socket: the position of the last entry there is, and all after `after`; from the beginning when that place is `lost`.
   * @throws StreamNotFound, Forbidden
   */
  async follow(actor: Actor, stream: string, after: number, signal: AbortSignal) {
    const name = await this.access.open(actor, stream);
    const last = await this.streams.lastPosition(name);
    const { from, lost } = await this.start(name, after);
    return { name, last, lost, entries: this.streams.follow(name, from, signal) };
  }

  /** The caller at this moment, if they may still sign in. */
  again(actor: Actor): Promise<Actor | null> {
    return this.callers.again(actor);
  }

  /** Whether the same person, with what they may do now, may still follow it. */
  async mayFollow(actor: Actor | null, stream: string): Promise<boolean> {
    if (!actor) return false;
    try {
      await this.access.open(actor, stream);
      return true;
    } catch (error) {
      if (error instanceof DomainError) return false;
      throw error;
    }
  }

  /** Nothing is held until the first event is asked for: who asks for the headers alone (HEAD) never does. */
  private async *eventsFrom(
    actor: Actor,
    { stream, name, from, lost }: Start & { stream: string; name: string },
    answer: OpenAnswer,
  ): AsyncGenerator<string, void> {
    const leave = this.connections.enter(actor, 'sse', () => answer.end());
    try {
      answer.keepOpen();
      yield* serverSentEvents({
        feed: this.feed(name, from, answer.signal),
        answer,
        lost,
        askEveryMs: this.heartbeatMs,
        mayGoOn: async () => this.mayFollow(await this.again(actor), stream),
        patienceMs: this.patienceMs,
        onCut: () => this.connections.countCut('sse'),
      });
    } finally {
      leave();
    }
  }

  private async start(name: string, after: number): Promise<Start> {
    const lost = await this.streams.lostPlace(name, after);
    return { from: lost ? 0 : after, lost };
  }

  private feed(name: string, from: number, signal: AbortSignal): AsyncGenerator<ReadEntry | null> {
    return this.streams.followWithBeats(name, from, this.heartbeatMs, signal);
  }
}
