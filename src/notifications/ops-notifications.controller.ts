import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { Returns } from '#libs/http';
import { CurrentActor, Requires } from '../access/access.decorators.js';
import type { Actor } from '../access/actor.js';
import { FeedService } from './feed.service.js';
import type { NoticeName } from './notice-kinds.js';
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
  @ApiOperation({ summary: 'How a customer was sent their notices, the newest first' })
  @Returns(deliveriesView)
  deliveries(
    @CurrentActor() actor: Actor,
    @Query({ schema: customerDeliveriesQuery }) query: CustomerDeliveriesQuery,
  ) {
    return this.feed.deliveriesOf(actor, query);
  }

  @Get('templates')
  @Requires('system.configure')
  @ApiOperation({ summary: 'What the notices say, in every language' })
  @Returns(templatesView)
  list(@CurrentActor() actor: Actor) {
    return this.templates.list(actor);
  }

  @Post('templates/:kind/preview')
  @Requires('system.configure')
  @ApiOperation({ summary: 'A notice as it would reach somebody; nobody gets it' })
  @Returns(previewView, {
    problems: {
      400: {
        description: 'VALIDATION_FAILED, or TEMPLATE_DATA_INVALID: this kind tells other things.',
        members: z.object({ faults: z.array(z.string()).optional() }),
      },
    },
  })
  preview(
    @CurrentActor() actor: Actor,
    @Param('kind', { schema: kindParam }) kind: NoticeName,
    @Body({ schema: previewInput }) input: PreviewInput,
  ) {
    return this.templates.preview(actor, kind, input);
  }
}
