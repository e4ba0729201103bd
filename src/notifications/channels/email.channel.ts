import { Injectable } from '@nestjs/common';
import { EntityManager } from '@mikro-orm/core';
import { Mailer, MailRefused, type Mail } from '#libs/mail';
import { Clock } from '#libs/time';
import { NotificationDelivery } from '../notification.entity.js';
import { NotificationTexts } from '../notification-texts.js';
import { PreferencesService } from '../preferences/preferences.service.js';
import { maskedRecipient } from '../recipients.service.js';
import {
  suppressedDelivery,
  type DeliveryAttempt,
  type DeliveryChannel,
  type DeliveryOutcome,
} from './channel.js';
import { WrittenAddress } from './written-address.js';

@Injectable()
export class EmailChannel implements DeliveryChannel {
  constructor(
    private readonly em: EntityManager,
    private readonly mailer: Mailer,
    private readonly texts: NotificationTexts,
    private readonly preferences: PreferencesService,
    private readonly address: WrittenAddress,
    private readonly clock: Clock,
  ) {}

  async deliver(attempt: DeliveryAttempt): Promise<DeliveryOutcome> {
    const { delivery } = attempt;
    const to = this.address.of(attempt, 'email');
    if (!to) return suppressedDelivery('no_destination');
    const mail = await this.mailOf(attempt);
    if (!mail) return suppressedDelivery('outdated');
    const obstacle = await this.address.obstacle(attempt, to);
    if (obstacle) return obstacle;
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
    const notifications = parts
      .flatMap(({ notification: each }) => each ?? [])
      .filter(({ expiresAt }) => expiresAt == null || expiresAt > now);
    if (notifications.length === 0) return null;
    const { timeZone } = await this.preferences.preferencesOf(recipient);
    return this.texts.digestOf(notifications, recipient.language, delivery.createdAt, timeZone);
  }
}
