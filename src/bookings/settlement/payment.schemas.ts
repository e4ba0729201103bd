import { z } from 'zod';
import { publishSchema } from '#libs/http';
import {
  operationStatuses,
  paymentGateways,
  paymentModes,
  paymentStatuses,
} from '../../payments/gateway/payment.entity.js';
import { paymentExamples } from './payment.examples.js';

const paise = z.int();

export const paymentMode = z.enum(paymentModes).meta({ id: 'PaymentMode' });

export const paymentView = z.object({
  id: z.uuid(),
  gateway: z.enum(paymentGateways).describe('`offline`: paid on the day, and recorded by staff.'),
  mode: paymentMode,
  amountPaise: paise,
  status: z.enum(paymentStatuses),
  capturedPaise: paise.describe('What has come in.'),
  refundedPaise: paise.describe('What has gone back.'),
  checkoutUrl: z.string().nullable().describe('Where the customer goes to pay, while it is `created`.'),
  failureCode: z.string().nullable().describe('Of the gateway.'),
  createdAt: z.date(),
});
publishSchema(paymentView, 'Payment', paymentExamples.Payment);

const refundView = z.object({
  id: z.uuid(),
  amountPaise: paise,
  status: z.enum(operationStatuses),
  failureCode: z.string().nullable(),
});
publishSchema(refundView, 'PaymentRefund', paymentExamples.PaymentRefund);

/** With what of it goes back. */
export const paymentWithRefundsView = paymentView.extend({
  refunds: z.array(refundView).describe('The oldest first.'),
});
publishSchema(paymentWithRefundsView, 'PaymentWithRefunds', paymentExamples.PaymentWithRefunds);
