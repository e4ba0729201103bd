// A secret address under which the calendar of a customer reads their visits. One each: a new one makes the old one void.
import { defineEntity, p } from '@mikro-orm/core';
import { idColumn, timestampColumns } from '#libs/orm';
import { Customer } from '../../customers/customer.entity.js';

const CalendarFeedSchema = defineEntity({
  name: 'CalendarFeed',
  tableName: 'calendar_feeds',
  properties: {
    id: idColumn(),
    customer: () => p.manyToOne(Customer).mapToPk().unique('calendar_feeds_customer_unique'),
    /** SHA-256 of the token in the address, hex: whoever reads the table reads nobody's calendar. */
    tokenDigest: p.string().length(64).unique('calendar_feeds_token_unique'),
    ...timestampColumns(),
  },
});
export class CalendarFeed extends CalendarFeedSchema.class {}
CalendarFeedSchema.setClass(CalendarFeed);
