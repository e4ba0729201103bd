import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { Idempotent, Operation, RateClass, ReturnsView } from '#libs/http';
import { CurrentActor, OnlyFor, Requires } from '../../access/access.decorators.js';
import type { Actor } from '../../access/actor.js';
import { BookingPaymentsService } from './booking-payments.service.js';
import { CancellationQuotesService } from './cancellation-quotes.service.js';
import { OnlinePaymentsService } from './online-payments.service.js';
import { paymentWithRefundsView } from './payment.schemas.js';
import {
  bookingPaymentsView,
  cancellationQuoteView,
  payBookingInput,
  type PayBookingInput,
} from './settlement.schemas.js';

const byId = { schema: z.uuid() };

@ApiTags('Bookings')
@Controller('bookings/:id')
export class SettlementController {
  constructor(
    private readonly quotes: CancellationQuotesService,
    private readonly payments: BookingPaymentsService,
    private readonly online: OnlinePaymentsService,
  ) {}

  @Post('cancellation-quote')
  @Requires('bookings.update')
  @Operation({
    id: 'quoteCancellation',
    effect: 'reserve',
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

  @Post('payments')
  @Requires('bookings.update')
  @OnlyFor('customer')
  @RateClass('expensive')
  @Idempotent()
  @Operation({
    id: 'payBooking',
    summary: 'Pay for a booking',
    description:
      'Begins a payment of what is owed, or will be when the work is done. Where there is a `checkoutUrl`, the customer goes there. A payment that stays `created` was not answered yet: what has become of it is shown with the payments of the booking. Without a gateway it is a promise to pay on the day.',
    codes: ['BOOKING_NOT_FOUND'],
  })
  @ReturnsView(paymentWithRefundsView, {
    status: 201,
    problems: {
      409: {
        description:
          'PAYMENT_TOO_HIGH: `payablePaise` is what can be paid at most. PAYMENT_OPEN: another one is under way.',
      },
    },
  })
  pay(
    @CurrentActor() actor: Actor,
    @Param('id', byId) id: string,
    @Body({ schema: payBookingInput }) input: PayBookingInput,
  ) {
    return this.online.pay(actor, id, input);
  }
}
