import { z } from 'zod';
import { codeText, pincodeText, publishSchema } from '#libs/http';
import { chosenAttributes, chosenQuantity, quoteItemView } from '../pricing.schemas.js';
import { quotesExamples } from './quotes.examples.js';

export const createQuoteInput = z.strictObject({
  serviceId: z.uuid(),
  pincode: pincodeText,
  startsAt: z.iso.datetime({ offset: true }).transform((text) => new Date(text)),
  quantity: chosenQuantity,
  attributes: chosenAttributes,
  couponCode: codeText({ max: 40 }).optional().describe('In any case.'),
});
publishSchema(createQuoteInput, 'CreateQuote', quotesExamples.CreateQuote);
export type CreateQuote = z.output<typeof createQuoteInput>;

export const promisedQuoteView = z.object({
  id: z.uuid(),
  serviceId: z.uuid(),
  pincode: z.string(),
  startsAt: z.date(),
  quantity: z.int(),
  attributes: z.array(z.string()),
  items: z.array(quoteItemView),
  totalPaise: z.int(),
  currency: z.string(),
  couponCode: z.string().nullable(),
  expiresAt: z.date().describe('Until then a booking with its `quoteId` costs exactly this.'),
  usedAt: z.date().nullable().describe('When a booking was made from it.'),
  bookingId: z.uuid().nullable(),
  createdAt: z.date(),
});
publishSchema(promisedQuoteView, 'PromisedQuote', quotesExamples.PromisedQuote);
