import { Body, Controller, Post, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Operation, ReturnsNothing, TakesQuery } from '#libs/http';
import { Public } from '../../access/access.decorators.js';
import { anonymousActor } from '../../access/actor.js';
import { GatewayPaymentsService } from './gateway-payments.service.js';

const limitBytes = 64 * 1024;

@ApiTags('Payments')
@Public()
@Controller('payments/webhook')
export class GatewayWebhooksController {
  constructor(private readonly payments: GatewayPaymentsService) {}

  @Post()
  @TakesQuery({ types: ['application/json'], limitBytes })
  @Operation({
    id: 'hearPaymentGateway',
    summary: 'Hear the payment gateway',
    description:
      'For the gateway only. Signed by Standard Webhooks 1.0.0 with PAYMENT_GATEWAY_WEBHOOK_SECRET, and not more than five minutes old. The same message heard twice, or an older one heard late, changes nothing.',
  })
  @ReturnsNothing({
    problems: {
      400: { description: 'WEBHOOK_REFUSED: the signature is not of the gateway, or is too old.' },
      413: { description: 'BODY_TOO_LARGE' },
    },
  })
  hear(@Req() { headers }: FastifyRequest, @Body() body: Buffer | undefined) {
    return this.payments.hear(anonymousActor, { headers, body: body ?? Buffer.alloc(0) });
  }
}
