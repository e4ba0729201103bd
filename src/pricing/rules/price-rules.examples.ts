const scope = { categories: [], subcategories: [], services: [], cities: [], pincodes: [], tiers: [] };
const terms = {
  label: 'Rush hour surcharge',
  scope: { ...scope, cities: ['bengaluru'] },
  conditions: { weekdays: [1, 2, 3, 4, 5], fromMinute: 1020, toMinute: 1200 },
  priority: 50,
  exclusionGroup: 'unsocial-hours',
  basisPoints: 500,
};

const version = {
  ...terms,
  id: '019d45e0-1000-7000-8000-000000000001',
  number: 1,
  status: 'published' as const,
  validFrom: new Date('2026-11-20T04:30:00Z'),
  validUntil: null,
  amountPaise: null,
  minimumPaise: null,
  capPaise: null,
  usesAtMost: null,
  usesPerCustomer: null,
  sacCode: null,
  publishedAt: new Date('2026-11-20T05:00:00Z'),
  retiredAt: null,
};

/** By name in the API document. */
export const priceRulesExamples = {
  CreatePriceRule: { code: 'rush-hour', kind: 'peak_hours', ...terms },
  ChangePriceRule: { ...terms, basisPoints: 800, validFrom: '2026-12-01T00:00:00Z' },
  PriceRuleVersion: version,
  PriceRule: {
    id: '019d45e0-1000-7000-8000-000000000002',
    code: 'rush-hour',
    kind: 'peak_hours' as const,
    published: version,
    draft: null,
    version: 2,
    createdAt: new Date('2026-11-20T04:30:00Z'),
  },
};
