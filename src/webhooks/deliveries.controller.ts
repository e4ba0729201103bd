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
    summary: 'List what was sent to an endpoint.',
    description: 'And what is to be sent, the newest first. Kept for 30 days.',
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
    summary: 'Get one message to an endpoint.',
    description: 'What is sent, to the byte, and how it went each time.',
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
    summary: 'Send a message to an endpoint again.',
    description: 'Under the same id, with the same body.',
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
    summary: 'Send again what has failed since a time.',
    description: 'Each message once, in the background; the answer names the job.',
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
    summary: 'Send a test message to an endpoint.',
    description: 'A `webhook.test`, whatever it has subscribed to.',
    codes: ['WEBHOOK_NOT_FOUND'],
  })
  @ReturnsView(deliveryView, accepted)
  test(@CurrentActor() actor: Actor, @Param('id', uuid) id: string) {
    return this.deliveries.test(actor, id);
  }
}
