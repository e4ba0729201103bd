// Sells slots: looks before it prices, prices before it locks, and waits for rivals without a connection in its hands.
import { Inject, Injectable } from '@nestjs/common';
import { EntityManager, LockMode } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { NotFound, type DomainError } from '#libs/errors';
import { EventOutbox, PublishesEvents } from '#libs/events';
import { newId, newReference } from '#libs/orm';
import { Clock } from '#libs/time';
import type { Actor } from '../access/actor.js';
import { AddressesService, isSameAddress } from '../addresses/addresses.service.js';
import { CatalogueService } from '../catalogue/catalogue.service.js';
import { CustomersService } from '../customers/customers.service.js';
import { PoliciesService } from '../policies/policies.service.js';
import { SalePricesService, type SalePrice } from '../pricing/quotes/sale-prices.service.js';
import { PriceBookChanged } from '../pricing/rules/price-book.service.js';
import { Provider } from '../providers/provider.entity.js';
import { HoldsService } from '../slots/holds.service.js';
import {
  ReservationsService,
  TurnLost,
  type PlannedVisit,
  type VisitLook,
} from '../slots/reservations.service.js';
import { longestVisitMs } from '../slots/slot-reservation.entity.js';
import { SlotNotOffered, SlotTaken } from '../slots/slots.errors.js';
import { SlotsService, type VisitedPlace, type WantedSlot } from '../slots/slots.service.js';
import { Booking, BookingItem } from './booking.entity.js';
import { freeOfCharge } from './revisits/free-of-charge.js';
import { AlreadyBooked, PriceChanged } from './booking.errors.js';
import { bookingCreated, factsOf } from './booking.events.js';
import type { CreateBookingInput } from './bookings.schemas.js';
import { activeStatuses } from './booking.states.js';

/** What is wanted, by whom, and where. */
export interface SlotOrder {
  customer: string;
  input: CreateBookingInput & { providerId: string };
  place: { line: string; pincode: string };
  requestKey?: string | undefined;
  /** The booking that takes this slot for the one that it has. */
  instead?: ResoldVisit | undefined;
  /** Its first visit was looked at; the others may be further ahead than a single booking. */
  isOfSeries?: boolean;
  /** It costs nothing, and this is what the line says that takes the price off. */
  isFreeBecause?: string | undefined;
}

/** What is wanted of whoever fits best. */
export type UnnamedOrder = Omit<SlotOrder, 'input'> & { input: CreateBookingInput };

/** It stands in nobody's way: it leaves its slot in the transaction that sells. */
export interface ResoldVisit {
  id: string;
  /** Writes what it is from now on. */
  resell(em: SqlEntityManager, visit: PlannedVisit, price: SalePrice): Promise<void>;
}

@PublishesEvents(bookingCreated)
@Injectable()
export class SalesService {
  constructor(
    @Inject(EntityManager) private readonly em: SqlEntityManager,
    private readonly catalogue: CatalogueService,
    private readonly prices: SalePricesService,
    private readonly policies: PoliciesService,
    private readonly customers: CustomersService,
    private readonly addresses: AddressesService,
    private readonly slots: SlotsService,
    private readonly reservations: ReservationsService,
    private readonly holds: HoldsService,
    private readonly events: EventOutbox,
    private readonly clock: Clock,
  ) {}

  /**
   * Whoever loses a race for a slot is refused by two indexed statements; what is free instead is looked for once a slot and second.
   * @returns the id of the booking
   * @throws StartInPast, StartNotBookable, SlotTaken, SlotNotOffered, AlreadyBooked, PriceChanged, SaleContested, NotServed, NotFound,
   * SlotHoldEnded, SlotHoldForOther, QuoteExpired, QuoteUsed, QuoteForOther, CouponUsedUp
   */
  async sell(actor: Actor, order: SlotOrder): Promise<string> {
    const { customer, input, place, instead } = order;
    if (!order.isOfSeries) this.slots.checkStart(input.startsAt);
    const service = await this.serviceOf(actor, input.serviceId);
    const visit = this.reservations.plan(service, { ...input, pincode: place.pincode });
    const look = (): Promise<VisitLook> => this.reservations.look(visit, customer, instead?.id);

    let met = await look();
    if (met.blocking.length > 0) await this.refuse(actor, order, service, visit);
    if (input.holdId) await this.holds.check(actor, input.holdId, { ...input, pincode: place.pincode });
    const price = await this.prices.priceFor(actor, {
      ...{ ...input, customer, pincode: place.pincode, bookingId: instead?.id },
    });
    const quote = order.isFreeBecause ? freeOfCharge(price, order.isFreeBecause) : price;
    await this.checkWorks(actor, order, service);
    const { expectedTotalPaise = quote.totalPaise } = input;
    if (expectedTotalPaise !== quote.totalPaise) throw new PriceChanged(expectedTotalPaise, quote.totalPaise);

    try {
      return await this.reservations.inTurn(
        { customer, provider: input.providerId },
        (em) => this.write(em, actor, order, { service, visit, met, quote }),
        async () => {
          met = await look();
          if (met.blocking.length > 0 || (await this.secondClick(this.em, order, visit)))
            await this.refuse(actor, order, service, visit);
          await this.checkWorks(actor, order, service);
        },
      );
    } catch (error) {
      if (error instanceof PriceBookChanged) return this.sell(actor, order); // at the price as it is by now
      throw error;
    }
  }

