import { z } from 'zod';
import { codeText, pincodeText, publishSchema } from '#libs/http';
import { cityTiers } from '../catalogue/place.entity.js';
import { priceItemKinds } from './price.js';
import { pricingExamples } from './pricing.examples.js';

const paise = z.int().nonnegative();
const instant = z.iso.datetime({ offset: true }).transform((text) => new Date(text));

// Inputs

export const chosenQuantity = z.int().min(1).max(20).default(1);
export const chosenAttributes = z
  .array(codeText({ max: 40 }))
  .max(20)
  .default([])
  .describe('Codes of the chosen attributes.');
const choice = {
  startsAt: instant
    .optional()
    .describe('Without it no rule about time is counted, such as a surcharge on Sundays.'),
  quantity: chosenQuantity,
  attributes: chosenAttributes,
};

export const quoteInput = z.strictObject({ pincode: pincodeText, ...choice });
publishSchema(quoteInput, 'RequestQuote', pricingExamples.RequestQuote);
export type QuoteInput = z.output<typeof quoteInput>;

export const priceInput = z.strictObject({ serviceId: z.uuid(), pincode: pincodeText.optional(), ...choice });
export type PriceQuestion = z.output<typeof priceInput>;
// Views

const named = z.object({ id: z.uuid(), slug: z.string(), name: z.string() });

export const quoteItemView = z.object({
  kind: z.enum(priceItemKinds),
  code: z.string().describe('Slug of the service, code of the attribute, or code of the rule.'),
  label: z.string(),
  quantity: z.int(),
  unitPaise: z.int().describe('Below zero for a discount.'),
  amountPaise: z.int(),
  ruleId: z.uuid().nullable().describe('The rule that it comes from; null where it is of the rate card.'),
  ruleVersion: z.int().nullable(),
  sacCode: z.string().nullable().describe('Of a tax: the code of the service in the tax schedule.'),
});
publishSchema(quoteItemView, 'QuoteItem', pricingExamples.QuoteItem);

export const quoteView = z.object({
  service: named.extend({ durationMinutes: z.int(), unit: z.string().nullable() }),
  rateCardId: z.uuid(),
  tier: z.enum(cityTiers),
  pincode: z.string(),
  startsAt: z.date().nullable(),
  quantity: z.int(),
  items: z.array(quoteItemView),
  totalPaise: paise,
  currency: z.string(),
  validUntil: z.date(),
});
publishSchema(quoteView, 'Quote', pricingExamples.Quote);

export const priceRangeView = z.object({
  fromPaise: paise.describe('Total for the quantity, tax included, where it is cheapest.'),
  toPaise: paise.describe('Total for the quantity, tax included, where it is dearest.'),
  currency: z.string(),
});
