// Asks for the link or the code of who has forgotten a password, or has closed the account. Who asks learns nothing about who has one.
import { Injectable } from '@nestjs/common';
import { EntityManager, RequestContext } from '@mikro-orm/core';
import { BackgroundTasks } from '#libs/background';
import { Clock } from '#libs/time';
import type { Customer } from '../customers/customer.entity.js';
import { SendRefused } from './auth.errors.js';
import { AuthMessages } from './auth.messages.js';
import { contactFieldOf, customersBy } from './customer.rows.js';
import { LoginLock } from './login-lock.js';
import { SendLimits, type SendChannel } from './send-limits.js';

const purposes = {
  reset: { mail: 'reset_by_link', sms: 'reset_by_code' },
  reopen: { mail: 'reopen_by_link', sms: 'reopen_by_code' },
} as const;

@Injectable()
export class PasswordResetSender {
  constructor(
    private readonly em: EntityManager,
    private readonly limits: SendLimits,
    private readonly lock: LoginLock,
    private readonly messages: AuthMessages,
    private readonly background: BackgroundTasks,
    private readonly clock: Clock,
  ) {}

  /**
   * If there is such an account; if it was closed, what opens it again. The answer, its limits and the work before it are the same if there
   * is none.
   * @param identifier as it is kept: lower case, or +91 and ten digits
   * @returns seconds until another one can be asked for
   * @throws SendRefused
   */
  async request(identifier: string): Promise<number> {
    const seconds = await this.limits.take(channelOf(identifier), 'reset', identifier);
    await this.lock.renewCode(identifier);
    this.behindAnswer(async () => this.sendAll(await customersBy(this.em, identifier), identifier));
    return seconds;
  }

  /** To somebody who would register anew: what opens the account again, if there is one that its owner has closed. Nobody waits for it. */
  offerReopening(identifier: string): void {
    this.behindAnswer(async () => {
      if (!(await this.isWithin(() => this.limits.take(channelOf(identifier), 'reopen', identifier)))) return;
      await this.lock.renewCode(identifier);
      const now = this.clock.now();
      const closed = (await customersBy(this.em, identifier)).filter((customer) => customer.mayReopen(now));
      await this.sendAll(closed, identifier);
    });
  }

  private behindAnswer(work: () => Promise<void>): void {
    this.background.run('password reset', () => RequestContext.create(this.em, work));
  }

  /** To each who says that it is theirs, as long as nobody has proven it: whoever reads it chooses which account that is. */
  private async sendAll(customers: readonly Customer[], identifier: string): Promise<void> {
    for (const [index, customer] of customers.entries()) {
      const isClosed = customer.mayReopen(this.clock.now());
      if (!isClosed && !customer.mayLogIn()) continue;
      const { channel, to } = wayTo(customer, identifier);
      // What was counted before they were looked for is what was typed, once.
      const isAllowed = await this.isWithin(async () => {
        if (to !== identifier) await this.limits.take(channel, 'reset', to);
        else if (index > 0) await this.limits.takeOfToday(channel);
      });
      if (!isAllowed) continue;
      await this.lock.renewCode(customer.id);
      await this.messages.ask(customer.id, purposes[isClosed ? 'reopen' : 'reset'][channel]);
    }
  }

  /** Whoever asked has been answered: that it is not sent would say that there is such an account. */
  private async isWithin(limits: () => Promise<unknown>): Promise<boolean> {
    try {
      await limits();
      return true;
    } catch (error) {
      if (error instanceof SendRefused) return false;
      throw error;
    }
  }
}

const channelOf = (identifier: string): SendChannel =>
  contactFieldOf(identifier) === 'phone' ? 'sms' : 'mail';

/**
 * Where they asked to be reached, unless nobody has verified that address while there is another one to go by: it may be a stranger's,
 * mistyped, who would be handed the account.
 */
function wayTo(customer: Customer, identifier: string): { channel: SendChannel; to: string } {
  const { email, phone, emailVerified, phoneVerified } = customer;
  const byPhone = channelOf(identifier) === 'sms' ? phoneVerified || !email : phoneVerified && !emailVerified;
  return byPhone ? { channel: 'sms', to: phone! } : { channel: 'mail', to: email! };
}
