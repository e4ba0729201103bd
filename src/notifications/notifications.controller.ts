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
    summary: 'List your notifications',
    description: 'Follow your stream to get them live, as `notification.created` and `notification.read`.',
  })
  @ReturnsView(notificationsView)
  list(@CurrentActor() actor: Actor, @Query({ schema: notificationsList.query }) query: FeedQuery) {
    return this.feed.list(actor, query);
  }

  @Get('unread-count')
  @Operation({
    id: 'countUnreadNotifications',
    summary: 'Count your unread notifications',
    description: 'Cheaper than the list, for a badge.',
  })
  @ReturnsView(unreadCountView)
  unreadCount(@CurrentActor() actor: Actor) {
    return this.feed.unreadCount(actor);
  }

  @Get('deliveries')
  @Operation({
    id: 'listNotificationDeliveries',
    summary: 'List the deliveries of your notifications',
    description: 'Tells through which channel each was sent and with what result. Addresses are masked.',
  })
  @ReturnsView(deliveriesView)
  deliveries(@CurrentActor() actor: Actor, @Query({ schema: deliveriesList.query }) query: DeliveriesQuery) {
    return this.feed.deliveries(actor, query);
  }

  @Post('read-all')
  @Operation({
    id: 'markAllNotificationsRead',
    summary: 'Mark all notifications as read',
    description: 'Notifications that arrive in the meantime stay unread.',
  })
  @ReturnsView(readAllView)
  readAll(@CurrentActor() actor: Actor) {
    return this.feed.readAll(actor);
  }

  @Post(':id/read')
  @Operation({
    id: 'markNotificationRead',
    summary: 'Mark a notification as read',
    description: 'Marking it again changes nothing.',
    codes: ['NOTIFICATION_NOT_FOUND'],
  })
  @ReturnsView(notificationView)
  read(@CurrentActor() actor: Actor, @Param('id', { schema: z.uuid() }) id: string) {
    return this.feed.read(actor, id);
  }
}
