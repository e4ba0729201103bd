import { z } from 'zod';
import { listOf, pincodeText, publishSchema, queryNumber } from '#libs/http';
import { slotsExamples } from './slots.examples.js';

export const slotsQuery = z.strictObject({
  pincode: pincodeText,
  date: z.iso.date().describe('A day in the business time zone.'),
  limit: queryNumber(z.int().min(1).max(200)).default(100),
});
export type SlotsQuery = z.output<typeof slotsQuery>;

export const earliestSlotsQuery = z.strictObject({
  pincode: pincodeText,
  providerId: z.uuid().optional().describe('Whose slots; without it those of everybody who comes there.'),
  limit: queryNumber(z.int().min(1).max(20)).default(1),
});
export type EarliestSlotsQuery = z.output<typeof earliestSlotsQuery>;

export const slotView = z.object({
  startsAt: z.date(),
  endsAt: z.date(),
  providerId: z.uuid(),
  providerName: z.string(),
  ratingAverage: z.number(),
});
publishSchema(slotView, 'Slot', slotsExamples.Slot);

export const slotsView = listOf(slotView);
