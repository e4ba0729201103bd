import { Injectable } from '@nestjs/common';
import { EntityManager, LockMode } from '@mikro-orm/core';
import { NotFound } from '#libs/errors';
import { newId } from '#libs/orm';
import { Clock } from '#libs/time';
import type { Actor } from '../../access/actor.js';
import { PaymentsService } from '../../payments/payments.service.js';
import { PoliciesService } from '../../policies/policies.service.js';
import type { PolicyVersion } from '../../policies/policy-version.entity.js';
import { Booking, ownBookings } from '../booking.entity.js';
import {
  BookingNotCancellable,
  CancellationQuoteExpired,
  CancellationQuoteOutdated,
} from '../booking.errors.js';
import { CancellationQuote } from './cancellation-quote.entity.js';

/**
 * Long enough to read and to say yes. It is also how much later than the policy says somebody can still cancel on the earlier terms, hence
 * not longer.
 */
const quotedMs = 15 * 60_000;

@Injectable()
export class CancellationQuotesService {
  constructor(
    private readonly em: EntityManager,
    private readonly policies: PoliciesService,
    private readonly payments: PaymentsService,
    private readonly clock: Clock,
  ) {}

  /**
   * What cancelling costs now, promised for some minutes, at most until the visit begins.
   * @throws NotFound, BookingNotCancellable
   */
  quote(actor: Actor, id: string): Promise<CancellationQuote> {
    return this.em.transactional(async (em) => {
      const lockMode = LockMode.PESSIMISTIC_WRITE;
      const booking = await em.findOne(Booking, { id, ...ownBookings(actor) }, { lockMode, refresh: true });
      if (!booking) throw new NotFound('Booking', id);
      const now = this.clock.now();
      const policy = await this.policies.publishedVersion(booking.policy);
      const terms = booking.cancellationTerms(now, policy);
      if (!terms) throw new BookingNotCancellable(booking.reference, booking.status);
      const paidPaise = await this.payments.netPaid(em, { type: 'booking', id });
      // Those that are over say nothing any more: a booking never has more than one asks for in some minutes.
      await em.nativeDelete(CancellationQuote, { booking: id, expiresAt: { $lte: now } });
      const { feePaise } = terms;
      const { startsAt, totalPaise, reschedulingFeePaise } = booking;
      return em.create(CancellationQuote, {
        id: newId(),
        booking: id,
        feePaise,
        reschedulingFeePaise,
        refundPaise: Math.max(0, paidPaise - feePaise - reschedulingFeePaise),
        clauses: terms.clauses.map((clause) => ({ id: clause, text: policy.clauseNamed(clause)!.text })),
        startsAt,
        totalPaise,
        paidPaise,
        expiresAt: new Date(
          Math.min(now.getTime() + quotedMs, booking.unattendedSince ? Infinity : startsAt.getTime()),
        ),
        createdAt: now,
      });
    });
  }

  /**
   * The quote that a cancellation goes by: the one that is named, else one that still holds and has the fee that was agreed to.
   * @param booking locked
   * @throws NotFound for one of another booking, CancellationQuoteExpired, CancellationQuoteOutdated
   */
  async holding(
    em: EntityManager,
    booking: Booking,
    policy: PolicyVersion,
    { quoteId, expectedFeePaise }: { quoteId?: string | undefined; expectedFeePaise?: number | undefined },
  ): Promise<CancellationQuote | null> {
    const now = this.clock.now();
    const terms = booking.cancellationTerms(now, policy);
    // Nothing can be cancelled any more; the entity says so.
    if (!terms) return null;
    const paidPaise = await this.payments.netPaid(em, { type: 'booking', id: booking.id });
    if (quoteId !== undefined) {
      const quote = await em.findOne(CancellationQuote, { id: quoteId, booking: booking.id });
      if (!quote) throw new NotFound('Cancellation quote', quoteId);
      if (quote.expiresAt <= now)
        throw new CancellationQuoteExpired(quote.feePaise, terms.feePaise, terms.rule);
      if (!quote.isOf(booking, paidPaise)) throw new CancellationQuoteOutdated(terms.feePaise, terms.rule);
      return quote;
    }
    if (expectedFeePaise === undefined || expectedFeePaise === terms.feePaise) return null;
    const live = await em.find(
      CancellationQuote,
      { booking: booking.id, feePaise: expectedFeePaise, expiresAt: { $gt: now } },
      { orderBy: { createdAt: 'desc' } },
    );
    return live.find((quote) => quote.isOf(booking, paidPaise)) ?? null;
  }
}
