// The rules that every installation begins with, as its migration writes them: those of the handbook ("Pricing"). Staff succeed them by others;
// what is written here is their first version, for what has no database (demo data, specs).
import type { PricingRule } from './price-rule.js';

const everywhere = { categories: [], subcategories: [], services: [], cities: [], pincodes: [], tiers: [] };

const first = {
  version: 1,
  scope: everywhere,
  conditions: {},
  validFrom: new Date('2000-01-01T00:00:00Z'),
  validUntil: null,
  priority: 100,
  exclusionGroup: null,
  amountPaise: null,
  minimumPaise: null,
  capPaise: null,
  sacCode: null,
} as const;

/** Sunday before evening: of the two one counts. */
export const standardRules: readonly PricingRule[] = [
  {
    ...first,
    ruleId: '019d45e0-0000-7000-8000-000000000001',
    code: 'sunday',
    kind: 'weekday',
    label: 'Sunday surcharge',
    conditions: { weekdays: [7] },
    exclusionGroup: 'unsocial-hours',
    priority: 10,
    basisPoints: 1_000,
  },
  {
    ...first,
    ruleId: '019d45e0-0000-7000-8000-000000000002',
    code: 'evening',
    kind: 'peak_hours',
    label: 'Evening surcharge',
    conditions: { fromMinute: 18 * 60 },
    exclusionGroup: 'unsocial-hours',
    priority: 20,
    basisPoints: 1_000,
  },
  {
    ...first,
    ruleId: '019d45e0-0000-7000-8000-000000000003',
    code: 'gst',
    kind: 'tax',
    label: 'GST',
    basisPoints: 1_800,
    // The heading of maintenance, repair and installation services; where six digits are needed, staff give a category a tax rule of its own.
    sacCode: '9987',
  },
];
