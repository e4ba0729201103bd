// Visits that come again: each is a booking of its own, and what could not be booked is kept beside it, so that nothing is dropped silently.
import { defineEntity, OptionalProps, p } from '@mikro-orm/core';
import { idColumn, timestampColumns } from '#libs/orm';
import { Customer } from '../../customers/customer.entity.js';
import { Service } from '../../catalogue/service.entity.js';
import { Provider } from '../../providers/provider.entity.js';
import { Booking } from '../booking.entity.js';
import { frequencies } from './series-starts.js';

const BookingSeriesSchema = defineEntity({
  name: 'BookingSeries',
  tableName: 'booking_series',
  indexes: [{ name: 'booking_series_customer_index', properties: ['customer', 'createdAt', 'id'] }],
  properties: {
    id: idColumn(),
    customer: () => p.manyToOne(Customer).mapToPk(),
    service: () => p.manyToOne(Service).index(),
    provider: () => p.manyToOne(Provider).index(),
    frequency: p.enum(frequencies),
    /** Of the first visit; the others are at the same time of the day in the business time zone. */
    startsAt: p.datetime(),
    /** When the visits that were left were cancelled together. */
    cancelledAt: p.datetime().nullable(),
    /** The proposal it came from: at most one series each, however often it is confirmed. */
    requestKey: p.string().length(80).nullable().unique('booking_series_request_key_unique'),
    visits: () => p.oneToMany(SeriesVisit).mappedBy('series').orderBy({ position: 'asc' }),
    ...timestampColumns(),
  },
});
export class BookingSeries extends BookingSeriesSchema.class {
  declare [OptionalProps]?: 'totalPaise';

  /** What the visits that stand cost together. They must be loaded. */
  get totalPaise(): number {
    const standing = this.visits.getItems().flatMap(({ booking }) => (booking ? [booking as Booking] : []));
    return standing
      .filter(({ status }) => status !== 'cancelled')
      .reduce((sum, each) => sum + each.totalPaise, 0);
  }
}
BookingSeriesSchema.setClass(BookingSeries);

/** Why a visit was not booked. Nothing of it is personal. */
export interface SeriesConflict {
  code: string;
  detail: string;
  alternatives: { startsAt: string; providerId: string }[];
}

const SeriesVisitSchema = defineEntity({
  name: 'SeriesVisit',
  tableName: 'booking_series_visits',
  checks: [
    {
      // It was booked, or there is a reason why not.
      name: 'booking_series_visits_outcome_check',
      expression: '(booking_id is null) <> (conflict is null)',
    },
  ],
  uniques: [{ name: 'booking_series_visits_position_unique', properties: ['series', 'position'] }],
  properties: {
    id: idColumn(),
    series: () => p.manyToOne(BookingSeries),
    /** From 1. */
    position: p.smallint(),
    /** As it was asked for; the booking may have been rescheduled since. */
    startsAt: p.datetime(),
    booking: () =>
      p.manyToOne(Booking).nullable().deleteRule('cascade').unique('booking_series_visits_booking_unique'),
    conflict: p.json<SeriesConflict>().nullable(),
    ...timestampColumns(),
  },
});
export class SeriesVisit extends SeriesVisitSchema.class {}
SeriesVisitSchema.setClass(SeriesVisit);
