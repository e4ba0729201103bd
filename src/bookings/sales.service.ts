// Sells slots: looks before it prices, prices before it locks, and waits for rivals without a connection in its hands.
import { setTimeout as wait } from 'node:timers/promises';
import { Inject, Injectable } from '@nestjs/common';
import { EntityManager } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { NotFound, type DomainError } from '#libs/errors';
import { EventOutbox, PublishesEvents } from '#libs/events';
import { newId, newReference, tryLocksFor, violatesConstraint } from '#libs/orm';
import { Clock } from '#libs/time';
import type { Actor } from '../access/actor.js';
import { AddressesService, isSameAddress } from '../addresses/addresses.service.js';
import { CatalogueService, type Quote } from '../catalogue/catalogue.service.js';
import { CustomersService } from '../customers/customers.service.js';
import { PoliciesService } from '../policies/policies.service.js';
import { Provider } from '../providers/provider.entity.js';
import { Booking, BookingItem, busyUntil, longestVisitMs } from './booking.entity.js';
import { AlreadyBooked, PriceChanged, SaleContested, SlotNotOffered, SlotTaken } from './booking.errors.js';
import { bookingCreated, factsOf } from './booking.events.js';
import type { CreateBookingInput } from './bookings.schemas.js';
import { activeStatuses } from './booking.states.js';
import { SlotsService, type VisitedPlace, type WantedSlot } from './slots.service.js';
import type { Slot } from './slots.js';

/** What is wanted, by whom, and where. */
export interface SlotOrder {
  customer: string;
  input: CreateBookingInput;
  place: { line: string; pincode: string };
  requestKey?: string | undefined;
  /** The booking that takes this slot for the one that it has. */
  instead?: ResoldVisit | undefined;
}

/** It stands in nobody's way: it leaves its slot in the transaction that sells. */
export interface ResoldVisit {
  id: string;
  /** Writes what it is from now on. */
  resell(em: SqlEntityManager, slot: Slot, quote: Quote): Promise<void>;
}

/** Milliseconds between the tries to be the only one who sells to this customer and of this provider; a sale takes some ten. */
const pausesMs = [10, 20, 40, 80, 160, 320, 640];

@PublishesEvents(bookingCreated)
@Injectable()
export class SalesService {
  constructor(
    @Inject(EntityManager) private readonly em: SqlEntityManager,
    private readonly catalogue: CatalogueService,
    private readonly policies: PoliciesService,
    private readonly customers: CustomersService,
    private readonly addresses: AddressesService,
    private readonly slots: SlotsService,
    private readonly events: EventOutbox,
    private readonly clock: Clock,
  ) {}

  /**
   * Whoever loses a race for a slot is refused by one indexed statement; what is free instead is looked for once a slot and second.
   * @returns the id of the booking
   * @throws StartInPast, StartNotBookable, SlotTaken, SlotNotOffered, AlreadyBooked, PriceChanged, SaleContested, NotServed, NotFound
   */
  async sell(actor: Actor, order: SlotOrder): Promise<string> {
    const { input, place } = order;
    this.slots.checkStart(input.startsAt);
    const service = await this.serviceOf(actor, input.serviceId);
    const wanted = wantedBy(order);
    const refuseConflicts = async (): Promise<void> => {
      const conflict = await this.conflict(this.em, order, service.durationMinutes);
      if (!conflict) return;
      const free = await this.slots.alternatives(actor, service, wanted);
      if (!conflict.isOwn) throw new SlotTaken(free);
      // What overlaps would be a second click again.
      const apart = free.filter(
        (slot) => slot.endsAt <= conflict.startsAt || conflict.endsAt <= slot.startsAt,
      );
      throw new AlreadyBooked(conflict, apart);
    };

    await refuseConflicts();
    const quote = await this.catalogue.quote(actor, { ...input, pincode: place.pincode });
    const slot = await this.slots.visit(actor, service, place.pincode, input);
    if (!slot) throw await this.notOffered(actor, order, service);
    const { expectedTotalPaise = quote.totalPaise } = input;
    if (expectedTotalPaise !== quote.totalPaise) throw new PriceChanged(expectedTotalPaise, quote.totalPaise);

    for (const pause of pausesMs) {
      const id = await this.attempt(actor, order, slot, quote);
      if (id) return id;
      // Holding nothing. Mostly it is a rival for the same slot, and the next look ends it.
      await wait(pause);
      await refuseConflicts();
    }
    throw new SaleContested();
  }

  /** From memory; in a transaction, which has its connection in hand, not: reading the copy anew takes another one. */
  private serviceOf(actor: Actor, id: string): Promise<VisitedPlace> {
    return this.em.isInTransaction() ? this.catalogue.service(actor, id) : this.catalogue.browsed(actor, id);
  }

