// What people do with their own sessions, customers and staff alike.
import { Injectable } from '@nestjs/common';
import { EntityManager } from '@mikro-orm/core';
import type { Actor } from '../access/actor.js';
import { AuditService } from '../audit/audit.service.js';
import type { AccountKind, AccountRef } from './accounts.service.js';
import { deviceOf } from './device.js';
import type { LogoutInput } from './sessions.schemas.js';
import { SessionsService } from './sessions.service.js';

@Injectable()
export class OwnSessionsService {
  constructor(
    private readonly em: EntityManager,
    private readonly sessions: SessionsService,
    private readonly audit: AuditService,
  ) {}

  /** Those that can be used, newest first. At most MAX_SESSIONS: no pages. */
  async list(actor: Actor) {
    const sessions = await this.sessions.listOf(accountOf(actor));
    const items = sessions.map((session) => ({
      id: session.id,
      device: deviceOf(session.userAgent),
      address: session.address,
      createdAt: session.createdAt,
      lastUsedAt: session.lastUsedAt,
      expiresAt: session.expiresAt,
      isCurrent: session.id === actor.sessionId,
    }));
    return { items };
  }

  /** @throws NotFound for what is not a live session of the caller */
  revoke(actor: Actor, id: string): Promise<void> {
    return this.em.transactional(async () => {
      await this.sessions.end(accountOf(actor), id, 'revoked');
      await this.recordEnd(actor, id, 'revoked');
    });
  }

  /** Ends the session of the caller, or all of them. Another request may have ended it meanwhile: that is as good. */
  logOut(actor: Actor, { everywhere }: LogoutInput): Promise<void> {
    const current = actor.sessionId;
    return this.em.transactional(async () => {
      const ended = everywhere
        ? await this.sessions.endAll(accountOf(actor), 'logout')
        : await this.sessions.endIfAlive(accountOf(actor), current!, 'logout');
      if (ended) await this.recordEnd(actor, current!, 'logout', { everywhere });
    });
  }

  private recordEnd(actor: Actor, id: string, because: string, more: object = {}): Promise<void> {
    return this.audit.record(actor, {
      action: 'session.ended',
      object: { type: 'session', id },
      after: { because, ...more },
    });
  }
}

function accountOf(actor: Actor): AccountRef {
  return { kind: actor.kind as AccountKind, id: actor.id };
}
