import { Injectable } from '@nestjs/common';
import { ListensTo, type DomainEvent } from '#libs/events';
import {
  bookingCancelled,
  bookingCompleted,
  bookingConfirmed,
  bookingEnRoute,
  bookingNoShow,
  bookingReassigned,
  bookingRescheduled,
  bookingStarted,
} from '../bookings/booking.events.js';
import { AbsencesService } from './absences/absences.service.js';
import {
  absenceReported,
  substituteDeclined,
  substituteExhausted,
  substituteSearchOpened,
} from './dispatch.events.js';
import { SearchesService } from './searches/searches.service.js';

/** All of them look at what is so now: heard twice, or late, they do nothing more. */
@Injectable()
export class DispatchListener {
  constructor(
    private readonly absences: AbsencesService,
    private readonly searches: SearchesService,
  ) {}

  @ListensTo({ name: 'dispatch.open_searches', to: [absenceReported] })
  async open({ aggregate: { id } }: DomainEvent): Promise<void> {
    await this.absences.openSearches(id);
  }

  @ListensTo({
    name: 'dispatch.advance_searches',
    to: [substituteSearchOpened, substituteDeclined, substituteExhausted],
  })
  advance({ aggregate: { id } }: DomainEvent): Promise<void> {
    return this.searches.advance(id);
  }

  @ListensTo({
    name: 'dispatch.withdraw_searches',
    to: [
      bookingCancelled,
      bookingRescheduled,
      bookingReassigned,
      bookingConfirmed,
      bookingEnRoute,
      bookingStarted,
      bookingCompleted,
      bookingNoShow,
    ],
  })
  withdraw({ aggregate: { id } }: DomainEvent): Promise<void> {
    return this.searches.withdrawUnwanted(id);
  }
}
