import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { Idempotent, Operation, RateClass, ReturnsView } from '#libs/http';
import { CurrentActor, OnlyFor, Requires } from '../access/access.decorators.js';
import type { Actor } from '../access/actor.js';
import { DeliveriesService } from './deliveries.service.js';
import {
  acceptedJobView,
  deliveriesList,
  deliveriesView,
  deliveryDetailView,
  deliveryView,
  recoverInput,
  type DeliveriesQuery,
  type RecoverInput,
} from './webhooks.schemas.js';

const uuid = { schema: z.uuid() };
const accepted = {
  status: 202,
  problems: { 409: { description: 'WEBHOOK_DISABLED: enable it first.' } },
};

@ApiTags('Webhooks')
@Requires('system.configure')
@OnlyFor('staff')
@Controller('webhooks')
export class DeliveriesController {
  constructor(private readonly deliveries: DeliveriesService) {}

  @Get(':id/deliveries')
  @Operation({
    id: 'listWebhookDeliveries',
    summary: 'List the deliveries of a webhook',
    description: 'Returns what was sent and what is to be sent. Kept for 30 days.',
    codes: ['WEBHOOK_NOT_FOUND'],
  })
  @ReturnsView(deliveriesView)
  list(
    @CurrentActor() actor: Actor,
    @Param('id', uuid) id: string,
    @Query({ schema: deliveriesList.query }) query: DeliveriesQuery,
  ) {
    return this.deliveries.list(actor, id, query);
  }

  @Get('deliveries/:id')
  @Operation({
    id: 'getWebhookDelivery',
    summary: 'Get a webhook delivery',
    description: 'Returns the message, byte for byte, and the outcome of each attempt.',
    codes: ['DELIVERY_NOT_FOUND'],
  })
  @ReturnsView(deliveryDetailView)
  get(@CurrentActor() actor: Actor, @Param('id', uuid) id: string) {
    return this.deliveries.get(actor, id);
  }

  @Post('deliveries/:id/resend')
  @Idempotent()
  @Operation({
    id: 'resendWebhookDelivery',
    summary: 'Resend a webhook delivery',
    description: 'The message is sent under the same id, with the same body.',
    codes: ['DELIVERY_NOT_FOUND'],
  })
  @ReturnsView(deliveryView, accepted)
  resend(@CurrentActor() actor: Actor, @Param('id', uuid) id: string) {
    return this.deliveries.resend(actor, id);
  }

  @Post(':id/recover')
  @RateClass('expensive')
  @Idempotent()
  @Operation({
    id: 'recoverWebhookDeliveries',
    summary: 'Resend failed webhook deliveries',
    description:
      'Sends each message that has failed since a time once more, in the background. The answer names the job.',
    codes: ['WEBHOOK_NOT_FOUND'],
  })
  @ReturnsView(acceptedJobView, {
    ...accepted,
    problems: {
      ...accepted.problems,
      400: { description: 'VALIDATION_FAILED; SINCE_IN_FUTURE: nothing has happened since then.' },
    },
  })
  recover(
    @CurrentActor() actor: Actor,
    @Param('id', uuid) id: string,
    @Body({ schema: recoverInput }) input: RecoverInput,
  ) {
    return this.deliveries.recover(actor, id, input);
  }

  @Post(':id/test')
  @Idempotent()
  @Operation({
    id: 'testWebhook',
    summary: 'Send a test message to a webhook',
    description: 'Sends a `webhook.test`, whatever the webhook has subscribed to.',
    codes: ['WEBHOOK_NOT_FOUND'],
  })
  @ReturnsView(deliveryView, accepted)
  test(@CurrentActor() actor: Actor, @Param('id', uuid) id: string) {
    return this.deliveries.test(actor, id);
  }
}
