import { z } from 'zod';
import { codeText, ListForm, pincodeText, plainText, publishSchema } from '#libs/http';
import { collectionOf } from '#libs/orm';
import { bookingsExamples } from './bookings.examples.js';
import { bookingStatuses, stepKinds } from './booking.states.js';
import { itemKinds, notesAtMost } from './booking.entity.js';

export const bookingStatus = z.enum(bookingStatuses).meta({ id: 'BookingStatus' });
export const addressLine = plainText({ min: 5, max: 300, brackets: false });

export const startOfVisit = z.iso.datetime({ offset: true }).transform((text) => new Date(text));
export const expectedTotalPaise = z
  .int()
  .nonnegative()
  .max(2_000_000_000)
  .optional()
  .describe('The price that was shown; refused when it is no longer the price.');

const booked = {
  serviceId: z.uuid(),
  providerId: z.uuid().describe("From the free slots: a slot is a provider's start time."),
  startsAt: startOfVisit,
  quantity: z.number().int().min(1).max(20).default(1),
  attributes: z
    .array(codeText({ max: 40 }))
    .max(20)
    .default([])
    .describe("Codes of the rate card's attributes."),
  notes: plainText({ max: notesAtMost, lineBreaks: true }).default(''),
  expectedTotalPaise,
};

const newAddressInput = z.strictObject({ line: addressLine, pincode: pincodeText });
publishSchema(newAddressInput, 'BookingAddress', bookingsExamples.BookingAddress);
const addressReference = { $ref: '#/components/schemas/BookingAddress' };

/** JSON Schema: it has this member, whatever else it has. Told with the form of the member, for generated types. */
function hasOwn(name: string, form: object) {
  return { type: 'object', required: [name], properties: { [name]: form } };
}

/** What every sale takes, of one visit or of several. */
export const bookedFields = {
  ...booked,
  addressId: z.uuid().optional().describe('One of your addresses; either this or `address`.'),
  address: newAddressInput.optional().describe('A new address, which is kept; either this or `addressId`.'),
};
export const hasOneAddress = (input: { addressId?: unknown; address?: unknown }): boolean =>
  (input.addressId === undefined) !== (input.address === undefined);
export const oneAddressSchema = {
  oneOf: [hasOwn('addressId', { type: 'string', format: 'uuid' }), hasOwn('address', addressReference)],
};

export const createBookingInput = z
  .strictObject({
    ...bookedFields,
    providerId: z
      .uuid()
      .optional()
      .describe(
        "From the free slots: a slot is a provider's start time. Without it comes who is held, or else whoever fits best of those who are free.",
      ),
    quoteId: z
      .uuid()
      .optional()
      .describe('One of your quotes, for this very visit: the booking costs exactly what it says.'),
    holdId: z
      .uuid()
      .optional()
      .describe('A hold of yours on this slot; without it the one that you have on it is used all the same.'),
  })
  .refine(hasOneAddress, { message: 'give either addressId or address', path: ['address'] })
  .meta(oneAddressSchema);
publishSchema(createBookingInput, 'CreateBooking', bookingsExamples.CreateBooking);
export type CreateBookingInput = z.output<typeof createBookingInput>;

/** What the problems of a booking that was refused carry, each with its code. */
export const refusedBookingView = z.looseObject({
  alternatives: z
    .array(z.object({ startsAt: z.date(), providerId: z.uuid() }))
    .optional()
    .describe('SLOT_TAKEN, SLOT_NOT_OFFERED, ALREADY_BOOKED: the nearest free slots.'),
  bookingId: z.uuid().optional().describe('ALREADY_BOOKED: the booking that you have.'),
  reference: z.string().optional().describe('ALREADY_BOOKED: what that booking is called.'),
  expectedPaise: z.int().optional().describe('PRICE_CHANGED: the price that was expected.'),
  actualPaise: z.int().optional().describe('PRICE_CHANGED: the price as it is now.'),
  expiresAt: z.date().optional().describe('QUOTE_EXPIRED: when it did.'),
});

export const refusedStartView = z.looseObject({
  earliest: z.date().optional().describe('START_TOO_SOON: the earliest start as of now.'),
  latest: z.date().optional().describe('START_TOO_FAR: the latest start as of now.'),
  stepMinutes: z.int().optional().describe('START_OFF_GRID: starts are multiples of it.'),
});

