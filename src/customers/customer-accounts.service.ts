// What the rest of the program may know of a customer.
import { Injectable } from '@nestjs/common';
import { EntityManager } from '@mikro-orm/core';
import { customerGrants } from '../access/roles.js';
import {
  HoldsAccounts,
  type AccountContacts,
  type AccountSource,
  type SessionAccount,
} from '../sessions/accounts.service.js';
import { Customer } from './customer.entity.js';
import { PasswordProofService } from './password-proof.service.js';

const permissions: ReadonlySet<string> = new Set(customerGrants);

@HoldsAccounts('customer')
@Injectable()
export class CustomerAccountsService implements AccountSource {
  constructor(
    private readonly em: EntityManager,
    private readonly proof: PasswordProofService,
  ) {}

  async load(id: string): Promise<SessionAccount | null> {
    const customer = await this.em.findOne(Customer, { id });
    return customer && { kind: 'customer', id, isActive: customer.mayLogIn(), permissions };
  }

  async prove(id: string, password: string): Promise<void> {
    await this.proof.check(id, password);
  }

  async contacts(id: string): Promise<AccountContacts | null> {
    const customer = await this.em.findOne(Customer, { id });
    if (!customer || customer.status === 'deleted' || customer.status === 'erased') return null;
    const { language, email = null, phone = null, emailVerified, phoneVerified, status } = customer;
    const verified = { email: emailVerified, phone: phoneVerified };
    return { language, isActive: status === 'active', email, phone, verified };
  }
}
