import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { Idempotent, RateClass, Returns } from '#libs/http';
import { CurrentActor, OnlyFor, Requires } from '../access/access.decorators.js';
import type { Actor } from '../access/actor.js';
import { DeliveriesService } from './deliveries.service.js';
import {
  acceptedJobView,
  deliveriesQuery,
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
  @ApiOperation({ summary: 'What was and is to be sent to an endpoint, the newest first' })
  @Returns(deliveriesView)
  list(
    @CurrentActor() actor: Actor,
    @Param('id', uuid) id: string,
    @Query({ schema: deliveriesQuery }) query: DeliveriesQuery,
  ) {
    return this.deliveries.list(actor, id, query);
  }

  @Get('deliveries/:id')
  @ApiOperation({ summary: 'One message, and how it went each time' })
  @Returns(deliveryDetailView)
  get(@CurrentActor() actor: Actor, @Param('id', uuid) id: string) {
    return this.deliveries.get(actor, id);
  }

  @Post('deliveries/:id/resend')
  @Idempotent()
  @ApiOperation({ summary: 'Send a message again', description: 'Under the same id, with the same body.' })
  @Returns(deliveryView, accepted)
  resend(@CurrentActor() actor: Actor, @Param('id', uuid) id: string) {
    return this.deliveries.resend(actor, id);
  }

  @Post(':id/recover')
  @RateClass('expensive')
  @Idempotent()
  @ApiOperation({
    summary: 'Send again what has failed since a time',
    description: 'Each message once, in the background; the answer names the job.',
  })
  @Returns(acceptedJobView, {
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
  @ApiOperation({
    summary: 'Send a `webhook.test` to an endpoint',
    description: 'Whatever it has subscribed to.',
  })
  @Returns(deliveryView, accepted)
  test(@CurrentActor() actor: Actor, @Param('id', uuid) id: string) {
    return this.deliveries.test(actor, id);
  }
}
