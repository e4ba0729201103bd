import { z } from 'zod';
import { defineEvent } from '#libs/events';
import type { Remedy } from './remedy.entity.js';

/** Without what anybody wrote in it. */
const remedyFacts = z.object({
  complaintId: z.uuid(),
  customerId: z.uuid(),
  bookingId: z.uuid().nullable(),
  incidentId: z.uuid().nullable(),
  kind: z.string().meta({ examples: ['refund'] }),
  status: z.string().meta({ examples: ['done'] }),
  amountPaise: z
    .int()
    .describe('0 of what is no amount of money.')
    .meta({ examples: [50000] }),
  revisitId: z.uuid().nullable().describe('The free visit that was booked.'),
});
export type RemedyFacts = z.input<typeof remedyFacts>;

const told = (type: string, description: string) =>
  defineEvent({ type, aggregate: 'remedy', description, isPublic: true, data: remedyFacts });

export const remedyProposed = told('remedy.proposed', 'Redress for a complaint waits for an approval.');
export const remedyApproved = told('remedy.approved', 'Redress for a complaint was approved.');
export const remedyRejected = told('remedy.rejected', 'Redress for a complaint was rejected.');
export const remedyDone = told('remedy.done', 'A customer has got redress for a complaint.');
export const remedyFailed = told('remedy.failed', 'Redress for a complaint could not be given.');

export function remedyFactsOf(remedy: Remedy): RemedyFacts {
  const { complaint, customer, booking, incidentId, kind, status, amountPaise, revisitId } = remedy;
  return {
    complaintId: complaint.id,
    customerId: customer,
    bookingId: booking ?? null,
    incidentId: incidentId ?? null,
    kind,
    status,
    amountPaise,
    revisitId: revisitId ?? null,
  };
}
