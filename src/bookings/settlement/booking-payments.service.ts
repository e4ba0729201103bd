// Money of one booking: what was paid and given back, and what staff record of it.
import { Injectable } from '@nestjs/common';
import { EntityManager, LockMode } from '@mikro-orm/core';
import { NotFound } from '#libs/errors';
import { newId } from '#libs/orm';
import { Clock, dayMs } from '#libs/time';
import type { Actor } from '../../access/actor.js';
import { AuditService } from '../../audit/audit.service.js';
import { ReadsService } from '../../audit/reads.service.js';
import {
  GatewayPaymentsService,
  type ShownPayment,
} from '../../payments/gateway/gateway-payments.service.js';
import { LedgerService } from '../../payments/ledger.service.js';
import { PaymentsService } from '../../payments/payments.service.js';
import { ClauseUnknown } from '../../policies/policies.errors.js';
import { PoliciesService } from '../../policies/policies.service.js';
import { Booking, ownBookings } from '../booking.entity.js';
import { RefundTooLate } from '../booking.errors.js';
import type { RecordPaymentInput, RefundBookingInput } from './settlement.schemas.js';

@Injectable()
export class BookingPaymentsService {
  constructor(
    private readonly em: EntityManager,
    private readonly ledger: LedgerService,
    private readonly payments: PaymentsService,
    private readonly gateway: GatewayPaymentsService,
    private readonly policies: PoliciesService,
    private readonly audit: AuditService,
    private readonly reads: ReadsService,
    private readonly clock: Clock,
  ) {}

  /** What was charged, paid and given back. That staff look is noted. @throws NotFound */
  async get(actor: Actor, id: string) {
    const booking = await this.em.findOne(Booking, { id, ...ownBookings(actor) });
    if (!booking) throw new NotFound('Booking', id);
    const { customer: person, currency } = booking;
    const object = { type: 'booking', id };
    await this.reads.note(actor, { action: 'booking.payments_viewed', object, person });
    const { sums, entries } = await this.payments.paymentsOf({ type: 'booking', id });
    return {
      bookingId: id,
      currency,
      chargedPaise: sums.chargedPaise,
      feesPaise: sums.feesPaise,
      paidPaise: sums.paidPaise,
      paidCreditPaise: sums.paidCreditPaise,
      refundedPaise: sums.refundedPaise,
      refundedCreditPaise: sums.refundedCreditPaise,
      owedPaise: sums.owedPaise,
      payments: (await this.gateway.of({ type: 'booking', id })).map(withRefunds),
      entries: entries.map((entry) => {
        const debits = entry.lines.getItems().filter(({ amountPaise }) => amountPaise > 0);
        return { ...pick(entry), amountPaise: debits.reduce((sum, line) => sum + line.amountPaise, 0) };
      }),
    };
  }

  /** Money that came at the door or by a way that we are not told of. A reference is recorded once. @throws NotFound */
  async record(actor: Actor, id: string, { amountPaise, method, reference }: RecordPaymentInput) {
    await this.changing(id, async (em, booking) => {
      const effectKey = `payment:booking:${id}:${method}:${reference ?? newId()}`;
      const subject = { type: 'booking' as const, id };
      const { customer } = booking;
      await this.ledger.pay(em, actor, { subject, customer, amountPaise, method, reference, effectKey });
      await this.audit.record(actor, {
        action: 'booking.payment_recorded',
        object: { type: 'booking', id },
        person: customer,
        after: { amountPaise, method, reference },
      });
    });
    return this.get(actor, id);
  }

  /**
   * Gives back of what was paid, by a clause of the policies that the booking was made under.
   * @param paymentId through this payment only
   * @throws NotFound, ClauseUnknown, RefundTooLate, RefundTooHigh, PaymentRefundTooHigh
   */
  async refund(actor: Actor, id: string, input: RefundBookingInput, paymentId?: string) {
    await this.changing(id, async (em, booking) => {
      const { amountPaise, as, method, clause: wanted, reason } = input;
      const policy = await this.policies.publishedVersion(booking.policy);
      const clause = policy.clauseNamed(wanted);
      const offered = policy.clauses.filter(({ kind }) => kind === 'refund').map((each) => each.id);
      if (!clause || clause.kind !== 'refund') throw new ClauseUnknown(wanted, offered);
      const { daysAfterVisit: days } = clause.when;
      if (days !== null && this.clock.now().getTime() > booking.endsAt.getTime() + days * dayMs)
        throw new RefundTooLate(wanted, days);
      const { customer } = booking;
      await this.ledger.refund(em, actor, {
        subject: { type: 'booking', id },
        customer,
        amountPaise,
        as,
        method,
        paymentId,
        clauses: [wanted],
        effectKey: `refund:booking:${id}:${newId()}`,
      });
      await this.audit.record(actor, {
        action: 'booking.refunded',
        object: { type: 'booking', id },
        person: customer,
        after: { amountPaise, as, method, clause: wanted, reason },
      });
    });
    return this.get(actor, id);
  }

  /** With the row locked, as every change of a booking is: nobody cancels or completes it meanwhile. @throws NotFound */
  private changing(
    id: string,
    change: (em: EntityManager, booking: Booking) => Promise<void>,
  ): Promise<void> {
    return this.em.transactional(async (em) => {
      const booking = await em.findOne(Booking, { id }, { lockMode: LockMode.PESSIMISTIC_WRITE });
      if (!booking) throw new NotFound('Booking', id);
      await change(em, booking);
    });
  }
}

export function withRefunds({ payment, refunds }: ShownPayment) {
  return { ...payment, refunds };
}

function pick({
  id,
  kind,
  method,
  reference,
  clauses,
  at,
}: {
  id: string;
  kind: string;
  method?: string | null;
  reference?: string | null;
  clauses: string[];
  at: Date;
}) {
  return { id, kind, method: method ?? null, reference: reference ?? null, clauses, at };
}
