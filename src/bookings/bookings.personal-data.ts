import { Injectable } from '@nestjs/common';
import type { EntityManager } from '@mikro-orm/core';
import {
  HoldsPersonalData,
  subjectsOf,
  type OpenCommitment,
  type PersonalDataSource,
} from '#libs/personal-data';
import { Clock } from '#libs/time';
import { CalendarFeed } from './calendar/calendar-feed.entity.js';
import { BookingSeries } from './series/booking-series.entity.js';
import { Booking, BookingTransition } from './booking.entity.js';
import { activeStatuses } from './booking.states.js';
import { bookingView } from './bookings.schemas.js';

/**
 * A booking is a record of the books (the tax law wants it for years) and of the provider's work: what was sold, when, for how much
 * and at which pincode stays. Where exactly it was and whatever anybody wrote about it goes.
 */
@HoldsPersonalData('bookings')
@Injectable()
export class BookingsPersonalData implements PersonalDataSource {
  constructor(private readonly clock: Clock) {}

  async export(em: EntityManager, customer: string) {
    const populate = ['service', 'provider', 'items', 'history'] as const;
    const bookings = await em.find(Booking, { customer }, { populate, orderBy: { createdAt: 'asc' } });
    return bookings.map((booking) => bookingView.parse(booking));
  }

  subjects(em: EntityManager, customer: string) {
    return subjectsOf(em, 'booking', Booking, { customer });
  }

  async erase(em: EntityManager, customer: string): Promise<void> {
    await em.nativeDelete(CalendarFeed, { customer });
    await em.nativeUpdate(BookingSeries, { customer }, { requestKey: null });
    await em.nativeUpdate(BookingTransition, { booking: { customer } }, { reason: '', key: null });
    await em.nativeUpdate(
      Booking,
      { customer },
      { addressLine: '', notes: '', requestKey: null, cancellationKey: null },
    );
  }

  /** Visits to come, and those that are going on. */
  async commitments(em: EntityManager, customer: string): Promise<OpenCommitment[]> {
    const visits = await em.find(
      Booking,
      { customer, status: { $in: [...activeStatuses] }, endsAt: { $gt: this.clock.now() } },
      { fields: ['id', 'reference'], orderBy: { startsAt: 'asc' } },
    );
    return visits.map(({ id, reference }) => ({ type: 'booking', id, reference }));
  }
}
