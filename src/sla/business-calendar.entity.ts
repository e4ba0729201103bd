// When work is done: immutable, numbered versions, one line of them for everybody and one for each city that differs.
import { defineEntity, OptionalProps, p } from '@mikro-orm/core';
import { City } from '../catalogue/place.entity.js';
import type { CalendarTerms, Holiday, WorkingWeekday } from './clock/calendar-terms.entity.js';
import { slaVersionChecks, slaVersionColumns } from './versions/sla-version.js';

const BusinessCalendarSchema = defineEntity({
  name: 'BusinessCalendar',
  tableName: 'business_calendars',
  checks: slaVersionChecks('business_calendars'),
  properties: {
    ...slaVersionColumns(),
    /** Whose it is: a case of that city is measured by it, all others by the general one, whose city is null. */
    city: () => p.manyToOne(City).mapToPk().nullable().index().deleteRule('restrict'),
    /** IANA name. */
    timeZone: p.string().length(60),
    week: p.json().$type<WorkingWeekday[]>(),
    holidays: p.json().$type<Holiday[]>(),
  },
});
/** The database refuses every change of a published version but its retirement (trigger `business_calendars_keep`). */
export class BusinessCalendar extends BusinessCalendarSchema.class {
  declare [OptionalProps]?: 'cityId' | 'terms';

  get cityId(): string | null {
    return this.city ?? null;
  }

  get terms(): CalendarTerms {
    return { timeZone: this.timeZone, week: this.week, holidays: this.holidays };
  }
}
BusinessCalendarSchema.setClass(BusinessCalendar);
