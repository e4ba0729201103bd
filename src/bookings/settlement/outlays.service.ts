// Money that leaves without a sale: credit as an apology, and what professionals are paid.
import { Injectable } from '@nestjs/common';
import { EntityManager, LockMode } from '@mikro-orm/core';
import { NotFound } from '#libs/errors';
import { dayMs, Clock } from '#libs/time';
import type { Actor } from '../../access/actor.js';
import { AuditService } from '../../audit/audit.service.js';
import { LedgerService } from '../../payments/ledger.service.js';
import { ClauseUnknown } from '../../policies/policies.errors.js';
import { PoliciesService } from '../../policies/policies.service.js';
import type { PolicyClause } from '../../policies/policy-version.entity.js';
import { amountBy } from '../../policies/policy-terms.entity.js';
import { Provider } from '../../providers/provider.entity.js';
import { Booking } from '../booking.entity.js';
import { GoodwillGiven, GoodwillTooHigh, RefundTooLate } from '../booking.errors.js';
import { BookingPaymentsService } from './booking-payments.service.js';
import type { GoodwillInput, PayoutInput } from './settlement.schemas.js';

@Injectable()
export class OutlaysService {
  constructor(
    private readonly em: EntityManager,
    private readonly ledger: LedgerService,
    private readonly policies: PoliciesService,
    private readonly payments: BookingPaymentsService,
    private readonly audit: AuditService,
    private readonly clock: Clock,
  ) {}

  /**
   * Credit for what went wrong: once for a booking by each clause, and not more than the clause gives.
   * @throws NotFound, ClauseUnknown, GoodwillTooHigh, GoodwillGiven, RefundTooLate
   */
  async give(actor: Actor, bookingId: string, { amountPaise, clause: wanted, reason }: GoodwillInput) {
    await this.em.fork().transactional(async (em) => {
      const booking = await em.findOne(Booking, { id: bookingId }, { lockMode: LockMode.PESSIMISTIC_WRITE });
      if (!booking) throw new NotFound('Booking', bookingId);
      const clause = await this.clauseOf(booking, wanted);
      const atMost = amountBy(clause, booking.totalPaise);
      if (amountPaise > atMost) throw new GoodwillTooHigh(amountPaise, atMost);
      const effectKey = `goodwill:booking:${bookingId}:${wanted}`;
      if (await this.ledger.isPosted(em, effectKey)) throw new GoodwillGiven(wanted);
      const { customer } = booking;
      const subject = { type: 'booking' as const, id: bookingId };
      await this.ledger.goodwill(em, actor, { subject, customer, amountPaise, clauses: [wanted], effectKey });
      await this.audit.record(actor, {
        action: 'booking.goodwill_given',
        object: { type: 'booking', id: bookingId },
        person: customer,
        after: { amountPaise, clause: wanted, reason },
      });
    });
    return this.payments.get(actor, bookingId);
  }

  /** Never more than they are owed; a reference is paid out once. @throws NotFound, PayoutTooHigh, EffectKeyReused */
  async payOut(actor: Actor, providerId: string, { amountPaise, method, reference }: PayoutInput) {
    return this.em.fork().transactional(async (em) => {
      if (!(await em.findOne(Provider, { id: providerId }))) throw new NotFound('Provider', providerId);
      const effectKey = `payout:provider:${providerId}:${method}:${reference}`;
      const payout = { provider: providerId, amountPaise, method, reference, effectKey };
      const isNew = !(await this.ledger.isPosted(em, effectKey));
      const { id, at } = await this.ledger.payout(em, actor, payout);
      if (isNew)
        await this.audit.record(actor, {
          action: 'provider.paid_out',
          object: { type: 'provider', id: providerId },
          after: { amountPaise, method, reference },
        });
      const payablePaise = await this.ledger.payableTo(em, providerId);
      return { id, providerId, amountPaise, method, reference, payablePaise, at };
    });
  }

  private async clauseOf(booking: Booking, wanted: string): Promise<PolicyClause> {
    const policy = await this.policies.publishedVersion(booking.policy);
    const clause = policy.clauseNamed(wanted);
    const offered = policy.clauses.filter(({ kind }) => kind === 'goodwill').map((each) => each.id);
    if (!clause || clause.kind !== 'goodwill') throw new ClauseUnknown(wanted, offered);
    const { daysAfterVisit: days } = clause.when;
    if (days !== null && this.clock.now().getTime() > booking.endsAt.getTime() + days * dayMs)
      throw new RefundTooLate(wanted, days);
    return clause;
  }
}
