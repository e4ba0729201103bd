// Asks for the link and the code that prove an address, within the limits of what is sent.
import { Injectable, Logger } from '@nestjs/common';
import type { Customer } from '../customers/customer.entity.js';
import { SendRefused } from './auth.errors.js';
import { AuthMessages } from './auth.messages.js';
import { SendLimits } from './send-limits.js';

/** Whether a link or code is on its way; if not, it can be asked for when the seconds are over. */
export interface VerificationSending {
  status: 'sent' | 'delayed';
  /** Until another one can be asked for. */
  retryAfterSeconds: number;
}

/** For each of the addresses that a customer has given. */
export type VerificationSendings = Partial<Record<'email' | 'phone', VerificationSending>>;

@Injectable()
export class VerificationSender {
  private readonly logger = new Logger('Auth');

  constructor(
    private readonly limits: SendLimits,
    private readonly messages: AuthMessages,
  ) {}

  /** After registering: to all addresses. Never throws: they are registered, and can ask again. */
  async sendAll({ id, email, phone }: Customer): Promise<VerificationSendings> {
    return {
      ...(email && { email: await this.outcomeOf(this.sendLink(id, email)) }),
      ...(phone && { phone: await this.outcomeOf(this.sendCode(id, phone)) }),
    };
  }

  /** @returns seconds until another one can be asked for @throws SendRefused */
  async sendLink(customer: string, email: string): Promise<number> {
    const seconds = await this.limits.take('mail', 'verify_email', email);
    await this.messages.ask(customer, 'verify_email');
    return seconds;
  }

  /** @returns seconds until another one can be asked for @throws SendRefused */
  async sendCode(customer: string, phone: string): Promise<number> {
    const seconds = await this.limits.take('sms', 'verify_phone', phone);
    await this.messages.ask(customer, 'verify_phone');
    return seconds;
  }

  private async outcomeOf(sending: Promise<number>): Promise<VerificationSending> {
    try {
      return { status: 'sent', retryAfterSeconds: await sending };
    } catch (error) {
      if (error instanceof SendRefused)
        return { status: 'delayed', retryAfterSeconds: error.retryAfterSeconds };
      this.logger.error({ err: error }, 'somebody who has registered was sent nothing to verify');
      return { status: 'delayed', retryAfterSeconds: 0 };
    }
  }
}
