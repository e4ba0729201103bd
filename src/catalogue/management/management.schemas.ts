// What staff say of the catalogue, and how they see it. Every list has a bound: each process keeps the whole catalogue in memory and learns it.
import { z } from 'zod';
import { ListForm, listOf, nameText, patchOf, pincodeText, plainText, publishSchema } from '#libs/http';
import { cityTiers } from '../place.entity.js';
import { managementExamples as examples } from './management.examples.js';

/** Rows of one bulk change. */
export const mostPincodes = 500;
const mostPhrases = 60;
const mostAttributes = 30;

const slug = z
  .string()
  .max(60)
  .regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/, 'must be small letters, digits and hyphens')
  .describe('What it is known by in addresses and in what the language engine learns. It stays for good.');
const name = nameText({ min: 2, max: 80 });
const position = z.int().min(0).max(1000).default(0).describe('Lists go by it, then by name.');
const paise = z.int().positive().max(100_000_000);
const cityTier = z.enum(cityTiers).meta({ id: 'CityTier' });
const term = plainText({ min: 1, max: 60, brackets: false });

/** Without what comes twice, whatever the case of its letters. */
const unique = (texts: string[]): string[] => [
  ...new Map(texts.map((text) => [text.toLowerCase(), text])).values(),
];

// Categories and subcategories

const grouping = { name, position };
export const createCategoryInput = z.strictObject({ slug, ...grouping });
publishSchema(createCategoryInput, 'CreateCategory', examples.CreateCategory);
export const createSubcategoryInput = z.strictObject({ categoryId: z.uuid(), slug, ...grouping });
publishSchema(createSubcategoryInput, 'CreateSubcategory', examples.CreateSubcategory);
export const updateGroupingInput = patchOf(grouping);
publishSchema(updateGroupingInput, 'UpdateCategory', examples.UpdateCategory);
export type CreateCategory = z.output<typeof createCategoryInput>;
export type CreateSubcategory = z.output<typeof createSubcategoryInput>;
export type UpdateGrouping = z.output<typeof updateGroupingInput>;

const groupingView = {
  id: z.uuid(),
  slug: z.string(),
  name: z.string(),
  position: z.int(),
  version: z.int(),
};
export const managedCategoryView = z.object(groupingView);
publishSchema(managedCategoryView, 'ManagedCategory', examples.ManagedCategory);
export const managedSubcategoryView = z.object({ ...groupingView, categoryId: z.uuid() });
publishSchema(managedSubcategoryView, 'ManagedSubcategory', examples.ManagedSubcategory);
export const managedCategoriesView = listOf(managedCategoryView);
export const managedSubcategoriesView = listOf(managedSubcategoryView);

// Services

const serviceFields = {
  subcategoryId: z.uuid(),
  name: nameText({ min: 2, max: 120 }),
  description: plainText({ min: 1, max: 2000, lineBreaks: true, brackets: false }),
  durationMinutes: z.int().min(15).max(720).multipleOf(5),
  unit: nameText({ min: 1, max: 30 })
    .nullable()
    .default(null)
    .describe('What a quantity counts ("AC", "seat"); null where a booking is always for one.'),
  phrases: z
    .array(term)
    .max(mostPhrases)
    .default([])
    .overwrite(unique)
    .describe('Ways customers say that they need it, in any language: the chat learns them.'),
  active: z.boolean().default(true).describe('What is not active is retired: nobody finds or books it.'),
};
export const createServiceInput = z.strictObject({ slug, ...serviceFields });
publishSchema(createServiceInput, 'CreateService', examples.CreateService);
export const replaceServiceInput = z.strictObject(serviceFields);
publishSchema(replaceServiceInput, 'ReplaceService', examples.ReplaceService);
export const updateServiceInput = patchOf(serviceFields);
publishSchema(updateServiceInput, 'UpdateService', examples.UpdateService);
export type CreateService = z.output<typeof createServiceInput>;
export type ReplaceService = z.output<typeof replaceServiceInput>;
export type UpdateService = z.output<typeof updateServiceInput>;

export const managedServicesList = new ListForm({
  sortBy: { name: 'text', createdAt: 'instant' },
  default: 'name',
  filters: { subcategoryId: z.uuid().optional(), active: z.enum(['true', 'false']).optional() },
});
export type ManagedServicesQuery = z.output<typeof managedServicesList.query>;

export const managedServiceView = z.object({
  id: z.uuid(),
  slug: z.string(),
  subcategoryId: z.uuid(),
  name: z.string(),
  description: z.string(),
  durationMinutes: z.int(),
  unit: z.string().nullable(),
  phrases: z.array(z.string()),
  active: z.boolean(),
  version: z.int(),
  createdAt: z.date(),
});
publishSchema(managedServiceView, 'ManagedService', examples.ManagedService);

