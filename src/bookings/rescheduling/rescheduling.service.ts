// Gives a booking another slot and keeps the booking: one row, one reference, one transaction (docs/decisions/0055-a-rescheduled-booking-stays.md).
import { Injectable } from '@nestjs/common';
import { EntityManager, LockMode } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { NotFound } from '#libs/errors';
import { EventOutbox, PublishesEvents } from '#libs/events';
import { checkVersion, type ExpectedVersions } from '#libs/http';
import { Clock, hourMs } from '#libs/time';
import type { Actor } from '../../access/actor.js';
import { AuditService } from '../../audit/audit.service.js';
import { CatalogueService } from '../../catalogue/catalogue.service.js';
import { PoliciesService } from '../../policies/policies.service.js';
import type { PolicyVersion } from '../../policies/policy-version.entity.js';
import { SalePricesService, type SalePrice } from '../../pricing/quotes/sale-prices.service.js';
import { Provider } from '../../providers/provider.entity.js';
import type { PlannedVisit } from '../../slots/reservations.service.js';
import { SlotTaken } from '../../slots/slots.errors.js';
import { SlotsService, type Slot as FreeSlot } from '../../slots/slots.service.js';
import { Booking, BookingItem, BookingTransition, ownBookings } from '../booking.entity.js';
import { MoveChangesNothing } from '../booking.errors.js';
import { bookingRescheduled, stepFactsOf } from '../booking.events.js';
import { BookingsService } from '../bookings.service.js';
import { CandidatesService, withBestFree } from '../candidates/candidates.service.js';
import { freeBecause, freeOfCharge } from '../revisits/free-of-charge.js';
import { SalesService } from '../sales.service.js';
import type { RescheduleInput, RescheduleQuoteInput } from './rescheduling.schemas.js';
import { soldAs } from './sold-as.js';

/** A price list may be published at any moment: a quote of a rescheduling holds no longer than this, and only says what holds now. */
const quotedMs = 15 * 60_000;

/** The key of an agreement, or the version that was read. */
export interface RescheduleRequest {
  key?: string | undefined;
  expected?: ExpectedVersions;
}

/** What another slot would cost at this moment. Money in paise. */
export interface ReschedulingQuote {
  startsAt: Date;
  endsAt: Date;
  provider: { id: string; name: string };
  feePaise: number;
  rule: string;
  totalPaise: number;
  beforePaise: number;
  /** New total less the old one, without the fee; negative where the new slot is cheaper. */
  differencePaise: number;
  currency: string;
  expiresAt: Date;
}

@PublishesEvents(bookingRescheduled)
@Injectable()
export class ReschedulingService {
  constructor(
    private readonly em: EntityManager,
    private readonly bookings: BookingsService,
    private readonly catalogue: CatalogueService,
    private readonly prices: SalePricesService,
    private readonly policies: PoliciesService,
    private readonly slots: SlotsService,
    private readonly candidates: CandidatesService,
    private readonly sales: SalesService,
    private readonly audit: AuditService,
    private readonly events: EventOutbox,
    private readonly clock: Clock,
  ) {}

  /**
   * The same visit at another time: service, attributes, quantity, address and notes stay, the price is that of the new slot, by the rules of
   * this moment. What leaving the old slot costs says the handbook ("Moving a visit"); it is kept in `reschedulingFeePaise`.
   * @param request its key never reschedules twice: said again, nothing happens, and the booking is what it is
   * @throws NotFound, BookingNotMovable, CancellationFeeChanged, MoveChangesNothing, BookingChangedTooOften, PreconditionFailed, and what
   * SalesService says of the new slot
   */
  async reschedule(
    actor: Actor,
    id: string,
    input: RescheduleInput,
    request: RescheduleRequest = {},
  ): Promise<Booking> {
    const from = await this.read(actor, id);
    try {
      if (!(await this.isDone(id, request.key))) await this.sellInstead(actor, from, input, request);
    } catch (error) {
      // The same request may have been faster elsewhere; then it is what stood in the way.
      if (!(await this.isDone(id, request.key))) throw error;
    }
    return this.bookings.get(actor, id);
  }

