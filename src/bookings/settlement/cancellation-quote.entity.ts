// What a customer was told that a cancellation costs, kept: within its minutes exactly that is settled.
import { defineEntity, p } from '@mikro-orm/core';
import { idColumn, paiseColumn, timestampColumns } from '#libs/orm';
import { Booking } from '../booking.entity.js';

/** A clause as it was shown. */
export interface QuotedClause {
  id: string;
  text: { en: string; hi: string };
}

const CancellationQuoteSchema = defineEntity({
  name: 'CancellationQuote',
  tableName: 'cancellation_quotes',
  checks: [{ name: 'cancellation_quotes_amounts_check', expression: 'fee_paise >= 0 and refund_paise >= 0' }],
  indexes: [{ name: 'cancellation_quotes_booking_index', properties: ['booking', 'expiresAt'] }],
  properties: {
    id: idColumn(),
    booking: () => p.manyToOne(Booking).mapToPk().deleteRule('cascade'),
    feePaise: paiseColumn(),
    /** What moving the visit has cost before, which stays due. */
    reschedulingFeePaise: paiseColumn(),
    /** What comes back of what was paid until then. */
    refundPaise: paiseColumn(),
    clauses: p.json().$type<QuotedClause[]>(),
    /** What it was worked out from: of a booking that has become another one it says nothing. */
    startsAt: p.datetime(),
    totalPaise: paiseColumn(),
    paidPaise: paiseColumn(),
    expiresAt: p.datetime(),
    ...timestampColumns(),
  },
});
export class CancellationQuote extends CancellationQuoteSchema.class {
  /** Whether the booking is still the one that it was made for. @param paidPaise net of what went back */
  isOf({ startsAt, totalPaise, reschedulingFeePaise }: Booking, paidPaise: number): boolean {
    return (
      this.startsAt.getTime() === startsAt.getTime() &&
      this.totalPaise === totalPaise &&
      this.reschedulingFeePaise === reschedulingFeePaise &&
      this.paidPaise === paidPaise
    );
  }
}
CancellationQuoteSchema.setClass(CancellationQuote);
