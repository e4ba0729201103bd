import { z } from 'zod';
import { listOf, publishSchema, queryNumber } from '#libs/http';
import { recommendationsExamples } from './recommendations.examples.js';

const limit = z.int().min(1).max(10);
export const recommendationsQuery = z.strictObject({ limit: queryNumber(limit).default(5) });
export type RecommendationsQuery = z.output<typeof recommendationsQuery>;
export const recommendationsInput = z.strictObject({ limit: limit.default(3) });

export const recommendationView = z.object({
  service: z.object({ id: z.uuid(), slug: z.string(), name: z.string() }),
  kind: z
    .enum(['due', 'season', 'history'])
    .describe('It is due again; it is wanted at this time of the year; it goes with what was booked.'),
  reason: z.string().describe('Why, for the customer to read.'),
  lastAt: z.date().nullable().describe('When the customer had something of its kind last.'),
  fromPaise: z.int().describe('Lowest price of a unit where the last visit was; before extras and tax.'),
});
publishSchema(recommendationView, 'Recommendation', recommendationsExamples.Recommendation);
export const recommendationsView = listOf(recommendationView);

export const replaceCycleInput = z.strictObject({
  dueAfterMonths: z
    .int()
    .min(1)
    .max(60)
    .nullable()
    .describe('Months after a visit at which the next one is due; null where nothing is due by itself.'),
  seasonMonths: z
    .array(z.int().min(1).max(12))
    .max(12)
    .overwrite((all) => [...new Set(all)].sort((a, b) => a - b))
    .describe('Months of the year in which most people want it.'),
});
publishSchema(replaceCycleInput, 'ReplaceServiceCycle', recommendationsExamples.ReplaceServiceCycle);
export type ReplaceCycle = z.output<typeof replaceCycleInput>;

export const cycleView = z.object({
  subcategoryId: z.uuid(),
  dueAfterMonths: z.int().nullable(),
  seasonMonths: z.array(z.int()),
  version: z.int(),
});
publishSchema(cycleView, 'ServiceCycle', recommendationsExamples.ServiceCycle);
export const cyclesView = listOf(cycleView);
