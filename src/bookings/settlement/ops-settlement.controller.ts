import { Body, Controller, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { Idempotent, Operation, ReturnsView } from '#libs/http';
import { CurrentActor, OnlyFor, Requires } from '../../access/access.decorators.js';
import type { Actor } from '../../access/actor.js';
import { BookingPaymentsService } from './booking-payments.service.js';
import { OutlaysService } from './outlays.service.js';
import {
  bookingPaymentsView,
  goodwillInput,
  recordPaymentInput,
  refundBookingInput,
  type GoodwillInput,
  type RecordPaymentInput,
  type RefundBookingInput,
} from './settlement.schemas.js';

const byId = { schema: z.uuid() };

@ApiTags('Payments')
@Requires('bookings.refund')
@OnlyFor('staff')
@Controller('ops/bookings/:id')
export class OpsSettlementController {
  constructor(
    private readonly payments: BookingPaymentsService,
    private readonly outlays: OutlaysService,
  ) {}

  @Post('payments')
  @Idempotent()
  @Operation({
    id: 'recordBookingPayment',
    summary: 'Record a payment for a booking',
    description:
      'Money that came at the door, by UPI or by transfer. Send an `Idempotency-Key`; the same reference is recorded once in any case.',
    codes: ['BOOKING_NOT_FOUND'],
  })
  @ReturnsView(bookingPaymentsView, {
    status: 201,
    problems: {
      409: { description: 'EFFECT_KEY_REUSED: this reference was recorded with another amount.' },
    },
  })
  record(
    @CurrentActor() actor: Actor,
    @Param('id', byId) id: string,
    @Body({ schema: recordPaymentInput }) input: RecordPaymentInput,
  ) {
    return this.payments.record(actor, id, input);
  }

  @Post('refunds')
  @Idempotent()
  @Operation({
    id: 'refundBooking',
    summary: 'Refund a booking',
    description:
      'Gives back of what was paid, never more, by a clause of the policies that the booking was made under. Send an `Idempotency-Key`.',
    codes: ['BOOKING_NOT_FOUND'],
  })
  @ReturnsView(bookingPaymentsView, {
    status: 201,
    problems: {
      409: { description: 'REFUND_TOO_HIGH: `refundablePaise` is what can be refunded at most.' },
      422: { description: 'CLAUSE_UNKNOWN; REFUND_TOO_LATE: the time of the clause is over.' },
    },
  })
  refund(
    @CurrentActor() actor: Actor,
    @Param('id', byId) id: string,
    @Body({ schema: refundBookingInput }) input: RefundBookingInput,
  ) {
    return this.payments.refund(actor, id, input);
  }

  @Post('goodwill')
  @Idempotent()
  @Operation({
    id: 'giveGoodwill',
    summary: 'Give credit as an apology',
    description:
      'Gives credit by a clause of the policies that the booking was made under: once by each, and not more than it gives. It pays the next visits of the customer.',
    codes: ['BOOKING_NOT_FOUND'],
  })
  @ReturnsView(bookingPaymentsView, {
    status: 201,
    problems: {
      409: {
        description:
          'GOODWILL_TOO_HIGH: `atMostPaise` is what the clause gives. GOODWILL_GIVEN: by this clause.',
      },
      422: { description: 'CLAUSE_UNKNOWN; REFUND_TOO_LATE: the time of the clause is over.' },
    },
  })
  goodwill(
    @CurrentActor() actor: Actor,
    @Param('id', byId) id: string,
    @Body({ schema: goodwillInput }) input: GoodwillInput,
  ) {
    return this.outlays.give(actor, id, input);
  }
}
