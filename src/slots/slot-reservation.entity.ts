// What keeps a provider from other visits: one row for each booking that is still to be made or is being made, and for each hold that is open.
// The rows are a projection: triggers on the tables of bookings and holds write them, nobody else does. So whatever sells, moves, ends or
// deletes a visit, by whatever way, keeps or frees its provider in the same statement (docs/decisions/0054-slots-are-reserved-by-the-database.md).
import { defineEntity, p } from '@mikro-orm/core';
import { timestampColumns } from '#libs/orm';
import { dayMs } from '#libs/time';
import { Pincode } from '../catalogue/place.entity.js';
import { Customer } from '../customers/customer.entity.js';
import { Provider } from '../providers/provider.entity.js';

export const reservationKinds = ['booking', 'hold'] as const;

/** Longer than any visit with its buffers: bounds the scan of an index by start without missing what began before. */
export const longestVisitMs = dayMs;
/** The database takes no way for longer than that: bounds the look around a visit. */
export const longestWayMs = dayMs / 2;

/** What the database names when it refuses a reservation: by its constraint, and by the trigger that knows of the way between visits. */
export const reservationRefusals = ['slot_reservations_free', 'slot_reservations_way'] as const;

const SlotReservationSchema = defineEntity({
  name: 'SlotReservation',
  tableName: 'slot_reservations',
  checks: [
    {
      name: 'slot_reservations_time_check',
      expression: 'blocked_from <= starts_at and starts_at < ends_at and ends_at <= blocked_until',
    },
    { name: 'slot_reservations_expiry_check', expression: `(kind = 'hold') = (expires_at is not null)` },
    {
      // A provider never has two visits at once, booked or held, buffers included, whatever the code does.
      name: 'slot_reservations_free',
      expression: 'exclude using gist (provider_id with =, tstzrange(blocked_from, blocked_until) with &&)',
    },
  ],
  indexes: [{ name: 'slot_reservations_provider_time_index', properties: ['provider', 'blockedFrom'] }],
  properties: {
    /** That of the booking or the hold. */
    id: p.uuid().primary(),
    kind: p.enum(reservationKinds),
    provider: () => p.manyToOne(Provider).mapToPk(),
    customer: () => p.manyToOne(Customer).mapToPk().index(),
    pincode: () => p.manyToOne(Pincode).mapToPk().index(),
    startsAt: p.datetime(),
    endsAt: p.datetime(),
    /** The visit with the buffers of its service. The way to the next visit comes on top: it depends on where that one is. */
    blockedFrom: p.datetime(),
    blockedUntil: p.datetime(),
    /** Of a hold: from then on it blocks nobody. */
    expiresAt: p.datetime().nullable(),
    ...timestampColumns(),
  },
});
export class SlotReservation extends SlotReservationSchema.class {}
SlotReservationSchema.setClass(SlotReservation);
