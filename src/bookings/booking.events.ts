import { z } from 'zod';
import { defineEvent } from '#libs/events';
import type { Booking } from './booking.entity.js';

/** What other systems need to know of a booking: nothing personal, which they ask for if they may. */
const bookingFacts = z.object({
  reference: z.string(),
  customerId: z.uuid(),
  providerId: z.uuid(),
  serviceId: z.uuid(),
  pincode: z.string(),
  status: z.string(),
  startsAt: z.iso.datetime(),
  endsAt: z.iso.datetime(),
  totalPaise: z.number().int(),
  currency: z.string(),
});

export const bookingCreated = defineEvent({
  type: 'booking.created',
  aggregate: 'booking',
  description: 'A slot was sold.',
  isPublic: true,
  data: bookingFacts,
});

export const bookingCancelled = defineEvent({
  type: 'booking.cancelled',
  aggregate: 'booking',
  description: 'A booking was cancelled, for the fee that is given.',
  isPublic: true,
  data: bookingFacts.extend({
    cancellationFeePaise: z.number().int(),
    /** `customer`, `staff`, `agent` for a customer, `system`. */
    by: z.string(),
  }),
});

export const bookingReminderDue = defineEvent({
  type: 'booking.reminder_due',
  aggregate: 'booking',
  description: 'A visit is a day, or two hours, ahead.',
  isPublic: false,
  data: bookingFacts.extend({ ahead: z.enum(['day', 'hours']) }),
});

/** @param booking with its service and provider */
export function factsOf(booking: Booking): z.input<typeof bookingFacts> {
  const { reference, customer, pincode, status, totalPaise, currency } = booking;
  return {
    ...{ reference, pincode, status, totalPaise, currency },
    customerId: customer,
    providerId: booking.provider.id,
    serviceId: booking.service.id,
    startsAt: booking.startsAt.toISOString(),
    endsAt: booking.endsAt.toISOString(),
  };
}
