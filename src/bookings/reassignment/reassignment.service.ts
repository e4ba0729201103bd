// Sends somebody else to a visit, or marks that nobody comes. The booking stays what it is: one row, one reference, one price; what it is
// sold for does not follow from who is ill (docs/decisions/0063-a-booking-without-its-professional.md).
import { Injectable } from '@nestjs/common';
import { EntityManager, LockMode } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { NotFound } from '#libs/errors';
import { EventOutbox, PublishesEvents } from '#libs/events';
import { checkVersion, type ExpectedVersions } from '#libs/http';
import { Clock, hourMs } from '#libs/time';
import type { Actor } from '../../access/actor.js';
import { AuditService } from '../../audit/audit.service.js';
import { CatalogueService } from '../../catalogue/catalogue.service.js';
import { Provider } from '../../providers/provider.entity.js';
import { HoldsService } from '../../slots/holds.service.js';
import { ReservationsService, type PlannedVisit, type VisitLook } from '../../slots/reservations.service.js';
import { SlotNotOffered, SlotTaken } from '../../slots/slots.errors.js';
import { SlotsService, type VisitedPlace } from '../../slots/slots.service.js';
import { checkAssignable } from '../booking.checks.js';
import { Booking, BookingItem, ownBookings } from '../booking.entity.js';
import { bookingReassigned, bookingUnattended, stepFactsOf } from '../booking.events.js';
import { BookingsService } from '../bookings.service.js';
import { soldAs, type SoldAs } from '../rescheduling/sold-as.js';

/** Who is sent, and when. */
export interface Assignment {
  providerId: string;
  startsAt: Date;
}

export interface ReassignmentRequest {
  /** For the history. */
  reason: string;
  expected?: ExpectedVersions;
  /** Done first in the same transaction, before anything of the booking is locked; what it throws undoes all of it. */
  first?: (em: SqlEntityManager) => Promise<void>;
}

@PublishesEvents(bookingReassigned, bookingUnattended)
@Injectable()
export class ReassignmentService {
  constructor(
    private readonly em: EntityManager,
    private readonly bookings: BookingsService,
    private readonly catalogue: CatalogueService,
    private readonly slots: SlotsService,
    private readonly reservations: ReservationsService,
    private readonly holds: HoldsService,
    private readonly audit: AuditService,
    private readonly events: EventOutbox,
    private readonly clock: Clock,
  ) {}

  /**
   * Moves the visit to somebody else's slot, at the price that was agreed to. A slot that is held for the customer becomes the booking's; what
   * is sold or held for others the database refuses. Neither lead time nor opening hours count, only whether the professional works then.
   * @throws NotFound, PreconditionFailed, IllegalTransition, SlotTaken, SlotNotOffered, SaleContested
   */
  async reassign(actor: Actor, id: string, to: Assignment, request: ReassignmentRequest): Promise<Booking> {
    const from = await this.em.findOne(Booking, { id, ...ownBookings(actor) }, { disableIdentityMap: true });
    if (!from) throw new NotFound('Booking', id);
    checkVersion(from, request.expected);
    checkAssignable(from as never);
    const { customer, pincode, service: { id: serviceId } } = from; // prettier-ignore
    const service = await this.catalogue.browsed(actor, serviceId);
    const visit = this.reservations.plan(service, { ...to, pincode });
    if (!(await this.slots.visit(actor, service, pincode, to)))
      throw new SlotNotOffered(await this.others(actor, service, from));
    const look = async (): Promise<VisitLook> => {
      const met = await this.reservations.look(visit, customer, id);
      if (met.blocking.length > 0) throw new SlotTaken(await this.others(actor, service, from));
      return met;
    };
    let met = await look();
    await this.reservations.inTurn(
      { customer, provider: to.providerId },
      (em) => this.write(em, actor, from, { visit, met, bufferBeforeMinutes: service.bufferBeforeMinutes, ...request }), // prettier-ignore
      async () => {
        met = await look();
      },
    );
    return this.bookings.get(actor, id);
  }

  /**
   * Nobody comes until somebody else is sent. In the caller's transaction, which holds the row.
   * @param booking with its service, provider and history
   * @returns whether it is news
   * @throws IllegalTransition
   */
  async markUnattended(actor: Actor, booking: Booking, reason: string): Promise<boolean> {
    if (!booking.markUnattended(actor, this.clock.now(), reason)) return false;
    this.events.publish(bookingUnattended, booking.id, stepFactsOf(booking, actor));
    await this.audit.record(actor, {
      action: 'booking.unattended',
      object: { type: 'booking', id: booking.id },
      person: booking.customer,
      after: { providerId: booking.provider.id },
    });
    return true;
  }

  /** Locks in the order of a sale: the customer's turn, then holds, then the booking. */
  private async write(
    em: SqlEntityManager,
    actor: Actor,
    { id, customer, pincode, service }: Booking,
    { visit, met, bufferBeforeMinutes, expected, reason, first }: PlannedReassignment,
  ): Promise<void> {
    await first?.(em);
    const { providerId, startsAt, endsAt, blockedUntil } = visit;
    const slot = { serviceId: service.id, providerId, pincode, startsAt };
    await this.holds.makeWay(em, met, { customer, slot, bookingId: id });
    const locking = { lockMode: LockMode.PESSIMISTIC_WRITE, refresh: true } as const;
    const booking = await em.findOneOrFail(Booking, { id }, locking);
    checkVersion(booking, expected);
    await em.populate(booking, ['service', 'provider', 'history']);
    const items = await em.find(BookingItem, { booking: id }, { disableIdentityMap: true });
    const was = soldAs(booking, items);
    const provider = await em.findOneOrFail(Provider, { id: providerId });
    const now = this.clock.now();
    const assigned = { provider, startsAt, endsAt, busyUntil: blockedUntil, bufferBeforeMinutes };
    booking.reassign(actor, now, { visit: assigned, was, reason });
    // Of a visit that is nearer than a reminder comes ahead the customer hears now: that reminder counts as sent.
    const ahead = startsAt.getTime() - now.getTime();
    if (ahead < 24 * hourMs) booking.dayRemindedFor = startsAt;
    if (ahead < 2 * hourMs) booking.hoursRemindedFor = startsAt;
    await this.tell(actor, booking, was);
    await em.flush();
  }

  private async tell(actor: Actor, booking: Booking, was: SoldAs): Promise<void> {
    this.events.publish(bookingReassigned, booking.id, {
      ...stepFactsOf(booking, actor),
      previousStartsAt: was.startsAt,
      previousProviderId: was.providerId,
    });
    await this.audit.record(actor, {
      action: 'booking.reassigned',
      object: { type: 'booking', id: booking.id },
      person: booking.customer,
      before: { startsAt: was.startsAt, providerId: was.providerId },
      after: { startsAt: booking.startsAt.toISOString(), providerId: booking.provider.id },
    });
  }

  private others(actor: Actor, service: VisitedPlace, { id: instead, pincode, startsAt }: Booking) {
    return this.slots.alternatives(actor, service, { pincode, startsAt, instead });
  }
}

interface PlannedReassignment extends ReassignmentRequest {
  visit: PlannedVisit;
  met: VisitLook;
  bufferBeforeMinutes: number;
}
