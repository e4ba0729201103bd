// What a customer is offered in place of a visit that has nobody, and what they say to it. Of a yes, a no and the end of the time at the same
// moment one happens: each locks the search first, and finds the offer open or not.
import { Injectable } from '@nestjs/common';
import { EntityManager } from '@mikro-orm/core';
import { NotFound } from '#libs/errors';
import { EventOutbox, PublishesEvents } from '#libs/events';
import { inBatches } from '#libs/orm';
import { Clock } from '#libs/time';
import type { Actor } from '../../access/actor.js';
import { AuditService } from '../../audit/audit.service.js';
import { ReadsService } from '../../audit/reads.service.js';
import { Booking, ownBookings } from '../../bookings/booking.entity.js';
import { ReassignmentService } from '../../bookings/reassignment/reassignment.service.js';
import { SlotNotOffered, SlotTaken } from '../../slots/slots.errors.js';
import { SearchMovedOn, SubstituteOfferEnded } from '../dispatch.errors.js';
import { substituteAccepted, substituteDeclined, substituteFactsOf } from '../dispatch.events.js';
import { SearchStepsService } from './search-steps.service.js';
import { SubstituteOffer, SubstituteSearch } from './substitute-search.entity.js';
import type { OfferStatus } from './substitute.states.js';

/** How it stands with a substitute for a booking; without a search, all of it is null. */
export interface ShownSubstitute {
  bookingId: string;
  search: SubstituteSearch | null;
  /** The one that waits for an answer. */
  offer: SubstituteOffer | null;
}

type OwnBooking = Pick<Booking, 'id' | 'customer'>;

const expiredAtATime = 50;

@PublishesEvents(substituteAccepted, substituteDeclined)
@Injectable()
export class OffersService {
  constructor(
    private readonly em: EntityManager,
    private readonly steps: SearchStepsService,
    private readonly reassignment: ReassignmentService,
    private readonly audit: AuditService,
    private readonly reads: ReadsService,
    private readonly events: EventOutbox,
    private readonly clock: Clock,
  ) {}

  /** The latest search for the booking, if there was one. That staff look is noted. @throws NotFound when the booking is another customer's */
  async of(actor: Actor, bookingId: string): Promise<ShownSubstitute> {
    const { customer: person } = await this.own(actor, { id: bookingId });
    const object = { type: 'booking', id: bookingId };
    await this.reads.note(actor, { action: 'booking.substitute_viewed', object, person });
    const search = await this.em.findOne(
      SubstituteSearch,
      { booking: bookingId },
      { orderBy: { createdAt: 'desc', id: 'desc' }, populate: ['offers', 'offers.provider'], refresh: true },
    );
    const now = this.clock.now();
    const offer = search?.offers.getItems().find((each) => each.statusAt(now) === 'open') ?? null;
    return { bookingId, search, offer };
  }

  /** The same by what the customer calls the booking. @throws NotFound */
  async ofReference(actor: Actor, reference: string): Promise<ShownSubstitute> {
    const { id } = await this.own(actor, { reference: reference.toUpperCase() });
    return this.of(actor, id);
  }

  /**
   * The visit moves to the slot that was offered, in one transaction with the hold and the search. Said again it is answered as it is.
   * @throws NotFound, SubstituteOfferEnded, SlotTaken when the customer had given up the hold and somebody else was faster, SaleContested
   */
  async accept(actor: Actor, bookingId: string, offerId: string): Promise<ShownSubstitute> {
    await this.own(actor, { id: bookingId });
    const { provider, startsAt, search, status } = await this.offer(bookingId, offerId);
    if (status === 'accepted') return this.of(actor, bookingId);
    const assignment = { providerId: provider.id, startsAt };
    const first = (em: EntityManager) => this.takeOffer(em, search.id, offerId);
    try {
      await this.reassignment.reassign(actor, bookingId, assignment, { reason: 'Offer accepted.', first });
    } catch (error) {
      // The same yes was faster elsewhere.
      if (error instanceof SearchMovedOn) return this.of(actor, bookingId);
      if (error instanceof SlotTaken || error instanceof SlotNotOffered)
        await this.endIfOpen(search.id, offerId, 'lost');
      throw error;
    }
    return this.of(actor, bookingId);
  }

