import { Injectable } from '@nestjs/common';
import { EntityManager } from '@mikro-orm/core';
import { violates } from '#libs/orm';
import { hashPassword, passwordMatches, passwordWeaknesses } from '#libs/passwords';
import { Clock } from '#libs/time';
import { Customer } from '../customers/customer.entity.js';
import { SessionsService, type TokenPair } from '../sessions/sessions.service.js';
import { AlreadyRegistered, LoginFailed, WeakPassword } from './auth.errors.js';
import type { LoginInput, RegisterInput } from './auth.schemas.js';

export type SignedIn = TokenPair & { user: Customer };

@Injectable()
export class AuthService {
  constructor(
    private readonly em: EntityManager,
    private readonly sessions: SessionsService,
    private readonly clock: Clock,
  ) {}

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
}
