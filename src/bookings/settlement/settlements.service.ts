// What a booking means for the books. Each of these is called with the booking's row locked: nobody pays or refunds at the same time.
import { Injectable } from '@nestjs/common';
import type { EntityManager } from '@mikro-orm/core';
import { LedgerService } from '../../payments/ledger.service.js';
import { PaymentPlansService } from '../../payments/gateway/payment-plans.service.js';
import { PoliciesService } from '../../policies/policies.service.js';
import type { Actor } from '../../access/actor.js';
import type { Booking } from '../booking.entity.js';
import { failedByUs, momentOf } from '../cancellation.policy.js';

@Injectable()
export class SettlementsService {
  constructor(
    private readonly ledger: LedgerService,
    private readonly plans: PaymentPlansService,
    private readonly policies: PoliciesService,
  ) {}

  /** The fee is due, and what was paid beyond it comes back. @param clauses that the fee follows */
  async settleCancellation(
    em: EntityManager,
    actor: Actor,
    booking: Booking,
    clauses: readonly string[],
  ): Promise<void> {
    await this.postFee(em, actor, booking, 'cancellation', booking.cancellationFeePaise ?? 0, clauses);
    await this.postRescheduling(em, actor, booking);
    await this.closePayments(em, actor, booking);
  }

  /** The work is done: the total is due. Its items must be loaded. */
  async settleCompletion(em: EntityManager, actor: Actor, booking: Booking): Promise<void> {
    const taxes = booking.items.getItems().filter(({ kind }) => kind === 'tax');
    await this.ledger.charge(em, actor, {
      ...partiesOf(booking),
      totalPaise: booking.totalPaise,
      taxPaise: taxes.reduce((sum, { amountPaise }) => sum + amountPaise, 0),
      effectKey: `charge:booking:${booking.id}`,
    });
    await this.postRescheduling(em, actor, booking);
    await this.closePayments(em, actor, booking);
  }

  /** Nobody was at home: charged by the policy of the booking, as if the professional had set out. */
  async settleNoShow(em: EntityManager, actor: Actor, booking: Booking): Promise<void> {
    const policy = await this.policies.publishedVersion(booking.policy);
    const { feePaise, clauses } = policy.noShowTerms(momentOf(booking), booking.startsAt);
    const ids = clauses.map(({ id }) => id);
    await this.postFee(em, actor, booking, 'no_show', feePaise, ids);
    await this.postRescheduling(em, actor, booking);
    await this.closePayments(em, actor, booking);
  }

  private async postRescheduling(em: EntityManager, actor: Actor, booking: Booking): Promise<void> {
    await this.postFee(em, actor, booking, 'rescheduling', booking.reschedulingFeePaise, []);
  }

  private async postFee(
    em: EntityManager,
    actor: Actor,
    booking: Booking,
    what: string,
    amountPaise: number,
    clauses: readonly string[],
  ): Promise<void> {
    if (amountPaise === 0) return;
    const effectKey = `fee:booking:${booking.id}:${what}`;
    await this.ledger.fee(em, actor, { ...partiesOf(booking), amountPaise, clauses, effectKey });
  }

  /** Of what was set aside what is owed is taken; what was paid beyond it comes back. */
  private async closePayments(em: EntityManager, actor: Actor, booking: Booking): Promise<void> {
    const owedPaise = await this.returnOverpaid(em, actor, booking);
    await this.plans.settleOpen(em, subjectOf(booking), owedPaise);
  }

  /** Once all is charged: what was paid beyond it comes back, also what comes in later. @returns what is still owed */
  async returnOverpaid(em: EntityManager, actor: Actor, booking: Booking): Promise<number> {
    const { customer } = booking;
    const subject = subjectOf(booking);
    const sums = await this.ledger.lockSubject(em, subject);
    const { overpaidPaise, owedPaise } = sums;
    if (overpaidPaise === 0) return owedPaise;
    // What was given back before is part of the key: money that came in since is another refund.
    const before = sums.refundedPaise + sums.refundedCreditPaise;
    await this.ledger.refund(em, actor, {
      subject,
      customer,
      amountPaise: overpaidPaise,
      as: 'money',
      clauses: [overpaidClause(booking)],
      effectKey: `refund:booking:${booking.id}:overpaid:${before}`,
    });
    return 0;
  }
}

function overpaidClause({ status, unattendedSince }: Booking): string {
  if (status !== 'cancelled') return 'REF-4';
  return unattendedSince ? failedByUs : 'REF-1';
}

/** Who owes and who is owed. @param booking with its provider */
function partiesOf(booking: Booking) {
  return { subject: subjectOf(booking), customer: booking.customer, provider: booking.provider.id };
}

function subjectOf({ id }: Booking) {
  return { type: 'booking' as const, id };
}
