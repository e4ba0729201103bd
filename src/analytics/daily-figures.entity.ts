// A day of the business in one row: what was counted then stays as it was, whatever is erased or cleaned up later.
import { defineEntity, p } from '@mikro-orm/core';
import { timestampColumns } from '#libs/orm';

const DailyFiguresSchema = defineEntity({
  name: 'DailyFigures',
  tableName: 'daily_figures',
  properties: {
    /** In the business time zone. */
    day: p.date().primary(),
    /** Sold on the day. */
    bookingsMade: p.integer(),
    /** Visits that were to begin on the day, by how they stand. */
    visits: p.integer(),
    completed: p.integer(),
    cancelled: p.integer(),
    noShow: p.integer(),
    /** Of the completed visits. */
    revenuePaise: p.bigint('number'),
    cancellationFeesPaise: p.bigint('number'),
    conversations: p.integer(),
    messages: p.integer(),
    complaintsFiled: p.integer(),
    complaintsResolved: p.integer(),
    newCustomers: p.integer(),
    ...timestampColumns(),
  },
});
export class DailyFigures extends DailyFiguresSchema.class {}
DailyFiguresSchema.setClass(DailyFigures);
