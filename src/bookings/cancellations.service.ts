// Cancels a booking inside a transaction that may hold more.
import { Injectable } from '@nestjs/common';
import { LockMode, type EntityManager } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { NotFound } from '#libs/errors';
import { EventOutbox, PublishesEvents } from '#libs/events';
import { checkVersion, type ExpectedVersions } from '#libs/http';
import { Clock } from '#libs/time';
import type { Actor } from '../access/actor.js';
import { AuditService } from '../audit/audit.service.js';
import { SalePricesService } from '../pricing/quotes/sale-prices.service.js';
import { PoliciesService } from '../policies/policies.service.js';
import { Booking, ownBookings } from './booking.entity.js';
import type { Cancellation } from './booking.orders.js';
import { bookingCancelled, factsOf } from './booking.events.js';
import { CancellationQuotesService } from './settlement/cancellation-quotes.service.js';
import { SettlementsService } from './settlement/settlements.service.js';

@PublishesEvents(bookingCancelled)
@Injectable()
export class CancellationsService {
  constructor(
    private readonly policies: PoliciesService,
    private readonly quotes: CancellationQuotesService,
    private readonly settlements: SettlementsService,
    private readonly audit: AuditService,
    private readonly prices: SalePricesService,
    private readonly events: EventOutbox,
    private readonly clock: Clock,
  ) {}

  /**
   * Cancels under the terms that hold now, or under those of a quote that still holds, and settles fee and refund. What `cancellation.key` has cancelled already is answered as it is.
   * @param em of the transaction, which writes it when it ends or is flushed
   * @param expected which version the caller has read
   * @throws BookingNotCancellable, CancellationFeeChanged, CancellationQuoteExpired, CancellationQuoteOutdated, NotFound, PreconditionFailed
   */
  async cancelWithin(
    em: EntityManager,
    actor: Actor,
    id: string,
    { quoteId, ...cancellation }: Cancellation & { quoteId?: string | undefined },
    expected?: ExpectedVersions,
  ): Promise<Booking> {
    // Locked: of two cancellations at once the second must see the first.
    const mine = await em.findOne(
      Booking,
      { id, ...ownBookings(actor) },
      { lockMode: LockMode.PESSIMISTIC_WRITE },
    );
    if (!mine) throw new NotFound('Booking', id);
    await em.populate(mine, ['service', 'provider', 'items', 'history']);
    if (cancellation.key !== undefined && mine.cancellationKey === cancellation.key) return mine;
    checkVersion(mine, expected);
    const { status: before } = mine;
    const policy = await this.policies.publishedVersion(mine.policy);
    const terms = mine.cancellationTerms(this.clock.now(), policy);
    const now = this.clock.now();
    const quote = await this.quotes.holding(em, mine, policy, { quoteId, ...cancellation });
    mine.cancel(actor, now, policy, { ...cancellation, quotedFeePaise: quote?.feePaise });
    const clauses = quote?.clauses.map((each) => each.id) ?? terms?.clauses ?? [];
    await this.settlements.settleCancellation(em, actor, mine, clauses);
    // A coupon comes with a quote only.
    if (mine.quote) await this.prices.release(em as SqlEntityManager, id);
    this.events.publish(bookingCancelled, id, {
      ...factsOf(mine),
      cancellationFeePaise: mine.cancellationFeePaise!,
      by: actor.kind,
    });
    await this.audit.record(actor, {
      action: 'booking.cancelled',
      object: { type: 'booking', id },
      person: mine.customer,
      before: { status: before },
      after: { status: mine.status, cancellationFeePaise: mine.cancellationFeePaise },
    });
    return mine;
  }
}
