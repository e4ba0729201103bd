// The gateway through which customers pay, if there is one.
import { z } from 'zod';

export const paymentSettings = {
  PAYMENT_GATEWAY_URL: z
    .url({ protocol: /^https?$/ })
    .optional()
    .describe(
      'Gateway that takes payments, with the path before `/payments`: `https://api.gateway.example/v1`. Without it customers pay on the day, and staff record it.',
    ),
  PAYMENT_GATEWAY_KEY: z.string().min(1).optional().describe('Needed with PAYMENT_GATEWAY_URL.'),
  PAYMENT_GATEWAY_WEBHOOK_SECRET: z
    .string()
    .regex(/^whsec_[A-Za-z0-9+/]{32,}={0,2}$/, 'not a secret of Standard Webhooks')
    .optional()
    .describe('By which its messages are known. Needed with PAYMENT_GATEWAY_URL.'),
  PAYMENT_GATEWAY_TIMEOUT_MS: z.coerce
    .number()
    .int()
    .min(100)
    // Shorter than the minute after which it is asked again.
    .max(30_000)
    .default(15_000)
    .describe('Then its answer counts as lost, and it is asked later what has become of it.'),
};
