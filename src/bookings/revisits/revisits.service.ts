// The same visit once more, for nothing, because something was wrong with the first one.
import { Injectable } from '@nestjs/common';
import { EntityManager } from '@mikro-orm/core';
import { NotFound } from '#libs/errors';
import { violatesConstraint } from '#libs/orm';
import type { Actor } from '../../access/actor.js';
import { SlotsService } from '../../slots/slots.service.js';
import { SlotTaken } from '../../slots/slots.errors.js';
import { Booking } from '../booking.entity.js';
import { NoRevisitSlot, SameProviderAgain } from '../booking.errors.js';
import { SalesService } from '../sales.service.js';

/** Slots that are tried, where none was named, before it counts as full. */
const slotsTried = 3;

export interface RevisitOrder {
  /** The visit that is made good. */
  bookingId: string;
  /** A slot that was chosen; without it the earliest that is free. */
  slot?: { startsAt: Date; providerId: string } | undefined;
  /** Who is not sent again. */
  exceptProviderId?: string | undefined;
  /** For the bill: `Free repeat visit, CP-4M8T2X`. */
  because: string;
  /** The same key books once, and is answered with that booking. */
  requestKey: string;
}

@Injectable()
export class RevisitsService {
  constructor(
    private readonly em: EntityManager,
    private readonly slots: SlotsService,
    private readonly sales: SalesService,
  ) {}

  /**
   * Books at the price of zero: service, attributes, quantity, address and customer are those of the first visit. Not to be called in a
   * transaction: whoever sells waits for rivals without a connection in their hands.
   * @returns the id of the booking
   * @throws NotFound, SameProviderAgain, NoRevisitSlot, and what SalesService says of the slot
   */
  async book(actor: Actor, order: RevisitOrder): Promise<string> {
    const earlier = await this.madeBy(order.requestKey);
    if (earlier) return earlier;
    const first = await this.em.findOne(
      Booking,
      { id: order.bookingId },
      { populate: ['items', 'service'], disableIdentityMap: true },
    );
    if (!first) throw new NotFound('Booking', order.bookingId);
    try {
      return await this.bookLike(actor, first, order);
    } catch (error) {
      if (violatesConstraint(error, 'bookings_reference_unique')) return this.book(actor, order);
      // The same request may have been faster elsewhere; then it is what stood in the way.
      const made = await this.madeBy(order.requestKey);
      if (made) return made;
      throw error;
    }
  }

  private async bookLike(actor: Actor, first: Booking, order: RevisitOrder): Promise<string> {
    const { slot, exceptProviderId } = order;
    if (slot && slot.providerId === exceptProviderId) throw new SameProviderAgain();
    if (slot) return this.sell(actor, first, order, slot);
    const wanted = { serviceId: first.service.id, pincode: first.pincode, exceptProviderId };
    const free = await this.slots.earliest(actor, { ...wanted, limit: slotsTried });
    for (const next of free) {
      try {
        return await this.sell(actor, first, order, next);
      } catch (error) {
        // Somebody bought that one meanwhile.
        if (!(error instanceof SlotTaken)) throw error;
      }
    }
    throw new NoRevisitSlot();
  }

  private sell(
    actor: Actor,
    first: Booking,
    { because, requestKey }: RevisitOrder,
    { startsAt, providerId }: { startsAt: Date; providerId: string },
  ): Promise<string> {
    const what = { serviceId: first.service.id, attributes: first.attributeCodes, quantity: first.quantity };
    return this.sales.sell(actor, {
      customer: first.customer,
      input: { ...what, providerId, startsAt, notes: '' },
      place: { line: first.addressLine, pincode: first.pincode },
      requestKey,
      isFreeBecause: because,
    });
  }

  private async madeBy(requestKey: string): Promise<string | undefined> {
    return (await this.em.findOne(Booking, { requestKey }, { fields: ['id'], disableIdentityMap: true }))?.id;
  }
}
