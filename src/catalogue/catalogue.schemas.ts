import { z } from 'zod';
import {
  foldDigits,
  listOf,
  ListForm,
  pageOf,
  pincodeText,
  plainText,
  publishSchema,
  queryNumber,
} from '#libs/http';
import { catalogueExamples } from './catalogue.examples.js';
import { cityTiers } from './place.entity.js';

const paise = z.int().nonnegative();

// Inputs

export const placeQuery = z.strictObject({ pincode: pincodeText.optional() });
export type PlaceQuery = z.output<typeof placeQuery>;

export const serviceabilityQuery = z.strictObject({ pincode: pincodeText });

export const servicesList = new ListForm({
  sortBy: { name: 'text' },
  default: 'name',
  filters: { subcategoryId: z.uuid().optional() },
});
export type ServicesQuery = z.output<typeof servicesList.query>;

const pricePerUnit = queryNumber(z.int().min(0).max(2_000_000_000)).optional();

export const searchList = new ListForm({
  sortBy: { score: 'number', fromPaise: 'number', ratingAverage: 'number' },
  default: '-score',
  filters: {
    q: plainText({ min: 2, max: 100 }).describe(
      'What is needed, in the words of a customer; typos and Hindi in Latin letters are fine. The first 60 characters count.',
    ),
    pincode: pincodeText.optional().describe('Only what is offered there, at the price there.'),
    categoryId: z.uuid().optional(),
    minPaise: pricePerUnit.describe('Of `fromPaise`.'),
    maxPaise: pricePerUnit.describe('Of `fromPaise`.'),
    minRating: queryNumber(z.number().min(0).max(5))
      .optional()
      .describe('Only what customers rate so well; what nobody has rated is left out.'),
  },
});
export type SearchQuery = z.output<typeof searchList.query>;

export const serviceInput = z.strictObject({ serviceId: z.uuid() });
/** Whatever a customer wrote may be asked about: what is no pincode is not known. */
export const pincodeInput = z.strictObject({
  pincode: z.string().min(1).max(20).overwrite(foldDigits),
  serviceId: z.uuid().optional(),
});
export type PincodeQuestion = z.output<typeof pincodeInput>;
export const nothingFound = z.strictObject({});

// Views

const named = z.object({ id: z.uuid(), slug: z.string(), name: z.string() });
const cityTier = z.enum(cityTiers).meta({ id: 'CityTier' });
const categoryView = named;
publishSchema(categoryView, 'ServiceCategory', catalogueExamples.ServiceCategory);

/** Categories, and subcategories alike. */
export const categoriesView = listOf(categoryView);

export const serviceView = named.extend({
  description: z.string(),
  durationMinutes: z.int(),
  unit: z.string().nullable().describe('What a quantity counts; null where a booking is always for one.'),
  subcategory: named.extend({ category: categoryView }),
  ratingAverage: z.number().describe('Stars, 1 … 5, counted every hour; 0 while there are none.'),
  ratingCount: z.int(),
});
publishSchema(serviceView, 'Service', catalogueExamples.Service);

const foundServiceView = serviceView.extend({
  fromPaise: paise.describe(
    'Lowest price of a unit, at the pincode if one was given; before extras and tax.',
  ),
  score: z.number().describe('How well it matches, 0 … 1.'),
});
publishSchema(foundServiceView, 'FoundService', catalogueExamples.FoundService);
export const foundServicesView = pageOf(foundServiceView);

const attributeView = z.object({
  code: z.string(),
  name: z.string(),
  group: z
    .string()
    .nullable()
    .describe('Attributes of one group exclude each other; null is an optional extra.'),
  isDefault: z.boolean(),
});

const rateCardView = z.object({
  id: z.uuid(),
  tier: cityTier,
  pricePaise: paise.describe('Per unit, before extras and tax.'),
  currency: z.string(),
  attributes: z.array(attributeView.extend({ pricePaise: paise })),
});
publishSchema(rateCardView, 'RateCard', catalogueExamples.RateCard);
export const ratesView = listOf(rateCardView);

const offeredAttributeView = attributeView.extend({
  fromPaise: paise,
  toPaise: paise.describe('Upper end of the price, which differs from city to city.'),
});
publishSchema(offeredAttributeView, 'ServiceAttribute', catalogueExamples.ServiceAttribute);
export const attributesView = listOf(offeredAttributeView);

export const pincodeView = z.object({
  code: z.string(),
  area: z.string(),
  city: z.object({ slug: z.string(), name: z.string(), state: z.string() }),
  served: z.boolean().describe('Whether anything is offered there.'),
  services: z.int().describe('How many services are offered there.'),
});
publishSchema(pincodeView, 'Pincode', catalogueExamples.Pincode);

const cityView = z.object({
  slug: z.string(),
  name: z.string(),
  state: z.string(),
  aliases: z.array(z.string()),
  pincodes: z.array(z.object({ code: z.string(), area: z.string() })),
});
publishSchema(cityView, 'City', catalogueExamples.City);
export const citiesView = listOf(cityView);

export const serviceabilityView = z.object({
  pincode: z.string(),
  area: z.string().nullable(),
  city: z.string().nullable(),
  serviceable: z.boolean(),
  reason: z.string().optional().describe('Why not, for a person.'),
});
publishSchema(serviceabilityView, 'Serviceability', catalogueExamples.Serviceability);

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
