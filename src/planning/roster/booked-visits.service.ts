// The visits that stand in a provider's way: booked, still to come, and not in time that is worked.
import { Injectable } from '@nestjs/common';
import { EntityManager } from '@mikro-orm/core';
import { Clock, localDate, type LocalDate } from '#libs/time';
import { Booking } from '../../bookings/booking.entity.js';
import { Settings } from '../../config/settings.js';
import { calendarOf, workingPeriods, type WorkPlan } from '../../providers/shift.entity.js';
import type { ConflictingVisit } from '../planning.errors.js';

/** Of one provider: more than anybody has ahead, and a bound all the same. */
const atMost = 500;

@Injectable()
export class BookedVisitsService {
  constructor(
    private readonly em: EntityManager,
    private readonly settings: Settings,
    private readonly clock: Clock,
  ) {}

  /** Those of these providers that have not begun, soonest first. @param within only those that start within, `until` exclusive */
  async ahead(
    providers: readonly string[],
    within: { from?: Date; until?: Date } = {},
  ): Promise<ConflictingVisit[]> {
    const now = this.clock.now();
    const from = within.from && within.from > now ? within.from : now;
    const bookings = await this.em.find(
      Booking,
      {
        provider: { $in: [...providers] },
        status: { $in: ['confirmed', 'en_route'] },
        startsAt: { $gte: from, ...(within.until && { $lt: within.until }) },
      },
      {
        fields: ['reference', 'provider', 'startsAt', 'endsAt'],
        orderBy: { startsAt: 'asc', id: 'asc' },
        limit: atMost * providers.length,
        disableIdentityMap: true,
      },
    );
    return bookings.map(({ id, reference, provider, startsAt, endsAt }) => ({
      bookingId: id,
      reference,
      providerId: provider.id,
      startsAt,
      endsAt,
    }));
  }

  /** The days from the first of the visits to the last, in the business time zone; undefined without visits. */
  daysOf(visits: readonly ConflictingVisit[]): { first: LocalDate; last: LocalDate } | undefined {
    if (visits.length === 0) return undefined;
    const zone = this.settings.BUSINESS_TIME_ZONE;
    const ends = visits.map(({ endsAt }) => endsAt.getTime());
    return {
      first: localDate(visits[0]!.startsAt, zone),
      last: localDate(new Date(Math.max(...ends)), zone),
    };
  }

  /** Those of one provider's visits that the plan does not cover from beginning to end. */
  outside(plan: WorkPlan, visits: readonly ConflictingVisit[]): ConflictingVisit[] {
    if (visits.length === 0) return [];
    const from = visits[0]!.startsAt;
    const to = new Date(Math.max(...visits.map(({ endsAt }) => endsAt.getTime())));
    const periods = workingPeriods(
      plan,
      { from, to },
      calendarOf({ from, to }, this.settings.BUSINESS_TIME_ZONE),
    );
    return visits.filter(
      ({ startsAt, endsAt }) => !periods.some((period) => period.from <= startsAt && endsAt <= period.to),
    );
  }
}
