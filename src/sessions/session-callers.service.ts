// Who calls with an access token, for the guard and for connections that outlive a request: those ask again, and are told when sessions end.
import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { OPEN_DATABASE, type OpenDatabase } from '#libs/orm';
import type { Actor } from '../access/actor.js';
import { AccessTokens } from './access-tokens.js';
import type { AccountKind } from './accounts.service.js';
import { SessionCache } from './session-cache.js';

/** A trigger on the sessions sends the id of each that has ended, at the commit. */
const channel = 'sessions_ended';

@Injectable()
export class SessionCallersService implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly listeners: ((sessionId: string) => void)[] = [];
  private stopListening: (() => Promise<void>) | undefined;

  constructor(
    private readonly tokens: AccessTokens,
    private readonly sessions: SessionCache,
    @Inject(OPEN_DATABASE) private readonly database: OpenDatabase,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    this.stopListening = await this.database.signals.listen(channel, (id) => this.hear(id));
  }

  async onApplicationShutdown(): Promise<void> {
    await this.stopListening?.();
  }

  /** Null for a token that is none, has expired, or whose session has ended. At once where token and session were seen a moment ago. */
  actorOf(token: string): Actor | null | Promise<Actor | null> {
    const claims = this.tokens.read(token);
    if (claims) return this.sessions.actorOf(claims);
    return this.tokens.mayBeOfNewKey(token) ? this.actorOfNewKey(token) : null;
  }

  /** The same person at this moment, whatever has become of the token; null when the session has ended or its owner may not sign in. */
  async again({ kind, id, sessionId = '' }: Actor): Promise<Actor | null> {
    return this.sessions.actorOf({ kind: kind as AccountKind, id, sessionId });
  }

  /** Calls `listener` when a session has ended, on whichever process. To be called when the program is put together. */
  onEnded(listener: (sessionId: string) => void): void {
    this.listeners.push(listener);
  }

  private async actorOfNewKey(token: string): Promise<Actor | null> {
    const claims = await this.tokens.readAnew(token);
    return claims ? this.sessions.actorOf(claims) : null;
  }

  /** Null: some may have been missed. Whoever asks now and then anyway finds out a little later. */
  private hear(sessionId: string | null): void {
    if (sessionId === null) return;
    this.sessions.forget([sessionId]);
    for (const listener of this.listeners) listener(sessionId);
  }
}
