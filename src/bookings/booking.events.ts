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

const by = z
  .string()
  .describe('`customer`, `staff`, `agent` for a customer, `system`.')
  .meta({ examples: ['staff'] });

/** A step of a visit. What is due for it is the total and, beside it, what moving it has cost. */
const stepFacts = bookingFacts.extend({
  reschedulingFeePaise: z
    .number()
    .int()
    .describe('What moving the visit has cost so far, beside the total.')
    .meta({ examples: [0] }),
  by,
});

const step = (type: string, description: string) =>
  defineEvent({ type, aggregate: 'booking', description, isPublic: true, data: stepFacts });

export const bookingConfirmed = step('booking.confirmed', 'The professional has said to come.');
export const bookingEnRoute = step('booking.en_route', 'The professional has set out.');
export const bookingStarted = step('booking.started', 'The work has begun.');
export const bookingCompleted = step('booking.completed', 'The work is done: the total is due.');
export const bookingNoShow = step('booking.no_show', 'Nobody let the professional in.');

export const bookingRescheduled = defineEvent({
  type: 'booking.rescheduled',
  aggregate: 'booking',
  description:
    'A booking was given another slot, for the fee that is given: it is the same booking, at another time, perhaps with another professional and at another price.',
  isPublic: true,
  data: stepFacts.extend({
    feePaise: z
      .number()
      .int()
      .describe('What this rescheduling costs.')
      .meta({ examples: [0] }),
    previousStartsAt: z.iso.datetime().meta({ examples: ['2026-11-20T04:30:00.000Z'] }),
    previousProviderId: z.uuid(),
    previousTotalPaise: z
      .number()
      .int()
      .meta({ examples: [70682] }),
  }),
});

export const bookingChanged = defineEvent({
  type: 'booking.changed',
  aggregate: 'booking',
  description: 'Notes, address or contents of a booking were changed; its slot is the same.',
  isPublic: true,
  data: stepFacts.extend({
    changed: z
      .array(z.string())
      .describe('`notes`, `addressLine`, `quantity`, `attributes`, `totalPaise`.')
      .meta({ examples: [['notes']] }),
    previousTotalPaise: z
      .number()
      .int()
      .meta({ examples: [70682] }),
  }),
});

export const bookingUnattended = step(
  'booking.unattended',
  'The professional called off, or did not come: nobody comes until somebody else is sent.',
);

export const bookingReassigned = defineEvent({
  type: 'booking.reassigned',
  aggregate: 'booking',
  description:
    'Somebody else comes than the professional who was booked, at the same time or at another; the price is the same.',
  isPublic: true,
  data: stepFacts.extend({
    previousStartsAt: z.iso.datetime().meta({ examples: ['2026-11-20T04:30:00.000Z'] }),
    previousProviderId: z.uuid(),
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
export type StepFacts = z.output<typeof stepFacts>;
export type ReschedulingFacts = z.output<(typeof bookingRescheduled)['data']>;
export type ReassignmentFacts = z.output<(typeof bookingReassigned)['data']>;
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

/** The facts of a step that `actor` has made. @param booking with its service and provider */
export function stepFactsOf(booking: Booking, actor: { kind: string }): z.input<typeof stepFacts> {
  return {
    ...factsOf(booking),
    reschedulingFeePaise: booking.reschedulingFeePaise,
    by: actor.kind,
  };
}
