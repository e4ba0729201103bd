import { z } from 'zod';
import { codeText, pageQuery, plainText, queryNumber } from '#libs/http';
import { cityTiers } from './place.entity.js';

export const pincodeCode = z
  .string()
  .regex(/^[1-9]\d{5}$/, 'must be a six-digit pincode')
  .meta({ examples: ['560034'] });

const paise = z.int().nonnegative();
const instant = z.iso.datetime({ offset: true }).transform((text) => new Date(text));

// Inputs

export const placeQuery = z.strictObject({ pincode: pincodeCode.optional() });
export type PlaceQuery = z.output<typeof placeQuery>;

export const serviceabilityQuery = z.strictObject({ pincode: pincodeCode });

export const servicesQuery = pageQuery.extend({ subcategoryId: z.uuid().optional() });
export type ServicesQuery = z.output<typeof servicesQuery>;

export const searchQuery = z.strictObject({
  q: plainText({ min: 2, max: 100 }).describe(
    'What is needed, in the words of a customer; typos and Hindi in Latin letters are fine. The first 60 characters count.',
  ),
  pincode: pincodeCode.optional().describe('Only what is offered there, at the price there.'),
  categoryId: z.uuid().optional(),
  maxPaise: queryNumber(z.int().positive().max(2_000_000_000))
    .optional()
    .describe('Per unit, before extras and tax.'),
  limit: queryNumber(z.int().min(1).max(50)).default(10),
});
export type SearchQuery = z.output<typeof searchQuery>;

const choice = {
  startsAt: instant.optional().describe('Without it no Sunday or evening surcharge is counted.'),
  quantity: z.int().min(1).max(20).default(1),
  attributes: z
    .array(codeText({ max: 40 }))
    .max(20)
    .default([])
    .describe('Codes of the chosen attributes.'),
};

export const quoteInput = z.strictObject({ pincode: pincodeCode, ...choice });
export type QuoteInput = z.output<typeof quoteInput>;

export const serviceInput = z.strictObject({ serviceId: z.uuid() });
export const priceInput = z.strictObject({ serviceId: z.uuid(), pincode: pincodeCode.optional(), ...choice });
export type PriceQuestion = z.output<typeof priceInput>;
/** Whatever a customer wrote may be asked about: what is no pincode is not known. */
export const pincodeInput = z.strictObject({
  pincode: z.string().min(1).max(20),
  serviceId: z.uuid().optional(),
});
export type PincodeQuestion = z.output<typeof pincodeInput>;
export const nothing = z.strictObject({});

// Views

const named = z.object({ id: z.uuid(), slug: z.string(), name: z.string() });

/** Categories, and subcategories alike. */
export const categoriesView = z.object({ items: z.array(named) });

export const serviceView = named.extend({
  description: z.string(),
  durationMinutes: z.int(),
  /** What a quantity counts; null where a booking is always for one. */
  unit: z.string().nullable(),
  subcategory: named.extend({ category: named }),
});

export const foundServicesView = z.object({
  items: z.array(
    serviceView.extend({
      fromPaise: paise.describe(
        'Lowest price of a unit, at the pincode if one was given; before extras and tax.',
      ),
      score: z.number().describe('How well it matches, 0 … 1.'),
    }),
  ),
});

const attributeView = z.object({
  code: z.string(),
  name: z.string(),
  group: z
    .string()
    .nullable()
    .describe('Attributes of one group exclude each other; null is an optional extra.'),
  isDefault: z.boolean(),
});

export const ratesView = z.object({
  items: z.array(
    z.object({
      id: z.uuid(),
      tier: z.enum(cityTiers),
      pricePaise: paise.describe('Per unit, before extras and tax.'),
      currency: z.string(),
      attributes: z.array(attributeView.extend({ pricePaise: paise })),
    }),
  ),
});

export const attributesView = z.object({
  items: z.array(
    attributeView.extend({ fromPaise: paise, toPaise: paise.describe('Differs from city to city.') }),
  ),
});

export const quoteView = z.object({
  service: named.extend({ durationMinutes: z.int(), unit: z.string().nullable() }),
  rateCardId: z.uuid(),
  tier: z.enum(cityTiers),
  pincode: z.string(),
  startsAt: z.date().nullable(),
  quantity: z.int(),
  items: z.array(
    z.object({
      kind: z.enum(['service', 'attribute', 'surcharge', 'tax']),
      code: z.string(),
      label: z.string(),
      quantity: z.int(),
      unitPaise: paise,
      amountPaise: paise,
    }),
  ),
  totalPaise: paise,
  currency: z.string(),
  validUntil: z.date(),
});

export const priceRangeView = z.object({
  fromPaise: paise.describe('Total for the quantity, tax included, where it is cheapest.'),
  toPaise: paise.describe('Total for the quantity, tax included, where it is dearest.'),
  currency: z.string(),
});

export const pincodeView = z.object({
  code: z.string(),
  area: z.string(),
  city: z.object({ slug: z.string(), name: z.string(), state: z.string() }),
  served: z.boolean().describe('Whether anything is offered there.'),
  services: z.int().describe('How many services are offered there.'),
});

export const citiesView = z.object({
  items: z.array(
    z.object({
      slug: z.string(),
      name: z.string(),
      state: z.string(),
      aliases: z.array(z.string()),
      pincodes: z.array(z.object({ code: z.string(), area: z.string() })),
    }),
  ),
});

export const serviceabilityView = z.object({
  pincode: z.string(),
  area: z.string().nullable(),
  city: z.string().nullable(),
  serviceable: z.boolean(),
  reason: z.string().optional().describe('Why not, for a person.'),
});

// What only agents need

/** Everything that can be booked, in the words of customers: what the service recogniser is trained on. */
export const learnableServicesView = z.object({
  items: z.array(
    named.extend({
      description: z.string(),
      durationMinutes: z.int(),
      unit: z.string().nullable(),
      category: z.string(),
      subcategory: z.string(),
      phrases: z.array(z.string()),
      attributes: z.array(attributeView.extend({ terms: z.array(z.string()) })),
      fromPaise: paise.describe('Lowest price of a unit, before extras and tax.'),
    }),
  ),
});

export const knownCitiesView = z.object({
  items: z.array(
    z.object({
      slug: z.string(),
      name: z.string(),
      aliases: z.array(z.string()),
      pincodes: z.array(z.string()),
    }),
  ),
});

export const pincodeAnswerView = z.object({
  known: z.boolean(),
  served: z.boolean(),
  area: z.string().nullable(),
  city: z.string().nullable(),
  cityName: z.string().nullable(),
});
