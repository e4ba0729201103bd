import { z } from 'zod';
import { codeText, ListForm, pincodeText, plainText, publishSchema } from '#libs/http';
import { cityTiers } from '../../catalogue/place.entity.js';
import { ruleVersionStatuses } from './price-rule.entity.js';
import { priceRuleKinds } from './price-rule.js';
import { priceRulesExamples } from './price-rules.examples.js';

const kind = z.enum(priceRuleKinds).meta({ id: 'PriceRuleKind' });
const instant = z.iso.datetime({ offset: true }).transform((text) => new Date(text));
const slugs = z
  .array(codeText({ max: 80 }))
  .max(100)
  .default([]);
const minute = z.int().min(0).max(1440).optional();
/** ₹1,00,000: more than any visit costs, and far from where a sum would no longer fit its column. */
const paiseAtMost = 10_000_000;
const paise = z.int().min(0).max(paiseAtMost).nullable().default(null);

const scopeInput = z
  .strictObject({
    categories: slugs,
    subcategories: slugs,
    services: slugs,
    cities: slugs,
    pincodes: z.array(pincodeText).max(500).default([]),
    tiers: z.array(z.enum(cityTiers)).max(cityTiers.length).default([]),
  })
  .describe(
    'By slugs and pincodes. Of services, subcategories and categories one must name what is priced, unless all three are empty; of pincodes, cities and tiers likewise.',
  );

const conditionsInput = z
  .strictObject({
    attribute: codeText({ max: 40 }).optional().describe('It was chosen.'),
    weekdays: z
      .array(z.int().min(1).max(7))
      .min(1)
      .max(7)
      .optional()
      .describe('1 is Monday, 7 is Sunday, in the business time zone.'),
    fromMinute: minute.describe('Since midnight in the business time zone: the visit starts then or later …'),
    toMinute: minute.describe('… and before that.'),
    leadMinutes: z
      .int()
      .min(1)
      .max(60 * 24 * 30)
      .optional()
      .describe('The visit starts less than so many minutes after the price is asked for.'),
  })
  .describe('All that are given must hold. One about time never holds while no start is agreed.');

const terms = {
  label: plainText({ min: 1, max: 120 }).describe('In plain words, as it stands on the bill.'),
  scope: scopeInput.prefault({}),
  conditions: conditionsInput.prefault({}),
  validFrom: instant
    .optional()
    .describe('When prices are asked for from then on; without it, from the moment of drafting.'),
  validUntil: instant.nullable().default(null).describe('Exclusive; null where there is no end.'),
  priority: z.int().min(0).max(1000).default(100).describe('Lower counts first.'),
  exclusionGroup: codeText({ max: 40 })
    .nullable()
    .default(null)
    .describe(
      'Of the rules of one group that hold, the first by priority counts and no other. Null: it counts beside all others.',
    ),
  basisPoints: z
    .int()
    .min(-10_000)
    .max(100_000)
    .nullable()
    .default(null)
    .describe(
      'A share, 1,000 being 10 %: this or `amountPaise`. Below zero it is a discount; of a coupon always one.',
    ),
  amountPaise: z
    .int()
    .min(-paiseAtMost)
    .max(paiseAtMost)
    .nullable()
    .default(null)
    .describe('Once a visit; for an attribute once a unit.'),
  minimumPaise: paise.describe('Of a coupon: what the lines before it come to at least.'),
  capPaise: z
    .int()
    .min(1)
    .max(paiseAtMost)
    .nullable()
    .default(null)
    .describe('Of a coupon: what it takes off at most.'),
  usesAtMost: z
    .int()
    .min(1)
    .max(1_000_000)
    .nullable()
    .default(null)
    .describe('Of a coupon: by all customers together.'),
  usesPerCustomer: z
    .int()
    .min(1)
    .max(1_000)
    .nullable()
    .default(null)
    .describe('Of a coupon: by each customer.'),
  sacCode: z
    .string()
    .max(8)
    .regex(/^\d{4,8}$/)
    .nullable()
    .default(null)
    .describe('Of a tax: the code of the service in the tax schedule.'),
};

export const createPriceRuleInput = z.strictObject({
  code: z
    .string()
    .min(2)
    .max(40)
    .regex(/^[A-Za-z0-9][A-Za-z0-9_-]*$/)
    .describe('Never changes. Of a coupon it is what customers type, in any case.'),
  kind,
  ...terms,
});
publishSchema(createPriceRuleInput, 'CreatePriceRule', priceRulesExamples.CreatePriceRule);
export type CreatePriceRule = z.output<typeof createPriceRuleInput>;

export const changePriceRuleInput = z.strictObject(terms);
publishSchema(changePriceRuleInput, 'ChangePriceRule', priceRulesExamples.ChangePriceRule);
export type ChangePriceRule = z.output<typeof changePriceRuleInput>;

export const priceRulesList = new ListForm({
  sortBy: { code: 'text', createdAt: 'instant' },
  default: 'code',
  filters: {
    kind: kind.optional(),
    status: z
      .enum(['published', 'draft'])
      .optional()
      .describe('Only rules that are published, or that have a draft.'),
  },
  period: { of: 'createdAt', is: 'The rule was created' },
});
export type ListPriceRules = z.output<typeof priceRulesList.query>;

export const priceRuleVersionsList = new ListForm({ sortBy: { number: 'number' }, default: '-number' });
export type ListPriceRuleVersions = z.output<typeof priceRuleVersionsList.query>;

const texts = z.array(z.string());
export const priceRuleVersionView = z.object({
  id: z.uuid(),
  number: z.int(),
  status: z.enum(ruleVersionStatuses).meta({ id: 'PriceRuleVersionStatus' }),
  label: z.string(),
  scope: z.object({
    categories: texts,
    subcategories: texts,
    services: texts,
    cities: texts,
    pincodes: texts,
    tiers: texts,
  }),
  conditions: z.object({
    attribute: z.string().optional(),
    weekdays: z.array(z.int()).optional(),
    fromMinute: z.int().optional(),
    toMinute: z.int().optional(),
    leadMinutes: z.int().optional(),
  }),
  validFrom: z.date(),
  validUntil: z.date().nullable(),
  priority: z.int(),
  exclusionGroup: z.string().nullable(),
  basisPoints: z.int().nullable(),
  amountPaise: z.int().nullable(),
  minimumPaise: z.int().nullable(),
  capPaise: z.int().nullable(),
  usesAtMost: z.int().nullable(),
  usesPerCustomer: z.int().nullable(),
  sacCode: z.string().nullable(),
  publishedAt: z.date().nullable(),
  retiredAt: z.date().nullable(),
});
publishSchema(priceRuleVersionView, 'PriceRuleVersion', priceRulesExamples.PriceRuleVersion);

export const priceRuleView = z.object({
  id: z.uuid(),
  code: z.string(),
  kind,
  published: priceRuleVersionView.nullable().describe('What prices are made of now.'),
  draft: priceRuleVersionView.nullable().describe('What would be published next.'),
  version: z.int().describe('For `If-Match`; not the number of a version of the rule.'),
  createdAt: z.date(),
});
publishSchema(priceRuleView, 'PriceRule', priceRulesExamples.PriceRule);