  /** Writes nothing. @throws NotFound, BookingNotMovable, MoveChangesNothing, SlotTaken, and what SlotsService says of the start */
  async quote(actor: Actor, id: string, input: RescheduleQuoteInput): Promise<ReschedulingQuote> {
    const from = await this.read(actor, id);
    const now = this.clock.now();
    const policy = await this.policies.publishedVersion(from.policy);
    const { feePaise, rule } = from.checkMove(now, policy);
    if (isSameSlot(from, input)) throw new MoveChangesNothing(from.reference);
    this.slots.checkStart(input.startsAt);
    const slot = await this.freeSlot(actor, from, input);
    const price = await this.prices.priceFor(actor, {
      ...{ customer: from.customer, bookingId: from.id },
      ...{ serviceId: from.service.id, pincode: from.pincode, startsAt: slot.startsAt },
      ...{ attributes: from.attributeCodes, quantity: from.quantity },
    });
    const because = freeBecause(from.items);
    const { totalPaise, currency } = because ? freeOfCharge(price, because) : price;
    return {
      ...{ startsAt: slot.startsAt, endsAt: slot.endsAt },
      provider: { id: slot.providerId, name: slot.providerName },
      ...{ feePaise, rule, totalPaise, currency, beforePaise: from.totalPaise },
      differencePaise: totalPaise - from.totalPaise,
      expiresAt: termsChangeAt(from, policy, now),
    };
  }

  private async sellInstead(
    actor: Actor,
    from: Booking,
    input: RescheduleInput,
    request: RescheduleRequest,
  ): Promise<void> {
    const { startsAt, providerId, expectedTotalPaise, expectedFeePaise } = input;
    const policy = await this.policies.publishedVersion(from.policy);
    from.checkMove(this.clock.now(), policy, expectedFeePaise);
    if (isSameSlot(from, input)) throw new MoveChangesNothing(from.reference);
    this.slots.checkStart(startsAt);
    const sellBy = (provider: string): Promise<string> =>
      this.sales.sell(actor, {
        customer: from.customer,
        input: {
          ...{ serviceId: from.service.id, providerId: provider, attributes: from.attributeCodes },
          ...{ startsAt, expectedTotalPaise, quantity: from.quantity, notes: from.notes },
        },
        place: { line: from.addressLine, pincode: from.pincode },
        // What was for nothing stays so at another time.
        isFreeBecause: freeBecause(from.items),
        instead: {
          id: from.id,
          resell: (em, visit, price) =>
            this.resell(em, actor, from.id, { visit, price, expectedFeePaise, ...request }),
        },
      });
    if (providerId) return void (await sellBy(providerId));
    await withBestFree(await this.takers(actor, from, startsAt), sellBy);
  }

  /** In the transaction of the sale. Of two changes at once the second must see the first, so the row is locked, and looked at anew. */
  private async resell(
    em: SqlEntityManager,
    actor: Actor,
    id: string,
    { visit, price, expectedFeePaise, key, expected }: Resale,
  ): Promise<void> {
    const booking = await em.findOneOrFail(
      Booking,
      { id },
      { lockMode: LockMode.PESSIMISTIC_WRITE, refresh: true },
    );
    if (await this.isDone(id, key, em)) return;
    checkVersion(booking, expected);
    await em.populate(booking, ['service', 'provider', 'history']);
    // Apart from the entities: the old lines are deleted in one statement, before lines at the same positions are written.
    const items = await em.find(BookingItem, { booking: id }, { orderBy: { position: 'asc' }, disableIdentityMap: true }); // prettier-ignore
    const was = soldAs(booking, items);
    const now = this.clock.now();
    const provider = await em.findOneOrFail(Provider, { id: visit.providerId });
    const { reschedulingFeePaise: before } = booking;
    const policy = await this.policies.publishedVersion(booking.policy);
    booking.reschedule(actor, now, policy, {
      slot: {
        ...{ provider, startsAt: visit.startsAt, endsAt: visit.endsAt, busyUntil: visit.blockedUntil },
        bufferBeforeMinutes: price.service.bufferBeforeMinutes,
        ...{ rateCard: price.rateCardId, totalPaise: price.totalPaise },
      },
      ...{ was, expectedFeePaise, key },
    });
    this.remindAnew(booking, now);
    await em.nativeDelete(BookingItem, { booking: id });
    // The price is that of now. A coupon that takes its share off it as well stays used; another one may be used again.
    await this.prices.keepOrRelease(em, price, { customer: booking.customer, bookingId: id });
    price.items.forEach((item, position) => em.create(BookingItem, { ...item, booking, position }));
    const feePaise = booking.reschedulingFeePaise - before;
    this.events.publish(bookingRescheduled, id, {
      ...stepFactsOf(booking, actor),
      feePaise,
      previousStartsAt: was.startsAt,
      previousProviderId: was.providerId,
      previousTotalPaise: was.totalPaise,
    });
    await this.audit.record(actor, {
      action: 'booking.rescheduled',
      object: { type: 'booking', id },
      person: booking.customer,
      before: { startsAt: was.startsAt, providerId: was.providerId, totalPaise: was.totalPaise },
      after: {
        ...{ startsAt: visit.startsAt.toISOString(), providerId: visit.providerId },
        ...{ totalPaise: price.totalPaise, feePaise },
      },
    });
    await em.flush();
  }

