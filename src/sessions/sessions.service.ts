import { Injectable } from '@nestjs/common';
import { EntityManager, LockMode } from '@mikro-orm/core';
import { currentRequest } from '#libs/observability';
import { digestOf, newToken } from '#libs/secrets';
import { Clock } from '#libs/time';
import { Settings } from '../config/settings.js';
import { AccessTokens } from './access-tokens.js';
import { AccountsService, type AccountKind, type AccountRef } from './accounts.service.js';
import { RefreshRefused } from './sessions.errors.js';
import { RefreshToken, Session } from './session.entity.js';

export interface TokenPair {
  accessToken: string;
  refreshToken: string;
  tokenType: 'Bearer';
  /** Seconds until the access token expires. */
  expiresIn: number;
}

@Injectable()
export class SessionsService {
  constructor(
    private readonly em: EntityManager,
    private readonly accounts: AccountsService,
    private readonly accessTokens: AccessTokens,
    private readonly clock: Clock,
    private readonly settings: Settings,
  ) {}

  /** A new session for somebody who has just proven who they are. Flushes with the caller's unit of work. */
  async open(account: AccountRef): Promise<TokenPair> {
    const now = this.clock.now();
    const { address = null, userAgent = null } = currentRequest() ?? {};
    const session = this.em.create(Session, {
      accountKind: account.kind,
      accountId: account.id,
      ...{ address, userAgent, lastUsedAt: now },
      expiresAt: new Date(now.getTime() + this.settings.REFRESH_TOKEN_SECONDS * 1000),
    });
    return this.pair(session);
  }

  /**
   * Trades a refresh token for a new pair. A token that comes a second time ends its session, the newest tokens included.
   * @param kind of the door it is presented at: customers and staff have one each
   * @throws RefreshRefused
   */
  async rotate(refreshToken: string, kind: AccountKind): Promise<{ account: AccountRef; tokens: TokenPair }> {
    const hash = digestOf(refreshToken);
    const known = await this.em.findOne(
      RefreshToken,
      { hash, session: { accountKind: kind } },
      { disableIdentityMap: true },
    );
    const rotated = known && (await this.em.transactional(() => this.rotateIn(known.session.id, hash)));
    if (!rotated) throw new RefreshRefused();
    return rotated;
  }

  /** With the session locked: of those who come with one token at once the first gets a pair, and the second ends that pair too. */
  private async rotateIn(sessionId: string, hash: string) {
    const now = this.clock.now();
    const lockMode = LockMode.PESSIMISTIC_WRITE;
    const session = await this.em.findOneOrFail(Session, { id: sessionId }, { lockMode });
    const token = await this.em.findOneOrFail(RefreshToken, { hash }, { refresh: true });
    if (token.usedAt) {
      session.end(now, 'reuse');
      return null;
    }
    const ref = { kind: session.accountKind, id: session.accountId };
    const account = session.isAlive(now) ? await this.accounts.load(ref) : null;
    if (!account?.isActive) return null;
    token.usedAt = now;
    session.lastUsedAt = now;
    return { account: ref, tokens: this.pair(session) };
  }

  private pair(session: Session): TokenPair {
    const refreshToken = newToken();
    this.em.create(RefreshToken, { session, hash: digestOf(refreshToken) });
    const accessToken = this.accessTokens.issue({
      kind: session.accountKind,
      id: session.accountId,
      sessionId: session.id,
    });
    return { accessToken, refreshToken, tokenType: 'Bearer', expiresIn: this.accessTokens.lifetime };
  }
}