// Rate cards and where they apply

const attributeFields = z.strictObject({
  code: slug.max(40),
  name: nameText({ min: 1, max: 80 }),
  group: slug.max(40).nullable().default(null).describe('Attributes of one group exclude each other.'),
  pricePaise: z.int().min(0).max(100_000_000).describe('Added to the price of each unit.'),
  isDefault: z.boolean().default(false),
  terms: z.array(term).max(20).default([]).describe('Ways customers say it ("2 bhk").'),
});
publishSchema(attributeFields, 'RateCardAttribute', examples.RateCardAttribute);

const priceFields = {
  pricePaise: paise.describe('Per unit, before attributes, surcharges and tax.'),
  attributes: z
    .array(attributeFields)
    .max(mostAttributes)
    .default([])
    .refine((all) => new Set(all.map(({ code }) => code)).size === all.length, 'each code once')
    .refine(hasOneDefaultInEachGroup, 'exactly one attribute of each group is the default'),
};
export const createRateCardInput = z.strictObject({ tier: cityTier, ...priceFields });
publishSchema(createRateCardInput, 'CreateRateCard', examples.CreateRateCard);
export const replaceRateCardInput = z.strictObject(priceFields);
publishSchema(replaceRateCardInput, 'ReplaceRateCard', examples.ReplaceRateCard);
export type CreateRateCard = z.output<typeof createRateCardInput>;
export type ReplaceRateCard = z.output<typeof replaceRateCardInput>;

export const managedRateCardView = z.object({
  id: z.uuid(),
  serviceId: z.uuid(),
  tier: cityTier,
  pricePaise: z.int(),
  currency: z.string(),
  attributes: z.array(
    z.object({
      code: z.string(),
      name: z.string(),
      group: z.string().nullable(),
      pricePaise: z.int(),
      isDefault: z.boolean(),
      terms: z.array(z.string()),
    }),
  ),
  pincodesCount: z.int().describe('At how many pincodes it applies.'),
  version: z.int(),
});
publishSchema(managedRateCardView, 'ManagedRateCard', examples.ManagedRateCard);
export const managedRateCardsView = listOf(managedRateCardView);

const pincodes = z
  .array(pincodeText)
  .max(mostPincodes)
  .default([])
  .overwrite((codes) => [...new Set(codes)]);
export const changePincodesInput = z
  .strictObject({ add: pincodes, remove: pincodes })
  .refine(({ add, remove }) => add.length + remove.length > 0, 'must add or remove something')
  .refine(({ add, remove }) => !add.some((code) => remove.includes(code)), 'each pincode once');
publishSchema(changePincodesInput, 'ChangeRateCardPincodes', examples.ChangeRateCardPincodes);
export type ChangePincodes = z.output<typeof changePincodesInput>;
export const rateCardPincodesView = z.object({ pincodes: z.array(z.string()).describe('In order.') });
publishSchema(rateCardPincodesView, 'RateCardPincodes', examples.RateCardPincodes);

// Places

const cityFields = {
  name,
  state: nameText({ min: 2, max: 80 }),
  aliases: z.array(term).max(20).default([]).overwrite(unique).describe('What customers call it.'),
};
export const createCityInput = z.strictObject({ slug, tier: cityTier, ...cityFields });
publishSchema(createCityInput, 'CreateCity', examples.CreateCity);
export const updateCityInput = patchOf(cityFields);
publishSchema(updateCityInput, 'UpdateCity', examples.UpdateCity);
export const addPincodesInput = z.strictObject({
  pincodes: z
    .array(z.strictObject({ code: pincodeText, area: nameText({ min: 1, max: 120 }) }))
    .min(1)
    .max(mostPincodes)
    .refine((all) => new Set(all.map(({ code }) => code)).size === all.length, 'each pincode once'),
});
publishSchema(addPincodesInput, 'AddPincodes', examples.AddPincodes);
export type CreateCity = z.output<typeof createCityInput>;
export type UpdateCity = z.output<typeof updateCityInput>;
export type AddPincodes = z.output<typeof addPincodesInput>;

export const managedCityView = z.object({
  id: z.uuid(),
  slug: z.string(),
  name: z.string(),
  state: z.string(),
  tier: cityTier,
  aliases: z.array(z.string()),
  pincodesCount: z.int(),
  version: z.int(),
});
publishSchema(managedCityView, 'ManagedCity', examples.ManagedCity);
export const managedCitiesView = listOf(managedCityView);

function hasOneDefaultInEachGroup(all: readonly { group: string | null; isDefault: boolean }[]): boolean {
  const grouped = Map.groupBy(
    all.filter(({ group }) => group !== null),
    ({ group }) => group,
  );
  return [...grouped.values()].every((same) => same.filter(({ isDefault }) => isDefault).length === 1);
}
