import { z } from 'zod';
import { publishSchema } from '#libs/http';
import { expectedFeePaise, expectedTotalPaise, startOfVisit } from '../bookings.schemas.js';
import { reschedulingExamples } from './rescheduling.examples.js';

const wanted = {
  startsAt: startOfVisit.describe('Of a free slot for the same service at the same place.'),
  providerId: z
    .uuid()
    .optional()
    .describe('Whose slot; without it the same provider if they are free, else another.'),
};

export const rescheduleInput = z.strictObject({ ...wanted, expectedTotalPaise, expectedFeePaise });
publishSchema(rescheduleInput, 'RescheduleBooking', reschedulingExamples.RescheduleBooking);
export type RescheduleInput = z.output<typeof rescheduleInput>;

export const rescheduleQuoteInput = z.strictObject(wanted);
publishSchema(
  rescheduleQuoteInput,
  'RequestReschedulingQuote',
  reschedulingExamples.RequestReschedulingQuote,
);
export type RescheduleQuoteInput = z.output<typeof rescheduleQuoteInput>;

export const reschedulingQuoteView = z.object({
  startsAt: z.date(),
  endsAt: z.date(),
  provider: z.object({ id: z.uuid(), name: z.string() }).describe('Who would come.'),
  feePaise: z.int().describe('What leaving the present slot costs, beside the price of the visit.'),
  rule: z.string().describe('Why, for the customer to read.'),
  totalPaise: z.int().describe('The price of the visit in the new slot, including tax.'),
  beforePaise: z.int().describe('Its price as it is.'),
  differencePaise: z.int().describe('The one less the other, without the fee.'),
  currency: z.string(),
  expiresAt: z
    .date()
    .describe('Until then the fee is this one. Send both amounts along: another price is refused.'),
});
publishSchema(reschedulingQuoteView, 'ReschedulingQuote', reschedulingExamples.ReschedulingQuote);
