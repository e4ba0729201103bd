import { Injectable, type OnModuleInit } from '@nestjs/common';
import { EntityManager } from '@mikro-orm/core';
import { NotFound } from '#libs/errors';
import { violates } from '#libs/orm';
import { Clock } from '#libs/time';
import type { Actor } from '../access/actor.js';
import { customerGrants } from '../access/roles.js';
import { AccountsService, type Account } from '../auth/accounts.service.js';
import { hashPassword, passwordMatches, passwordWeaknesses } from '../auth/password.service.js';
import { SessionsService, type TokenPair } from '../auth/sessions.service.js';
import { Customer } from './customer.entity.js';
import { AlreadyRegistered, LoginFailed, WeakPassword } from './customers.errors.js';
import type { LoginInput, RegisterInput } from './customers.schemas.js';

const permissions: ReadonlySet<string> = new Set(customerGrants);

export type SignedIn = TokenPair & { user: Customer };

@Injectable()
export class AuthService implements OnModuleInit {
  constructor(
    private readonly em: EntityManager,
    private readonly accounts: AccountsService,
    private readonly sessions: SessionsService,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.accounts.register('customer', { load: (id) => this.account(id), notify: () => {} });
  }

  /** @throws WeakPassword, AlreadyRegistered */
  async register(input: RegisterInput): Promise<SignedIn> {
    const weaknesses = passwordWeaknesses(input.password, [
      ...input.name.split(/\s+/),
      input.email.split('@')[0]!,
    ]);
    if (weaknesses.length > 0) throw new WeakPassword(weaknesses);
    const user = this.em.create(Customer, {
      name: input.name,
      email: input.email,
      phone: input.phone ?? null,
      passwordHash: await hashPassword(input.password),
      lastLoginAt: this.clock.now(),
    });
    const tokens = await this.sessions.open({ kind: 'customer', id: user.id });
    try {
      await this.em.flush();
    } catch (error) {
      if (violates(error, 'customers_email_unique')) throw new AlreadyRegistered('email');
      if (violates(error, 'customers_phone_unique')) throw new AlreadyRegistered('phone');
      throw error;
    }
    return { ...tokens, user };
  }

  /** @throws LoginFailed, after the same time whether or not there is such an account */
  async login({ identifier, password }: LoginInput): Promise<SignedIn> {
    const user = await this.em.findOne(Customer, { $or: [{ email: identifier }, { phone: identifier }] });
    const matches = await passwordMatches(user?.passwordHash, password);
    if (!user || !matches || !user.mayLogIn()) throw new LoginFailed();
    user.lastLoginAt = this.clock.now();
    const tokens = await this.sessions.open({ kind: 'customer', id: user.id });
    await this.em.flush();
    return { ...tokens, user };
  }

  /** @throws RefreshRefused */
  async refresh(refreshToken: string): Promise<SignedIn> {
    const { account, tokens } = await this.sessions.rotate(refreshToken, 'customer');
    return { ...tokens, user: await this.em.findOneOrFail(Customer, { id: account.id }) };
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
