// Opens and ends sessions, for the domains whose people sign in. What people do with their own: own-sessions.service.ts.
import { Inject, Injectable } from '@nestjs/common';
import { EntityManager, LockMode, TransactionPropagation, type FilterQuery } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { NotFound } from '#libs/errors';
import { currentRequest } from '#libs/observability';
import { lockFor } from '#libs/orm';
import { Clock } from '#libs/time';
import { FindsOwner } from '../access/resource-owners.js';
import { Settings } from '../config/settings.js';
import type { AccountKind, AccountRef } from './accounts.service.js';
import { EndedSessions } from './ended-sessions.js';
import { RefreshTokens, type TokenPair } from './refresh-tokens.js';
import { TooManySessions } from './sessions.errors.js';
import { Session, type SessionEnding } from './session.entity.js';
import { SignOutsService } from './sign-outs.service.js';

export type { TokenPair } from './refresh-tokens.js';

/** The caller's transaction, or one of its own where there is none. A new object each time: the ORM writes the transaction into it. */
const joined = () => ({ propagation: TransactionPropagation.REQUIRED });

@Injectable()
export class SessionsService {
  constructor(
    @Inject(EntityManager) private readonly em: SqlEntityManager,
    private readonly refreshTokens: RefreshTokens,
    private readonly ended: EndedSessions,
    private readonly signOuts: SignOutsService,
    private readonly clock: Clock,
    private readonly settings: Settings,
  ) {}

  @FindsOwner('session')
  async ownerOf(id: string) {
    const session = await this.em.findOne(Session, { id });
    return session && { kind: session.accountKind, id: session.accountId };
  }

  /**
   * A new session for somebody who has just proven who they are. To be called in the transaction that writes the login, with the
   * account's own row locked before: locks are taken in this order everywhere, the account and then its sessions.
   * @throws TooManySessions where SESSION_POLICY is `refuse_new`
   */
  open(account: AccountRef): Promise<TokenPair> {
    return this.em.transactional(() => this.openIn(account), joined());
  }

  /**
   * Trades a refresh token for a new pair. One that comes a second time, later than a retry does, ends its session, the newest tokens
   * included.
   * @param kind of the door it is presented at: customers and staff have one each
   * @throws RefreshRefused
   */
  rotate(refreshToken: string, kind: AccountKind): Promise<{ account: AccountRef; tokens: TokenPair }> {
    return this.refreshTokens.rotate(refreshToken, kind);
  }

  /** Those that can be used, newest first. */
  listOf({ kind, id }: AccountRef): Promise<Session[]> {
    return this.em.find(Session, this.alive(kind, id), { orderBy: { createdAt: 'desc', id: 'desc' } });
  }

  /** In the caller's transaction, or one of its own. @throws NotFound unless it is alive and of that account */
  async end(account: AccountRef, sessionId: string, because: SessionEnding): Promise<void> {
    if (!(await this.endIfAlive(account, sessionId, because))) throw new NotFound('Session', sessionId);
  }

  /** The same where somebody may have been faster. @returns whether it was alive until now */
  endIfAlive({ kind, id }: AccountRef, sessionId: string, because: SessionEnding): Promise<boolean> {
    return this.em.transactional(
      async () => (await this.endWhere({ ...this.alive(kind, id), id: sessionId }, because)) > 0,
      joined(),
    );
  }

  /**
   * Ends all sessions of an account, or all but one: after a change of password, a suspension, a deletion. In the caller's
   * transaction, or one of its own. With them ends what was opened for the account otherwise ({@link SignOutsService}), whatever session is
   * left out.
   *
   * A login that is under way can still open one, unless it locks the account and compares again in the transaction that calls
   * {@link open}.
   * @returns how many were ended
   */
  endAll({ kind, id }: AccountRef, because: SessionEnding, exceptSessionId?: string): Promise<number> {
    const others = exceptSessionId === undefined ? {} : { id: { $ne: exceptSessionId } };
    return this.em.transactional(async () => {
      const ended = await this.endWhere({ ...this.alive(kind, id), ...others }, because);
      await this.signOuts.follow({ kind, id }, because);
      return ended;
    }, joined());
  }

  private async openIn(account: AccountRef): Promise<TokenPair> {
    const { kind, id } = account;
    // Logins of one account one after the other, even while it has no session that could be locked: the limit is exact.
    await lockFor(this.em, 'sessions.account', kind, id);
    await this.makeRoom(account);
    const now = this.clock.now();
    const { address = null, userAgent = null } = currentRequest() ?? {};
    const session = this.em.create(Session, {
      accountKind: kind,
      accountId: id,
      address,
      userAgent,
      createdAt: now,
      lastUsedAt: now,
      expiresAt: new Date(now.getTime() + this.settings.REFRESH_TOKEN_SECONDS * 1000),
    });
    return this.refreshTokens.pairFor(session);
  }

  /** For one more. */
  private async makeRoom({ kind, id }: AccountRef): Promise<void> {
    const { MAX_SESSIONS: limit, SESSION_POLICY: policy } = this.settings;
    const sessions = await this.em.find(Session, this.alive(kind, id), {
      orderBy: { createdAt: 'asc', id: 'asc' },
      fields: ['id'],
      disableIdentityMap: true,
    });
    const displaced = sessions.slice(0, Math.max(0, sessions.length - limit + 1)).map(({ id }) => id);
    if (displaced.length === 0) return;
    if (policy === 'refuse_new') throw new TooManySessions(limit);
    await this.endWhere({ id: { $in: displaced } }, 'displaced');
  }

  private async endWhere(where: FilterQuery<Session>, because: SessionEnding): Promise<number> {
    const now = this.clock.now();
    const lockMode = LockMode.PESSIMISTIC_WRITE;
    const found = await this.em.find(Session, where, { lockMode, orderBy: { id: 'asc' }, refresh: true });
    const ended = found.filter((session) => session.end(now, because));
    this.ended.add(ended.map((session) => session.id));
    return ended.length;
  }

  private alive(accountKind: AccountKind, accountId: string) {
    return { accountKind, accountId, endedAt: null, expiresAt: { $gt: this.clock.now() } };
  }
}
