import { Body, Controller, Delete, Get, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { Idempotent, Operation, ReturnsView, ReturnsNothing } from '#libs/http';
import { CurrentActor, Requires } from '../../access/access.decorators.js';
import type { Actor } from '../../access/actor.js';
import {
  pushKeyView,
  pushSubscriptionInput,
  pushSubscriptionsView,
  pushSubscriptionView,
  type PushSubscriptionInput,
} from '../notifications.schemas.js';
import { PushSubscriptionsService } from './push-subscriptions.service.js';

@ApiTags('Notifications')
@Requires('self')
@Controller('notifications/push-subscriptions')
export class PushSubscriptionsController {
  constructor(private readonly subscriptions: PushSubscriptionsService) {}

  @Get('key')
  @Operation({
    id: 'getPushKey',
    summary: 'Get the public key of web push',
    description: 'Pass it to `PushManager.subscribe()` in a browser. It does not change.',
  })
  @ReturnsView(pushKeyView)
  key() {
    return this.subscriptions.publicKey();
  }

  @Get()
  @Operation({
    id: 'listPushSubscriptions',
    summary: 'List your push subscriptions',
    description: 'Returns your browsers that get web pushes, the newest first.',
  })
  @ReturnsView(pushSubscriptionsView)
  list(@CurrentActor() actor: Actor) {
    return this.subscriptions.list(actor);
  }

  @Post()
  @Idempotent()
  @Operation({
    id: 'createPushSubscription',
    summary: 'Create a push subscription',
    description:
      'Only the last subscription of a browser counts, whoever made it. At most ten are kept: the oldest is replaced.',
  })
  @ReturnsView(pushSubscriptionView, {
    status: 201,
    problems: {
      422: { description: 'PUSH_SERVICE_REFUSED: not the address of a push service.' },
    },
  })
  add(@CurrentActor() actor: Actor, @Body({ schema: pushSubscriptionInput }) input: PushSubscriptionInput) {
    return this.subscriptions.add(actor, input);
  }

  @Delete(':id')
  @Operation({
    id: 'deletePushSubscription',
    summary: 'Delete a push subscription',
    description: 'Nothing is pushed to that browser any more.',
    codes: ['PUSH_SUBSCRIPTION_NOT_FOUND'],
  })
  @ReturnsNothing()
  async remove(@CurrentActor() actor: Actor, @Param('id', { schema: z.uuid() }) id: string): Promise<void> {
    await this.subscriptions.remove(actor, id);
  }
}
