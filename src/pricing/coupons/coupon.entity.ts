// How often coupons were used: one counter a coupon, and one row a use, both limited by the database.
import { defineEntity, p } from '@mikro-orm/core';
import { idColumn, timestampColumns } from '#libs/orm';
import { Customer } from '../../customers/customer.entity.js';
import { PriceRule } from '../rules/price-rule.entity.js';

const CouponCounterSchema = defineEntity({
  name: 'CouponCounter',
  tableName: 'coupon_counters',
  checks: [{ name: 'coupon_counters_uses_check', expression: 'uses >= 0 and uses <= at_most' }],
  properties: {
    rule: () => p.manyToOne(PriceRule).mapToPk().primary(),
    /** Those that were not given back. Whoever uses one locks this row. */
    uses: p.integer().default(0),
    /** Null where there is no limit. Of the published version, or of the one that was published last. */
    atMost: p.integer().nullable(),
    ...timestampColumns(),
  },
});
export class CouponCounter extends CouponCounterSchema.class {}
CouponCounterSchema.setClass(CouponCounter);

const CouponRedemptionSchema = defineEntity({
  name: 'CouponRedemption',
  tableName: 'coupon_redemptions',
  checks: [
    {
      name: 'coupon_redemptions_number_check',
      expression: 'customer_number >= 1 and customer_number <= customer_at_most',
    },
  ],
  indexes: [
    {
      // A customer has each number once: no more uses than the limit, whatever the code does.
      name: 'coupon_redemptions_customer_unique',
      expression: (columns, table, index) =>
        `create unique index "${index}" on ${table} ("${columns.rule}", "${columns.customer}", "${columns.customerNumber}") where released_at is null`,
    },
    {
      // One coupon a booking at a time.
      name: 'coupon_redemptions_booking_unique',
      expression: (columns, table, index) =>
        `create unique index "${index}" on ${table} ("${columns.bookingId}") where released_at is null`,
    },
    { name: 'coupon_redemptions_customer_index', properties: ['customer'] },
  ],
  properties: {
    id: idColumn(),
    rule: () => p.manyToOne(PriceRule).mapToPk().index(),
    customer: () => p.manyToOne(Customer).mapToPk(),
    /** Of the bookings, which stand above: no foreign key. */
    bookingId: p.uuid(),
    /** Which of this customer's uses it is, from 1; free again once it is given back. */
    customerNumber: p.smallint(),
    /** Null where there is no limit. */
    customerAtMost: p.smallint().nullable(),
    /** When it was given back: the booking was cancelled, or became one that it is not for. */
    releasedAt: p.datetime().nullable(),
    ...timestampColumns(),
  },
});
export class CouponRedemption extends CouponRedemptionSchema.class {}
CouponRedemptionSchema.setClass(CouponRedemption);
