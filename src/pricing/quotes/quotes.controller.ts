import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { Idempotent, Operation, ReturnsView } from '#libs/http';
import { CurrentActor, OnlyFor, Requires } from '../../access/access.decorators.js';
import type { Actor } from '../../access/actor.js';
import { createQuoteInput, promisedQuoteView, type CreateQuote } from './quotes.schemas.js';
import { QuotesService } from './quotes.service.js';

@ApiTags('Pricing')
@OnlyFor('customer')
@Controller('quotes')
export class QuotesController {
  constructor(private readonly quotes: QuotesService) {}

  @Post()
  @Requires('bookings.create')
  @Idempotent()
  @Operation({
    id: 'createQuote',
    effect: 'reserve',
    summary: 'Create a quote',
    description:
      'Promises the price of this moment, line by line, each with the rule and version that it comes from. A booking with its `quoteId` costs exactly that until it expires, whatever is published meanwhile. It keeps no slot free, and a coupon is used by the booking only.',
    codes: [
      'SERVICE_NOT_FOUND',
      'PINCODE_NOT_SERVED',
      'PINCODE_NOT_FOUND',
      'ATTRIBUTE_UNKNOWN',
      'ATTRIBUTES_EXCLUSIVE',
      'QUANTITY_NOT_ALLOWED',
    ],
  })
  @ReturnsView(promisedQuoteView, {
    status: 201,
    location: ':id',
    problems: {
      409: { description: 'COUPON_USED_UP. TOO_MANY_QUOTES: use one, or wait until one expires.' },
      422: {
        description:
          'START_IN_PAST: this time is over. COUPON_UNKNOWN: there is none, or it does not hold now. COUPON_NOT_APPLICABLE: it takes nothing off this visit.',
      },
    },
  })
  create(@CurrentActor() actor: Actor, @Body({ schema: createQuoteInput }) input: CreateQuote) {
    return this.quotes.create(actor, input);
  }

  @Get(':id')
  @Requires('bookings.read')
  @Operation({
    id: 'getQuote',
    summary: 'Get a quote',
    description: 'Returns one of your own, for a month after it has expired.',
    codes: ['QUOTE_NOT_FOUND'],
  })
  @ReturnsView(promisedQuoteView)
  get(@CurrentActor() actor: Actor, @Param('id', { schema: z.uuid() }) id: string) {
    return this.quotes.get(actor, id);
  }
}
