import { Injectable } from '@nestjs/common';
import { EntityManager, LockMode, type FilterQuery } from '@mikro-orm/core';
import { z } from 'zod';
import { NotFound } from '#libs/errors';
import { Events } from '#libs/events';
import {
  checkVersion,
  cursorDate,
  decodeCursor,
  pageFrom,
  type ExpectedVersions,
  type Page,
} from '#libs/http';
import { newId, newReference, violates } from '#libs/orm';
import { Clock } from '#libs/time';
import { Forbidden } from '../access/access.errors.js';
import { customerScope, type Actor } from '../access/actor.js';
import { AddressesService } from '../addresses/addresses.service.js';
import { AuditService } from '../audit/audit.service.js';
import { ReadsService } from '../audit/reads.service.js';
import { CatalogueService, type Quote } from '../catalogue/catalogue.service.js';
import { activeCustomer } from '../customers/customers.service.js';
import { Provider } from '../providers/provider.entity.js';
import { Booking, BookingItem, travelMinutes } from './booking.entity.js';
import { PriceChanged, SlotTaken } from './booking.errors.js';
import { bookingCancelled, bookingCreated, factsOf } from './booking.events.js';
import type { CancelBookingInput, CreateBookingInput, ListBookings } from './bookings.schemas.js';
import { SlotsService } from './slots.service.js';

const listPosition = z.tuple([cursorDate, z.uuid()]);
const shown = ['service', 'provider', 'items', 'history'] as const;

@Injectable()
export class BookingsService {
  constructor(
    private readonly em: EntityManager,
    private readonly catalogue: CatalogueService,
    private readonly addresses: AddressesService,
    private readonly slots: SlotsService,
    private readonly audit: AuditService,
    private readonly reads: ReadsService,
    private readonly events: Events,
    private readonly clock: Clock,
  ) {}

  /**
   * Sells a slot. The price is computed here, never taken from the caller.
   * @param requestKey what the request is known by: the same key never sells twice, and answers with the first booking
   * @throws SlotTaken with free alternatives, PriceChanged, NotServed, NotFound
   */
  async create(actor: Actor, input: CreateBookingInput, requestKey?: string): Promise<Booking> {
    const customer = customerScope(actor);
    if (!customer) throw new Forbidden('to be a customer');
    const earlier =
      requestKey && (await this.em.findOne(Booking, { requestKey, customer }, { populate: shown }));
    if (earlier) return earlier;

    const place = input.address ?? (await this.placeOf(actor, input.addressId!));
    const quote = await this.catalogue.quote(actor, { ...input, pincode: place.pincode });
    if (input.expectedTotalPaise !== undefined && input.expectedTotalPaise !== quote.totalPaise) {
      throw new PriceChanged(input.expectedTotalPaise, quote.totalPaise);
    }
    try {
      const id = await this.sell(actor, customer, input, place, quote, requestKey);
      return await this.get(actor, id);
    } catch (error) {
      if (requestKey && violates(error, 'bookings_request_key_unique')) {
        return this.em.fork().findOneOrFail(Booking, { requestKey, customer }, { populate: shown });
      }
      if (violates(error, 'bookings_reference_unique')) return this.create(actor, input, requestKey);
      if (error instanceof SlotTaken || violates(error, 'bookings_provider_free')) {
        throw new SlotTaken(await this.slots.around(actor, quote.service, place.pincode, input.startsAt));
      }
      throw error;
    }
  }

  /** That staff look is noted. @throws NotFound */
  async get(actor: Actor, id: string): Promise<Booking> {
    const booking = await this.em.findOne(Booking, { id, ...this.visibleTo(actor) }, { populate: shown });
    if (!booking) throw new NotFound('Booking', id);
    return this.looked(actor, booking);
  }

  /** The same. @throws NotFound */
  async byReference(actor: Actor, reference: string): Promise<Booking> {
    const wanted = { reference: reference.toUpperCase(), ...this.visibleTo(actor) };
    const booking = await this.em.findOne(Booking, wanted, { populate: shown });
    if (!booking) throw new NotFound('Booking', reference);
    return this.looked(actor, booking);
  }

