// What the gateway says, in its own words (docs/money.md, "The protocol of the gateway"). More members than these do no harm.
import { z } from 'zod';
import type { PaymentReport } from './payment-provider.js';

const code = z.string().max(60);
const paise = z.int().min(0).max(2_000_000_000);

const refund = z.object({
  key: z.string().max(80),
  amount: paise,
  status: z.enum(['pending', 'succeeded', 'failed']),
  failure_code: code.nullish(),
});

const payment = z
  .object({
    id: z.string().min(1).max(60),
    key: z.uuid(),
    status: z.enum(['created', 'authorised', 'captured', 'cancelled', 'failed']),
    amount: paise,
    currency: z.literal('INR'),
    captured: paise.default(0),
    refunds: z.array(refund).max(200).default([]),
    failure_code: code.nullish(),
    checkout_url: z
      .url({ protocol: /^https?$/ })
      .max(1000)
      .nullish(),
    revision: z.int().min(1).max(2_000_000_000),
  })
  // Money that is there and a state that denies it: the message is not to be relied on.
  .refine(({ status, captured, amount }) => (status === 'captured') === captured > 0 && captured <= amount);

/** An answer about a payment. */
export const gatewayPayment = payment.transform((said): PaymentReport => ({
  key: said.key,
  reference: said.id,
  status: said.status,
  amountPaise: said.amount,
  capturedPaise: said.captured,
  refunds: said.refunds.map(({ key, amount, status, failure_code }) => ({
    key,
    amountPaise: amount,
    status,
    failureCode: failure_code ?? null,
  })),
  failureCode: said.failure_code ?? null,
  checkoutUrl: said.checkout_url ?? null,
  revision: said.revision,
}));

/** An answer that says no. */
export const gatewayRefusal = z.object({ code });

/** What it sends of itself, whatever has happened: the payment as it is from then on. */
export const gatewayEvent = z.object({ payment: gatewayPayment });
