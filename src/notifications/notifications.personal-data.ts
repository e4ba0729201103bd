import { Injectable } from '@nestjs/common';
import type { EntityManager } from '@mikro-orm/core';
import { textLanguageOf } from '#libs/format';
import { HoldsPersonalData, subjectsOf, type PersonalDataSource } from '#libs/personal-data';
import { StreamLog } from '#libs/realtime';
import { shownDelivery } from './feed.service.js';
import { NotificationTexts } from './notification-texts.js';
import { Notification, NotificationDelivery, NotificationDigest } from './notification.entity.js';
import { NotificationPreferences } from './preferences/notification-preferences.entity.js';
import { deliveryView, pushSubscriptionView } from './notifications.schemas.js';
import { streamOf } from './person.js';
import { PushSubscription } from './push/push-subscription.entity.js';

/** What somebody was told, where it was sent, and how they wanted it. */
@HoldsPersonalData('notifications')
@Injectable()
export class NotificationsPersonalData implements PersonalDataSource {
  constructor(
    private readonly texts: NotificationTexts,
    private readonly streams: StreamLog,
  ) {}

  async export(em: EntityManager, personId: string) {
    const orderBy = { id: 'asc' } as const;
    const populate = ['notification'] as const;
    const notices = await em.find(Notification, { personId }, { orderBy });
    const deliveries = await em.find(NotificationDelivery, { personId }, { orderBy, populate });
    const subscriptions = await em.find(PushSubscription, { personId }, { orderBy });
    const preferences = await em.findOne(NotificationPreferences, { personId });
    return {
      notices: notices.map((row) => ({
        id: row.id,
        kind: row.kind,
        data: row.data,
        createdAt: row.createdAt,
        readAt: row.readAt,
        ...this.texts.of(row, textLanguageOf(row.language)),
      })),
      deliveries: deliveries.map((delivery) => deliveryView.parse(shownDelivery(delivery))),
      // The endpoint is theirs; the keys are secrets of the browser.
      pushSubscriptions: subscriptions.map((row) => ({
        ...pushSubscriptionView.parse(row),
        endpoint: row.endpoint,
      })),
      preferences: preferences && {
        choices: preferences.choices,
        timeZone: preferences.timeZone,
        quietFrom: preferences.quietFrom,
        quietTo: preferences.quietTo,
        digestHour: preferences.digestHour,
      },
    };
  }

  async subjects(em: EntityManager, personId: string) {
    return [
      ...(await subjectsOf(em, 'notification', Notification, { personId })),
      ...(await subjectsOf(em, 'delivery', NotificationDelivery, { personId })),
      ...(await subjectsOf(em, 'push_subscription', PushSubscription, { personId })),
    ];
  }

  async erase(em: EntityManager, personId: string): Promise<void> {
    // Deliveries go with what they delivered.
    await em.nativeDelete(Notification, { personId });
    await em.nativeDelete(NotificationDigest, { personId });
    await em.nativeDelete(PushSubscription, { personId });
    await em.nativeDelete(NotificationPreferences, { personId });
    await this.streams.remove(em, [streamOf({ kind: 'customer', id: personId })]);
  }
}
