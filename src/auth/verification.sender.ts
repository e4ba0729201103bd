// Asks for the link and the code that prove an address, within the limits of what is sent.
import { Injectable, Logger } from '@nestjs/common';
import type { Customer } from '../customers/customer.entity.js';
import { SentTooOften } from './auth.errors.js';
import { AuthMessages } from './auth.messages.js';
import { SendLimits } from './send-limits.js';

@Injectable()
export class VerificationSender {
  private readonly logger = new Logger('Auth');

  constructor(
    private readonly limits: SendLimits,
    private readonly messages: AuthMessages,
  ) {}

  /** After registering: to all addresses. Never throws: they are registered, and can ask again. */
  async sendAll({ id, email, phone }: Customer): Promise<void> {
    try {
      if (email) await this.sendLink(id, email).catch(ignoreLimits);
      if (phone) await this.sendCode(id, phone).catch(ignoreLimits);
    } catch (error) {
      this.logger.error({ err: error }, 'somebody who has registered was sent nothing to verify');
    }
  }

  /** @returns seconds until another one can be asked for @throws SentTooOften */
  async sendLink(customer: string, email: string): Promise<number> {
    const seconds = await this.limits.take('mail', 'verify_email', email);
    await this.messages.ask(customer, 'verify_email');
    return seconds;
  }

  /** @returns seconds until another one can be asked for @throws SentTooOften */
  async sendCode(customer: string, phone: string): Promise<number> {
    const seconds = await this.limits.take('sms', 'verify_phone', phone);
    await this.messages.ask(customer, 'verify_phone');
    return seconds;
  }
}

function ignoreLimits(error: unknown): void {
  if (!(error instanceof SentTooOften)) throw error;
}
