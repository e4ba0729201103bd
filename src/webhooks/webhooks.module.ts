import { Module } from '@nestjs/common';
import { AuditModule } from '../audit/audit.module.js';
import { DeliveriesController } from './deliveries.controller.js';
import { DeliveriesService } from './deliveries.service.js';
import { EventTypesService } from './event-types.service.js';
import { WebhookSender } from './webhook-sender.js';
import { WebhookSwitch } from './webhook-switch.js';
import { WebhookWaking } from './webhook-waking.js';
import { WebhooksController } from './webhooks.controller.js';
import { WebhooksJobs } from './webhooks.jobs.js';
import { WebhooksListener } from './webhooks.listener.js';
import { WebhooksNotifications } from './webhooks.notifications.js';
import { WebhooksPersonalData } from './webhooks.personal-data.js';
import { WebhooksService } from './webhooks.service.js';

/** Also needs #libs/outbound. */
@Module({
  imports: [AuditModule],
  controllers: [WebhooksController, DeliveriesController],
  providers: [
    WebhooksService,
    DeliveriesService,
    EventTypesService,
    WebhookSender,
    WebhookSwitch,
    WebhookWaking,
    WebhooksJobs,
    WebhooksListener,
    WebhooksNotifications,
    WebhooksPersonalData,
  ],
})
export class WebhooksModule {}
