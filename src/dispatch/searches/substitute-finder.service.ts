// Who could come instead, and when: first at the same time, then at the nearest other one. Only looks.
import { Injectable } from '@nestjs/common';
import { EntityManager } from '@mikro-orm/core';
import { NotFound } from '#libs/errors';
import { addDays, Clock, instantAt, localDate } from '#libs/time';
import type { Actor } from '../../access/actor.js';
import { Booking } from '../../bookings/booking.entity.js';
import { Settings } from '../../config/settings.js';
import { SlotsService, type Slot } from '../../slots/slots.service.js';
import type { WantedVisit } from '../../slots/visit-takers.service.js';
import { CandidatesService } from '../../bookings/candidates/candidates.service.js';
import { dispatcher } from './search-steps.service.js';
import type { SubstituteSearch } from './substitute-search.entity.js';

export interface FoundSubstitute {
  booking: Booking;
  providerId: string;
  startsAt: Date;
  isSameTime: boolean;
}

/** Starts nearest to the missed one that are looked at: where somebody is free the customer may not want any of those who are. */
const startsTried = 5;

@Injectable()
export class SubstituteFinder {
  constructor(
    private readonly em: EntityManager,
    private readonly candidates: CandidatesService,
    private readonly slots: SlotsService,
    private readonly settings: Settings,
    private readonly clock: Clock,
  ) {}

  /**
   * The best who is free at the same time, if somebody can still get there; else at the nearest start within `SUBSTITUTE_DAYS`. A start that was
   * offered before is not offered again. @param search with its offers
   */
  async find(search: SubstituteSearch): Promise<FoundSubstitute | null> {
    const booking = await this.em.findOneOrFail(
      Booking,
      { id: search.bookingId },
      { disableIdentityMap: true },
    );
    const tried = new Set(search.offers.map(({ startsAt }) => startsAt.getTime()));
    try {
      return (
        (await this.atSameTime(search, booking, tried)) ?? (await this.atOtherTime(search, booking, tried))
      );
    } catch (error) {
      // The service is no longer sold: a person has to look after it.
      if (error instanceof NotFound) return null;
      throw error;
    }
  }

  private async atSameTime(
    search: SubstituteSearch,
    booking: Booking,
    tried: ReadonlySet<number>,
  ): Promise<FoundSubstitute | null> {
    const { startsAt } = booking;
    const earliest = this.clock.now().getTime() + this.settings.BOOKING_LEAD_MINUTES * 60_000;
    if (startsAt.getTime() < earliest || tried.has(startsAt.getTime())) return null;
    const found = await this.best(search, visitOf(booking, startsAt));
    return found ? { booking, providerId: found, startsAt, isSameTime: true } : null;
  }

  private async atOtherTime(
    search: SubstituteSearch,
    booking: Booking,
    tried: ReadonlySet<number>,
  ): Promise<FoundSubstitute | null> {
    const { pincode, service } = booking;
    const period = this.period(booking.startsAt);
    const free = await this.slots.free(actingFor(search), { serviceId: service.id, pincode, ...period });
    const missed = booking.startsAt.getTime();
    const byStart = Map.groupBy(free, ({ startsAt }) => startsAt.getTime());
    const starts = [...byStart.keys()]
      .filter((start) => start !== missed && !tried.has(start))
      .toSorted((a, b) => Math.abs(a - missed) - Math.abs(b - missed) || a - b);
    for (const start of starts.slice(0, startsTried)) {
      const startsAt = new Date(start);
      const visit: WantedVisit = { ...visitOf(booking, startsAt), instead: undefined };
      const providerId = await this.best(search, visit, byStart.get(start));
      if (providerId) return { booking, providerId, startsAt, isSameTime: false };
    }
    return null;
  }

  /** @param among of whom; everybody without */
  private async best(
    search: SubstituteSearch,
    visit: WantedVisit,
    among?: readonly Slot[],
  ): Promise<string | null> {
    // Whoever is ill or has called off is marked as away; whoever did not come is not sent to this customer for a second try.
    const isExcluded = !among || search.cause === 'did_not_come';
    const absent = isExcluded ? search.absentProviderId : undefined;
    const candidates = await this.candidates.of(actingFor(search), visit, absent);
    const isFree = (id: string) => !among || among.some(({ providerId }) => providerId === id);
    const found = candidates.find(({ obstacle, provider }) => obstacle === null && isFree(provider.id));
    return found?.provider.id ?? null;
  }

  /** Days of the business time zone, from that of the visit or today, whichever is later. */
  private period(startsAt: Date): { from: Date; to: Date } {
    const { BUSINESS_TIME_ZONE: zone, SUBSTITUTE_DAYS: days } = this.settings;
    const now = this.clock.now();
    const first = localDate(startsAt > now ? startsAt : now, zone);
    const to = new Date(instantAt(addDays(first, days), 0, zone).getTime() - 1);
    return { from: instantAt(first, 0, zone), to };
  }
}

/** What they hold themselves is in nobody's way. */
function actingFor({ customerId }: SubstituteSearch): Actor {
  return { ...dispatcher, onBehalfOf: customerId };
}

function visitOf({ id, customer, pincode, service }: Booking, startsAt: Date): WantedVisit {
  return { serviceId: service.id, pincode, startsAt, customer, instead: id };
}