  /** Of a slot that is nearer than a reminder comes ahead the customer has just heard: that reminder counts as sent. */
  private remindAnew(booking: Booking, now: Date): void {
    const ahead = booking.startsAt.getTime() - now.getTime();
    if (ahead < 24 * hourMs) booking.dayRemindedFor = booking.startsAt;
    if (ahead < 2 * hourMs) booking.hoursRemindedFor = booking.startsAt;
  }

  /** Detached: what is looked at before the sale is not what is written in it. @throws NotFound */
  private async read(actor: Actor, id: string): Promise<Booking> {
    const booking = await this.em.findOne(
      Booking,
      { id, ...ownBookings(actor) },
      { populate: ['items', 'service', 'provider'], disableIdentityMap: true },
    );
    if (!booking) throw new NotFound('Booking', id);
    return booking;
  }

  /** Of who is named; else of who was to come, if they are free then; else of whoever fits best. @throws SlotTaken */
  private async freeSlot(actor: Actor, from: Booking, input: RescheduleQuoteInput): Promise<Slot> {
    const { startsAt, providerId } = input;
    if (!providerId) {
      const [{ id, name }] = (await this.takers(actor, from, startsAt)) as [VisitTaker];
      return { startsAt, endsAt: visitEnd(from, startsAt), providerId: id, providerName: name };
    }
    const place = { pincode: from.pincode, from: startsAt, to: startsAt, instead: from.id };
    const [slot] = await this.slots.free(actor, { ...place, providerId, serviceId: from.service.id });
    return slot ?? this.refuse(actor, from, startsAt);
  }

  /** Who was to come, if they are free then; then the others, best first; at least one. @throws SlotTaken */
  private async takers(actor: Actor, from: Booking, startsAt: Date): Promise<VisitTaker[]> {
    const { id: instead, customer, pincode, service, provider } = from;
    const wanted = { serviceId: service.id, pincode, startsAt, customer, instead };
    const free = await this.candidates.free(actor, wanted);
    if (free.length === 0) return this.refuse(actor, from, startsAt);
    const isSame = ({ id }: VisitTaker): boolean => id === provider.id;
    return free.toSorted((a, b) => Number(isSame(b)) - Number(isSame(a)));
  }

  private async refuse(actor: Actor, from: Booking, startsAt: Date): Promise<never> {
    const service = await this.catalogue.browsed(actor, from.service.id);
    const wanted = { pincode: from.pincode, startsAt, instead: from.id };
    throw new SlotTaken(await this.slots.alternatives(actor, service, wanted));
  }

  private async isDone(id: string, key: string | undefined, em = this.em): Promise<boolean> {
    if (!key) return false;
    return (await em.count(BookingTransition, { booking: id, key })) > 0;
  }
}

type Slot = Omit<FreeSlot, 'ratingAverage'>;
type VisitTaker = Awaited<ReturnType<CandidatesService['free']>>[number];

interface Resale extends RescheduleRequest {
  visit: PlannedVisit;
  price: SalePrice;
  expectedFeePaise: number | undefined;
}

function visitEnd({ service }: Booking, startsAt: Date): Date {
  return new Date(startsAt.getTime() + service.durationMinutes * 60_000);
}

/** The start alone is the same where nobody else is asked for. */
function isSameSlot(from: Booking, { startsAt, providerId }: RescheduleQuoteInput): boolean {
  const isSameStart = startsAt.getTime() === from.startsAt.getTime();
  return isSameStart && (providerId === undefined || providerId === from.provider.id);
}

/** When the fee becomes another one, unless the quote is older than it may be before that. */
function termsChangeAt(from: Booking, policy: PolicyVersion, now: Date): Date {
  const { feePaise } = from.movingTerms(now, policy)!;
  const hoursAhead = policy.clauses.map(({ when }) => when.hoursBeforeStart ?? 0);
  const turns = hoursAhead.map((hours) => from.startsAt.getTime() - hours * hourMs).toSorted((a, b) => a - b);
  const next = turns.find(
    (at) => at > now.getTime() && from.movingTerms(new Date(at + 1), policy)?.feePaise !== feePaise,
  );
  return new Date(Math.min(next ?? Infinity, now.getTime() + quotedMs));
}
