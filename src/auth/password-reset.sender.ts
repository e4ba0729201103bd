// Asks for the link or the code of who has forgotten a password. Who asks learns nothing about who has an account.
import { Injectable } from '@nestjs/common';
import { EntityManager, RequestContext } from '@mikro-orm/core';
import { Background } from '#libs/background';
import type { Customer } from '../customers/customer.entity.js';
import { SentTooOften } from './auth.errors.js';
import { AuthMessages } from './auth.messages.js';
import { customerBy } from './customer.rows.js';
import { SendLimits, type Channel } from './send-limits.js';

@Injectable()
export class PasswordResetSender {
  constructor(
    private readonly em: EntityManager,
    private readonly limits: SendLimits,
    private readonly messages: AuthMessages,
    private readonly background: Background,
  ) {}

  /**
   * If there is such an account. The answer, its limits and the work before it are the same if there is none.
   * @param identifier as it is kept: lower case, or +91 and ten digits
   * @returns seconds until another one can be asked for
   * @throws SentTooOften
   */
  async request(identifier: string): Promise<number> {
    const seconds = await this.limits.take(isPhone(identifier) ? 'sms' : 'mail', 'reset', identifier);
    this.background.run('password reset', () => RequestContext.create(this.em, () => this.send(identifier)));
    return seconds;
  }

  private async send(identifier: string): Promise<void> {
    const customer = await customerBy(this.em, identifier);
    if (!customer?.mayLogIn()) return;
    const { channel, to } = wayTo(customer, identifier);
    // What was counted before they were looked for is what was typed.
    if (to !== identifier && !(await this.maySend(channel, to))) return;
    await this.messages.ask(customer.id, channel === 'mail' ? 'reset_by_link' : 'reset_by_code');
  }

  /** Whoever asked has been answered: that it is not sent would say that there is such an account. */
  private async maySend(channel: Channel, to: string): Promise<boolean> {
    try {
      await this.limits.take(channel, 'reset', to);
      return true;
    } catch (error) {
      if (error instanceof SentTooOften) return false;
      throw error;
    }
  }
}

const isPhone = (identifier: string): boolean => identifier.startsWith('+');

/**
 * Where they asked to be reached, unless nobody has verified that address while there is another one to go by: it may be a stranger's,
 * mistyped, who would be handed the account.
 */
function wayTo(customer: Customer, identifier: string): { channel: Channel; to: string } {
  const { email, phone, emailVerified, phoneVerified } = customer;
  const byPhone = isPhone(identifier) ? phoneVerified || !email : phoneVerified && !emailVerified;
  return byPhone ? { channel: 'sms', to: phone! } : { channel: 'mail', to: email! };
}
