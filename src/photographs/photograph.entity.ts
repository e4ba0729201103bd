// A photograph of a visit: what it shows, and under which key its file is kept. The file itself is in the store.
import { defineEntity, p } from '@mikro-orm/core';
import { idColumn, timestampColumns } from '#libs/orm';
import { Booking } from '../bookings/booking.entity.js';
import { Customer } from '../customers/customer.entity.js';

export const photographKinds = ['before', 'after', 'problem'] as const;

/** Of one booking. */
export const mostPhotographs = 20;

const PhotographSchema = defineEntity({
  name: 'Photograph',
  tableName: 'photographs',
  checks: [
    { name: 'photographs_size_check', expression: 'width > 0 and height > 0 and size_bytes > 0' },
    { name: 'photographs_by_kind_check', expression: `by_kind in ('customer', 'staff')` },
  ],
  indexes: [{ name: 'photographs_booking_index', properties: ['booking', 'createdAt', 'id'] }],
  properties: {
    id: idColumn(),
    booking: () => p.manyToOne(Booking).mapToPk(),
    /** Whose visit it is. */
    customer: () => p.manyToOne(Customer).mapToPk().index(),
    kind: p.enum(photographKinds),
    /** Of its file in the store (#libs/storage). */
    fileKey: p.string().length(200).unique('photographs_file_key_unique'),
    width: p.smallint(),
    height: p.smallint(),
    sizeBytes: p.integer(),
    byKind: p.string().length(20),
    byId: p.string().length(80),
    ...timestampColumns(),
  },
});
export class Photograph extends PhotographSchema.class {}
PhotographSchema.setClass(Photograph);
