import { Controller, Get, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { Operation, ReturnsView } from '#libs/http';
import { CurrentActor, Requires } from '../../access/access.decorators.js';
import type { Actor } from '../../access/actor.js';
import { BookingPaymentsService } from './booking-payments.service.js';
import { CancellationQuotesService } from './cancellation-quotes.service.js';
import { bookingPaymentsView, cancellationQuoteView } from './settlement.schemas.js';

const byId = { schema: z.uuid() };

@ApiTags('Bookings')
@Controller('bookings/:id')
export class SettlementController {
  constructor(
    private readonly quotes: CancellationQuotesService,
    private readonly payments: BookingPaymentsService,
  ) {}

  @Post('cancellation-quote')
  @Requires('bookings.update')
  @Operation({
    id: 'quoteCancellation',
    summary: 'Quote a cancellation',
    description:
      'Returns the fee, what comes back, and the clauses of the policies that the booking was made under. Cancel with the `quoteId` before it expires, and exactly that is settled, whatever has changed in the policies or on the clock since.',
    codes: ['BOOKING_NOT_FOUND'],
  })
  @ReturnsView(cancellationQuoteView, {
    problems: { 409: { description: 'BOOKING_NOT_CANCELLABLE: it has begun, is done, or is cancelled.' } },
  })
  quote(@CurrentActor() actor: Actor, @Param('id', byId) id: string) {
    return this.quotes.quote(actor, id);
  }

  @Get('payments')
  @Requires('bookings.read')
  @Operation({
    id: 'getBookingPayments',
    summary: 'Get the payments of a booking',
    description: 'What was charged, paid and given back, entry by entry.',
    codes: ['BOOKING_NOT_FOUND'],
  })
  @ReturnsView(bookingPaymentsView)
  list(@CurrentActor() actor: Actor, @Param('id', byId) id: string) {
    return this.payments.get(actor, id);
  }
}
