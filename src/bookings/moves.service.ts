// Moves a visit: the new slot is sold and the old one given up in one transaction (docs/decisions/0036-moving-a-visit-in-one-transaction.md).
import { Injectable } from '@nestjs/common';
import { EntityManager } from '@mikro-orm/core';
import { NotFound } from '#libs/errors';
import { violatesConstraint } from '#libs/orm';
import { Clock } from '#libs/time';
import type { Actor } from '../access/actor.js';
import { CatalogueService } from '../catalogue/catalogue.service.js';
import { SlotTaken } from '../slots/slots.errors.js';
import { SlotsService } from '../slots/slots.service.js';
import { Booking, ownBookings } from './booking.entity.js';
import { MoveChangesNothing } from './booking.errors.js';
import type { MoveBookingInput } from './bookings.schemas.js';
import { CancellationsService } from './cancellations.service.js';
import { SalesService } from './sales.service.js';

/** Where nobody is named, this many of those who are free are tried before the time counts as taken. */
const providersTried = 3;

@Injectable()
export class MovesService {
  constructor(
    private readonly em: EntityManager,
    private readonly catalogue: CatalogueService,
    private readonly slots: SlotsService,
    private readonly sales: SalesService,
    private readonly cancellations: CancellationsService,
    private readonly clock: Clock,
  ) {}

  /**
   * The same visit at another time: service, attributes, quantity, address and notes stay, the price is that of the new slot. What the old
   * slot costs says the handbook ("Moving a visit").
   * @param requestKey what the request is known by: the same key never moves twice, and answers with the first move
   * @returns the id of the new booking
   * @throws NotFound, BookingNotMovable, CancellationFeeChanged, MoveChangesNothing, and what SalesService says of the new slot
   */
  async move(actor: Actor, id: string, input: MoveBookingInput, requestKey?: string): Promise<string> {
    const from = await this.em.findOne(
      Booking,
      { id, ...ownBookings(actor) },
      { populate: ['items', 'service', 'provider'], disableIdentityMap: true },
    );
    if (!from) throw new NotFound('Booking', id);
    const earlier = await this.madeBy(from.customer, requestKey);
    if (earlier) return earlier;
    try {
      return await this.sellInstead(actor, from, input, requestKey);
    } catch (error) {
      if (violatesConstraint(error, 'bookings_reference_unique'))
        return this.move(actor, id, input, requestKey);
      // The same request may have been faster elsewhere; then it is what stood in the way.
      const made = await this.madeBy(from.customer, requestKey);
      if (made) return made;
      throw error;
    }
  }

  private async sellInstead(
    actor: Actor,
    from: Booking,
    input: MoveBookingInput,
    requestKey: string | undefined,
  ): Promise<string> {
    const { startsAt, providerId, expectedTotalPaise, expectedFeePaise } = input;
    from.checkMove(this.clock.now(), expectedFeePaise);
    if (isSameSlot(from, input)) throw new MoveChangesNothing(from.reference);
    this.slots.checkStart(startsAt);
    const sellBy = (provider: string): Promise<string> =>
      this.sales.sell(actor, {
        customer: from.customer,
        input: {
          serviceId: from.service.id,
          providerId: provider,
          attributes: from.attributeCodes,
          ...{ startsAt, expectedTotalPaise, quantity: from.quantity, notes: from.notes },
        },
        place: { line: from.addressLine, pincode: from.pincode },
        requestKey,
        instead: {
          id: from.id,
          giveUp: async (em, movedTo) => {
            const order = { reason: '', movedTo, expectedFeePaise, key: requestKey };
            await this.cancellations.cancelWithin(em, actor, from.id, order);
            await em.flush();
          },
        },
      });
    if (providerId) return sellBy(providerId);
    for (let tried = 1; ; tried++) {
      const provider = await this.providerFreeAt(actor, from, startsAt);
      try {
        return await sellBy(provider);
      } catch (error) {
        // Somebody bought that one meanwhile; another may still be free.
        if (!(error instanceof SlotTaken) || tried === providersTried) throw error;
      }
    }
  }

  /** Who came before, if they are free then; else the best rated who is. @throws SlotTaken */
  private async providerFreeAt(actor: Actor, from: Booking, startsAt: Date): Promise<string> {
    const { id: instead, pincode, provider } = from;
    const place = { pincode, from: startsAt, to: startsAt, instead };
    const free = await this.slots.free(actor, { ...place, serviceId: from.service.id });
    const slot = free.find(({ providerId }) => providerId === provider.id) ?? free[0];
    if (slot) return slot.providerId;
    const service = await this.catalogue.browsed(actor, from.service.id);
    throw new SlotTaken(await this.slots.alternatives(actor, service, { pincode, startsAt, instead }));
  }

  private async madeBy(customer: string, requestKey: string | undefined): Promise<string | null> {
    if (!requestKey) return null;
    return (
      (await this.em.findOne(Booking, { requestKey, customer }, { disableIdentityMap: true }))?.id ?? null
    );
  }
}

/** The start alone is the same where nobody else is asked for. */
function isSameSlot(from: Booking, { startsAt, providerId }: MoveBookingInput): boolean {
  const isSameStart = startsAt.getTime() === from.startsAt.getTime();
  return isSameStart && (providerId === undefined || providerId === from.provider.id);
}
