import { Injectable } from '@nestjs/common';
import { EntityManager } from '@mikro-orm/core';
import { SharedCache } from '#libs/cache';
import { addDays, Clock, dayMs, instantAt, localDate } from '#libs/time';
import { customerScope, type Actor } from '../access/actor.js';
import { StartInPast } from '../catalogue/catalogue.errors.js';
import { CatalogueService } from '../catalogue/catalogue.service.js';
import { Settings } from '../config/settings.js';
import { ProvidersService } from '../providers/providers.service.js';
import { ReservationRepository, type MetReservation } from './reservation.repository.js';
import { StartNotBookable } from './slots.errors.js';
import {
  cutSlots,
  nearestSlots,
  slotStepMinutes,
  type Slot,
  type VisitLength,
  type WorkingWindow,
} from './slot-cutter.js';

export type { Slot };

/** The place, and the earliest and latest start. */
export interface SlotPlace {
  pincode: string;
  from: Date;
  to: Date;
  /** A booking of the customer that would be given up for the slot: its time counts as free. */
  instead?: string | undefined;
  /** Whose slots; everybody's without. */
  providerId?: string | undefined;
  /** Whom nobody wants to see there. */
  exceptProviderId?: string | undefined;
  /** The answer is for other customers as well: what this one holds does not count as free. */
  forAll?: boolean;
}

/** What was wanted and cannot be had. */
export interface WantedSlot {
  pincode: string;
  startsAt: Date;
  /** As in a search. */
  instead?: string | undefined;
}

export interface EarliestSearch {
  serviceId: string;
  pincode: string;
  /** Whose; anybody's without. */
  providerId?: string | undefined;
  exceptProviderId?: string | undefined;
  limit: number;
}

export interface SlotSearch extends SlotPlace {
  serviceId: string;
}

/** What of a service decides when somebody can come for it. */
export interface VisitedPlace extends VisitLength {
  id: string;
  subcategory: { id: string };
}

const alternativesOffered = 6;
const soonMs = 3 * dayMs;
const alternativesKeptMs = 1_000;

@Injectable()
export class SlotsService {
  constructor(
    private readonly em: EntityManager,
    private readonly catalogue: CatalogueService,
    private readonly providers: ProvidersService,
    private readonly reservations: ReservationRepository,
    private readonly cache: SharedCache,
    private readonly settings: Settings,
    private readonly clock: Clock,
  ) {}

  /** Free slots that start within the search, the lead time and the horizon. Empty where the service is not offered. */
  async free(actor: Actor, search: SlotSearch): Promise<Slot[]> {
    return this.freeFor(actor, await this.catalogue.browsed(actor, search.serviceId), search);
  }

  private async freeFor(actor: Actor, service: VisitedPlace, search: SlotPlace): Promise<Slot[]> {
    const { earliest, latest } = this.bookable();
    const from = search.from > earliest ? search.from : earliest;
    const to = search.to < latest ? search.to : latest;
    if (from > to) return [];
    const all = await this.windows(actor, service, { pincode: search.pincode, from, to });
    const { providerId, exceptProviderId } = search;
    const windows = all.filter(
      (window) =>
        (providerId ?? window.providerId) === window.providerId && window.providerId !== exceptProviderId,
    );
    const met = await this.reservations.met({
      providers: [...new Set(windows.map((window) => window.providerId))],
      pincode: search.pincode,
      from: new Date(from.getTime() - service.bufferBeforeMinutes * 60_000),
      to: new Date(to.getTime() + (service.durationMinutes + service.bufferAfterMinutes) * 60_000),
    });
    const busy = met.filter((reservation) => this.blocks(actor, reservation, search));
    return cutSlots(windows, busy, service, from, to);
  }

  /**
   * The first free slots, one a start, of anybody or of one provider. Looks at some days first, which mostly have one, and then at all up to the
   * horizon: three queries, or six, however many providers there are.
   */
  async earliest(actor: Actor, { serviceId, limit, ...place }: EarliestSearch): Promise<Slot[]> {
    const service = await this.catalogue.browsed(actor, serviceId);
    const { earliest, latest } = this.bookable();
    const soon = new Date(earliest.getTime() + soonMs);
    for (const to of [soon, latest]) {
      const free = await this.freeFor(actor, service, { ...place, from: earliest, to });
      const first = nearestSlots(free, earliest, limit);
      if (first.length === limit || to === latest) return first;
    }
    return [];
  }

