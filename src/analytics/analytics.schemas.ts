import { z } from 'zod';
import { addDays } from '#libs/time';

const mostDays = 400;
const day = z.iso.date().describe('In the business time zone.');

export const reportInput = z
  .strictObject({ from: day, to: day.describe('Itself included.') })
  .refine(({ from, to }) => from <= to, { message: 'must not be before `from`', path: ['to'] })
  .refine(({ from, to }) => to <= addDays(from, mostDays - 1), {
    message: `must be less than ${mostDays} days after \`from\``,
    path: ['to'],
  });
export type ReportInput = z.output<typeof reportInput>;

const counted = <Name extends string>(name: Name) =>
  z.array(
    z.object({ [name]: z.string(), count: z.int() } as Record<Name, z.ZodString> & { count: z.ZodInt }),
  );

const earned = z.int().describe('Paise: the prices of completed visits and the fees of cancelled ones.');
const rated = { up: z.int(), down: z.int() };
const group = z.object({ visits: z.int(), completed: z.int(), cancelled: z.int(), revenuePaise: earned });

/** Visits count on the day on which they were to begin, everything else on the day on which it came. */
export const analyticsReport = z.object({
  from: day,
  to: day,
  timeZone: z.string(),
  bookings: z.object({
    total: z.int(),
    byStatus: counted('status'),
    byDay: z.array(group.extend({ day })),
    byCity: z.array(group.extend({ city: z.string() })),
    byCategory: z.array(group.extend({ category: z.string() })),
  }),
  revenue: z.object({
    currency: z.literal('INR'),
    completedPaise: z.int(),
    cancellationFeesPaise: z.int(),
    totalPaise: z.int(),
  }),
  cancellations: z.object({
    count: z.int(),
    rate: z.number().nullable().describe('Of all visits; null where there were none.'),
  }),
  conversations: z.object({
    begun: z.int(),
    messages: counted('role'),
    intents: counted('intent'),
    ratings: z.object({
      ...rated,
      byAgent: z.array(z.object({ agent: z.string(), ...rated })),
      byIntent: z.array(z.object({ intent: z.string(), ...rated })),
    }),
  }),
  complaints: z.object({
    filed: z.int(),
    byStatus: counted('status'),
    byCategory: counted('category'),
  }),
});
export type AnalyticsReport = z.output<typeof analyticsReport>;

export const dailyInput = z.strictObject({
  day: day.optional().describe('Default: yesterday, and the days before it that are missing.'),
});
export type DailyInput = z.output<typeof dailyInput>;

export const dailyResult = z.object({ days: z.array(z.string()) });
