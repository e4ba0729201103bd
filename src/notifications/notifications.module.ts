import { Module } from '@nestjs/common';
import { AuditModule } from '../audit/audit.module.js';
import { SessionsModule } from '../sessions/sessions.module.js';
import { StaffModule } from '../staff/staff.module.js';
import { DeliveriesService } from './deliveries.service.js';
import { DeliveryPlans } from './delivery-plans.js';
import { DeliveryRequests } from './delivery-requests.js';
import { DigestsService } from './digests.service.js';
import { FeedService } from './feed.service.js';
import { MessageBudget } from './message-budget.js';
import { NoticeTexts } from './notice-texts.js';
import { NotificationsController } from './notifications.controller.js';
import { NotificationsJobs } from './notifications.jobs.js';
import { NotificationsListener } from './notifications.listener.js';
import { NotificationsPersonalData } from './notifications.personal-data.js';
import { NotificationsService } from './notifications.service.js';
import { OpsNotificationsController } from './ops-notifications.controller.js';
import { PreferencesController } from './preferences.controller.js';
import { PreferencesService } from './preferences.service.js';
import { PushKeys } from './push-keys.js';
import { PushSubscriptionsController } from './push-subscriptions.controller.js';
import { PushSubscriptionsService } from './push-subscriptions.service.js';
import { PushWay } from './push-way.js';
import { RecipientsService } from './recipients.service.js';
import { RetentionService } from './retention.service.js';
import { SecurityListener } from './security.listener.js';
import { TemplatesService } from './templates.service.js';
import { MailWay, SmsWay } from './written-ways.js';

@Module({
  imports: [AuditModule, SessionsModule, StaffModule],
  controllers: [
    // Before the routes with an id in their place.
    ...[PreferencesController, PushSubscriptionsController],
    ...[NotificationsController, OpsNotificationsController],
  ],
  providers: [
    ...[NotificationsService, RecipientsService, PreferencesService, DeliveryPlans, DeliveryRequests],
    ...[DeliveriesService, MailWay, SmsWay, PushWay, MessageBudget, NoticeTexts],
    ...[FeedService, TemplatesService, DigestsService, RetentionService],
    ...[PushKeys, PushSubscriptionsService],
    ...[NotificationsJobs, NotificationsListener, SecurityListener, NotificationsPersonalData],
  ],
  exports: [NotificationsService],
})
export class NotificationsModule {}
