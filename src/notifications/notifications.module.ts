import { Module } from '@nestjs/common';
import { NotificationKindsModule } from '#libs/notifications';
import { AuditModule } from '../audit/audit.module.js';
import { SessionsModule } from '../sessions/sessions.module.js';
import { DeliveriesService } from './deliveries/deliveries.service.js';
import { DeliveryPlans } from './deliveries/delivery-plans.js';
import { DeliveryRequests } from './deliveries/delivery-requests.js';
import { DigestsService } from './deliveries/digests.service.js';
import { FeedService } from './feed.service.js';
import { MessageBudget } from './channels/message-budget.js';
import { NotificationTexts } from './notification-texts.js';
import { NotificationsController } from './notifications.controller.js';
import { NotificationsJobs } from './notifications.jobs.js';
import { NotificationListeners } from './notification-listeners.js';
import { NotificationsPersonalData } from './notifications.personal-data.js';
import { NotificationsService } from './notifications.service.js';
import { OpsNotificationsController } from './ops-notifications.controller.js';
import { PreferencesController } from './preferences/preferences.controller.js';
import { PreferencesService } from './preferences/preferences.service.js';
import { PushKeys } from './push/push-keys.js';
import { PushSubscriptionsController } from './push/push-subscriptions.controller.js';
import { PushSubscriptionsService } from './push/push-subscriptions.service.js';
import { WebPushChannel } from './channels/web-push.channel.js';
import { RecipientsService } from './recipients.service.js';
import { RetentionService } from './retention.service.js';
import { TemplatesService } from './templates.service.js';
import { EmailChannel } from './channels/email.channel.js';
import { SmsChannel } from './channels/sms.channel.js';
import { WrittenAddress } from './channels/written-address.js';

@Module({
  imports: [AuditModule, NotificationKindsModule, SessionsModule],
  controllers: [
    // Before the routes with an id in their place.
    PreferencesController,
    PushSubscriptionsController,
    NotificationsController,
    OpsNotificationsController,
  ],
  providers: [
    NotificationsService,
    RecipientsService,
    PreferencesService,
    DeliveryPlans,
    DeliveryRequests,
    DeliveriesService,
    EmailChannel,
    SmsChannel,
    WebPushChannel,
    WrittenAddress,
    MessageBudget,
    NotificationTexts,
    FeedService,
    TemplatesService,
    DigestsService,
    RetentionService,
    PushKeys,
    PushSubscriptionsService,
    NotificationsJobs,
    NotificationListeners,
    NotificationsPersonalData,
  ],
  exports: [NotificationsService],
})
export class NotificationsModule {}
