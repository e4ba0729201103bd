import { Injectable, type OnModuleInit } from '@nestjs/common';
import { EntityManager } from '@mikro-orm/core';
import { NotFound } from '#libs/errors';
import { checkVersion, type ExpectedVersions } from '#libs/http';
import { violates } from '#libs/orm';
import type { Actor } from '../access/actor.js';
import { customerGrants } from '../access/roles.js';
import { AuditService } from '../audit/audit.service.js';
import { AccountsService, type Account } from '../sessions/accounts.service.js';
import { Customer } from './customer.entity.js';
import { CustomerNotices } from './customer.mails.js';
import { about, lockedCustomer } from './customer.rows.js';
import { ContactTaken } from './customers.errors.js';
import type { ReplaceProfileInput } from './customers.schemas.js';

/** For answers of other domains that contain a customer. */
export { customerView } from './customers.schemas.js';

const permissions: ReadonlySet<string> = new Set(customerGrants);
const profileFields = ['name', 'email', 'phone', 'language'] as const;

@Injectable()
export class CustomersService implements OnModuleInit {
  constructor(
    private readonly em: EntityManager,
    private readonly accounts: AccountsService,
    private readonly audit: AuditService,
    private readonly notices: CustomerNotices,
  ) {}

  onModuleInit(): void {
    this.accounts.register('customer', {
      load: (id) => this.account(id),
      notify: (id, notice) => this.notices.send(id, notice),
    });
  }

  /** @throws NotFound for anybody who is not a customer */
  async profile(actor: Actor): Promise<Customer> {
    const customer = actor.kind === 'customer' ? await this.em.findOne(Customer, { id: actor.id }) : null;
    if (!customer) throw new NotFound('Customer', actor.id);
    return customer;
  }

  /**
   * The whole profile, as it is from now on.
   * @throws ContactTaken, PreconditionFailed
   */
  async replaceProfile(
    actor: Actor,
    profile: ReplaceProfileInput,
    expected: ExpectedVersions,
  ): Promise<Customer> {
    try {
      return await this.em.transactional(async (em) => {
        const customer = await lockedCustomer(em, actor.id);
        checkVersion(customer, expected);
        const changed = profileFields.filter((field) => customer[field] !== profile[field]);
        if (changed.length === 0) return customer;
        const before = Object.fromEntries(changed.map((field) => [field, customer[field]]));
        const after = Object.fromEntries(changed.map((field) => [field, profile[field]]));
        customer.change(profile);
        await this.audit.record(actor, { action: 'customer.updated', ...about(customer), before, after });
        return customer;
      });
    } catch (error) {
      if (violates(error, 'customers_email_unique')) throw new ContactTaken('email');
      if (violates(error, 'customers_phone_unique')) throw new ContactTaken('phone');
      throw error;
    }
  }

  private async account(id: string): Promise<Account | null> {
    const customer = await this.em.findOne(Customer, { id });
    return customer && { kind: 'customer', id, isActive: customer.mayLogIn(), permissions };
  }
}