  /** Free slots of one day in the business time zone. */
  freeOn(actor: Actor, serviceId: string, pincode: string, day: string): Promise<Slot[]> {
    const zone = this.settings.BUSINESS_TIME_ZONE;
    const from = instantAt(day, 0, zone);
    const to = new Date(instantAt(addDays(day, 1), 0, zone).getTime() - 1);
    return this.free(actor, { serviceId, pincode, from, to });
  }

  /** The visit that a provider would make, booked already or not; undefined when they do not work then, or not of this kind, or not there. */
  async visit(
    actor: Actor,
    service: VisitedPlace,
    pincode: string,
    { providerId, startsAt }: { providerId: string; startsAt: Date },
  ): Promise<Slot | undefined> {
    const windows = await this.windows(actor, service, { pincode, from: startsAt, to: startsAt });
    const own = windows.filter((window) => window.providerId === providerId);
    return cutSlots(own, [], service, startsAt, startsAt)[0];
  }

  /**
   * The free slots nearest to what was wanted, from its day and the following two. Many may ask because all of them have lost the same slot: within
   * a second they get the same answer, which is looked for once. In a transaction nobody waits for the look of another: that one may need
   * the connection.
   */
  async alternatives(actor: Actor, service: VisitedPlace, wanted: WantedSlot): Promise<Slot[]> {
    const { pincode, startsAt, instead } = wanted;
    // What is free to whoever gives up a visit is free to nobody else.
    if (this.em.isInTransaction() || instead) return this.around(actor, service, wanted);
    const key = `alternatives:${service.id}:${pincode}:${startsAt.getTime()}`;
    const kept = await this.cache.getOrSet(key, alternativesKeptMs, () =>
      this.around(actor, service, wanted, true),
    );
    // A shared cache keeps text.
    return kept.map((slot) => ({
      ...slot,
      startsAt: new Date(slot.startsAt),
      endsAt: new Date(slot.endsAt),
    }));
  }

  /**
   * Whether visits start then at all, whoever is free.
   * @throws StartInPast, StartNotBookable
   */
  checkStart(startsAt: Date): void {
    const { BOOKING_LEAD_MINUTES: minutes, BOOKING_HORIZON_DAYS: days } = this.settings;
    const { earliest, latest } = this.bookable();
    if (startsAt <= this.clock.now()) throw new StartInPast();
    if (startsAt < earliest)
      throw new StartNotBookable('START_TOO_SOON', `A visit is booked at least ${minutes} minutes ahead.`, {
        earliest,
      });
    if (startsAt > latest)
      throw new StartNotBookable('START_TOO_FAR', `A visit is booked at most ${days} days ahead.`, {
        latest,
      });
    if (startsAt.getTime() % (slotStepMinutes * 60_000) !== 0)
      throw new StartNotBookable('START_OFF_GRID', 'Visits start on the hour and the half hour.', {
        stepMinutes: slotStepMinutes,
      });
  }

  private async around(
    actor: Actor,
    service: VisitedPlace,
    { pincode, startsAt, instead }: WantedSlot,
    forAll = false,
  ): Promise<Slot[]> {
    const zone = this.settings.BUSINESS_TIME_ZONE;
    const from = instantAt(localDate(startsAt, zone), 0, zone);
    const to = new Date(from.getTime() + 3 * dayMs);
    const free = await this.freeFor(actor, service, { pincode, from, to, instead, forAll });
    return nearestSlots(free, startsAt, alternativesOffered);
  }

  private windows(
    actor: Actor,
    service: VisitedPlace,
    { pincode, from, to }: SlotPlace,
  ): Promise<WorkingWindow[]> {
    return this.providers.workingWindows(actor, {
      subcategoryId: service.subcategory.id,
      pincode,
      from,
      to: new Date(to.getTime() + service.durationMinutes * 60_000),
    });
  }

  private bookable(): { earliest: Date; latest: Date } {
    const now = this.clock.now().getTime();
    return {
      earliest: new Date(now + this.settings.BOOKING_LEAD_MINUTES * 60_000),
      latest: new Date(now + this.settings.BOOKING_HORIZON_DAYS * dayMs),
    };
  }

  /**
   * What is given up for the slot is in nobody's way, nor is a hold that has expired or that is the customer's own; another customer's is,
   * whoever asks.
   */
  private blocks(
    actor: Actor,
    { id, kind, customerId, expiresAt }: MetReservation,
    { instead, forAll = false }: SlotPlace,
  ): boolean {
    if (expiresAt && expiresAt <= this.clock.now()) return false;
    const scope = customerScope(actor);
    if (kind === 'hold') return forAll || scope !== customerId;
    return id !== instead || (scope ?? customerId) !== customerId;
  }
}
