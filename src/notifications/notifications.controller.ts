import { Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { Operation, ReturnsView } from '#libs/http';
import { CurrentActor, Requires } from '../access/access.decorators.js';
import type { Actor } from '../access/actor.js';
import { FeedService } from './feed.service.js';
import {
  deliveriesList,
  deliveriesView,
  notificationsList,
  notificationsView,
  notificationView,
  readAllView,
  unreadCountView,
  type DeliveriesQuery,
  type FeedQuery,
} from './notifications.schemas.js';

/** For customers and staff alike, each their own. */
@ApiTags('Notifications')
@Requires('self')
@Controller('notifications')
export class NotificationsController {
  constructor(private readonly feed: FeedService) {}

  @Get()
  @Operation({
    id: 'listNotifications',
    summary: 'List what you were told.',
    description:
      'The newest first. Followed live, it comes as `notification.created` and `notification.read` in your stream.',
  })
  @ReturnsView(notificationsView)
  list(@CurrentActor() actor: Actor, @Query({ schema: notificationsList.query }) query: FeedQuery) {
    return this.feed.list(actor, query);
  }

  @Get('unread-count')
  @Operation({
    id: 'countUnreadNotifications',
    summary: 'Count the notifications that you have not read.',
    description: 'For a mark beside a bell: cheaper than the list.',
  })
  @ReturnsView(unreadCountView)
  unreadCount(@CurrentActor() actor: Actor) {
    return this.feed.unreadCount(actor);
  }

  @Get('deliveries')
  @Operation({
    id: 'listNotificationDeliveries',
    summary: 'List how your notifications were sent.',
    description: 'By which ways and with what success, the newest first. Addresses are masked.',
  })
  @ReturnsView(deliveriesView)
  deliveries(@CurrentActor() actor: Actor, @Query({ schema: deliveriesList.query }) query: DeliveriesQuery) {
    return this.feed.deliveries(actor, query);
  }

  @Post('read-all')
  @Operation({
    id: 'markAllNotificationsRead',
    summary: 'Mark all notifications as read.',
    description: 'Those that come in the meantime stay unread.',
  })
  @ReturnsView(readAllView)
  readAll(@CurrentActor() actor: Actor) {
    return this.feed.readAll(actor);
  }

  @Post(':id/read')
  @Operation({
    id: 'markNotificationRead',
    summary: 'Mark a notification as read.',
    description: 'Nothing happens when it was read already.',
    codes: ['NOTIFICATION_NOT_FOUND'],
  })
  @ReturnsView(notificationView)
  read(@CurrentActor() actor: Actor, @Param('id', { schema: z.uuid() }) id: string) {
    return this.feed.read(actor, id);
  }
}
