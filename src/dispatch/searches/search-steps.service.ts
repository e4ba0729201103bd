// What every step of a search shares: the row is locked, nothing is done twice, and what has happened is told in the same transaction.
//
// Locks are taken in one order, so that no two wait for each other: the customer, the search, the hold, the booking, the books.
import { Injectable } from '@nestjs/common';
import { EntityManager, LockMode } from '@mikro-orm/core';
import { EventOutbox, PublishesEvents } from '#libs/events';
import { Clock } from '#libs/time';
import { systemActor } from '../../access/actor.js';
import { Booking } from '../../bookings/booking.entity.js';
import { LedgerService } from '../../payments/ledger.service.js';
import { PoliciesService } from '../../policies/policies.service.js';
import { amountBy } from '../../policies/policy-terms.entity.js';
import { OfferedSlotsService } from '../../slots/offered-slots.service.js';
import { substituteCompensated, substituteFactsOf, substituteWithdrawn } from '../dispatch.events.js';
import { SubstituteOffer, SubstituteSearch } from './substitute-search.entity.js';
import type { OfferStatus } from './substitute.states.js';

/** Does what nobody asked for at this moment. */
export const dispatcher = systemActor('dispatch');

/** "If the same booking fails twice because of us" (handbook, "Cancellation"). */
const failedTwice = 'GWL-1';

@PublishesEvents(substituteWithdrawn, substituteCompensated)
@Injectable()
export class SearchStepsService {
  constructor(
    private readonly offered: OfferedSlotsService,
    private readonly ledger: LedgerService,
    private readonly policies: PoliciesService,
    private readonly events: EventOutbox,
    private readonly clock: Clock,
  ) {}

  /** With its offers, as they are now. @param em of a transaction */
  async locked(em: EntityManager, id: string): Promise<SubstituteSearch> {
    const search = await em.findOneOrFail(
      SubstituteSearch,
      { id },
      { lockMode: LockMode.PESSIMISTIC_WRITE, refresh: true },
    );
    await em.populate(search, ['offers'], { refresh: true });
    return search;
  }

  /** Whether somebody is still to be found for its booking: the booking says so, whatever events are still on their way. */
  async isWanted(em: EntityManager, { bookingId: id }: SubstituteSearch): Promise<boolean> {
    const open = { id, unattendedSince: { $ne: null }, status: { $in: ['confirmed', 'en_route'] } } as const;
    return (await em.count(Booking, open)) > 0;
  }

  /** Ends it, and gives up the slot that is offered. A search that has ended stays as it is. */
  async withdraw(em: EntityManager, search: SubstituteSearch): Promise<void> {
    if (!search.isOpen) return;
    await this.endOffer(em, search, 'withdrawn');
    search.moveTo('withdrawn', this.clock.now());
    this.events.publish(substituteWithdrawn, search.id, substituteFactsOf(search, null));
    await em.flush();
  }

  /** Ends the offer that is open and gives up its slot. @returns it; null where none is open */
  async endOffer(
    em: EntityManager,
    search: SubstituteSearch,
    status: Exclude<OfferStatus, 'open' | 'accepted'>,
  ): Promise<SubstituteOffer | null> {
    const offer = search.offers.getItems().find((each) => each.status === 'open');
    if (!offer) return null;
    offer.end(status, this.clock.now());
    await this.offered.giveUp(em, offer.holdId);
    return offer;
  }

  /**
   * Notes that the visit does not take place as it was agreed to. The second time that it happens to one booking its customer has a credit, by
   * the policies that it was made under; once, for the books know it by its key.
   */
  async noteFailure(em: EntityManager, search: SubstituteSearch): Promise<void> {
    if (search.failedAt) return;
    search.failedAt = this.clock.now();
    await em.flush();
    const { bookingId, customerId: customer } = search;
    if ((await em.count(SubstituteSearch, { booking: bookingId, failedAt: { $ne: null } })) !== 2) return;
    const booking = await em.findOneOrFail(Booking, { id: bookingId });
    const clause = (await this.policies.publishedVersion(booking.policy)).clauseNamed(failedTwice);
    const amountPaise = clause ? amountBy(clause, booking.totalPaise) : 0;
    if (!clause || amountPaise === 0) return;
    await this.ledger.goodwill(em, dispatcher, {
      subject: {
        type: 'booking',
        id: bookingId,
      },
      customer,
      amountPaise,
      clauses: [clause.id],
      effectKey: `goodwill:booking:${bookingId}:failed_twice`,
    });
    const facts = { ...substituteFactsOf(search, null), amountPaise, clause: clause.id };
    this.events.publish(substituteCompensated, search.id, facts);
  }
}
