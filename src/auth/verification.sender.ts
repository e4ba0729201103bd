// Sends the link and the code that prove an address.
import { Injectable } from '@nestjs/common';
import { EntityManager, RequestContext } from '@mikro-orm/core';
import { Background } from '#libs/background';
import type { Customer } from '../customers/customer.entity.js';
import { SentTooOften } from './auth.errors.js';
import { AuthMessages } from './auth.messages.js';
import { OneTimeTokens } from './one-time-tokens.js';
import { SendLimits } from './send-limits.js';

@Injectable()
export class VerificationSender {
  constructor(
    private readonly em: EntityManager,
    private readonly tokens: OneTimeTokens,
    private readonly limits: SendLimits,
    private readonly messages: AuthMessages,
    private readonly background: Background,
  ) {}

  /** After registering, in the background: to all addresses. Where too much was sent already they can ask again later. */
  sendAll({ id, email, phone, language }: Customer): void {
    const send = async () => {
      if (email) await this.sendLink(id, email, language).catch(ignoreLimits);
      if (phone) await this.sendCode(id, phone, language).catch(ignoreLimits);
    };
    this.background.run('verification', () => RequestContext.create(this.em, send));
  }

  /** @returns seconds until another one can be asked for @throws SentTooOften */
  async sendLink(customer: string, email: string, language: string): Promise<number> {
    const seconds = await this.limits.take('mail', 'verify_email', email);
    this.messages.verifyEmail(email, language, await this.tokens.newToken(customer, 'verify_email', email));
    return seconds;
  }

  /** @returns seconds until another one can be asked for @throws SentTooOften */
  async sendCode(customer: string, phone: string, language: string): Promise<number> {
    const seconds = await this.limits.take('sms', 'verify_phone', phone);
    this.messages.verifyPhone(phone, language, await this.tokens.newCode(customer, 'verify_phone', phone));
    return seconds;
  }
}

function ignoreLimits(error: unknown): void {
  if (!(error instanceof SentTooOften)) throw error;
}
