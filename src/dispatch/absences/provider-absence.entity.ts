// That a professional cannot come: for some time, or to one visit. The hours themselves are part of their plan (`away`, src/providers); this is
// what the searches for substitutes follow from.
import { defineEntity, OptionalProps, p } from '@mikro-orm/core';
import { idColumn, timestampColumns } from '#libs/orm';
import { Booking } from '../../bookings/booking.entity.js';
import { Provider } from '../../providers/provider.entity.js';
import { absenceCauses } from '../searches/substitute.states.js';

const ProviderAbsenceSchema = defineEntity({
  name: 'ProviderAbsence',
  tableName: 'provider_absences',
  checks: [{ name: 'provider_absences_time_check', expression: 'from_at < to_at' }],
  indexes: [{ name: 'provider_absences_end_index', properties: ['toAt'] }],
  properties: {
    id: idColumn(),
    provider: () => p.manyToOne(Provider).mapToPk().index(),
    cause: p.enum(absenceCauses),
    fromAt: p.datetime(),
    toAt: p.datetime(),
    /** The only visit that it is about; null where it is about all of them. */
    booking: () => p.manyToOne(Booking).mapToPk().nullable().deleteRule('cascade').index(),
    ...timestampColumns(),
  },
});
export class ProviderAbsence extends ProviderAbsenceSchema.class {
  declare [OptionalProps]?: 'providerId';

  get providerId(): string {
    return this.provider;
  }
}
ProviderAbsenceSchema.setClass(ProviderAbsence);
