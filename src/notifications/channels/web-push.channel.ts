import { Injectable } from '@nestjs/common';
import { EntityManager } from '@mikro-orm/core';
import { WebPush } from '#libs/push';
import { Settings } from '../../config/settings.js';
import {
  suppressedDelivery,
  type DeliveryAttempt,
  type DeliveryOutcome,
  type DeliveryChannel,
} from './channel.js';
import { NotificationTexts } from '../notification-texts.js';
import { PushKeys } from '../push/push-keys.js';
import { PushSubscription } from '../push/push-subscription.entity.js';

/** For a browser that is away. */
const ttlSeconds = 86_400;

@Injectable()
export class WebPushChannel implements DeliveryChannel {
  constructor(
    private readonly em: EntityManager,
    private readonly push: WebPush,
    private readonly keys: PushKeys,
    private readonly texts: NotificationTexts,
    private readonly settings: Settings,
  ) {}

  async deliver({ delivery, notification, recipient, signal }: DeliveryAttempt): Promise<DeliveryOutcome> {
    const { subscription: id } = delivery;
    const subscription = id ? await this.em.findOne(PushSubscription, { id }) : null;
    if (!subscription || !notification) return suppressedDelivery('no_destination');
    const keys = await this.keys.pair(subscription.key);
    // It was made with a key that is lost: no push service takes another one for it.
    if (!keys) return this.gone(subscription);
    const { title, body } = this.texts.of(notification, recipient.language);
    const { kind, urgent, data, createdAt } = notification;
    const outcome = await this.push.send(
      subscription,
      {
        payload: JSON.stringify({ id: notification.id, kind, title, body, urgent, data, at: createdAt }),
        topic: delivery.id.replaceAll('-', ''),
        ttlSeconds,
        isUrgent: urgent,
      },
      { keys, contact: contactIn(this.settings.MAIL_FROM), signal },
    );
    if (outcome === 'gone') return this.gone(subscription);
    if (outcome === 'refused') return { status: 'failed', reason: 'refused' };
    return { status: 'sent', transport: 'push' };
  }

  /** Done again, it changes nothing. */
  private async gone({ id }: PushSubscription): Promise<DeliveryOutcome> {
    await this.em.nativeDelete(PushSubscription, { id });
    return { status: 'failed', reason: 'gone' };
  }
}

/** Whom a push service turns to when something is wrong with what we send. */
function contactIn(sender: string): string {
  return `mailto:${/([^<\s]+@[^>\s]+)/.exec(sender)![1]}`;
}
