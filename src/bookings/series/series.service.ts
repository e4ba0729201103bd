// Books visits that come again: each by the same sale as any booking, all of them and the series in one transaction. It is bounded, and
// its route is of the expensive class: while it runs, nobody else buys of its provider.
import { Injectable } from '@nestjs/common';
import { EntityManager } from '@mikro-orm/core';
import { DomainError, NotFound } from '#libs/errors';
import { EventOutbox, PublishesEvents } from '#libs/events';
import { newId } from '#libs/orm';
import { Clock, dayMs } from '#libs/time';
import { Forbidden } from '../../access/access.errors.js';
import { customerScope, type Actor } from '../../access/actor.js';
import { customerOwning, FindsOwner } from '../../access/resource-owners.js';
import { AddressesService } from '../../addresses/addresses.service.js';
import { AuditService } from '../../audit/audit.service.js';
import { Settings } from '../../config/settings.js';
import { SlotNotOffered, SlotTaken, type FreeSlot } from '../../slots/slots.errors.js';
import { SlotsService } from '../../slots/slots.service.js';
import { Booking, ownBookings } from '../booking.entity.js';
import { AlreadyBooked, BookingNotCancellable, PriceChanged } from '../booking.errors.js';
import { CancellationsService } from '../cancellations.service.js';
import { SalesService } from '../sales.service.js';
import { BookingSeries, SeriesVisit, type SeriesConflict } from './booking-series.entity.js';
import { seriesStarts, visitsAtMost } from './series-starts.js';
import { SeriesConflicts, SeriesLengthInvalid } from './series.errors.js';
import { bookingSeriesCreated } from './series.events.js';
import type { CancelSeriesInput, CreateSeriesInput } from './series.schemas.js';

/** The last visit begins within it. Shifts are known by the week, so it may lie beyond what single bookings reach. */
const horizonMs = 366 * dayMs;
/** What concerns one visit; everything else is true of all, and refuses the series. */
const ofOneVisit = [SlotTaken, SlotNotOffered, AlreadyBooked];

const shown = ['service', 'provider', 'visits.booking'] as const;

interface VisitOutcome {
  startsAt: Date;
  bookingId: string | null;
  conflict: SeriesConflict | null;
}

@PublishesEvents(bookingSeriesCreated)
@Injectable()
export class SeriesService {
  constructor(
    private readonly em: EntityManager,
    private readonly addresses: AddressesService,
    private readonly slots: SlotsService,
    private readonly sales: SalesService,
    private readonly cancellations: CancellationsService,
    private readonly audit: AuditService,
    private readonly events: EventOutbox,
    private readonly settings: Settings,
    private readonly clock: Clock,
  ) {}

  @FindsOwner('booking_series')
  async ownerOf(id: string) {
    return customerOwning(await this.em.findOne(BookingSeries, { id }));
  }

  /**
   * @param requestKey what the request is known by: the same key never books twice, and answers with the first series
   * @throws SeriesConflicts when some visits (with `book_free`: all of them) cannot be booked, SeriesLengthInvalid, PriceChanged, and what
   * SalesService says of all visits alike
   */
  async create(actor: Actor, input: CreateSeriesInput, requestKey?: string): Promise<BookingSeries> {
    const customer = customerScope(actor);
    if (!customer) throw new Forbidden('to be a customer');
    const earlier = await this.madeBy(customer, requestKey);
    if (earlier) return this.get(actor, earlier);
    const starts = this.startsOf(input);
    const place = input.address ?? (await this.addresses.get(actor, input.addressId!));
    const id = newId();
    try {
      await this.em.transactional(async (em) => {
        const outcomes: VisitOutcome[] = [];
        for (const startsAt of starts)
          outcomes.push(await this.book(actor, customer, input, place, startsAt));
        checkOutcomes(outcomes, input);
        await this.write(em, actor, { id, customer, input, requestKey, outcomes });
      });
    } catch (error) {
      // The same request may have been faster elsewhere; then it is what stood in the way.
      const made = await this.madeBy(customer, requestKey);
      if (!made) throw error;
      return this.get(actor, made);
    }
    return this.get(actor, id);
  }

  /** @throws NotFound */
  async get(actor: Actor, id: string): Promise<BookingSeries> {
    const series = await this.em.findOne(
      BookingSeries,
      { id, ...ownBookings(actor) },
      { populate: shown, refresh: true },
    );
    if (!series) throw new NotFound('Booking series', id);
    return series;
  }

  /**
   * Cancels the visits that are still ahead, each under the terms that hold for it now. What has begun or is over stays. Again it changes nothing.
   * @throws NotFound
   */
  async cancelRest(actor: Actor, id: string, { reason }: CancelSeriesInput): Promise<BookingSeries> {
    await this.em.transactional(async (em) => {
      const series = await em.findOne(
        BookingSeries,
        { id, ...ownBookings(actor) },
        { populate: ['visits.booking'] },
      );
      if (!series) throw new NotFound('Booking series', id);
      const ids = series.visits.getItems().flatMap(({ booking }) => (booking ? [booking.id] : []));
      // In one order, so that two who cancel at once do not wait for each other.
      const left: string[] = [];
      for (const bookingId of ids.toSorted()) {
        if (await this.cancelOne(em, actor, bookingId, reason)) left.push(bookingId);
      }
      if (left.length === 0) return;
      series.cancelledAt = this.clock.now();
      await this.audit.record(actor, {
        action: 'booking_series.cancelled',
        object: { type: 'booking_series', id },
        person: series.customer,
        after: { bookings: left.length },
      });
    });
    return this.get(actor, id);
  }

