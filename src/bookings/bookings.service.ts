import { Injectable } from '@nestjs/common';
import { EntityManager, LockMode, type FilterQuery } from '@mikro-orm/core';
import { NotFound } from '#libs/errors';
import { PageReader, type ExpectedVersions, type Page } from '#libs/http';
import { violatesConstraint } from '#libs/orm';
import { Clock } from '#libs/time';
import { Forbidden } from '../access/access.errors.js';
import { customerScope, type Actor } from '../access/actor.js';
import { customerOwning, FindsOwner } from '../access/resource-owners.js';
import { AddressesService } from '../addresses/addresses.service.js';
import { AuditService } from '../audit/audit.service.js';
import { ReadsService } from '../audit/reads.service.js';
import { Booking, ownBookings } from './booking.entity.js';
import { BookingNotCancellable } from './booking.errors.js';
import { activeStatuses } from './booking.states.js';
import { CancellationsService } from './cancellations.service.js';
import {
  bookingsList,
  type CancelBookingInput,
  type CreateBookingInput,
  type ListBookings,
} from './bookings.schemas.js';
import { UnnamedSalesService } from './candidates/unnamed-sales.service.js';

const shown = ['service', 'provider', 'items', 'history'] as const;

/** Which bookings an agent looks at. */
export interface VisitsQuery {
  /** Only those that are still to come or under way. */
  open: boolean;
  limit: number;
}

@Injectable()
export class BookingsService {
  constructor(
    private readonly em: EntityManager,
    private readonly pages: PageReader,
    private readonly addresses: AddressesService,
    private readonly sales: UnnamedSalesService,
    private readonly cancellations: CancellationsService,
    private readonly audit: AuditService,
    private readonly reads: ReadsService,
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
    const booking = await this.em.findOne(Booking, { id, ...ownBookings(actor) }, { populate: shown });
    if (!booking) throw new NotFound('Booking', id);
    return this.looked(actor, booking);
  }

  /** The same. @throws NotFound */
  async byReference(actor: Actor, reference: string): Promise<Booking> {
    const wanted = { reference: reference.toUpperCase(), ...ownBookings(actor) };
    const booking = await this.em.findOne(Booking, wanted, { populate: shown });
    if (!booking) throw new NotFound('Booking', reference);
    return this.looked(actor, booking);
  }

  /** Who is bound to one customer and names another sees nothing. @throws CursorInvalid, ValidationFailed */
  async list(actor: Actor, query: ListBookings): Promise<Page<Booking>> {
    await this.reads.note(actor, { action: 'bookings.listed', object: { type: 'booking', id: 'many' } });
    const where = [ownBookings(actor), ...conditionsOf(query)];
    return this.pages.read(Booking, bookingsList, query, { where, populate: shown });
  }

  /**
   * The open bookings, that is those still to come or under way, soonest visit first; then, unless `open`, the others, latest first.
   * @param limit how many at most, over all
   */
  async visits(actor: Actor, { open, limit }: VisitsQuery): Promise<Booking[]> {
    await this.reads.note(actor, { action: 'bookings.listed', object: { type: 'booking', id: 'many' } });
    const isOpen: FilterQuery<Booking> = {
      $or: [
        { status: 'in_progress' },
        { status: { $in: [...activeStatuses] }, endsAt: { $gt: this.clock.now() } },
      ],
    };
    const mine = ownBookings(actor);
    const ahead = await this.em.find(
      Booking,
      { ...mine, ...isOpen },
      { populate: shown, orderBy: { startsAt: 'asc', id: 'asc' }, limit },
    );
    if (open || ahead.length === limit) return ahead;
    const others = await this.em.find(
      Booking,
      { ...mine, $not: isOpen },
      { populate: shown, orderBy: { startsAt: 'desc', id: 'desc' }, limit: limit - ahead.length },
    );
    return [...ahead, ...others];
  }

  /**
   * Cancels under the terms that hold now, or under those of a quote that still holds; fee and refund are settled with it.
   * @param expected which version the caller has read
   * @param requestKey what the request is known by: said again, it is answered with the booking that it cancelled
   * @throws BookingNotCancellable, CancellationFeeChanged, CancellationQuoteExpired, CancellationQuoteOutdated, NotFound, PreconditionFailed
   */
  async cancel(
    actor: Actor,
    id: string,
    { reason, expectedFeePaise, quoteId }: CancelBookingInput,
    expected?: ExpectedVersions,
    requestKey?: string,
  ): Promise<Booking> {
    return this.em.transactional((em) =>
      this.cancellations.cancelWithin(
        em,
        actor,
        id,
        { reason, expectedFeePaise, quoteId, key: requestKey },
        expected,
      ),
    );
  }

  /**
   * The same as cancelling it without a reason, under the terms that hold now; one that is cancelled already stays as it is.
   * @throws BookingNotCancellable when it has begun or ended, NotFound, PreconditionFailed
   */
  async remove(actor: Actor, id: string, expected?: ExpectedVersions): Promise<void> {
    try {
      await this.cancel(actor, id, { reason: '' }, expected);
    } catch (error) {
      const isGone = error instanceof BookingNotCancellable && error.data.status === 'cancelled';
      if (!isGone) throw error;
    }
  }

  /**
   * Adds a line to the notes for whoever comes. One that is there already is not written twice.
   * @throws BookingEnded, NotesFull, NotFound
   */
  async addNote(actor: Actor, id: string, note: string): Promise<Booking> {
    return this.em.transactional(async (em) => {
      const mine = await em.findOne(
        Booking,
        { id, ...ownBookings(actor) },
        { lockMode: LockMode.PESSIMISTIC_WRITE },
      );
      if (!mine) throw new NotFound('Booking', id);
      await em.populate(mine, [...shown]);
      // The words themselves stay out of the log: they are the customer's, and can be read in the booking.
      if (mine.addNote(note))
        await this.audit.record(actor, {
          action: 'booking.note_added',
          object: { type: 'booking', id },
          person: mine.customer,
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
}

function conditionsOf({ status, serviceId, providerId, customerId }: ListBookings): FilterQuery<Booking>[] {
  return [
    ...(status ? [{ status: { $in: status } }] : []),
    ...(serviceId ? [{ service: serviceId }] : []),
    ...(providerId ? [{ provider: providerId }] : []),
    ...(customerId ? [{ customer: customerId }] : []),
  ];
}
