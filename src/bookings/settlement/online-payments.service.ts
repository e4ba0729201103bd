// What a customer pays of themselves: how much of a visit, and when.
import { Injectable } from '@nestjs/common';
import { EntityManager, LockMode } from '@mikro-orm/core';
import { NotFound } from '#libs/errors';
import type { Actor } from '../../access/actor.js';
import { AuditService } from '../../audit/audit.service.js';
import { GatewayPaymentsService } from '../../payments/gateway/gateway-payments.service.js';
import type { LedgerSubject } from '../../payments/ledger-entry.entity.js';
import { LedgerService } from '../../payments/ledger.service.js';
import { PaymentTooHigh } from '../../payments/payments.errors.js';
import { Booking, ownBookings } from '../booking.entity.js';
import { BookingPaymentsService, withRefunds } from './booking-payments.service.js';
import type { CapturePaymentInput, PayBookingInput, RefundPaymentInput } from './settlement.schemas.js';

@Injectable()
export class OnlinePaymentsService {
  constructor(
    private readonly em: EntityManager,
    private readonly ledger: LedgerService,
    private readonly gateway: GatewayPaymentsService,
    private readonly payments: BookingPaymentsService,
    private readonly audit: AuditService,
  ) {}

  /**
   * Begins a payment and has the gateway told of it. When its answer is lost the payment stays `created`, and what has become of it is
   * found out (`payments.sweep`).
   * @throws NotFound, PaymentTooHigh, PaymentOpen
   */
  async pay(actor: Actor, bookingId: string, { amountPaise: wanted, mode }: PayBookingInput) {
    const begun = await this.em.fork().transactional(async (em) => {
      const booking = await em.findOne(
        Booking,
        { id: bookingId, ...ownBookings(actor) },
        { lockMode: LockMode.PESSIMISTIC_WRITE },
      );
      if (!booking) throw new NotFound('Booking', bookingId);
      const subject = { type: 'booking' as const, id: bookingId };
      const payablePaise = payableFor(booking, await this.ledger.lockSubject(em, subject));
      const amountPaise = wanted ?? payablePaise;
      if (amountPaise > payablePaise || amountPaise === 0)
        throw new PaymentTooHigh(amountPaise, payablePaise);
      // What has ended has no "after" any more.
      const when = booking.nextStatuses.length === 0 ? 'now' : mode;
      const { customer } = booking;
      return this.gateway.begin(em, { subject, customer, amountPaise, mode: when });
    });
    await this.gateway.ask(begun.id);
    return this.shown(bookingId, begun.id);
  }

  /** @throws NotFound, PaymentNotCapturable, CaptureTooHigh, CaptureMethodUnfit */
  async capture(actor: Actor, paymentId: string, input: CapturePaymentInput) {
    const payment = await this.em.fork().transactional(async (em) => {
      const captured = await this.gateway.capture(em, paymentId, input);
      await this.audit.record(actor, {
        action: 'payment.captured',
        object: { type: 'payment', id: paymentId },
        person: captured.customer,
        after: { ...input, amountPaise: input.amountPaise ?? captured.amountPaise },
      });
      return captured;
    });
    await this.gateway.ask(paymentId);
    return this.shown(payment.subjectId, paymentId);
  }

  /** @throws NotFound, ClauseUnknown, RefundTooLate, RefundTooHigh, PaymentRefundTooHigh */
  async refund(actor: Actor, paymentId: string, input: RefundPaymentInput) {
    const { subjectId } = await this.em.fork().transactional((em) => this.gateway.locked(em, paymentId));
    await this.payments.refund(actor, subjectId, { ...input, as: 'money' }, paymentId);
    await this.gateway.ask(paymentId);
    return this.shown(subjectId, paymentId);
  }

  private async shown(bookingId: string, paymentId: string) {
    const all = await this.gateway.of({ type: 'booking', id: bookingId });
    return withRefunds(all.find(({ payment }) => payment.id === paymentId)!);
  }
}

/** What is owed now; of a visit that is still ahead, what will be, less what was paid. */
function payableFor(booking: Booking, { owedPaise }: LedgerSubject): number {
  const { totalPaise, reschedulingFeePaise, nextStatuses } = booking;
  const due = nextStatuses.length === 0 ? 0 : totalPaise + reschedulingFeePaise;
  return Math.max(0, due + owedPaise);
}
