import { z } from 'zod';
import { pincodeText, publishSchema } from '#libs/http';
import { slotsExamples } from './slots.examples.js';
import { holdStatuses } from './slot-hold.entity.js';

export const holdSlotInput = z.strictObject({
  serviceId: z.uuid(),
  providerId: z.uuid().describe("From the free slots: a slot is a provider's start time."),
  pincode: pincodeText,
  startsAt: z.iso.datetime({ offset: true }).transform((text) => new Date(text)),
});
publishSchema(holdSlotInput, 'HoldSlot', slotsExamples.HoldSlot);
export type HoldSlot = z.output<typeof holdSlotInput>;

export const slotHoldView = z.object({
  id: z.uuid(),
  status: z
    .enum(holdStatuses)
    .meta({ id: 'SlotHoldStatus' })
    .describe('`open` is held. `converted`: `bookingId` has come of it.'),
  serviceId: z.uuid(),
  providerId: z.uuid(),
  pincode: z.string(),
  startsAt: z.date(),
  endsAt: z.date(),
  expiresAt: z.date().describe('Until then nobody else can book it.'),
  bookingId: z.uuid().nullable(),
  createdAt: z.date(),
});
publishSchema(slotHoldView, 'SlotHold', slotsExamples.SlotHold);

/** What the problems of a slot that cannot be held carry. */
export const takenSlotView = z.looseObject({
  alternatives: z
    .array(z.object({ startsAt: z.date(), providerId: z.uuid() }))
    .optional()
    .describe('SLOT_TAKEN, SLOT_NOT_OFFERED: the nearest free slots.'),
  of: z
    .enum(['customer', 'hour', 'provider_day'])
    .optional()
    .describe('TOO_MANY_SLOT_HOLDS: which limit it is.'),
  limit: z.int().optional().describe('TOO_MANY_SLOT_HOLDS: how many it allows.'),
});
