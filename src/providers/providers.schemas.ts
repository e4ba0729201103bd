import { z } from 'zod';
import { ListForm, listOf, pincodeText, publishSchema, queryNumber } from '#libs/http';
import { providersExamples } from './providers.examples.js';

export const providersList = new ListForm({
  sortBy: { name: 'text', ratingAverage: 'number' },
  default: 'name',
});
export type ListProviders = z.output<typeof providersList.query>;

export const providerSearchQuery = z.strictObject({
  serviceId: z.uuid(),
  pincode: pincodeText,
  minRating: queryNumber(z.number().min(0).max(5)).default(0),
  limit: queryNumber(z.int().min(1).max(100)).default(20),
});
export type ProviderSearchQuery = z.output<typeof providerSearchQuery>;

/** The same for tools, whose input is JSON. */
export const providerSearchInput = z.strictObject({
  serviceId: z.uuid(),
  pincode: pincodeText,
  minRating: z.number().min(0).max(5).default(0),
  limit: z.int().min(1).max(20).default(5),
});

/** What anybody may see of a provider. A phone number is never part of it. */
export const providerView = z.object({
  id: z.uuid(),
  name: z.string(),
  about: z.string(),
  city: z.object({ slug: z.string(), name: z.string() }),
  ratingAverage: z.number().describe('0 … 5; 0 while there are no ratings.'),
  ratingCount: z.int(),
});
publishSchema(providerView, 'Provider', providersExamples.Provider);

export const providersView = listOf(providerView);

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
publishSchema(periodView, 'ProviderPeriod', providersExamples.ProviderPeriod);

/** Visits by when they began, ratings by when they were given. */
export const statisticsView = z.object({
  total: periodView,
  last90Days: periodView,
  updatedAt: z.date().describe('When it last changed.'),
});
publishSchema(statisticsView, 'ProviderStatistics', providersExamples.ProviderStatistics);

export const providerDetailView = providerView.extend({
  skills: z
    .array(z.object({ id: z.uuid(), slug: z.string(), name: z.string() }))
    .describe('Subcategories of services.'),
  pincodes: z.array(z.string()),
  statistics: statisticsView.nullable().describe('Counted every hour; null before the first time.'),
});
publishSchema(providerDetailView, 'ProviderDetail', providersExamples.ProviderDetail);

/** For staff, of one provider. */
export const countedStatisticsView = z.object({
  providerId: z.uuid(),
  statistics: statisticsView.nullable().describe('Counted every hour; null before the first time.'),
});
publishSchema(
  countedStatisticsView,
  'CountedProviderStatistics',
  providersExamples.CountedProviderStatistics,
);
