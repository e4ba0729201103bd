// A price that was promised: for one visit, to one customer, until it expires; one booking may be made from it.
import { defineEntity, OptionalProps, p } from '@mikro-orm/core';
import { idColumn, paiseColumn, timestampColumns } from '#libs/orm';
import { RateCard } from '../../catalogue/rate-card.entity.js';
import { Pincode } from '../../catalogue/place.entity.js';
import { Service } from '../../catalogue/service.entity.js';
import { Customer } from '../../customers/customer.entity.js';
import type { PriceItem } from '../price.js';
import { QuoteExpired, QuoteForOther, QuoteUsed } from '../pricing.errors.js';
import { PriceRule } from '../rules/price-rule.entity.js';

const QuoteSchema = defineEntity({
  name: 'Quote',
  tableName: 'quotes',
  checks: [
    { name: 'quotes_total_check', expression: 'total_paise >= 0' },
    { name: 'quotes_used_check', expression: '(used_at is null) = (booking_id is null)' },
  ],
  indexes: [
    { name: 'quotes_customer_index', properties: ['customer', 'expiresAt'] },
    {
      // For clearing away.
      name: 'quotes_unused_index',
      expression: (columns, table, index) =>
        `create index "${index}" on ${table} ("${columns.expiresAt}") where used_at is null`,
    },
  ],
  properties: {
    id: idColumn(),
    customer: () => p.manyToOne(Customer).mapToPk(),
    service: () => p.manyToOne(Service).index(),
    rateCard: () => p.manyToOne(RateCard).mapToPk().index(),
    pincode: () => p.manyToOne(Pincode).mapToPk().index(),
    startsAt: p.datetime(),
    quantity: p.smallint(),
    /** Codes as they were asked for, in order, each once. */
    attributes: p.array(),
    items: p.json().$type<PriceItem[]>(),
    totalPaise: paiseColumn(),
    currency: p.string().columnType('char(3)'),
    /** The coupon that is counted in, as it was typed; its version stands in the line. */
    couponCode: p.string().length(40).nullable(),
    couponRule: () => p.manyToOne(PriceRule).mapToPk().nullable().index(),
    expiresAt: p.datetime(),
    usedAt: p.datetime().nullable(),
    /** Of the bookings, which stand above: no foreign key. One that is edited by another quote has used several, one after the other. */
    bookingId: p.uuid().nullable().index('quotes_booking_index'),
    ...timestampColumns(),
  },
});

/** What a quote is for. */
export interface QuotedVisit {
  serviceId: string;
  pincode: string;
  startsAt: Date;
  quantity: number;
  attributes: readonly string[];
}

export class Quote extends QuoteSchema.class {
  declare [OptionalProps]?: 'serviceId';

  get serviceId(): string {
    return this.service.id;
  }

  /**
   * That a booking may be made from it.
   * @throws QuoteUsed, QuoteExpired, QuoteForOther
   */
  check(now: Date, visit: QuotedVisit): void {
    this.checkOpen(now);
    const differing = (['serviceId', 'pincode', 'quantity'] as const).filter(
      (name) => this[name] !== visit[name],
    ) as string[];
    if (this.startsAt.getTime() !== visit.startsAt.getTime()) differing.push('startsAt');
    if (this.attributes.join() !== attributeCodesOf(visit.attributes).join()) differing.push('attributes');
    if (differing.length > 0) throw new QuoteForOther(differing);
  }

  /** To be called with the row locked. @throws QuoteUsed, QuoteExpired */
  use(bookingId: string, now: Date): void {
    this.checkOpen(now);
    Object.assign(this, { usedAt: now, bookingId });
  }

  private checkOpen(now: Date): void {
    if (this.usedAt) throw new QuoteUsed();
    if (this.expiresAt <= now) throw new QuoteExpired(this.expiresAt);
  }
}
QuoteSchema.setClass(Quote);

/** As a quote keeps them. */
export function attributeCodesOf(codes: readonly string[]): string[] {
  return [...new Set(codes)].sort();
}