  /** Something else is looked for. Said again it is answered as it is. @throws NotFound, SubstituteOfferEnded */
  async decline(actor: Actor, bookingId: string, offerId: string): Promise<ShownSubstitute> {
    await this.own(actor, { id: bookingId });
    const { search } = await this.offer(bookingId, offerId);
    const now = this.clock.now();
    await this.em.fork().transactional(async (em) => {
      const offer = find(await this.steps.locked(em, search.id), offerId);
      if (offer.status === 'declined') return;
      if (offer.statusAt(now) !== 'open') throw new SubstituteOfferEnded(offer.statusAt(now));
      await this.end(em, offer, 'declined');
      await this.audit.record(actor, {
        action: 'booking.substitute_declined',
        object: { type: 'booking', id: bookingId },
        person: search.customerId,
        after: { providerId: offer.provider.id, startsAt: offer.startsAt.toISOString() },
      });
    });
    return this.of(actor, bookingId);
  }

  /** Ends the offers whose time is over; what happens next follows from the event. @returns how many */
  expire(signal: AbortSignal): Promise<number> {
    return inBatches(
      expiredAtATime,
      async (limit) => {
        const over = { status: 'open', expiresAt: { $lte: this.clock.now() } } as const;
        const due = await this.em
          .fork()
          .find(SubstituteOffer, over, { orderBy: { expiresAt: 'asc', id: 'asc' }, limit });
        for (const { id, search } of due) await this.endIfOpen(search.id, id, 'expired');
        return due.length;
      },
      signal,
    );
  }

  /** In the transaction that moves the visit. @throws SubstituteOfferEnded, SearchMovedOn when it was taken already */
  private async takeOffer(em: EntityManager, searchId: string, offerId: string): Promise<void> {
    const search = await this.steps.locked(em, searchId);
    const offer = find(search, offerId);
    const now = this.clock.now();
    const status = offer.statusAt(now);
    if (status === 'accepted') throw new SearchMovedOn();
    if (status !== 'open') throw new SubstituteOfferEnded(status);
    offer.end('accepted', now);
    search.moveTo('accepted', now);
    this.events.publish(substituteAccepted, searchId, substituteFactsOf(search, offer));
  }

  private endIfOpen(searchId: string, offerId: string, status: 'expired' | 'lost'): Promise<void> {
    return this.em.fork().transactional(async (em) => {
      const offer = find(await this.steps.locked(em, searchId), offerId);
      if (offer.status === 'open') await this.end(em, offer, status);
    });
  }

  private async end(
    em: EntityManager,
    offer: SubstituteOffer,
    status: Exclude<OfferStatus, 'open' | 'accepted'>,
  ): Promise<void> {
    const { search } = offer;
    await this.steps.endOffer(em, search, status);
    search.moveTo('declined', this.clock.now());
    this.events.publish(substituteDeclined, search.id, substituteFactsOf(search, offer));
    await em.flush();
  }

  /** @throws SubstituteOfferEnded when there is none of that id for the booking */
  private async offer(bookingId: string, offerId: string): Promise<SubstituteOffer> {
    const wanted = { id: offerId, search: { booking: bookingId } };
    const offer = await this.em.fork().findOne(SubstituteOffer, wanted, { populate: ['search'] });
    if (!offer) throw new SubstituteOfferEnded('unknown');
    return offer;
  }

  private async own(actor: Actor, which: { id: string } | { reference: string }): Promise<OwnBooking> {
    const booking = await this.em.findOne(
      Booking,
      { ...which, ...ownBookings(actor) },
      { fields: ['id', 'customer'], disableIdentityMap: true },
    );
    if (!booking) throw new NotFound('Booking', Object.values(which)[0]!);
    return booking;
  }
}

function find(search: SubstituteSearch, offerId: string): SubstituteOffer {
  return search.offers.getItems().find(({ id }) => id === offerId)!;
}
