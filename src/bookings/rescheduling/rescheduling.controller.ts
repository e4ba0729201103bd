import { Body, Controller, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { Idempotent, IfMatch, Operation, ReturnsView, type ExpectedVersions } from '#libs/http';
import { CurrentActor, Requires } from '../../access/access.decorators.js';
import type { Actor } from '../../access/actor.js';
import { bookingView, refusedBookingView, refusedStartView } from '../bookings.schemas.js';
import {
  rescheduleInput,
  rescheduleQuoteInput,
  reschedulingQuoteView,
  type RescheduleInput,
  type RescheduleQuoteInput,
} from './rescheduling.schemas.js';
import { ReschedulingService } from './rescheduling.service.js';

const refusedStart = {
  description:
    'START_IN_PAST, START_TOO_SOON, START_TOO_FAR, START_OFF_GRID: no visit starts then, whoever is free.',
  members: refusedStartView,
};

@ApiTags('Bookings')
@Controller('bookings/:id')
export class ReschedulingController {
  constructor(private readonly rescheduling: ReschedulingService) {}

  @Post('reschedule')
  @Requires('bookings.update')
  @Idempotent()
  @Operation({
    id: 'rescheduleBooking',
    summary: 'Reschedule a booking',
    description:
      'It stays the same booking, under the same reference, with the price of the new slot. Free until some hours before the visit; later, leaving the slot costs what a cancellation costs. Take the amounts from the quote: where one of them is no longer so, nothing happens.',
    codes: [
      'BOOKING_NOT_FOUND',
      'PROVIDER_NOT_FOUND',
      'SERVICE_NOT_FOUND',
      'PINCODE_NOT_SERVED',
      'ATTRIBUTE_UNKNOWN',
    ],
  })
  @ReturnsView(bookingView, {
    problems: {
      409: {
        description:
          'SLOT_TAKEN: the slot is no longer free. SLOT_NOT_OFFERED: the provider makes no such visit then. ALREADY_BOOKED: another booking of yours for this service overlaps. PRICE_CHANGED, CANCELLATION_FEE_CHANGED: an amount is not the expected one. MOVE_CHANGES_NOTHING: it is there already. BOOKING_NOT_MOVABLE: its time has come, or it has ended. BOOKING_CHANGED_TOO_OFTEN: book anew.',
        members: refusedBookingView,
      },
      422: refusedStart,
    },
  })
  reschedule(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: z.uuid() }) id: string,
    @Body({ schema: rescheduleInput }) input: RescheduleInput,
    @IfMatch() expected: ExpectedVersions,
  ) {
    return this.rescheduling.reschedule(actor, id, input, { expected });
  }

  @Post('reschedule-quote')
  @Requires('bookings.update')
  @Operation({
    id: 'quoteRescheduling',
    effect: 'read',
    summary: 'Ask what rescheduling a booking would cost',
    description:
      'Writes nothing and keeps nothing free: it tells the fee, the price in the new slot, and who would come.',
    codes: ['BOOKING_NOT_FOUND', 'SERVICE_NOT_FOUND', 'PINCODE_NOT_SERVED', 'ATTRIBUTE_UNKNOWN'],
  })
  @ReturnsView(reschedulingQuoteView, {
    problems: {
      409: {
        description:
          'SLOT_TAKEN: nobody (or not who is named) is free then. MOVE_CHANGES_NOTHING: it is there already. BOOKING_NOT_MOVABLE: its time has come, or it has ended.',
        members: refusedBookingView,
      },
      422: refusedStart,
    },
  })
  quote(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: z.uuid() }) id: string,
    @Body({ schema: rescheduleQuoteInput }) input: RescheduleQuoteInput,
  ) {
    return this.rescheduling.quote(actor, id, input);
  }
}
