import { z } from 'zod';
import { plainText, publishSchema } from '#libs/http';
import { collectionOf } from '#libs/orm';
import { paymentMode, paymentWithRefundsView } from './payment.schemas.js';
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

const clauseId = z
  .string()
  .max(8)
  .regex(/^[A-Z]{3}-\d{1,3}$/, 'must be the id of a clause');
const reason = plainText({ min: 3, max: 300, lineBreaks: true }).describe(
  'For colleagues; kept in the audit log.',
);

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
  method: z
    .enum(['upi', 'card', 'bank_transfer'])
    .optional()
    .describe('How you have sent it yourself. Without it, what came through a gateway goes back through it.'),
  clause: clauseId.describe('Of the kind `refund`, that it follows.').meta({ examples: ['REF-3'] }),
  reason,
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
  payments: z
    .array(paymentWithRefundsView)
    .describe('Through a gateway, or promised for the day; the oldest first.'),
});
publishSchema(bookingPaymentsView, 'BookingPayments', settlementExamples.BookingPayments);

export const payBookingInput = z.strictObject({
  amountPaise: amountPaise
    .optional()
    .describe('Default: all that is owed, or will be when the work is done, and is not paid.'),
  mode: paymentMode
    .default('now')
    .describe(
      '`after_service`: set aside now, and taken when the work is done. Without a gateway always so.',
    ),
});
publishSchema(payBookingInput, 'PayBooking', settlementExamples.PayBooking);
export type PayBookingInput = z.output<typeof payBookingInput>;

export const capturePaymentInput = z.strictObject({
  amountPaise: amountPaise.optional().describe('Default: all of it. Of less the rest is let go.'),
  method: z
    .enum(['cash', 'upi', 'card', 'bank_transfer'])
    .optional()
    .describe('How it came, where no gateway takes it.'),
  reference: paymentReference.optional().describe('Of the bank, UPI or card machine.'),
});
publishSchema(capturePaymentInput, 'CapturePayment', settlementExamples.CapturePayment);
export type CapturePaymentInput = z.output<typeof capturePaymentInput>;

export const refundPaymentInput = refundBookingInput.omit({ as: true, method: true });
publishSchema(refundPaymentInput, 'RefundPayment', settlementExamples.RefundPayment);
export type RefundPaymentInput = z.output<typeof refundPaymentInput>;

export const goodwillInput = z.strictObject({
  amountPaise: amountPaise.describe('Not more than the clause gives.'),
  clause: clauseId.describe('Of the kind `goodwill`, that it follows.').meta({ examples: ['GWL-1'] }),
  reason,
});
publishSchema(goodwillInput, 'Goodwill', settlementExamples.Goodwill);
export type GoodwillInput = z.output<typeof goodwillInput>;

export const payoutInput = z.strictObject({
  amountPaise,
  method: z.enum(['upi', 'bank_transfer', 'cash']),
  reference: paymentReference.describe(
    'Of the bank or UPI, or of the receipt: the same one is paid out once.',
  ),
});
publishSchema(payoutInput, 'Payout', settlementExamples.Payout);
export type PayoutInput = z.output<typeof payoutInput>;

export const payoutView = z.object({
  id: z.uuid(),
  providerId: z.uuid(),
  amountPaise: paise,
  method: z.string().nullable(),
  reference: z.string().nullable(),
  payablePaise: paise.describe('What the professional is still owed.'),
  at: z.date(),
});
publishSchema(payoutView, 'PayoutEntry', settlementExamples.PayoutEntry);
