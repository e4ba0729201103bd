import { Injectable } from '@nestjs/common';
import { EntityManager } from '@mikro-orm/core';
import { NotFound } from '#libs/errors';
import { checkVersion, ValidationFailed, type ExpectedVersions } from '#libs/http';
import { newId } from '#libs/orm';
import { customerScope, type Actor } from '../access/actor.js';
import { AuditService } from '../audit/audit.service.js';
import { AccountsService } from '../sessions/accounts.service.js';
import { ContactsService } from './contacts.service.js';
import { Customer } from './customer.entity.js';
import { activeCustomer, lockedCustomer } from './customer.rows.js';
import { PasswordWrong } from '../sessions/sessions.errors.js';
import { ContactTaken, PasswordNeeded } from './customers.errors.js';
import { noWayToLogIn, type UpdateProfileInput } from './customers.schemas.js';
import { EarlierContact } from './earlier-contact.entity.js';
import { PasswordProofService } from './password-proof.service.js';

/** For answers of other domains that contain a customer. */
export { customerView } from './customers.schemas.js';

const profileFields = ['name', 'email', 'phone', 'language'] as const;
type ProfileChange = Omit<UpdateProfileInput, 'password'>;

@Injectable()
export class CustomersService {
  constructor(
    private readonly em: EntityManager,
    private readonly accounts: AccountsService,
    private readonly audit: AuditService,
    private readonly proof: PasswordProofService,
    private readonly contacts: ContactsService,
  ) {}

  /** The row, locked until the caller's transaction ends and as it is now. @throws NotFound */
  lock(em: EntityManager, id: string): Promise<Customer> {
    return lockedCustomer(em, id);
  }

  /** The same for what an account must be open for. @throws NotFound, Unauthenticated when it was closed or locked meanwhile */
  lockActive(em: EntityManager, id: string): Promise<Customer> {
    return activeCustomer(em, id);
  }

  /** Of the customer, or of the one whom an agent acts for. @throws NotFound for anybody else */
  async profile(actor: Actor): Promise<Customer> {
    const id = customerScope(actor);
    const customer = id === null ? null : await this.em.findOne(Customer, { id });
    if (!customer) throw new NotFound('Customer', actor.id);
    return customer;
  }

  /**
   * What is left out stays. An account is reset by its addresses: who changes one proves to know the password, and is
   * told only then whether somebody else has proven it. Of the change the owner is told where they had verified to be reached.
   * @throws PasswordNeeded, PasswordWrong, TooManyGuesses, ContactTaken, PreconditionFailed
   * @throws ValidationFailed when nothing would be left to log in by
   */
  async changeProfile(
    actor: Actor,
    { password, ...change }: UpdateProfileInput,
    expected: ExpectedVersions,
  ): Promise<Customer> {
    const proven = password === undefined ? undefined : await this.proof.check(actor.id, password);
    return this.em.transactional(async (em) => {
      await this.contacts.lock(change);
      return this.change(em, actor, change, expected, proven);
    });
  }

  /** @param proven hash of the password that was shown */
  private async change(
    em: EntityManager,
    actor: Actor,
    change: ProfileChange,
    expected: ExpectedVersions,
    proven: string | undefined,
  ): Promise<Customer> {
    const customer = await activeCustomer(em, actor.id);
    checkVersion(customer, expected);
    const { name, email, phone, language } = customer;
    const profile = { name, email, phone, language, ...change };
    if (profile.email === null && profile.phone === null) throw new ValidationFailed([noWayToLogIn]);
    const changed = profileFields.filter((field) => customer[field] !== profile[field]);
    if (changed.length === 0) return customer;
    const isReachedElsewhere = changed.includes('email') || changed.includes('phone');
    if (isReachedElsewhere && proven === undefined) throw new PasswordNeeded();
    if (isReachedElsewhere && proven !== customer.passwordHash) throw new PasswordWrong();
    const taken = isReachedElsewhere && (await this.contacts.takenOf(change, customer.id));
    if (taken) throw new ContactTaken(taken);
    if (isReachedElsewhere) this.tellEarlier(em, customer);
    const before = Object.fromEntries(changed.map((field) => [field, customer[field]]));
    const after = Object.fromEntries(changed.map((field) => [field, profile[field]]));
    customer.change(profile);
    await this.audit.record(actor, { action: 'customer.updated', ...customer.auditTarget(), before, after });
    return customer;
  }

  /** Before it is changed. */
  private tellEarlier(em: EntityManager, customer: Customer): void {
    const email = customer.emailVerified ? customer.email : null;
    const phone = customer.phoneVerified ? customer.phone : null;
    const known = email || phone ? newId() : undefined;
    if (known) em.create(EarlierContact, { id: known, customer: customer.id, email, phone });
    this.accounts.notify({ kind: 'customer', id: customer.id }, 'contact_changed', known);
  }
}
