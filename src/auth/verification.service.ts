import { Injectable } from '@nestjs/common';
import { EntityManager } from '@mikro-orm/core';
import { NotFound } from '#libs/errors';
import { Clock } from '#libs/time';
import type { Actor } from '../access/actor.js';
import { AuditService } from '../audit/audit.service.js';
import { Customer } from '../customers/customer.entity.js';
import { about, lockedCustomer } from '../customers/customers.service.js';
import { CodeRefused, LinkRefused, NothingToVerify } from './auth.errors.js';
import { provenCustomer } from './customer.rows.js';
import { OneTimeTokens, type ShownToken } from './one-time-tokens.js';
import { VerificationSender } from './verification.sender.js';

/** Seconds until another one can be asked for. */
export interface Sent {
  retryAfterSeconds: number;
}

@Injectable()
export class VerificationService {
  constructor(
    private readonly em: EntityManager,
    private readonly tokens: OneTimeTokens,
    private readonly sender: VerificationSender,
    private readonly audit: AuditService,
    private readonly clock: Clock,
  ) {}

  /** @throws NothingToVerify, SentTooOften */
  async resendLink(actor: Actor): Promise<Sent> {
    const { id, email, emailVerified } = await this.profile(actor);
    if (!email || emailVerified) throw new NothingToVerify('email');
    return { retryAfterSeconds: await this.sender.sendLink(id, email) };
  }

  /** @throws NothingToVerify, SentTooOften */
  async resendCode(actor: Actor): Promise<Sent> {
    const { id, phone, phoneVerified } = await this.profile(actor);
    if (!phone || phoneVerified) throw new NothingToVerify('phone');
    return { retryAfterSeconds: await this.sender.sendCode(id, phone) };
  }

  /** By the link that was mailed, whoever has it. @throws LinkRefused */
  async verifyEmail(token: string): Promise<void> {
    const shown = await this.tokens.lookAt(token, 'verify_email');
    if (!shown || !(await this.verify(shown, 'email'))) throw new LinkRefused();
  }

  /** By the code that was sent to the customer who is signed in. @throws CodeRefused */
  async verifyPhone(actor: Actor, code: string): Promise<void> {
    const shown = await this.tokens.guess(actor.id, 'verify_phone', code);
    if (!shown || !(await this.verify(shown, 'phone'))) throw new CodeRefused();
  }

  /** False when it was used by somebody faster, or the profile has another address by now. */
  private verify(shown: ShownToken, what: 'email' | 'phone'): Promise<boolean> {
    return this.em.transactional(async (em) => {
      const customer = await lockedCustomer(em, shown.customer);
      if (!customer.mayLogIn() || !this.tokens.wasSentTo(shown, customer[what])) return false;
      if (!(await this.tokens.use(shown))) return false;
      if (what === 'email') customer.verifyEmail(this.clock.now());
      else customer.verifyPhone(this.clock.now());
      const action = `customer.${what}_verified`;
      await this.audit.record(provenCustomer(customer.id), { action, ...about(customer) });
      return true;
    });
  }

  private async profile(actor: Actor): Promise<Customer> {
    const customer = await this.em.findOne(Customer, { id: actor.id });
    if (!customer) throw new NotFound('Customer', actor.id);
    return customer;
  }
}
