import { z } from 'zod';
import { plainText, publishSchema } from '#libs/http';
import { collectionOf } from '#libs/orm';
import { bookingStatus, bookedFields, hasOneAddress, oneAddressSchema } from '../bookings.schemas.js';
import { frequencies, visitsAtMost } from './series-starts.js';
import { seriesExamples } from './series.examples.js';

const { expectedTotalPaise, ...booked } = bookedFields;
const shape = {
  ...booked,
  frequency: z.enum(frequencies),
  count: z
    .number()
    .int()
    .min(2)
    .max(visitsAtMost)
    .optional()
    .describe('How many visits; either this or `until`.'),
  until: z.iso.date().optional().describe('The last day, in the business time zone; either this or `count`.'),
  ifConflict: z
    .enum(['refuse', 'book_free'])
    .default('refuse')
    .describe(
      'Where some of the visits cannot be booked: `refuse` books none, `book_free` books the others. Either way each is told.',
    ),
  expectedTotalPaise: expectedTotalPaise.describe(
    'What the visits that are booked cost together; refused when they do not.',
  ),
};

export const createSeriesInput = z
  .strictObject(shape)
  .refine(hasOneAddress, { message: 'give either addressId or address', path: ['address'] })
  .refine((input) => (input.count === undefined) !== (input.until === undefined), {
    message: 'give either count or until',
    path: ['count'],
  })
  .meta(oneAddressSchema);
publishSchema(createSeriesInput, 'CreateBookingSeries', seriesExamples.CreateBookingSeries);
export type CreateSeriesInput = z.output<typeof createSeriesInput>;

/** It needs no reason, hence no body. */
export const cancelSeriesInput = z
  .strictObject({ reason: plainText({ max: 300, lineBreaks: true }).default('') })
  .prefault({});
publishSchema(cancelSeriesInput, 'CancelBookingSeries', seriesExamples.CancelBookingSeries);
export type CancelSeriesInput = z.output<typeof cancelSeriesInput>;

const conflictShape = {
  code: z
    .string()
    .describe('As a single booking would have been refused: `SLOT_TAKEN`, `SLOT_NOT_OFFERED`, …'),
  detail: z.string(),
  alternatives: z
    .array(z.object({ startsAt: z.coerce.date(), providerId: z.uuid() }))
    .describe('The nearest free slots, as far as slots are offered by now.'),
};

export const refusedSeriesView = z.looseObject({
  conflicts: z
    .array(z.object({ position: z.int(), startsAt: z.date(), ...conflictShape }))
    .optional()
    .describe('SERIES_CONFLICTS: the visits that cannot be booked.'),
});

const seriesVisitView = z.object({
  position: z.int().describe('From 1.'),
  startsAt: z.date().describe('As it was asked for.'),
  booking: z
    .object({
      id: z.uuid(),
      reference: z.string(),
      status: bookingStatus,
      startsAt: z.date().describe('As it is.'),
      totalPaise: z.int(),
    })
    .nullable()
    .describe('Null where it could not be booked.'),
  conflict: z.object(conflictShape).nullable().describe('Why it could not be booked.'),
});
publishSchema(seriesVisitView, 'BookingSeriesVisit', seriesExamples.BookingSeriesVisit);

export const seriesView = z.object({
  id: z.uuid(),
  service: z.object({ id: z.uuid(), name: z.string() }),
  provider: z.object({ id: z.uuid(), name: z.string() }),
  frequency: z.enum(frequencies),
  startsAt: z.date(),
  visits: collectionOf(seriesVisitView),
  totalPaise: z.int().describe('Of the visits that are not cancelled.'),
  cancelledAt: z.date().nullable().describe('When those that were left were cancelled together.'),
  createdAt: z.date(),
});
publishSchema(seriesView, 'BookingSeries', seriesExamples.BookingSeries);
