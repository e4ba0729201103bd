// A token outlives the session it was made for. Whether the session still lives, and what its owner may do, is looked up.
import { Injectable } from '@nestjs/common';
import { EntityManager, RequestContext, type FilterQuery } from '@mikro-orm/core';
import { BoundedMap } from '#libs/cache';
import { Clock } from '#libs/time';
import type { Actor } from '../access/actor.js';
import type { TokenClaims } from './access-tokens.js';
import { AccountsService } from './accounts.service.js';
import { Session } from './session.entity.js';

/** How long a customer's session is believed to live. Staff are looked up on every request: what they may do can change. */
const believedMs = 900;
/** How long one that is being ended is not believed at all: longer than the transaction that ends it may take. */
const doubtedMs = 15_000;
/** How exactly the last use is kept. */
const lastUseMs = 60_000;
const sessionsRemembered = 10_000;

interface LookedUp {
  accountId: string;
  actor: Actor | null;
  /** When it was asked for, not when the answer came. Milliseconds since 1970. */
  at: number;
}

@Injectable()
export class SessionCache {
  private readonly lookedUp = new BoundedMap<string, LookedUp>(sessionsRemembered);
  /** By id of the session: until when, milliseconds since 1970. */
  private readonly doubted = new BoundedMap<string, number>(sessionsRemembered);

  constructor(
    private readonly em: EntityManager,
    private readonly accounts: AccountsService,
    private readonly clock: Clock,
  ) {}

  /**
   * Who calls, if the session lives and its owner is active; a change is noticed within a second, on every instance.
   * At once, without a promise, where it was asked a moment ago: this is the way of nearly every request.
   */
  actorOf(claims: TokenClaims): Actor | null | Promise<Actor | null> {
    const now = this.clock.now();
    if (claims.kind === 'customer') {
      const known = this.lookedUp.get(claims.sessionId);
      // Nothing is where the clock was set back.
      const isFresh = known?.accountId === claims.id && Math.abs(now.getTime() - known.at) < believedMs;
      if (isFresh && !this.isDoubted(claims.sessionId, now)) return known.actor;
    }
    return this.lookUp(claims, now);
  }

  /** The same for a session that a browser page uses. Never remembered: its cookie may have been replaced. */
  actorOfCookie(cookieHash: string): Promise<Actor | null> {
    return this.read({ cookieHash }, this.clock.now());
  }

  /**
   * To be called in the transaction that ends them. They are not believed from now on, and not for a while either: a look-up
   * that began before the transaction is committed still finds them alive, and must not be remembered.
   */
  forget(sessionIds: readonly string[]): void {
    const until = this.clock.now().getTime() + doubtedMs;
    for (const id of sessionIds) {
      this.doubted.set(id, until);
      this.lookedUp.delete(id);
    }
  }

  private isDoubted(sessionId: string, now: Date): boolean {
    if (this.doubted.size === 0) return false;
    const until = this.doubted.get(sessionId);
    if (until === undefined) return false;
    if (until <= now.getTime()) this.doubted.delete(sessionId);
    return until > now.getTime();
  }

  private async lookUp({ kind, id, sessionId }: TokenClaims, now: Date): Promise<Actor | null> {
    const actor = await this.read({ id: sessionId, accountKind: kind, accountId: id }, now);
    if (kind === 'customer') this.lookedUp.set(sessionId, { accountId: id, actor, at: now.getTime() });
    return actor;
  }

  /** With an entity manager of its own: what is read here must not be what a use case later takes for the row that it has locked. */
  private read(where: FilterQuery<Session>, now: Date): Promise<Actor | null> {
    return RequestContext.create(this.em, async () => {
      const session = await this.em.findOne(Session, where);
      if (!session?.isAlive(now)) return null;
      const { id: sessionId, accountKind: kind, accountId: id } = session;
      const account = await this.accounts.load({ kind, id });
      if (!account?.isActive) return null;
      await this.noteUse(session, now);
      const { role, lacksSecondFactor } = account;
      const permissions = lacksSecondFactor ? new Set<string>() : account.permissions;
      return { kind, id, permissions, role, sessionId, lacksSecondFactor };
    });
  }

  /** One statement and not the entity: of those who come at once, one writes. */
  private async noteUse({ id, lastUsedAt }: Session, now: Date): Promise<void> {
    const before = new Date(now.getTime() - lastUseMs);
    if (lastUsedAt > before) return;
    await this.em.nativeUpdate(Session, { id, lastUsedAt: { $lte: before } }, { lastUsedAt: now });
  }
}
