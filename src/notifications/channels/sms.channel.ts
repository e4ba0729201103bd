import { Injectable } from '@nestjs/common';
import { SmsRefused, SmsSender } from '#libs/sms';
import { NotificationTexts } from '../notification-texts.js';
import { maskedRecipient } from '../recipients.service.js';
import {
  suppressedDelivery,
  type DeliveryAttempt,
  type DeliveryChannel,
  type DeliveryOutcome,
} from './channel.js';
import { WrittenAddress } from './written-address.js';

@Injectable()
export class SmsChannel implements DeliveryChannel {
  constructor(
    private readonly sms: SmsSender,
    private readonly texts: NotificationTexts,
    private readonly address: WrittenAddress,
  ) {}

  async deliver(attempt: DeliveryAttempt): Promise<DeliveryOutcome> {
    const { delivery, notification, recipient } = attempt;
    const to = this.address.of(attempt, 'phone');
    if (!to) return suppressedDelivery('no_destination');
    const obstacle = await this.address.obstacle(attempt, to);
    if (obstacle) return obstacle;
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
