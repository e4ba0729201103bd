import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { Operation, ReturnsView } from '#libs/http';
import { CurrentActor, Requires } from '../access/access.decorators.js';
import type { Actor } from '../access/actor.js';
import { FeedService } from './feed.service.js';
import {
  customerDeliveriesQuery,
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
    summary: 'List how the notifications of a customer were sent.',
    description: 'The newest first. Addresses are masked.',
    codes: ['CUSTOMER_NOT_FOUND'],
  })
  @ReturnsView(deliveriesView)
  deliveries(
    @CurrentActor() actor: Actor,
    @Query({ schema: customerDeliveriesQuery }) query: CustomerDeliveriesQuery,
  ) {
    return this.feed.deliveriesOf(actor, query);
  }

  @Get('templates')
  @Requires('system.configure')
  @Operation({
    id: 'listNotificationTemplates',
    summary: 'List the templates of notifications.',
    description: 'What each kind says, in every language, with a sample of what fills it.',
  })
  @ReturnsView(templatesView)
  list(@CurrentActor() actor: Actor) {
    return this.templates.list(actor);
  }

  @Post('templates/:kind/preview')
  @Requires('system.configure')
  @Operation({
    id: 'previewNotification',
    summary: 'Preview a notification.',
    description: 'As it would reach somebody by a channel. Nobody gets it.',
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
