// A refresh token is used once, for the next pair. Whoever comes with it later has a copy: the whole session ends (RFC 9700, section 4.14.2).
// Not for a moment after its use: two tabs that refresh at once, or a client whose answer was lost, get the very same successor again.
import { Injectable } from '@nestjs/common';
import { EntityManager, LockMode } from '@mikro-orm/core';
import { digestOf, newToken, SecretBox } from '#libs/secrets';
import { Clock } from '#libs/time';
import { anonymousActor } from '../access/actor.js';
import { AuditService } from '../audit/audit.service.js';
import { Settings } from '../config/settings.js';
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

const successorPurpose = 'refresh-successor';

@Injectable()
export class RefreshTokens {
  constructor(
    private readonly em: EntityManager,
    private readonly accounts: AccountsService,
    private readonly audit: AuditService,
    private readonly accessTokens: AccessTokens,
    private readonly ended: EndedSessions,
    private readonly secrets: SecretBox,
    private readonly clock: Clock,
    private readonly settings: Settings,
  ) {}

  /** The tokens of a session that lives. Flushes with the caller's unit of work. */
  pairFor(session: Session, refreshToken = newToken()): TokenPair {
    this.em.create(RefreshToken, { session, hash: digestOf(refreshToken) });
    return this.pairWith(session, refreshToken);
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
    const outcome = await this.em.transactional(() => this.use(refreshToken, sessionId, isActive));
    if (typeof outcome === 'string') throw new RefreshRefused();
    return { account: { kind, id }, tokens: outcome };
  }

  /**
   * The lock on the session puts all uses of its tokens in order: each statement after it sees what the one before has committed
   * (read committed), a pair that the winner was given included. So whoever comes second finds the token used, and gets that pair's
   * refresh token too, or ends it.
   */
  private async use(refreshToken: string, sessionId: string, isActive: boolean): Promise<Outcome> {
    const now = this.clock.now();
    const lockMode = LockMode.PESSIMISTIC_WRITE;
    const session = await this.em.findOne(Session, { id: sessionId }, { lockMode, refresh: true });
    const token =
      session && (await this.em.findOne(RefreshToken, { hash: digestOf(refreshToken) }, { refresh: true }));
    if (!token) return 'refused'; // Cleaned up since it was looked up.
    const successor = this.successorOf(token, refreshToken);
    if (token.usedAt && !(await this.mayRetry(token.usedAt, successor, now))) {
      await this.endReused(session, now);
      return 'refused';
    }
    if (!isActive || !session.isAlive(now)) return 'refused';
    if (token.usedAt) return this.pairWith(session, successor);
    token.usedAt = now;
    session.lastUsedAt = now;
    return this.pairFor(session, successor);
  }

  /**
   * What a token is traded for follows from it, so that it can be said again although only digests are kept. It takes the token, its row
   * and SECRET_KEY to work it out: a thief of an old token cannot.
   */
  private successorOf({ id }: RefreshToken, refreshToken: string): string {
    const mark = this.secrets.mark(successorPurpose, `${id}:${refreshToken}`);
    return Buffer.from(mark, 'hex').toString('base64url');
  }

  /** Just used, by a client that has not come on with the successor since. */
  private async mayRetry(usedAt: Date, successor: string, now: Date): Promise<boolean> {
    const passedMs = now.getTime() - usedAt.getTime();
    if (passedMs >= this.settings.REFRESH_RETRY_SECONDS * 1000) return false;
    const unused = { hash: digestOf(successor), usedAt: null };
    return (await this.em.count(RefreshToken, unused)) === 1;
  }

  private pairWith(session: Session, refreshToken: string): TokenPair {
    const { accountKind: kind, accountId: id } = session;
    const accessToken = this.accessTokens.issue({ kind, id, sessionId: session.id });
    return { accessToken, refreshToken, tokenType: 'Bearer', expiresIn: this.accessTokens.lifetime };
  }

  /** And tells its owner, once. */
  private async endReused(session: Session, now: Date): Promise<void> {
    if (!session.end(now, 'reuse')) return;
    const { accountKind: kind, accountId: id } = session;
    this.accounts.notify({ kind, id }, 'refresh_token_reused');
    this.ended.add([session.id]);
    await this.audit.record(anonymousActor, {
      action: 'session.ended',
      object: { type: 'session', id: session.id },
      after: { because: 'reuse', accountKind: kind, accountId: id },
    });
  }
}
