import { Injectable } from '@nestjs/common';
import { EntityManager } from '@mikro-orm/core';
import { Clock } from '#libs/time';
import { AuditService } from '../audit/audit.service.js';
import { Customer } from '../customers/customer.entity.js';
import { SessionsService, type TokenPair } from '../sessions/sessions.service.js';
import { LoginFailed } from './auth.errors.js';
import type { LoginInput } from './auth.schemas.js';
import { provenCustomer } from './customer.rows.js';
import { CustomerLogins } from './customer-logins.js';

export type SignedIn = TokenPair & { user: Customer };

@Injectable()
export class AuthService {
  constructor(
    private readonly em: EntityManager,
    private readonly sessions: SessionsService,
    private readonly logins: CustomerLogins,
    private readonly audit: AuditService,
    private readonly clock: Clock,
  ) {}

  /**
   * After the same time whether or not there is such an account.
   * @throws LoginFailed, LoginLocked, TooManySessions
   */
  async login({ identifier, password }: LoginInput): Promise<SignedIn> {
    const user = await this.logins.prove(identifier, password);
    const tokens = await this.em.transactional(async (em) => {
      // Locks the row: the password has not been changed, nor the account closed, since it was compared.
      const { id, passwordHash } = user;
      const lastLoginAt = this.clock.now();
      const found = await em.nativeUpdate(Customer, { id, passwordHash, status: 'active' }, { lastLoginAt });
      if (found === 0) throw new LoginFailed();
      const tokens = await this.sessions.open({ kind: 'customer', id });
      await this.audit.record(provenCustomer(id), { action: 'customer.logged_in', ...user.auditTarget() });
      return tokens;
    });
    return { ...tokens, user };
  }

  /** @throws RefreshRefused */
  async refresh(refreshToken: string): Promise<SignedIn> {
    const { account, tokens } = await this.sessions.rotate(refreshToken, 'customer');
    return { ...tokens, user: await this.em.findOneOrFail(Customer, { id: account.id }) };
  }
}
