// Changes what a booking is about and keeps its slot. What costs something else is priced anew by the rules of this moment, before the
// transaction; the transaction then holds the row and looks whether it is still the one that was priced.
import { Inject, Injectable } from '@nestjs/common';
import { EntityManager, LockMode } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { NotFound } from '#libs/errors';
import { EventOutbox, PublishesEvents } from '#libs/events';
import { checkVersion, PreconditionFailed, type ExpectedVersions } from '#libs/http';
import { Clock } from '#libs/time';
import type { Actor } from '../../access/actor.js';
import { AuditService } from '../../audit/audit.service.js';
import { SalePricesService, type SalePrice } from '../../pricing/quotes/sale-prices.service.js';
import { PriceBookChanged } from '../../pricing/rules/price-book.service.js';
import { checkEdit } from '../booking.checks.js';
import { Booking, BookingItem, ownBookings } from '../booking.entity.js';
import { BookingNotChangeable, PriceChanged } from '../booking.errors.js';
import { bookingChanged, stepFactsOf } from '../booking.events.js';
import { BookingsService } from '../bookings.service.js';
import { soldAs } from '../rescheduling/sold-as.js';
import type { EditBookingInput } from './editing.schemas.js';

/** So often is priced again because somebody else changed the booking meanwhile. */
const triesAtMost = 3;

@PublishesEvents(bookingChanged)
@Injectable()
export class EditingService {
  constructor(
    @Inject(EntityManager) private readonly em: SqlEntityManager,
    private readonly bookings: BookingsService,
    private readonly prices: SalePricesService,
    private readonly audit: AuditService,
    private readonly events: EventOutbox,
    private readonly clock: Clock,
  ) {}

  /**
   * @param input all members, or those that change; what changes nothing writes nothing
   * @param expected which version the caller has read
   * @throws NotFound, PreconditionFailed, BookingNotChangeable, BookingChangedTooOften, PriceChanged, what SalePricesService says: AttributeUnknown, AttributesExclusive,
   * QuantityNotAllowed, NotServed
   */
  async edit(
    actor: Actor,
    id: string,
    input: EditBookingInput,
    expected?: ExpectedVersions,
  ): Promise<Booking> {
    for (let tried = 1; tried <= triesAtMost; tried++) {
      const seen = await this.read(actor, id);
      checkVersion(seen, expected);
      const edit = editOf(seen, input);
      const price = edit.isPriced ? await this.price(actor, seen, edit, input.quoteId) : null;
      const totalPaise = price?.totalPaise ?? seen.totalPaise;
      const { expectedTotalPaise = totalPaise } = input;
      if (expectedTotalPaise !== totalPaise) throw new PriceChanged(expectedTotalPaise, totalPaise);
      if (await this.attempt(actor, seen, edit, price)) return this.bookings.get(actor, id);
    }
    throw new PreconditionFailed();
  }

  /** @throws BookingNotChangeable also while somebody is on the way: they have set out for what was agreed to */
  private price(
    actor: Actor,
    seen: Booking,
    { attributes, quantity }: Edit,
    quoteId: string | undefined,
  ): Promise<SalePrice> {
    checkEdit(seen as never, this.clock.now());
    if (seen.status !== 'confirmed') throw new BookingNotChangeable(seen.reference, seen.status as never);
    const { customer, pincode, startsAt } = seen;
    const question = { serviceId: seen.service.id, pincode, startsAt, attributes, quantity };
    return this.prices.priceFor(actor, { customer, quoteId, bookingId: seen.id, ...question });
  }

  /** @returns false when it is no longer what was priced, or its price is another one */
  private async attempt(actor: Actor, seen: Booking, edit: Edit, price: SalePrice | null): Promise<boolean> {
    try {
      return await this.em.transactional((em) => this.write(em, actor, seen, edit, price));
    } catch (error) {
      if (error instanceof PriceBookChanged) return false;
      throw error;
    }
  }

  private async write(
    em: SqlEntityManager,
    actor: Actor,
    seen: Booking,
    { notes, addressLine, quantity, changed }: Edit,
    price: SalePrice | null,
  ): Promise<boolean> {
    const { id } = seen;
    const booking = await em.findOneOrFail(
      Booking,
      { id },
      { lockMode: LockMode.PESSIMISTIC_WRITE, refresh: true },
    );
    if (booking.version !== seen.version) return false;
    checkEdit(booking as never, this.clock.now());
    if (changed.length === 0) return true;
    await em.populate(booking, ['service', 'provider', 'history']);
    const before = soldAs(seen, seen.items.getItems());
    booking.recordEdit(actor, this.clock.now(), price ? { changed, ...before } : { changed });
    Object.assign(booking, { notes, addressLine, quantity });
    if (price) {
      const use = { customer: booking.customer, bookingId: id };
      await this.prices.keepOrRelease(em, price, use);
      await this.prices.settle(em, price, use);
      Object.assign(booking, { rateCard: price.rateCardId, totalPaise: price.totalPaise });
      if (price.quoteId) booking.quote = price.quoteId;
      await em.nativeDelete(BookingItem, { booking: id });
      price.items.forEach((item, position) => em.create(BookingItem, { ...item, booking, position }));
    }
    const facts = stepFactsOf(booking, actor);
    this.events.publish(bookingChanged, id, { ...facts, changed, previousTotalPaise: before.totalPaise });
    // The words themselves stay out of the log: they are the customer's, and can be read in the booking.
    await this.audit.record(actor, {
      action: 'booking.changed',
      object: { type: 'booking', id },
      person: booking.customer,
      before: { totalPaise: before.totalPaise },
      after: { changed, totalPaise: booking.totalPaise },
    });
    return true;
  }

  private async read(actor: Actor, id: string): Promise<Booking> {
    const booking = await this.em.findOne(
      Booking,
      { id, ...ownBookings(actor) },
      { populate: ['items', 'service', 'provider'], disableIdentityMap: true },
    );
    if (!booking) throw new NotFound('Booking', id);
    return booking;
  }
}

interface Edit {
  notes: string;
  addressLine: string;
  quantity: number;
  attributes: string[];
  /** Names of what becomes something else. */
  changed: string[];
  isPriced: boolean;
}

function editOf(seen: Booking, input: EditBookingInput): Edit {
  const before = {
    ...{ notes: seen.notes, addressLine: seen.addressLine },
    ...{ quantity: seen.quantity, attributes: seen.attributeCodes },
  };
  const { notes, addressLine, quantity, attributes } = { ...before, ...withoutUndefined(input) };
  const isOther = {
    notes: notes !== before.notes,
    addressLine: addressLine !== before.addressLine,
    quantity: quantity !== before.quantity,
    attributes: [...new Set(attributes)].sort().join() !== before.attributes.toSorted().join(),
  };
  const changed = Object.entries(isOther).flatMap(([name, is]) => (is ? [name] : []));
  const isPriced = isOther.quantity || isOther.attributes;
  return { notes, addressLine, quantity, attributes, changed, isPriced };
}

function withoutUndefined(input: EditBookingInput): EditBookingInput {
  return Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined));
}
