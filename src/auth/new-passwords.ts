// What every change of a password comes to, whatever proved that it is allowed.
import { Injectable } from '@nestjs/common';
import { EntityManager } from '@mikro-orm/core';
import type { Actor } from '../access/actor.js';
import { AuditService } from '../audit/audit.service.js';
import type { ContactField, Customer } from '../customers/customer.entity.js';
import { ContactsService } from '../customers/contacts.service.js';
import { CustomersService } from '../customers/customers.service.js';
import { AccountsService } from '../sessions/accounts.service.js';
import { SessionsService } from '../sessions/sessions.service.js';
import { provenCustomer } from './customer.rows.js';
import { OneTimeTokens } from './one-time-tokens.js';

export interface PasswordChange {
  /** For the audit log. */
  action: string;
  /** Asked in the transaction, with the customer locked and as they are now. */
  isAllowed(customer: Customer): Promise<boolean>;
  /** Where something that was sent has come back from: that address is theirs. */
  reached?: ContactField;
  /** Whoever does it while signed in: that session goes on. */
  actor?: Actor;
}

@Injectable()
export class NewPasswords {
  constructor(
    private readonly em: EntityManager,
    private readonly sessions: SessionsService,
    private readonly tokens: OneTimeTokens,
    private readonly accounts: AccountsService,
    private readonly customers: CustomersService,
    private readonly contacts: ContactsService,
    private readonly audit: AuditService,
  ) {}

  /**
   * Signs out whoever is signed in, makes reset links and codes worthless, and tells the owner.
   * @param hash of the new password: hashing is too slow for a transaction
   * @returns null when it was not allowed, and then nothing has changed
   */
  set(id: string, hash: string, change: PasswordChange): Promise<Customer | null> {
    return this.em.transactional((em) => this.setIn(em, id, hash, change));
  }

  private async setIn(
    em: EntityManager,
    id: string,
    hash: string,
    { action, isAllowed, reached, actor }: PasswordChange,
  ): Promise<Customer | null> {
    const customer = reached
      ? await this.contacts.lockForProof(id, reached)
      : await this.customers.lock(em, id);
    if (!customer.mayLogIn() || !(await isAllowed(customer))) return null;
    if (reached && !(await this.contacts.prove(customer, reached))) return null;
    customer.passwordHash = hash;
    // After the row is locked: a login that is under way has opened its session by now, or finds another password.
    await this.sessions.endAll({ kind: 'customer', id }, 'password', actor?.sessionId);
    await this.tokens.void(id, 'reset_by_link', 'reset_by_code');
    await this.audit.record(actor ?? provenCustomer(id), { action, ...customer.auditTarget() });
    this.accounts.notify({ kind: 'customer', id }, 'password_changed');
    return customer;
  }
}
