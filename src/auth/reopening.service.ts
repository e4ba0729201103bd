// Opening an account again that its owner has closed, by what was sent to a contact of it: until what is personal is erased.
import { Injectable } from '@nestjs/common';
import { EntityManager } from '@mikro-orm/core';
import { Clock } from '#libs/time';
import { AuditService } from '../audit/audit.service.js';
import { ContactsService } from '../customers/contacts.service.js';
import type { Customer } from '../customers/customer.entity.js';
import { CodeRefused, LinkRefused } from './auth.errors.js';
import type { ReopenInput } from './auth.schemas.js';
import { customersBy, provenCustomer } from './customer.rows.js';
import { LoginLock } from './login-lock.js';
import { OneTimeTokens, type ShownToken } from './one-time-tokens.js';

@Injectable()
export class ReopeningService {
  constructor(
    private readonly em: EntityManager,
    private readonly tokens: OneTimeTokens,
    private readonly lock: LoginLock,
    private readonly contacts: ContactsService,
    private readonly audit: AuditService,
    private readonly clock: Clock,
  ) {}

  /** Nobody is signed in by it: they log in with the password that it had. Once more is as good. @throws LinkRefused, CodeRefused */
  reopen(input: ReopenInput): Promise<void> {
    return 'token' in input
      ? this.reopenByLink(input.token)
      : this.reopenByCode(input.identifier, input.code);
  }

  private async reopenByLink(token: string): Promise<void> {
    const shown = await this.tokens.lookAt(token, 'reopen_by_link', { evenIfUsed: true });
    if (!shown || !(await this.complete(shown))) throw new LinkRefused();
  }

  private async reopenByCode(identifier: string, code: string): Promise<void> {
    await this.lock.takeCode(identifier);
    for (const { id } of await customersBy(this.em, identifier)) {
      await this.lock.takeCode(id);
      const shown = await this.tokens.guess(id, 'reopen_by_code', code, { evenIfUsed: true });
      if (shown && (await this.complete(shown))) return;
    }
    throw new CodeRefused();
  }

  private async complete(shown: ShownToken): Promise<boolean> {
    const customer = await this.em.transactional(() => this.completeIn(shown));
    if (customer) await this.lock.clear(customer);
    return customer !== null;
  }

  /** What was sent there has come back: the contact is theirs. */
  private async completeIn(shown: ShownToken): Promise<Customer | null> {
    const reached = shown.purpose === 'reopen_by_link' ? 'email' : 'phone';
    const customer = await this.contacts.lockForProof(shown.customer, reached);
    if (!this.tokens.wasSentTo(shown, customer[reached])) return null;
    const use = await this.tokens.use(shown);
    if (use !== 'now') return use === 'before' && customer.mayLogIn() ? customer : null;
    if (!customer.mayReopen(this.clock.now()) || !(await this.contacts.prove(customer, reached))) return null;
    customer.reopen();
    await this.audit.record(provenCustomer(customer.id), {
      action: 'customer.reopened',
      ...customer.auditTarget(),
    });
    return customer;
  }
}
