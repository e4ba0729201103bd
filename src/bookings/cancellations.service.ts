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
import { Booking, ownBookings } from './booking.entity.js';
import type { Cancellation } from './booking.orders.js';
import { bookingCancelled, factsOf } from './booking.events.js';

@PublishesEvents(bookingCancelled)
@Injectable()
export class CancellationsService {
  constructor(
    private readonly audit: AuditService,
    private readonly prices: SalePricesService,
    private readonly events: EventOutbox,
    private readonly clock: Clock,
  ) {}

  /**
   * Cancels under the terms that hold now. What `cancellation.key` has cancelled already is answered as it is.
   * @param em of the transaction, which writes it when it ends or is flushed
   * @param expected which version the caller has read
   * @throws BookingNotCancellable, CancellationFeeChanged, NotFound, PreconditionFailed
   */
  async cancelWithin(
    em: EntityManager,
    actor: Actor,
    id: string,
    cancellation: Cancellation,
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
    mine.cancel(actor, this.clock.now(), cancellation);
    await this.prices.release(em as SqlEntityManager, id);
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
