// A refresh token is used once, for the next pair. Whoever comes with it again has a copy: the whole session ends
// (RFC 9700, section 4.14.2).
import { Injectable } from '@nestjs/common';
import { EntityManager, LockMode } from '@mikro-orm/core';
import { digestOf, newToken } from '#libs/secrets';
import { Clock } from '#libs/time';
import { anonymous } from '../access/actor.js';
import { AuditService } from '../audit/audit.service.js';
import { AccessTokens } from './access-tokens.js';
import { AccountsService, type AccountKind, type AccountRef } from './accounts.service.js';
import { EndedSessions } from './ended-sessions.js';
import { RefreshRefused } from './sessions.errors.js';
import { RefreshToken, Session } from './session.entity.js';

export interface TokenPair {
  accessToken: string;
  refreshToken: string;
  tokenType: 'Bearer';
  /** Seconds until the access token expires. */
  expiresIn: number;
}

type Outcome = TokenPair | 'refused';

@Injectable()
export class RefreshTokens {
  constructor(
    private readonly em: EntityManager,
    private readonly accounts: AccountsService,
    private readonly audit: AuditService,
    private readonly accessTokens: AccessTokens,
    private readonly ended: EndedSessions,
    private readonly clock: Clock,
  ) {}

  /** The tokens of a session that lives. Flushes with the caller's unit of work. */
  pairFor(session: Session): TokenPair {
    const refreshToken = newToken();
    this.em.create(RefreshToken, { session, hash: digestOf(refreshToken) });
    const { accountKind: kind, accountId: id } = session;
    const accessToken = this.accessTokens.issue({ kind, id, sessionId: session.id });
    return { accessToken, refreshToken, tokenType: 'Bearer', expiresIn: this.accessTokens.lifetime };
  }

  /**
   * Trades a refresh token for a new pair.
   * @param kind of the door it is presented at: customers and staff have one each
   * @throws RefreshRefused
   */
  async rotate(refreshToken: string, kind: AccountKind): Promise<{ account: AccountRef; tokens: TokenPair }> {
    const hash = digestOf(refreshToken);
    const known = await this.em.findOne(
      RefreshToken,
      { hash, session: { accountKind: kind } },
      { populate: ['session'], disableIdentityMap: true },
    );
    if (!known) throw new RefreshRefused();
    const { id: sessionId, accountId: id } = known.session;
    const isActive = (await this.accounts.load({ kind, id }))?.isActive ?? false;
    const outcome = await this.em.transactional(() => this.use(hash, sessionId, isActive));
    if (typeof outcome === 'string') throw new RefreshRefused();
    return { account: { kind, id }, tokens: outcome };
  }

  /**
   * The lock on the session puts all uses of its tokens in order: each statement after it sees what the one before has committed
   * (read committed), a pair that the winner was given included. So whoever comes second finds the token used, and ends that pair too.
   */
  private async use(hash: string, sessionId: string, isActive: boolean): Promise<Outcome> {
    const now = this.clock.now();
    const lockMode = LockMode.PESSIMISTIC_WRITE;
    const session = await this.em.findOne(Session, { id: sessionId }, { lockMode, refresh: true });
    const token = session && (await this.em.findOne(RefreshToken, { hash }, { refresh: true }));
    if (!token) return 'refused'; // Cleaned up since it was looked up.
    if (token.usedAt) {
      await this.endReused(session, now);
      return 'refused';
    }
    if (!isActive || !session.isAlive(now)) return 'refused';
    token.usedAt = now;
    session.lastUsedAt = now;
    return this.pairFor(session);
  }

  /** And tells its owner, once. */
  private async endReused(session: Session, now: Date): Promise<void> {
    if (!session.end(now, 'reuse')) return;
    const { accountKind: kind, accountId: id } = session;
    this.accounts.notify({ kind, id }, 'refresh_token_reused');
    this.ended.add([session.id]);
    await this.audit.record(anonymous, {
      action: 'session.ended',
      object: { type: 'session', id: session.id },
      after: { because: 'reuse', accountKind: kind, accountId: id },
    });
  }
}
