// A token outlives the session it was made for. Whether the session still lives, and what its owner may do, is looked up.
import { Injectable } from '@nestjs/common';
import { EntityManager } from '@mikro-orm/core';
import { BoundedMap } from '#libs/cache';
import { Clock } from '#libs/time';
import type { Actor } from '../access/actor.js';
import type { TokenClaims } from './access-tokens.js';
import { AccountsService } from './accounts.service.js';
import { Session } from './session.entity.js';

/** How long a customer's session is believed to live. Staff are looked up on every request: what they may do can change. */
const believedMs = 900;
const sessionsRemembered = 10_000;

interface LookedUp {
  actor: Actor | null;
  /** Milliseconds since 1970. */
  at: number;
}

@Injectable()
export class LiveSessions {
  private readonly lookedUp = new BoundedMap<string, LookedUp>(sessionsRemembered);

  constructor(
    private readonly em: EntityManager,
    private readonly accounts: AccountsService,
    private readonly clock: Clock,
  ) {}

  /** Who calls, if the session lives and its owner is active; a change is noticed within a second, on every instance. */
  async actorOf(claims: TokenClaims): Promise<Actor | null> {
    const now = this.clock.now();
    const known = this.lookedUp.get(claims.sessionId);
    if (known && now.getTime() - known.at < believedMs && claims.kind === 'customer') return known.actor;
    const actor = await this.lookUp(claims, now);
    this.lookedUp.set(claims.sessionId, { actor, at: now.getTime() });
    return actor;
  }

  /** To be called when it was ended here: the next request notices. */
  forget(sessionId: string): void {
    this.lookedUp.delete(sessionId);
  }

  private async lookUp({ kind, id, sessionId }: TokenClaims, now: Date): Promise<Actor | null> {
    const session = await this.em
      .fork()
      .findOne(Session, { id: sessionId, accountKind: kind, accountId: id });
    if (!session?.isAlive(now)) return null;
    const account = await this.accounts.load({ kind, id });
    if (!account?.isActive) return null;
    const { role, lacksSecondFactor } = account;
    const permissions = lacksSecondFactor ? new Set<string>() : account.permissions;
    return { kind, id, permissions, role, sessionId, lacksSecondFactor };
  }
}
