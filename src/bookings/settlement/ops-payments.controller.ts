import { Body, Controller, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { Idempotent, Operation, RateClass, ReturnsView } from '#libs/http';
import { CurrentActor, OnlyFor, Requires } from '../../access/access.decorators.js';
import type { Actor } from '../../access/actor.js';
import { OnlinePaymentsService } from './online-payments.service.js';
import { OutlaysService } from './outlays.service.js';
import { paymentWithRefundsView } from './payment.schemas.js';
import {
  capturePaymentInput,
  payoutInput,
  payoutView,
  refundPaymentInput,
  type CapturePaymentInput,
  type PayoutInput,
  type RefundPaymentInput,
} from './settlement.schemas.js';

const byId = { schema: z.uuid() };

@ApiTags('Payments')
@Requires('bookings.refund')
@OnlyFor('staff')
@Controller('ops')
export class OpsPaymentsController {
  constructor(
    private readonly payments: OnlinePaymentsService,
    private readonly outlays: OutlaysService,
  ) {}

  @Post('payments/:id/capture')
  @RateClass('expensive')
  @Idempotent()
  @Operation({
    id: 'capturePayment',
    summary: 'Capture a payment',
    description:
      'Takes what was set aside at a gateway; of a payment without one, records that the money has come, by which method. While the gateway has not answered the payment stays `authorised`: asking again takes nothing twice.',
    codes: ['PAYMENT_NOT_FOUND'],
  })
  @ReturnsView(paymentWithRefundsView, {
    problems: {
      409: { description: 'PAYMENT_NOT_CAPTURABLE; CAPTURE_TOO_HIGH; EFFECT_KEY_REUSED' },
      422: { description: 'CAPTURE_METHOD_UNFIT: say a method exactly where no gateway takes the money.' },
    },
  })
  capture(
    @CurrentActor() actor: Actor,
    @Param('id', byId) id: string,
    @Body({ schema: capturePaymentInput }) input: CapturePaymentInput,
  ) {
    return this.payments.capture(actor, id, input);
  }

  @Post('payments/:id/refund')
  @RateClass('expensive')
  @Idempotent()
  @Operation({
    id: 'refundPayment',
    summary: 'Refund a payment',
    description:
      'Gives back of this payment, by the way that it came. Otherwise as `refundBooking`. Send an `Idempotency-Key`.',
    codes: ['PAYMENT_NOT_FOUND'],
  })
  @ReturnsView(paymentWithRefundsView, {
    status: 201,
    problems: {
      409: { description: 'PAYMENT_REFUND_TOO_HIGH, REFUND_TOO_HIGH: `refundablePaise` is what is left.' },
      422: { description: 'CLAUSE_UNKNOWN; REFUND_TOO_LATE: the time of the clause is over.' },
    },
  })
  refund(
    @CurrentActor() actor: Actor,
    @Param('id', byId) id: string,
    @Body({ schema: refundPaymentInput }) input: RefundPaymentInput,
  ) {
    return this.payments.refund(actor, id, input);
  }

  @Post('providers/:id/payouts')
  @Idempotent()
  @Operation({
    id: 'payOutProvider',
    summary: 'Record a payout to a professional',
    description: 'Never more than they are owed; the same reference is recorded once.',
    codes: ['PROVIDER_NOT_FOUND'],
  })
  @ReturnsView(payoutView, {
    status: 201,
    problems: {
      409: { description: 'PAYOUT_TOO_HIGH: `payablePaise` is what they are owed. EFFECT_KEY_REUSED' },
    },
  })
  payOut(
    @CurrentActor() actor: Actor,
    @Param('id', byId) id: string,
    @Body({ schema: payoutInput }) input: PayoutInput,
  ) {
    return this.outlays.payOut(actor, id, input);
  }
}
