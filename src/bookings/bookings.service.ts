import { Injectable } from '@nestjs/common';
import { EntityManager, LockMode } from '@mikro-orm/core';
import { NotFound } from '#libs/errors';
import { EventOutbox, PublishesEvents } from '#libs/events';
import { checkVersion, PageReader, type ExpectedVersions, type Page } from '#libs/http';
import { violatesConstraint } from '#libs/orm';
import { Clock } from '#libs/time';
import { Forbidden } from '../access/access.errors.js';
import { customerScope, type Actor } from '../access/actor.js';
import { customerOwning, FindsOwner } from '../access/resource-owners.js';
import { AddressesService } from '../addresses/addresses.service.js';
import { AuditService } from '../audit/audit.service.js';
import { ReadsService } from '../audit/reads.service.js';
import { Booking } from './booking.entity.js';
import { bookingCancelled, factsOf } from './booking.events.js';
import {
  bookingsList,
  type CancelBookingInput,
  type CreateBookingInput,
  type ListBookings,
} from './bookings.schemas.js';
import { SalesService } from './sales.service.js';

const shown = ['service', 'provider', 'items', 'history'] as const;

@PublishesEvents(bookingCancelled)
@Injectable()
export class BookingsService {
  constructor(
    private readonly em: EntityManager,
    private readonly pages: PageReader,
    private readonly addresses: AddressesService,
    private readonly sales: SalesService,
    private readonly audit: AuditService,
    private readonly reads: ReadsService,
    private readonly events: EventOutbox,
    private readonly clock: Clock,
  ) {}

  @FindsOwner('booking')
  async ownerOf(id: string) {
    return customerOwning(await this.em.findOne(Booking, { id }));
  }

  /**
   * Sells a slot. The price is computed here, never taken from the caller.
   * @param requestKey what the request is known by: the same key never sells twice, and answers with the first booking
   * @throws what SalesService says
   */
  async create(actor: Actor, input: CreateBookingInput, requestKey?: string): Promise<Booking> {
    const customer = customerScope(actor);
    if (!customer) throw new Forbidden('to be a customer');
    const earlier = await this.madeBy(customer, requestKey);
    if (earlier) return earlier;
    const place = input.address ?? (await this.addresses.get(actor, input.addressId!));
    try {
      const id = await this.sales.sell(actor, { customer, input, place, requestKey });
      return await this.get(actor, id);
    } catch (error) {
      if (violatesConstraint(error, 'bookings_reference_unique'))
        return this.create(actor, input, requestKey);
      // The same request may have been faster elsewhere; then it is what stood in the way.
      const made = await this.madeBy(customer, requestKey);
      if (made) return made;
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

  /** @throws CursorInvalid, ValidationFailed */
  async list(actor: Actor, query: ListBookings): Promise<Page<Booking>> {
    await this.reads.note(actor, { action: 'bookings.listed', object: { type: 'booking', id: 'many' } });
    const { status } = query;
    const where = [this.visibleTo(actor), status ? { status } : {}];
    return this.pages.read(Booking, bookingsList, query, { where, populate: shown });
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

  private async madeBy(customer: string, requestKey: string | undefined): Promise<Booking | null> {
    if (!requestKey) return null;
    return this.em.findOne(Booking, { requestKey, customer }, { populate: shown });
  }

  private visibleTo(actor: Actor): { customer?: string } {
    const customer = customerScope(actor);
    return customer ? { customer } : {};
  }
}
