import { z } from 'zod';
import { plainText, publishSchema } from '#libs/http';
import { collectionOf } from '#libs/orm';
import { settlementExamples } from './settlement.examples.js';

const paise = z.int();
const amountPaise = z.int().min(1).max(2_000_000_000);

export const cancellationQuoteView = z.object({
  id: z.uuid().describe('To be sent as `quoteId` with the cancellation.'),
  feePaise: paise,
  reschedulingFeePaise: paise.describe('What moving the visit has cost before, which stays due.'),
  refundPaise: paise.describe('What comes back of what was paid.'),
  clauses: z
    .array(z.object({ id: z.string(), text: z.object({ en: z.string(), hi: z.string() }) }))
    .describe('Of the policies, in the order in which they apply.'),
  expiresAt: z.date().describe('Until then exactly this is settled.'),
});
publishSchema(cancellationQuoteView, 'CancellationQuote', settlementExamples.CancellationQuote);

/** Of a bank, of UPI or of a card machine: no words, because the books cannot be erased. */
const paymentReference = z
  .string()
  .max(60)
  .regex(/^[A-Za-z0-9][A-Za-z0-9._/-]*$/, 'must be letters, digits and . _ / -');

export const recordPaymentInput = z.strictObject({
  amountPaise,
  method: z.enum(['cash', 'upi', 'card', 'bank_transfer']),
  reference: paymentReference
    .nullable()
    .default(null)
    .describe('Of the bank, UPI or card machine: the same one is recorded once.'),
});
publishSchema(recordPaymentInput, 'RecordPayment', settlementExamples.RecordPayment);
export type RecordPaymentInput = z.output<typeof recordPaymentInput>;

export const refundBookingInput = z.strictObject({
  amountPaise,
  as: z
    .enum(['money', 'credit'])
    .default('money')
    .describe('`credit` only where the customer wishes it. What was paid by credit comes back as credit.'),
  clause: z
    .string()
    .max(8)
    .regex(/^[A-Z]{3}-\d{1,3}$/, 'must be the id of a clause')
    .describe('Clause of the policies, of the kind `refund`, that it follows.')
    .meta({ examples: ['REF-3'] }),
  reason: plainText({ min: 3, max: 300, lineBreaks: true }).describe(
    'For colleagues; kept in the audit log.',
  ),
});
publishSchema(refundBookingInput, 'RefundBooking', settlementExamples.RefundBooking);
export type RefundBookingInput = z.output<typeof refundBookingInput>;

const entryView = z.object({
  id: z.uuid(),
  kind: z.string().meta({ examples: ['payment'] }),
  amountPaise: paise.describe('How much was moved.'),
  method: z.string().nullable(),
  reference: z.string().nullable(),
  clauses: z.array(z.string()),
  at: z.date(),
});
publishSchema(entryView, 'BookingPaymentEntry', settlementExamples.BookingPaymentEntry);

export const bookingPaymentsView = z.object({
  bookingId: z.uuid(),
  chargedPaise: paise.describe('For work that was done, tax included.'),
  feesPaise: paise.describe('For a cancellation, a no-show, or moving the visit.'),
  paidPaise: paise.describe('In money.'),
  paidCreditPaise: paise.describe('By credit.'),
  refundedPaise: paise.describe('In money.'),
  refundedCreditPaise: paise.describe('As credit.'),
  owedPaise: paise.describe('What is still to be paid; below 0: what was paid ahead.'),
  currency: z.string(),
  entries: collectionOf(entryView),
});
publishSchema(bookingPaymentsView, 'BookingPayments', settlementExamples.BookingPayments);
