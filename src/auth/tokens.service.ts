import { createHash, randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { EntityManager, LockMode } from '@mikro-orm/core';
import { newId } from '#libs/orm';
import { Clock } from '#libs/time';
import { Settings } from '../config/settings.js';
import { AccessTokens } from './access-tokens.js';
import { RefreshRefused } from './auth.errors.js';
import { Customer } from './customer.entity.js';
import { RefreshToken } from './refresh-token.entity.js';

export interface TokenPair {
  accessToken: string;
  refreshToken: string;
  tokenType: 'Bearer';
  expiresIn: number;
}

@Injectable()
export class TokensService {
  constructor(
    private readonly em: EntityManager,
    private readonly accessTokens: AccessTokens,
    private readonly clock: Clock,
    private readonly settings: Settings,
  ) {}

  /** The first pair of a new family. Flushes with the caller's unit of work. */
  issue(customer: Customer): TokenPair {
    return this.pair(customer, newId());
  }

  /**
   * Trades a refresh token for a new pair. A token that comes a second time ends its whole family, the newest included, because one
   * of the two who hold it has stolen it.
   * @throws RefreshRefused
   */
  async rotate(refreshToken: string): Promise<{ customer: Customer; tokens: TokenPair }> {
    const hash = digest(refreshToken);
    const known = await this.em.findOne(
      RefreshToken,
      { hash },
      { fields: ['family'], disableIdentityMap: true },
    );
    const rotated = known && (await this.em.transactional(() => this.rotateIn(known.family, hash)));
    if (!rotated) throw new RefreshRefused();
    return rotated;
  }

  /** With the family locked, so that neither a rotation nor a revocation can slip between the other's lines. */
  private async rotateIn(
    familyId: string,
    hash: string,
  ): Promise<{ customer: Customer; tokens: TokenPair } | null> {
    const now = this.clock.now();
    const lock = { lockMode: LockMode.PESSIMISTIC_WRITE, orderBy: { id: 'asc' } } as const;
    const family = await this.em.find(RefreshToken, { family: familyId }, lock);
    const token = family.find((each) => each.hash === hash)!;
    if (token.usedAt) {
      for (const each of family) each.revokedAt ??= now;
      return null;
    }
    const customer = await this.em.findOneOrFail(Customer, { id: token.customer.id });
    if (!token.isAlive(now) || !customer.mayLogIn()) return null;
    token.usedAt = now;
    return { customer, tokens: this.pair(customer, familyId) };
  }

  private pair(customer: Customer, family: string): TokenPair {
    const now = this.clock.now();
    const refreshToken = randomBytes(32).toString('base64url');
    this.em.create(RefreshToken, {
      customer,
      family,
      hash: digest(refreshToken),
      expiresAt: new Date(now.getTime() + this.settings.REFRESH_TOKEN_SECONDS * 1000),
    });
    const accessToken = this.accessTokens.issue(customer.id);
    return { accessToken, refreshToken, tokenType: 'Bearer', expiresIn: this.accessTokens.lifetime };
  }
}

function digest(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}
