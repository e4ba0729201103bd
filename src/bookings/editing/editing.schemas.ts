import { z } from 'zod';
import { codeText, patchOf, plainText, publishSchema } from '#libs/http';
import { notesAtMost } from '../booking.entity.js';
import { addressLine, expectedTotalPaise } from '../bookings.schemas.js';
import { editingExamples } from './editing.examples.js';

const shape = {
  notes: plainText({ max: notesAtMost, lineBreaks: true }).default(''),
  addressLine: addressLine.describe(
    'Within the same pincode: another place is another price, and another way.',
  ),
  quantity: z.number().int().min(1).max(20).default(1),
  attributes: z
    .array(codeText({ max: 40 }))
    .max(20)
    .default([])
    .describe("Codes of the rate card's attributes."),
  expectedTotalPaise,
  quoteId: z
    .uuid()
    .optional()
    .describe('One of your quotes, for these contents in this slot: they cost exactly what it says.'),
};

export const replaceBookingInput = z.strictObject(shape);
publishSchema(replaceBookingInput, 'ReplaceBooking', editingExamples.ReplaceBooking);

export const updateBookingInput = patchOf(shape);
publishSchema(updateBookingInput, 'UpdateBooking', editingExamples.UpdateBooking);

/** All members, or those that change. */
export type EditBookingInput = Partial<z.output<typeof replaceBookingInput>>;
