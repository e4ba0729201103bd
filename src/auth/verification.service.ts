import { Injectable } from '@nestjs/common';
import { EntityManager } from '@mikro-orm/core';
import { NotFound } from '#libs/errors';
import type { Actor } from '../access/actor.js';
import { AuditService } from '../audit/audit.service.js';
import { ContactsService } from '../customers/contacts.service.js';
import { Customer, type ContactField } from '../customers/customer.entity.js';
import { CodeRefused, LinkRefused, NothingToVerify } from './auth.errors.js';
import { provenCustomer } from './customer.rows.js';
import { OneTimeTokens, type ShownToken } from './one-time-tokens.js';
import { VerificationSender } from './verification.sender.js';

/** Seconds until another one can be asked for. */
export interface SentVerification {
  retryAfterSeconds: number;
}

@Injectable()
export class VerificationService {
  constructor(
    private readonly em: EntityManager,
    private readonly tokens: OneTimeTokens,
    private readonly sender: VerificationSender,
    private readonly contacts: ContactsService,
    private readonly audit: AuditService,
  ) {}

  /** @throws NothingToVerify, SendRefused */
  async resendLink(actor: Actor): Promise<SentVerification> {
    const { id, email, emailVerified } = await this.profile(actor);
    if (!email || emailVerified) throw new NothingToVerify('email');
    return { retryAfterSeconds: await this.sender.sendLink(id, email) };
  }

  /** @throws NothingToVerify, SendRefused */
  async resendCode(actor: Actor): Promise<SentVerification> {
    const { id, phone, phoneVerified } = await this.profile(actor);
    if (!phone || phoneVerified) throw new NothingToVerify('phone');
    return { retryAfterSeconds: await this.sender.sendCode(id, phone) };
  }

  /** By the link that was mailed, whoever has it. Once more is as good. @throws LinkRefused */
  async verifyEmail(token: string): Promise<void> {
    const shown = await this.tokens.lookAt(token, 'verify_email', { evenIfUsed: true });
    if (!shown || !(await this.verify(shown, 'email'))) throw new LinkRefused();
  }

  /** By the code that was sent to the customer who is signed in. Once more is as good. @throws CodeRefused */
  async verifyPhone(actor: Actor, code: string): Promise<void> {
    const shown = await this.tokens.guess(actor.id, 'verify_phone', code, { evenIfUsed: true });
    if (!shown || !(await this.verify(shown, 'phone'))) throw new CodeRefused();
  }

  /** False when the profile has another address by now, or somebody else has proven that it is theirs. */
  private verify(shown: ShownToken, what: ContactField): Promise<boolean> {
    return this.em.transactional(async () => {
      const customer = await this.contacts.lockForProof(shown.customer, what);
      if (!customer.mayLogIn() || !this.tokens.wasSentTo(shown, customer[what])) return false;
      const use = await this.tokens.use(shown);
      if (use !== 'now') return use === 'before' && customer.hasProven(what);
      if (!(await this.contacts.prove(customer, what))) return false;
      const action = `customer.${what}_verified`;
      await this.audit.record(provenCustomer(customer.id), { action, ...customer.auditTarget() });
      return true;
    });
  }

  private async profile(actor: Actor): Promise<Customer> {
    const customer = await this.em.findOne(Customer, { id: actor.id });
    if (!customer) throw new NotFound('Customer', actor.id);
    return customer;
  }
}