export const expectedFeePaise = z
  .int()
  .nonnegative()
  .max(2_000_000_000)
  .optional()
  .describe('The fee that was shown; refused when it is no longer the fee.');

export const cancelBookingInput = z.strictObject({
  quoteId: z.uuid().optional().describe('A cancellation quote that still holds: exactly that is settled.'),
  expectedFeePaise,
  reason: plainText({ max: 300, lineBreaks: true }).default(''),
});
/** A cancellation needs no reason, hence no body. */
export const cancelBookingBody = cancelBookingInput.prefault({});
publishSchema(cancelBookingBody, 'CancelBooking', bookingsExamples.CancelBooking);
export type CancelBookingInput = z.output<typeof cancelBookingInput>;

/** `confirmed,en_route`: several statuses in one parameter. */
const statusesText = z
  .string()
  .max(80)
  .transform((text) => text.split(','))
  .pipe(z.array(bookingStatus).min(1).max(bookingStatuses.length));

export const bookingsList = new ListForm({
  sortBy: { startsAt: 'instant', createdAt: 'instant' },
  default: '-startsAt',
  period: { of: 'startsAt', is: 'The visit begins' },
  filters: {
    status: statusesText.optional().describe('One status, or several with commas between them.'),
    serviceId: z.uuid().optional(),
    providerId: z.uuid().optional().describe('For staff: the bookings of this provider.'),
    customerId: z.uuid().optional().describe('For staff: the bookings of this customer.'),
  },
});
export type ListBookings = z.output<typeof bookingsList.query>;

const bookingItemView = z.object({
  kind: z.enum(itemKinds),
  code: z.string(),
  label: z.string(),
  quantity: z.number().int(),
  unitPaise: z.number().int(),
  amountPaise: z.number().int(),
  ruleId: z
    .uuid()
    .nullable()
    .describe('The price rule that it comes from; null where it is of the rate card.'),
  ruleVersion: z.int().nullable(),
  sacCode: z.string().nullable().describe('Of a tax: the code of the service in the tax schedule.'),
});
publishSchema(bookingItemView, 'BookingItem', bookingsExamples.BookingItem);

export const bookingStepView = z.object({
  kind: z
    .enum(stepKinds)
    .describe(
      '`status`: another status. `confirmed`: the professional said to come. `unattended`: called off, or did not come. `reassigned`: we sent somebody else. `rescheduled`, `changed`, `reassigned`: see `was`.',
    ),
  from: bookingStatus.nullable(),
  to: bookingStatus,
  byKind: z.string(),
  reason: z.string(),
  at: z.date(),
  was: z
    .looseObject({
      startsAt: z.string().optional(),
      endsAt: z.string().optional(),
      providerId: z.string().optional(),
      providerName: z.string().optional(),
      totalPaise: z.int().optional(),
      feePaise: z.int().optional(),
    })
    .nullable()
    .describe(
      'How the booking was until then, where it was changed; `feePaise` is what rescheduling it cost.',
    ),
});
publishSchema(bookingStepView, 'BookingStep', bookingsExamples.BookingStep);

export const bookingView = z.object({
  id: z.uuid(),
  reference: z.string(),
  status: bookingStatus,
  nextStatuses: z.array(bookingStatus).describe('What may happen to it next.'),
  service: z.object({ id: z.uuid(), slug: z.string(), name: z.string() }),
  provider: z.object({ id: z.uuid(), name: z.string() }),
  addressLine: z.string(),
  pincode: z.string(),
  startsAt: z.date(),
  endsAt: z.date(),
  quantity: z.number().int(),
  items: collectionOf(bookingItemView),
  totalPaise: z.number().int(),
  currency: z.string(),
  notes: z.string(),
  cancellationFeePaise: z
    .number()
    .int()
    .nullable()
    .describe('What was charged for cancelling it; null while it is not cancelled.'),
  reschedulingFeePaise: z.number().int().describe('What rescheduling it has cost so far, beside the total.'),
  confirmedAt: z.date().nullable().describe('When the professional said to come to this slot.'),
  unattendedSince: z
    .date()
    .nullable()
    .describe(
      'Since when nobody comes; a substitute is looked for, and giving it up costs nothing meanwhile.',
    ),
  history: collectionOf(bookingStepView),
  version: z.number().int(),
  createdAt: z.date(),
});
publishSchema(bookingView, 'Booking', bookingsExamples.Booking);
