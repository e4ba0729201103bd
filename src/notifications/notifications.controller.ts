import { Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { Returns, type PageQuery } from '#libs/http';
import { CurrentActor, Requires } from '../access/access.decorators.js';
import type { Actor } from '../access/actor.js';
import { FeedService } from './feed.service.js';
import {
  deliveriesQuery,
  deliveriesView,
  feedQuery,
  notificationsView,
  notificationView,
  readAllView,
  unreadCountView,
  type FeedQuery,
} from './notifications.schemas.js';

/** For customers and staff alike, each their own. */
@ApiTags('Notifications')
@Requires('self')
@Controller('notifications')
export class NotificationsController {
  constructor(private readonly feed: FeedService) {}

  @Get()
  @ApiOperation({
    summary: 'What you were told, the newest first',
    description: 'Followed live, it comes as `notification.created` and `notification.read` in your stream.',
  })
  @Returns(notificationsView)
  list(@CurrentActor() actor: Actor, @Query({ schema: feedQuery }) query: FeedQuery) {
    return this.feed.list(actor, query);
  }

  @Get('unread-count')
  @ApiOperation({ summary: 'How many of them you have not read' })
  @Returns(unreadCountView)
  unreadCount(@CurrentActor() actor: Actor) {
    return this.feed.unreadCount(actor);
  }

  @Get('deliveries')
  @ApiOperation({ summary: 'By which ways they were sent to you, and with what success' })
  @Returns(deliveriesView)
  deliveries(@CurrentActor() actor: Actor, @Query({ schema: deliveriesQuery }) query: PageQuery) {
    return this.feed.deliveries(actor, query);
  }

  @Post('read-all')
  @ApiOperation({ summary: 'Mark all of them as read' })
  @Returns(readAllView)
  readAll(@CurrentActor() actor: Actor) {
    return this.feed.readAll(actor);
  }

  @Post(':id/read')
  @ApiOperation({ summary: 'Mark one of them as read' })
  @Returns(notificationView)
  read(@CurrentActor() actor: Actor, @Param('id', { schema: z.uuid() }) id: string) {
    return this.feed.read(actor, id);
  }
}
