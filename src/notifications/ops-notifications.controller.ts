import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { Operation, ReturnsView } from '#libs/http';
import { CurrentActor, Requires } from '../access/access.decorators.js';
import type { Actor } from '../access/actor.js';
import { FeedService } from './feed.service.js';
import {
  customerDeliveriesList,
  deliveriesView,
  kindParam,
  previewInput,
  previewView,
  templatesView,
  type CustomerDeliveriesQuery,
  type PreviewInput,
} from './notifications.schemas.js';
import { TemplatesService } from './templates.service.js';

@ApiTags('Notifications')
@Controller('ops/notifications')
export class OpsNotificationsController {
  constructor(
    private readonly feed: FeedService,
    private readonly templates: TemplatesService,
  ) {}

  @Get('deliveries')
  @Requires('users.read')
  @Operation({
    id: 'listCustomerNotificationDeliveries',
    summary: "List a customer's notification deliveries",
    description: 'Addresses are masked. That you looked is recorded in the audit log.',
    codes: ['CUSTOMER_NOT_FOUND'],
  })
  @ReturnsView(deliveriesView)
  deliveries(
    @CurrentActor() actor: Actor,
    @Query({ schema: customerDeliveriesList.query }) query: CustomerDeliveriesQuery,
  ) {
    return this.feed.deliveriesOf(actor, query);
  }

  @Get('templates')
  @Requires('system.configure')
  @Operation({
    id: 'listNotificationTemplates',
    summary: 'List notification templates',
    description: 'Returns what each kind says in every language, with sample values.',
  })
  @ReturnsView(templatesView)
  list(@CurrentActor() actor: Actor) {
    return this.templates.list(actor);
  }

  @Post('templates/:kind/preview')
  @Requires('system.configure')
  @Operation({
    id: 'previewNotification',
    effect: 'read',
    summary: 'Preview a notification',
    description: 'Returns it as it would reach somebody through a channel. Nothing is sent.',
  })
  @ReturnsView(previewView, {
    problems: {
      422: {
        description: 'TEMPLATE_DATA_INVALID: this kind tells other things.',
        members: z.object({ faults: z.array(z.string()).optional() }),
      },
    },
  })
  preview(
    @CurrentActor() actor: Actor,
    @Param('kind', { schema: kindParam }) kind: string,
    @Body({ schema: previewInput }) input: PreviewInput,
  ) {
    return this.templates.preview(actor, kind, input);
  }
}
