import { z } from 'zod';
import { defineEvent } from '#libs/events';

const paise = z
  .number()
  .int()
  .meta({ examples: [30000] });

export const paymentRefunded = defineEvent({
  type: 'payment.refunded',
  aggregate: 'booking',
  description: 'Money, or credit in its place, was given back.',
  isPublic: true,
  data: z.object({
    entryId: z.uuid(),
    subjectType: z.string().meta({ examples: ['booking'] }),
    subjectId: z.uuid(),
    customerId: z.uuid(),
    amountPaise: paise,
    returnedPaise: paise.describe(
      'Of it: for what was sold, tax included. The rest had been paid beyond that.',
    ),
    returnedTaxPaise: paise.describe('The tax in that.'),
  }),
});
export type RefundFacts = z.output<(typeof paymentRefunded)['data']>;

const ofPayment = {
  paymentId: z.uuid(),
  subjectType: z.string().meta({ examples: ['booking'] }),
  subjectId: z.uuid(),
  customerId: z.uuid(),
  amountPaise: paise,
};

export const paymentCaptured = defineEvent({
  type: 'payment.captured',
  aggregate: 'booking',
  description:
    'Money has come in through a gateway, or was recorded for a payment that was to come on the day.',
  isPublic: true,
  data: z.object(ofPayment),
});
export type CaptureFacts = z.output<(typeof paymentCaptured)['data']>;

export const paymentRefundFailed = defineEvent({
  type: 'payment.refund_failed',
  aggregate: 'booking',
  description: 'A gateway could not give money back: the customer is still owed it.',
  isPublic: true,
  data: z.object({ ...ofPayment, failureCode: z.string().meta({ examples: ['ACCOUNT_CLOSED'] }) }),
});
