import { z } from 'zod';
import { defineEvent } from '#libs/events';
import type { Booking } from './booking.entity.js';

/** What other systems need to know of a booking: nothing personal, which they ask for if they may. */
const bookingFacts = z.object({
  reference: z.string().meta({ examples: ['BK-7K3M9Q'] }),
  customerId: z.uuid(),
  providerId: z.uuid(),
  serviceId: z.uuid(),
  pincode: z.string().meta({ examples: ['560034'] }),
  status: z.string().meta({ examples: ['confirmed'] }),
  startsAt: z.iso.datetime().meta({ examples: ['2026-11-21T04:30:00.000Z'] }),
  endsAt: z.iso.datetime().meta({ examples: ['2026-11-21T05:30:00.000Z'] }),
  totalPaise: z
    .number()
    .int()
    .meta({ examples: [70682] }),
  currency: z.string().meta({ examples: ['INR'] }),
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
    cancellationFeePaise: z
      .number()
      .int()
      .meta({ examples: [0] }),
    by: z
      .string()
      .describe('`customer`, `staff`, `agent` for a customer, `system`.')
      .meta({ examples: ['customer'] }),
  }),
});

export const bookingReminderDue = defineEvent({
  type: 'booking.reminder_due',
  aggregate: 'booking',
  description: 'A visit is a day, or two hours, ahead.',
  isPublic: false,
  data: bookingFacts.extend({ ahead: z.enum(['day', 'hours']) }),
});

export type BookingFacts = z.output<typeof bookingFacts>;
export type CancellationFacts = z.output<(typeof bookingCancelled)['data']>;
export type ReminderFacts = z.output<(typeof bookingReminderDue)['data']>;

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
