import { Injectable, type OnModuleInit } from '@nestjs/common';
import { EntityManager } from '@mikro-orm/core';
import { NotFound } from '#libs/errors';
import type { Actor } from '../access/actor.js';
import { customerGrants } from '../access/roles.js';
import { AccountsService, type Account } from '../sessions/accounts.service.js';
import { Customer } from './customer.entity.js';

/** For answers of other domains that contain a customer. */
export { customerView } from './customers.schemas.js';

const permissions: ReadonlySet<string> = new Set(customerGrants);

@Injectable()
export class CustomersService implements OnModuleInit {
  constructor(
    private readonly em: EntityManager,
    private readonly accounts: AccountsService,
  ) {}

  onModuleInit(): void {
    this.accounts.register('customer', { load: (id) => this.account(id), notify: () => {} });
  }

  /** @throws NotFound for anybody who is not a customer */
  async profile(actor: Actor): Promise<Customer> {
    const customer = actor.kind === 'customer' ? await this.em.findOne(Customer, { id: actor.id }) : null;
    if (!customer) throw new NotFound('Customer', actor.id);
    return customer;
  }

  private async account(id: string): Promise<Account | null> {
    const customer = await this.em.findOne(Customer, { id });
    return customer && { kind: 'customer', id, isActive: customer.mayLogIn(), permissions };
  }
}