  /** Latest visit first. @throws CursorInvalid */
  async list(actor: Actor, { cursor, limit, status }: ListBookings): Promise<Page<Booking>> {
    await this.reads.note(actor, { action: 'bookings.listed', object: { type: 'booking', id: 'many' } });
    const where: FilterQuery<Booking>[] = [this.visibleTo(actor), status ? { status } : {}];
    if (cursor) {
      const [startsAt, id] = decodeCursor(cursor, listPosition);
      where.push({ $or: [{ startsAt: { $lt: startsAt } }, { startsAt, id: { $lt: id } }] });
    }
    const rows = await this.em.find(
      Booking,
      { $and: where },
      { populate: shown, orderBy: { startsAt: 'desc', id: 'desc' }, limit: limit + 1 },
    );
    return pageFrom(rows, limit, (booking) => [booking.startsAt, booking.id]);
  }

  /**
   * Cancels under the terms that hold now.
   * @param expected which version the caller has read
   * @throws BookingNotCancellable, NotFound, PreconditionFailed
   */
  async cancel(
    actor: Actor,
    id: string,
    { reason }: CancelBookingInput,
    expected?: ExpectedVersions,
  ): Promise<Booking> {
    return this.em.transactional(async (em) => {
      // Locked: of two cancellations at once the second must see the first.
      const mine = await em.findOne(
        Booking,
        { id, ...this.visibleTo(actor) },
        { lockMode: LockMode.PESSIMISTIC_WRITE },
      );
      if (!mine) throw new NotFound('Booking', id);
      checkVersion(mine, expected);
      await em.populate(mine, [...shown]);
      const { status: before } = mine;
      mine.cancel(actor, this.clock.now(), reason);
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
    });
  }

  private async looked(actor: Actor, booking: Booking): Promise<Booking> {
    const { id, customer: person } = booking;
    await this.reads.note(actor, { action: 'booking.viewed', object: { type: 'booking', id }, person });
    return booking;
  }

  private async placeOf(actor: Actor, addressId: string): Promise<{ line: string; pincode: string }> {
    const { line, pincode } = await this.addresses.get(actor, addressId);
    return { line, pincode };
  }

  /** One transaction: the provider's row is locked so that rivals queue up instead of deadlocking on the exclusion constraint. */
  private sell(
    actor: Actor,
    customer: string,
    input: CreateBookingInput,
    place: { line: string; pincode: string },
    quote: Quote,
    requestKey?: string,
  ): Promise<string> {
    return this.em.transactional(async (em) => {
      const provider = await em.findOne(
        Provider,
        { id: input.providerId },
        { lockMode: LockMode.PESSIMISTIC_WRITE },
      );
      if (!provider) throw new NotFound('Provider', input.providerId);
      const wanted = {
        pincode: place.pincode,
        from: input.startsAt,
        to: input.startsAt,
      };
      const slot = (await this.slots.freeFor(actor, quote.service, wanted)).find(
        (free) => free.providerId === input.providerId,
      );
      if (!slot) throw new SlotTaken([]);
      // Closing the account waits for this booking, or came first and is seen here. Locked in full, because `remember` does so below: two
      // bookings of one customer that each held a share would wait for each other.
      await activeCustomer(em, customer);

      const booking = em.create(Booking, {
        id: newId(),
        reference: newReference('BK'),
        customer,
        provider,
        service: input.serviceId,
        rateCard: quote.rateCardId,
        addressLine: place.line,
        pincode: place.pincode,
        startsAt: slot.startsAt,
        endsAt: slot.endsAt,
        busyUntil: new Date(slot.endsAt.getTime() + travelMinutes * 60_000),
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
    });
  }

  private visibleTo(actor: Actor): { customer?: string } {
    const customer = customerScope(actor);
    return customer ? { customer } : {};
  }
}
