// A slot kept for a customer for some minutes, so that what was offered is still there when they say yes.
import { defineEntity, OptionalProps, p } from '@mikro-orm/core';
import { idColumn, timestampColumns } from '#libs/orm';
import { customerScope, type Actor } from '../access/actor.js';
import { Pincode } from '../catalogue/place.entity.js';
import { Service } from '../catalogue/service.entity.js';
import { Customer } from '../customers/customer.entity.js';
import { Provider } from '../providers/provider.entity.js';
import { SlotHoldEnded, SlotHoldForOther } from './slots.errors.js';

/** `converted`: a booking came of it; `released`: given up, or made way for another of its customer's visits. All but `open` are final. */
export const holdStatuses = ['open', 'converted', 'released', 'expired'] as const;
export type HoldStatus = (typeof holdStatuses)[number];

/** The slot, and what for. */
export interface HeldSlot {
  serviceId: string;
  providerId: string;
  pincode: string;
  startsAt: Date;
}

const SlotHoldSchema = defineEntity({
  name: 'SlotHold',
  tableName: 'slot_holds',
  checks: [
    {
      name: 'slot_holds_time_check',
      expression: 'blocked_from <= starts_at and starts_at < ends_at and ends_at <= blocked_until',
    },
    { name: 'slot_holds_ended_check', expression: `(status = 'open') = (ended_at is null)` },
    { name: 'slot_holds_booking_check', expression: `(status = 'converted') = (booking_id is not null)` },
  ],
  indexes: [
    { name: 'slot_holds_customer_time_index', properties: ['customer', 'createdAt'] },
    { name: 'slot_holds_provider_time_index', properties: ['provider', 'startsAt'] },
    { name: 'slot_holds_ended_index', properties: ['endedAt'] },
    {
      name: 'slot_holds_expiry_index',
      expression: (columns, table, index) =>
        `create index "${index}" on ${table} ("${columns.expiresAt}") where status = 'open'`,
    },
  ],
  properties: {
    id: idColumn(),
    customer: () => p.manyToOne(Customer).mapToPk(),
    provider: () => p.manyToOne(Provider).mapToPk(),
    service: () => p.manyToOne(Service).mapToPk().index(),
    pincode: () => p.manyToOne(Pincode).mapToPk().index(),
    startsAt: p.datetime(),
    endsAt: p.datetime(),
    /** The visit with the buffers of the service. */
    blockedFrom: p.datetime(),
    blockedUntil: p.datetime(),
    status: p.enum(holdStatuses).default('open'),
    /** From then on it blocks nobody, whether or not somebody has already written that it has expired. */
    expiresAt: p.datetime(),
    endedAt: p.datetime().nullable(),
    /** What it was converted into: one booking, which may have had another slot before. */
    bookingId: p.uuid().nullable(),
    ...timestampColumns(),
  },
});
export class SlotHold extends SlotHoldSchema.class {
  declare [OptionalProps]?: 'serviceId' | 'providerId';

  get serviceId(): string {
    return this.service;
  }

  get providerId(): string {
    return this.provider;
  }

  /** As it is at `now`: nobody may have written yet that it has expired. */
  statusAt(now: Date): HoldStatus {
    const status = this.status as HoldStatus;
    return status === 'open' && this.expiresAt <= now ? 'expired' : status;
  }

  /**
   * Whether a booking of that slot can be made of it.
   * @throws SlotHoldEnded, SlotHoldForOther
   */
  checkUse(slot: HeldSlot, now: Date): void {
    const status = this.statusAt(now);
    if (status !== 'open') throw new SlotHoldEnded(status);
    const isSame =
      this.service === slot.serviceId &&
      this.provider === slot.providerId &&
      this.pincode === slot.pincode &&
      this.startsAt.getTime() === slot.startsAt.getTime();
    if (!isSame) throw new SlotHoldForOther();
  }

  /** To be called with the row locked. @throws SlotHoldEnded, SlotHoldForOther */
  convert(slot: HeldSlot, bookingId: string, now: Date): void {
    this.checkUse(slot, now);
    Object.assign(this, { status: 'converted', bookingId, endedAt: now });
  }

  /**
   * Frees the slot. To be called with the row locked. One that has expired or was released is left as it is.
   * @throws SlotHoldEnded when it has become a booking: that one is cancelled
   */
  release(now: Date): void {
    if (this.status === 'converted') throw new SlotHoldEnded('converted');
    if (this.status !== 'open') return;
    const status = this.statusAt(now) === 'open' ? 'released' : 'expired';
    Object.assign(this, { status, endedAt: now });
  }
}
SlotHoldSchema.setClass(SlotHold);

/** Customers and their agents have their own, staff those of everybody. */
export function ownHolds(actor: Actor): { customer?: string } {
  const customer = customerScope(actor);
  return customer ? { customer } : {};
}