  /** @returns null when somebody else was selling to this customer or of this provider at that moment */
  private async attempt(actor: Actor, order: SlotOrder, slot: Slot, quote: Quote): Promise<string | null> {
    try {
      return await this.em.transactional((em) => this.write(em, actor, order, slot, quote));
    } catch (error) {
      if (error instanceof SoldMeanwhile || violatesConstraint(error, 'bookings_provider_free')) return null;
      throw error;
    }
  }

  /** @throws SoldMeanwhile */
  private async write(
    em: SqlEntityManager,
    actor: Actor,
    order: SlotOrder,
    slot: Slot,
    quote: Quote,
  ): Promise<string> {
    const { customer, input, place, requestKey, instead } = order;
    await takeTurn(em, customer, input.providerId);
    // What was committed before this turn is seen now.
    if (await this.conflict(em, order, quote.service.durationMinutes)) throw new SoldMeanwhile();
    // Closing the account waits for this booking, or came first and is seen here. Locked in full, because `remember` does so below: two
    // bookings of one customer that each held a share would wait for each other.
    await this.customers.lockActive(em, customer);
    if (instead) {
      await instead.resell(em, slot, quote);
      return instead.id;
    }
    const { number: policy } = await this.policies.current();
    const booking = em.create(Booking, {
      id: newId(),
      policy,
      reference: newReference('BK'),
      customer,
      provider: input.providerId,
      service: input.serviceId,
      rateCard: quote.rateCardId,
      addressLine: place.line,
      pincode: place.pincode,
      startsAt: slot.startsAt,
      endsAt: slot.endsAt,
      busyUntil: busyUntil(slot.endsAt),
      quantity: input.quantity,
      totalPaise: quote.totalPaise,
      currency: quote.currency,
      notes: input.notes,
      requestKey,
    });
    quote.items.forEach((item, position) => em.create(BookingItem, { ...item, booking, position }));
    booking.recordCreation(actor, this.clock.now());
    this.events.publish(bookingCreated, booking.id, factsOf(booking));
    await em.flush();
    if (input.address) await this.addresses.remember(actor, place);
    return booking.id;
  }

  /**
   * What stands in the way: a visit of the provider, or the same visit booked by the customer before. The same is the same service at the
   * same address at a time that overlaps: that is a second click. Who wants more of it raises the quantity; other services may come at once.
   */
  private async conflict(
    em: EntityManager,
    { customer, input, place, instead }: SlotOrder,
    minutes: number,
  ): Promise<Conflict | undefined> {
    const { serviceId: service, providerId: provider, startsAt } = input;
    const endsAt = new Date(startsAt.getTime() + minutes * 60_000);
    const near = await em.find(
      Booking,
      {
        status: { $in: [...activeStatuses] },
        startsAt: { $gt: new Date(startsAt.getTime() - longestVisitMs), $lt: busyUntil(endsAt) },
        busyUntil: { $gt: startsAt },
        $or: [{ provider }, { customer, service }],
        ...(instead && { id: { $ne: instead.id } }),
      },
      {
        fields: [
          'reference',
          'customer',
          'provider',
          'service',
          'addressLine',
          'pincode',
          'startsAt',
          'endsAt',
        ],
        disableIdentityMap: true,
      },
    );
    const conflicts = near.map((booking) => ({
      ...{ id: booking.id, reference: booking.reference },
      ...{ startsAt: booking.startsAt, endsAt: booking.endsAt },
      isOwn:
        booking.customer === customer &&
        booking.service.id === service &&
        isSameAddress({ line: booking.addressLine, pincode: booking.pincode }, place) &&
        booking.startsAt < endsAt &&
        startsAt < booking.endsAt,
      isOfProvider: booking.provider.id === provider,
    }));
    return conflicts.find(({ isOwn }) => isOwn) ?? conflicts.find(({ isOfProvider }) => isOfProvider);
  }

  private async notOffered(actor: Actor, order: SlotOrder, service: VisitedPlace): Promise<DomainError> {
    const { providerId } = order.input;
    if (!(await this.em.findOne(Provider, { id: providerId }))) return new NotFound('Provider', providerId);
    return new SlotNotOffered(await this.slots.alternatives(actor, service, wantedBy(order)));
  }
}

interface Conflict {
  id: string;
  reference: string;
  startsAt: Date;
  endsAt: Date;
  isOwn: boolean;
}

function wantedBy({ input, place, instead }: SlotOrder): WantedSlot {
  return { pincode: place.pincode, startsAt: input.startsAt, instead: instead?.id };
}

/** Gives up the transaction, and the turn with it. */
class SoldMeanwhile extends Error {}

/**
 * One sale at a time for each customer and each provider, whatever the times: two inserts that overlap would wait for each other on the
 * exclusion constraint, and one customer's for the customer's row, each with a connection in its hands. Here nobody waits.
 * @throws SoldMeanwhile
 */
async function takeTurn(em: SqlEntityManager, customer: string, provider: string): Promise<void> {
  if (!(await tryLocksFor(em, 'bookings.sale', [[customer], [provider]]))) throw new SoldMeanwhile();
}
