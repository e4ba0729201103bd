// Mails and text messages: what goes to an address, once it is known to be within its budget.
import { Injectable } from '@nestjs/common';
import { EntityManager } from '@mikro-orm/core';
import { Mailer, MailRefused, type Mail } from '#libs/mail';
import { Clock } from '#libs/time';
import { SmsRefused, SmsSender } from '#libs/sms';
import {
  suppressedDelivery,
  type DeliveryAttempt,
  type DeliveryOutcome,
  type DeliveryWay,
} from './delivery-outcome.js';
import { MessageBudget } from './message-budget.js';
import { noticeKind } from './notice-kinds.js';
import { NoticeTexts } from './notice-texts.js';
import { NotificationDelivery } from './notification.entity.js';
import { PreferencesService } from './preferences.service.js';
import { maskedRecipient, waysTo } from './recipients.service.js';

@Injectable()
export class MailWay implements DeliveryWay {
  constructor(
    private readonly em: EntityManager,
    private readonly mailer: Mailer,
    private readonly texts: NoticeTexts,
    private readonly preferences: PreferencesService,
    private readonly budget: MessageBudget,
    private readonly clock: Clock,
  ) {}

  async deliver(attempt: DeliveryAttempt): Promise<DeliveryOutcome> {
    const { delivery } = attempt;
    const to = addressOf(attempt, 'email');
    if (!to) return suppressedDelivery('no_destination');
    const mail = await this.mailOf(attempt);
    if (!mail) return suppressedDelivery('outdated');
    if (!(await this.budget.admits(delivery, to, isSecurity(attempt))))
      return suppressedDelivery('over_budget');
    const destination = maskedRecipient(to);
    try {
      const transport = await this.mailer.deliver({ to, person: delivery.personId, ...mail }, delivery.id);
      return { status: 'sent', transport, destination };
    } catch (error) {
      if (error instanceof MailRefused) return { status: 'failed', reason: 'refused', destination };
      throw error;
    }
  }

  /** Null of a digest of which nothing is left. */
  private async mailOf({
    delivery,
    notification,
    recipient,
  }: DeliveryAttempt): Promise<Omit<Mail, 'to'> | null> {
    if (notification) return this.texts.letterOf(notification, recipient.language);
    const parts = await this.em.find(
      NotificationDelivery,
      { digest: delivery.digest, isDigest: false },
      { populate: ['notification'], orderBy: { id: 'asc' } },
    );
    const now = this.clock.now();
    const notices = parts
      .flatMap(({ notification: each }) => each ?? [])
      .filter(({ expiresAt }) => expiresAt == null || expiresAt > now);
    if (notices.length === 0) return null;
    const { timeZone } = await this.preferences.wishesOf(recipient);
    return this.texts.digestOf(notices, recipient.language, delivery.createdAt, timeZone);
  }
}

@Injectable()
export class SmsWay implements DeliveryWay {
  constructor(
    private readonly sms: SmsSender,
    private readonly texts: NoticeTexts,
    private readonly budget: MessageBudget,
  ) {}

  async deliver(attempt: DeliveryAttempt): Promise<DeliveryOutcome> {
    const { delivery, notification, recipient } = attempt;
    const to = addressOf(attempt, 'phone');
    if (!to) return suppressedDelivery('no_destination');
    if (!(await this.budget.admits(delivery, to, isSecurity(attempt))))
      return suppressedDelivery('over_budget');
    const destination = maskedRecipient(to);
    const { short } = this.texts.of(notification!, recipient.language);
    try {
      const transport = await this.sms.deliver({ to, person: delivery.personId, text: short }, delivery.id);
      return { status: 'sent', transport, destination };
    } catch (error) {
      if (error instanceof SmsRefused) return { status: 'failed', reason: 'refused', destination };
      throw error;
    }
  }
}

/** Where they are reached at this moment, unless the delivery says where it goes. */
function addressOf(
  { delivery, notification, recipient }: DeliveryAttempt,
  way: 'email' | 'phone',
): string | null {
  const onlyVerified = notification ? noticeKind(notification.kind)?.onlyVerified : false;
  return delivery.address ?? waysTo(recipient, onlyVerified)[way];
}

function isSecurity({ notification }: DeliveryAttempt): boolean {
  return !!notification && noticeKind(notification.kind)?.category === 'security';
}