  /**
   * Nobody is free for what was ordered of anybody.
   * @throws NotServed and what else there is to say before somebody is looked for; AlreadyBooked, SlotTaken
   */
  async refuseUnnamed(actor: Actor, { input, ...order }: UnnamedOrder): Promise<never> {
    const { customer, place } = order;
    await this.prices.priceFor(actor, { ...input, customer, pincode: place.pincode });
    const service = await this.serviceOf(actor, input.serviceId);
    const nobody = { ...input, providerId: '' };
    const visit = this.reservations.plan(service, { ...nobody, pincode: place.pincode });
    return this.refuse(actor, { ...order, input: nobody }, service, visit);
  }

  /** @throws AlreadyBooked to whoever has it themselves, SlotTaken to others */
  private async refuse(
    actor: Actor,
    order: SlotOrder,
    service: VisitedPlace,
    visit: PlannedVisit,
  ): Promise<never> {
    const own = await this.secondClick(this.em, order, visit);
    const free = await this.slots.alternatives(actor, service, wantedBy(order));
    if (!own) throw new SlotTaken(free);
    // What overlaps would be a second click again.
    const apart = free.filter((slot) => slot.endsAt <= own.startsAt || own.endsAt <= slot.startsAt);
    throw new AlreadyBooked(own, apart);
  }

  /** From memory; in a transaction, which has its connection in hand, not: reading the copy anew takes another one. */
  private serviceOf(actor: Actor, id: string): Promise<VisitedPlace> {
    return this.em.isInTransaction() ? this.catalogue.service(actor, id) : this.catalogue.browsed(actor, id);
  }

  /** @throws TurnLost, PriceBookChanged */
  private async write(
    em: SqlEntityManager,
    actor: Actor,
    order: SlotOrder,
    { service, visit, met, quote }: PricedVisit,
  ): Promise<string> {
    const { customer, input, place, requestKey, instead } = order;
    // What was committed before this turn is seen now. That the provider is free, the database says.
    if (await this.secondClick(em, order, visit)) throw new TurnLost();
    // Closing the account waits for this booking, or came first and is seen here. Locked in full, because `remember` does so below: two
    // bookings of one customer that each held a share would wait for each other.
    await this.customers.lockActive(em, customer);
    // Leave that is entered at this moment waits for the sale and counts it among the visits that it meets, or came first and is seen here.
    await em.findOneOrFail(Provider, { id: input.providerId }, { lockMode: LockMode.PESSIMISTIC_READ });
    if (!(await this.slots.visit(actor, service, place.pincode, input))) throw new TurnLost();
    const id = instead?.id ?? newId();
    await this.prices.settle(em, quote, { customer, bookingId: id });
    // Before the visit is written: they may overlap, and the database looks at each statement.
    const slot = { ...input, pincode: place.pincode };
    await this.holds.makeWay(em, met, { customer, slot, bookingId: id, hold: input.holdId });
    if (instead) {
      await instead.resell(em, visit, quote);
      return id;
    }
    const { number: policy } = await this.policies.current();
    const booking = em.create(Booking, {
      id,
      policy,
      reference: newReference('BK'),
      customer,
      provider: input.providerId,
      service: input.serviceId,
      rateCard: quote.rateCardId,
      quote: quote.quoteId,
      addressLine: place.line,
      pincode: place.pincode,
      startsAt: visit.startsAt,
      endsAt: visit.endsAt,
      bufferBeforeMinutes: quote.service.bufferBeforeMinutes,
      busyUntil: visit.blockedUntil,
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
   * The same visit booked by the customer before: the same service at the same address at a time that overlaps. Who wants more of it raises
   * the quantity; other services may come at once.
   */
  private async secondClick(
    em: EntityManager,
    { customer, input, place, instead }: SlotOrder,
    { startsAt, endsAt }: PlannedVisit,
  ): Promise<BookedVisit | undefined> {
    const overlapping = await em.find(
      Booking,
      {
        ...{ customer, service: input.serviceId, status: { $in: [...activeStatuses] } },
        startsAt: { $gt: new Date(startsAt.getTime() - longestVisitMs), $lt: endsAt },
        endsAt: { $gt: startsAt },
        ...(instead && { id: { $ne: instead.id } }),
      },
      { fields: ['reference', 'addressLine', 'pincode', 'startsAt', 'endsAt'], disableIdentityMap: true },
    );
    return overlapping.find(({ addressLine: line, pincode }) => isSameAddress({ line, pincode }, place));
  }

  /** @throws SlotNotOffered when the provider does not work then, or not of this kind, or not there; NotFound */
  private async checkWorks(actor: Actor, order: SlotOrder, service: VisitedPlace): Promise<void> {
    const { input, place } = order;
    if (await this.slots.visit(actor, service, place.pincode, input)) return;
    throw await this.notOffered(actor, order, service);
  }

  private async notOffered(actor: Actor, order: SlotOrder, service: VisitedPlace): Promise<DomainError> {
    const { providerId } = order.input;
    if (!(await this.em.findOne(Provider, { id: providerId }))) return new NotFound('Provider', providerId);
    return new SlotNotOffered(await this.slots.alternatives(actor, service, wantedBy(order)));
  }
}

/** What is sold: who comes when, what it meets, and what it costs. */
interface PricedVisit {
  service: VisitedPlace;
  visit: PlannedVisit;
  met: VisitLook;
  quote: SalePrice;
}

type BookedVisit = Pick<Booking, 'id' | 'reference' | 'startsAt' | 'endsAt'>;

function wantedBy({ input, place, instead }: SlotOrder): WantedSlot {
  return { pincode: place.pincode, startsAt: input.startsAt, instead: instead?.id };
}
