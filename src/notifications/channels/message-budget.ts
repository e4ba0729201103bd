// How many mails and text messages one address or number gets in a day: whoever provokes more of them floods somebody, or runs up our bill.
import { Injectable } from '@nestjs/common';
import { EntityManager } from '@mikro-orm/core';
import { Clock } from '#libs/time';
import { AttemptsService, type AttemptPolicy } from '../../sessions/attempts.service.js';
import { TextMessageCapService } from '../../sessions/text-message-cap.service.js';
import { NotificationDelivery } from '../notification.entity.js';

const day = 86_400;
const atMost = (most: number): AttemptPolicy => ({ waits: [0], window: day, most });

/** What protects an account has a budget of its own: nobody can use it up by booking and cancelling. */
const policies = {
  security: atMost(10),
  email: atMost(50),
  sms: atMost(10),
};

@Injectable()
export class MessageBudget {
  constructor(
    private readonly em: EntityManager,
    private readonly attempts: AttemptsService,
    private readonly cap: TextMessageCapService,
    private readonly clock: Clock,
  ) {}

  /**
   * Counts a message that is about to be sent, once for all attempts at it: a crash between the two writes counts it twice, which
   * does no harm. Not to be called in a transaction.
   */
  async admits(delivery: NotificationDelivery, to: string, isSecurity: boolean): Promise<boolean> {
    if (delivery.countedAt) return true;
    const channel = delivery.channel as 'email' | 'sms';
    const { allowed } = isSecurity
      ? await this.attempts.take(['notice', to], policies.security)
      : await this.attempts.take(['notice', channel, to], policies[channel]);
    if (!allowed || (channel === 'sms' && !(await this.cap.take()).allowed)) return false;
    await this.em.nativeUpdate(NotificationDelivery, { id: delivery.id }, { countedAt: this.clock.now() });
    return true;
  }
}
