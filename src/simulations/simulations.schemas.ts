import { z } from 'zod';
import { publishSchema } from '#libs/http';
import { simulationsExamples } from './simulations.examples.js';

/** Days that a simulation spans at most. */
export const daysAtMost = 366;

const instant = z.iso.datetime({ offset: true }).transform((text) => new Date(text));

export const simulatePricesInput = z
  .strictObject({
    ruleIds: z
      .array(z.uuid())
      .min(1)
      .max(10)
      .describe('Rules with a draft: each is tried in the place of its published version.'),
    from: instant.describe('Visits that begin then or later …'),
    to: instant.describe('… and before that; a year later at most.'),
  })
  .refine(({ from, to }) => from < to && to.getTime() - from.getTime() <= daysAtMost * 86_400_000, {
    message: `must be after \`from\`, by at most ${daysAtMost} days`,
    path: ['to'],
  });
publishSchema(simulatePricesInput, 'SimulatePrices', simulationsExamples.SimulatePrices);
export type SimulatePrices = z.output<typeof simulatePricesInput>;

const sums = {
  bookings: z.int(),
  currentPaise: z.int().describe('By the rules that are published now.'),
  simulatedPaise: z.int().describe('With the drafts in their places.'),
  differencePaise: z.int(),
};
const sumsOf = (name: string) => z.object({ key: z.string(), name: z.string().describe(name), ...sums });
const list = (name: string) => z.array(sumsOf(name));

export const priceSimulationView = z.object({
  from: z.date(),
  to: z.date(),
  ...sums,
  changed: z.int().describe('How many of the bookings would have cost something else.'),
  byCity: list('The city; its key is the slug.').describe('The largest difference first.'),
  byService: list('The service; its key is the slug.').describe('The largest difference first.'),
  byMonth: list('The month in the business time zone, as `2026-11`.').describe('In their order.'),
});
publishSchema(priceSimulationView, 'PriceSimulation', simulationsExamples.PriceSimulation);
export type PriceSimulation = z.output<typeof priceSimulationView>;
