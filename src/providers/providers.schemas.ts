import { z } from 'zod';
import { pageQuery, queryNumber } from '#libs/http';

export const providersQuery = pageQuery;

export const providerSearchQuery = z.strictObject({
  serviceId: z.uuid(),
  pincode: z.string().regex(/^[1-9]\d{5}$/, 'must be a six-digit pincode'),
  minRating: queryNumber(z.number().min(0).max(5)).default(0),
  limit: queryNumber(z.int().min(1).max(100)).default(20),
});
export type ProviderSearchQuery = z.output<typeof providerSearchQuery>;

/** What anybody may see of a provider. A phone number is never part of it. */
export const providerView = z.object({
  id: z.uuid(),
  name: z.string(),
  about: z.string(),
  city: z.object({ slug: z.string(), name: z.string() }),
  ratingAverage: z.number().describe('0 … 5; 0 while there are no ratings.'),
  ratingCount: z.int(),
});

export const providersView = z.object({ items: z.array(providerView) });

const periodView = z.object({
  completed: z.int(),
  cancelled: z.int(),
  noShow: z.int(),
  completionRate: z
    .number()
    .nullable()
    .describe('Completed visits among those that were completed, cancelled or to which nobody came; 0 … 1.'),
  ratingAverage: z.number(),
  ratingCount: z.int(),
});

/** Visits by when they began, ratings by when they were given. */
export const statisticsView = z.object({
  total: periodView,
  last90Days: periodView,
  updatedAt: z.date().describe('When it last changed.'),
});

export const providerDetailView = providerView.extend({
  skills: z
    .array(z.object({ id: z.uuid(), slug: z.string(), name: z.string() }))
    .describe('Subcategories of services.'),
  pincodes: z.array(z.string()),
  statistics: statisticsView.nullable().describe('Counted every hour; null before the first time.'),
});
