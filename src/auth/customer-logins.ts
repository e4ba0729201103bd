// Whether somebody knows the password of an account.
import { Injectable } from '@nestjs/common';
import { EntityManager, RequestContext } from '@mikro-orm/core';
import { BackgroundTasks } from '#libs/background';
import { passwordMatches } from '#libs/passwords';
import { anonymousActor } from '../access/actor.js';
import { AuditService } from '../audit/audit.service.js';
import type { Customer } from '../customers/customer.entity.js';
import { LoginFailed, LoginLocked } from './auth.errors.js';
import { customersBy } from './customer.rows.js';
import { LoginLock } from './login-lock.js';

@Injectable()
export class CustomerLogins {
  constructor(
    private readonly em: EntityManager,
    private readonly lock: LoginLock,
    private readonly audit: AuditService,
    private readonly background: BackgroundTasks,
  ) {}

  /**
   * Not to be called in a transaction: it is slow on purpose.
   * @param identifier as it is kept: lower case, or +91 and ten digits
   * @throws LoginFailed, LoginLocked
   */
  async prove(identifier: string, password: string): Promise<Customer> {
    const lockedForSeconds = await this.lock.take(identifier);
    const claimants = await customersBy(this.em, identifier);
    if (claimants.length === 0) await this.compareWithNobody(identifier, password);
    let waiting = 0;
    for (const customer of claimants) {
      const { allowed, retryAfterSeconds } = await this.lock.takeAccount(customer.id);
      waiting = Math.max(waiting, allowed ? 0 : retryAfterSeconds);
      if (!allowed) continue;
      const matches = await passwordMatches(customer.passwordHash, password);
      if (matches && customer.mayLogIn()) {
        await this.lock.clear(customer);
        return customer;
      }
      this.recordFailure(customer, Math.max(lockedForSeconds, retryAfterSeconds));
    }
    throw waiting > 0 ? new LoginLocked(waiting) : new LoginFailed();
  }

  /** It takes the same time as where there is somebody. */
  private async compareWithNobody(identifier: string, password: string): Promise<void> {
    await this.lock.takeAccount(identifier);
    await passwordMatches(undefined, password);
  }

  /**
   * In the background, because an account that exists must not answer later than one that does not. There are no more of these entries
   * than the lock lets through.
   */
  private recordFailure(customer: Customer, lockedForSeconds: number): void {
    const write = () =>
      this.em.transactional(async () => {
        await this.audit.record(anonymousActor, {
          action: 'customer.login_failed',
          ...customer.auditTarget(),
        });
        if (lockedForSeconds === 0) return;
        const after = { lockedForSeconds };
        await this.audit.record(anonymousActor, {
          action: 'customer.locked_out',
          ...customer.auditTarget(),
          after,
        });
      });
    this.background.run('audit', () => RequestContext.create(this.em, write));
  }
}