  /** @returns false where it is too late, or it was cancelled before */
  private async cancelOne(em: EntityManager, actor: Actor, id: string, reason: string): Promise<boolean> {
    try {
      await this.cancellations.cancelWithin(em, actor, id, { reason });
      return true;
    } catch (error) {
      if (error instanceof BookingNotCancellable) return false;
      throw error;
    }
  }

  private startsOf(input: CreateSeriesInput): Date[] {
    this.slots.checkStart(input.startsAt);
    const { startsAt, frequency, count, until } = input;
    const starts = seriesStarts(startsAt, frequency, { count, until }, this.settings.BUSINESS_TIME_ZONE);
    const isTooFar = starts.at(-1)!.getTime() > this.clock.now().getTime() + horizonMs;
    if (starts.length < 2 || starts.length > visitsAtMost || isTooFar)
      throw new SeriesLengthInvalid(starts.length, visitsAtMost);
    return starts;
  }

  /** One visit, in a savepoint of the sale: what refuses it leaves the others as they are. */
  private async book(
    actor: Actor,
    customer: string,
    input: CreateSeriesInput,
    place: { line: string; pincode: string },
    startsAt: Date,
  ): Promise<VisitOutcome> {
    const { serviceId, providerId, quantity, attributes, notes, address } = input;
    const wanted = { serviceId, providerId, quantity, attributes, notes, address, startsAt };
    try {
      const bookingId = await this.sales.sell(actor, { customer, input: wanted, place, isOfSeries: true });
      return { startsAt, bookingId, conflict: null };
    } catch (error) {
      if (!ofOneVisit.some((kind) => error instanceof kind)) throw error;
      return { startsAt, bookingId: null, conflict: conflictOf(error as DomainError) };
    }
  }

  private async write(em: EntityManager, actor: Actor, made: Made): Promise<void> {
    const { id, customer, input, requestKey, outcomes } = made;
    const ids = outcomes.flatMap(({ bookingId }) => bookingId ?? []);
    const bookings = await em.find(Booking, { id: { $in: ids } });
    const totalPaise = bookings.reduce((sum, booking) => sum + booking.totalPaise, 0);
    const { expectedTotalPaise = totalPaise } = input;
    if (expectedTotalPaise !== totalPaise) throw new PriceChanged(expectedTotalPaise, totalPaise);
    const series = em.create(BookingSeries, {
      ...{ id, customer, service: input.serviceId, provider: input.providerId },
      ...{ frequency: input.frequency, startsAt: input.startsAt, requestKey: requestKey ?? null },
    });
    outcomes.forEach(({ startsAt, bookingId: booking, conflict }, index) =>
      em.create(SeriesVisit, { series, position: index + 1, startsAt, booking, conflict }),
    );
    this.events.publish(bookingSeriesCreated, id, {
      ...{ customerId: customer, serviceId: input.serviceId, providerId: input.providerId },
      ...{ frequency: input.frequency, bookingIds: ids, notBooked: outcomes.length - ids.length },
      ...{ firstStartsAt: input.startsAt.toISOString(), totalPaise, currency: bookings[0]!.currency },
    });
    await this.audit.record(actor, {
      action: 'booking_series.created',
      object: { type: 'booking_series', id },
      person: customer,
      after: { bookings: ids.length, notBooked: outcomes.length - ids.length },
    });
  }

  private async madeBy(customer: string, requestKey: string | undefined): Promise<string | null> {
    if (!requestKey) return null;
    return (await this.em.findOne(BookingSeries, { requestKey, customer }))?.id ?? null;
  }
}

interface Made {
  id: string;
  customer: string;
  input: CreateSeriesInput;
  requestKey: string | undefined;
  outcomes: readonly VisitOutcome[];
}

/** @throws SeriesConflicts */
function checkOutcomes(outcomes: readonly VisitOutcome[], { ifConflict }: CreateSeriesInput): void {
  const refused = outcomes.flatMap(({ startsAt, conflict }, index) =>
    conflict ? [{ position: index + 1, startsAt, ...conflict }] : [],
  );
  const isRefused = ifConflict === 'refuse' ? refused.length > 0 : refused.length === outcomes.length;
  if (isRefused) throw new SeriesConflicts(refused);
}

function conflictOf({ code, message, data }: DomainError): SeriesConflict {
  const alternatives = (data as { alternatives?: readonly FreeSlot[] }).alternatives ?? [];
  return {
    code,
    detail: message,
    alternatives: alternatives.map(({ startsAt, providerId }) => ({
      startsAt: startsAt.toISOString(),
      providerId,
    })),
  };
}
