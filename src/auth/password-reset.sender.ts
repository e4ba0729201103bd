// Sends the link or the code of who has forgotten a password. Who asks learns nothing about who has an account.
import { Injectable } from '@nestjs/common';
import { EntityManager, RequestContext } from '@mikro-orm/core';
import { Background } from '#libs/background';
import type { Customer } from '../customers/customer.entity.js';
import { AuthMessages } from './auth.messages.js';
import { customerBy } from './customer.rows.js';
import { OneTimeTokens } from './one-time-tokens.js';
import { SendLimits } from './send-limits.js';

@Injectable()
export class PasswordResetSender {
  constructor(
    private readonly em: EntityManager,
    private readonly tokens: OneTimeTokens,
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
    const { id, language } = customer;
    const { email, phone } = reachOf(customer, identifier);
    if (email) {
      const token = await this.tokens.newToken(id, 'reset_by_link', email);
      this.messages.resetByLink(email, language, token);
    } else if (phone) {
      const code = await this.tokens.newCode(id, 'reset_by_code', phone);
      this.messages.resetByCode(phone, language, code);
    }
  }
}

const isPhone = (identifier: string): boolean => identifier.startsWith('+');

/**
 * Where they asked to be reached, unless nobody has verified that address while there is another one to go by: it may be a stranger's,
 * mistyped, who would be handed the account.
 */
function reachOf(customer: Customer, identifier: string): Partial<Pick<Customer, 'email' | 'phone'>> {
  const { email, phone, emailVerified, phoneVerified } = customer;
  const byPhone = isPhone(identifier) ? phoneVerified || !email : phoneVerified && !emailVerified;
  return byPhone ? { phone } : { email };
}
