import { Injectable } from '@nestjs/common';
import { EntityManager } from '@mikro-orm/core';
import { addDays, Clock, instantAt, localDate } from '#libs/time';
import type { Actor } from '../access/actor.js';
import { CatalogueService } from '../catalogue/catalogue.service.js';
import { Settings } from '../config/settings.js';
import { ProvidersService } from '../providers/providers.service.js';
import { activeStatuses } from './booking.states.js';
import { Booking } from './booking.entity.js';
import { cutSlots, nearest, type BusyTime, type Slot } from './slots.js';

/** The place, and the earliest and latest start. */
export interface SlotPlace {
  pincode: string;
  from: Date;
  to: Date;
}

export interface SlotSearch extends SlotPlace {
  serviceId: string;
}

/** What of a service decides when somebody can come for it. */
interface Visited {
  durationMinutes: number;
  subcategory: { id: string };
}

const alternativesOffered = 6;

@Injectable()
export class SlotsService {
  constructor(
    private readonly em: EntityManager,
    private readonly catalogue: CatalogueService,
    private readonly providers: ProvidersService,
    private readonly settings: Settings,
    private readonly clock: Clock,
  ) {}

  /** Free slots that start within the search, the lead time and the horizon. Empty where the service is not offered. */
  async free(actor: Actor, search: SlotSearch): Promise<Slot[]> {
    return this.freeFor(actor, await this.catalogue.browsed(actor, search.serviceId), search);
  }

  /** The same for a service that is at hand: in a transaction nothing but its own connection may be used. */
  async freeFor(actor: Actor, service: Visited, search: SlotPlace): Promise<Slot[]> {
    const { from, to } = this.bookable(search);
    if (from > to) return [];
    const windows = await this.providers.workingWindows(actor, {
      subcategoryId: service.subcategory.id,
      pincode: search.pincode,
      from,
      to: new Date(to.getTime() + service.durationMinutes * 60_000),
    });
    const busy = await this.busy([...new Set(windows.map((window) => window.providerId))], from, to);
    return cutSlots(windows, busy, service.durationMinutes, from, to);
  }

  /** Free slots of one day in the business time zone. */
  freeOn(actor: Actor, serviceId: string, pincode: string, day: string): Promise<Slot[]> {
    const zone = this.settings.BUSINESS_TIME_ZONE;
    const from = instantAt(day, 0, zone);
    const to = new Date(instantAt(addDays(day, 1), 0, zone).getTime() - 1);
    return this.free(actor, { serviceId, pincode, from, to });
  }

  /** The free slots nearest to `wanted`, from its day and the following two; in a transaction, too. */
  async around(actor: Actor, service: Visited, pincode: string, wanted: Date): Promise<Slot[]> {
    const zone = this.settings.BUSINESS_TIME_ZONE;
    const from = instantAt(localDate(wanted, zone), 0, zone);
    const slots = await this.freeFor(actor, service, {
      pincode,
      from,
      to: new Date(from.getTime() + 3 * 86_400_000),
    });
    return nearest(slots, wanted, alternativesOffered);
  }

  private bookable({ from, to }: SlotPlace): { from: Date; to: Date } {
    const now = this.clock.now().getTime();
    const earliest = now + this.settings.BOOKING_LEAD_MINUTES * 60_000;
    const latest = now + this.settings.BOOKING_HORIZON_DAYS * 86_400_000;
    return {
      from: new Date(Math.max(from.getTime(), earliest)),
      to: new Date(Math.min(to.getTime(), latest)),
    };
  }

  private async busy(providers: string[], from: Date, to: Date): Promise<BusyTime[]> {
    const aDay = 86_400_000; // longer than any visit: bounds the scan of the index without missing one that began before `from`
    const bookings = await this.em.find(
      Booking,
      {
        provider: { $in: providers },
        status: { $in: [...activeStatuses] },
        startsAt: { $gt: new Date(from.getTime() - aDay), $lt: new Date(to.getTime() + aDay) },
      },
      { fields: ['provider', 'startsAt', 'busyUntil'], disableIdentityMap: true },
    );
    return bookings.map((booking) => ({
      providerId: booking.provider.id,
      from: booking.startsAt,
      to: booking.busyUntil,
    }));
  }
}
