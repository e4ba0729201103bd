import { Body, Controller, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { Operation, ReturnsView } from '#libs/http';
import { CurrentActor, Public } from '../access/access.decorators.js';
import type { Actor } from '../access/actor.js';
import { quoteInput, quoteView, type QuoteInput } from './pricing.schemas.js';
import { PricingService } from './pricing.service.js';

const id = { schema: z.uuid() };

@ApiTags('Pricing')
@Public()
@Controller('services')
export class PricesController {
  constructor(private readonly pricing: PricingService) {}

  @Post(':id/quote')
  @Operation({
    id: 'quoteService',
    effect: 'read',
    summary: 'Quote a service',
    description:
      'Returns the price at a place and a time, line by line. It holds until `validUntil` and is the price that a booking is charged.',
    codes: [
      'SERVICE_NOT_FOUND',
      'PINCODE_NOT_SERVED',
      'PINCODE_NOT_FOUND',
      'ATTRIBUTE_UNKNOWN',
      'ATTRIBUTES_EXCLUSIVE',
      'QUANTITY_NOT_ALLOWED',
    ],
  })
  @ReturnsView(quoteView, { problems: { 422: { description: 'START_IN_PAST: this time is over.' } } })
  quote(
    @CurrentActor() actor: Actor | undefined,
    @Param('id', id) serviceId: string,
    @Body({ schema: quoteInput }) input: QuoteInput,
  ) {
    return this.pricing.price(actor, { ...input, serviceId });
  }
}
