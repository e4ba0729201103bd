import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { Tool } from '#libs/tools';
import type { Actor } from '../../access/actor.js';
import { BookingPaymentsService } from './booking-payments.service.js';
import { CancellationQuotesService } from './cancellation-quotes.service.js';
import { bookingPaymentsView, cancellationQuoteView } from './settlement.schemas.js';

const ofBooking = z.strictObject({ bookingId: z.uuid() });

/** What an agent may know of the money of a booking. */
@Injectable()
export class SettlementTools {
  constructor(
    private readonly quotes: CancellationQuotesService,
    private readonly payments: BookingPaymentsService,
  ) {}

  // It writes down a promise to the customer and changes nothing else, hence a read: nobody has to agree to being told a price.
  @Tool({
    name: 'bookings.cancellation_quote',
    operation: 'quoteCancellation',
    description:
      'What cancelling a booking of the customer costs and what comes back, by which clauses; cancelling for that fee settles exactly that until it expires.',
    input: ofBooking,
    output: cancellationQuoteView,
    permission: 'bookings.update',
    effect: 'read',
  })
  quote(actor: Actor, { bookingId }: z.output<typeof ofBooking>) {
    return this.quotes.quote(actor, bookingId);
  }

  @Tool({
    name: 'bookings.payments',
    operation: 'getBookingPayments',
    description: 'What was charged, paid and given back for a booking of the customer.',
    input: ofBooking,
    output: bookingPaymentsView,
    permission: 'bookings.read',
    effect: 'read',
  })
  list(actor: Actor, { bookingId }: z.output<typeof ofBooking>) {
    return this.payments.get(actor, bookingId);
  }
}
