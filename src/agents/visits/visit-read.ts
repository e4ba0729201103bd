// What the dialogue reads of an existing booking: what the tools `bookings.list`, `.get`, `.cancel`, `.reschedule` and `.add_note` answer.
import { z } from 'zod';

const instant = z.coerce.date().transform((at) => at.toISOString());
const termsRead = z.object({ feePaise: z.number(), rule: z.string() });

export const visitRead = z.looseObject({
  id: z.string(),
  reference: z.string(),
  status: z.string(),
  service: z.object({ id: z.string(), name: z.string() }),
  provider: z.object({ id: z.string(), name: z.string() }),
  addressLine: z.string(),
  pincode: z.string(),
  startsAt: instant,
  endsAt: instant,
  createdAt: instant,
  quantity: z.number(),
  items: z.array(z.object({ kind: z.string(), code: z.string(), label: z.string() })),
  totalPaise: z.number(),
  notes: z.string(),
  cancellationFeePaise: z.number().nullable(),
  /** What cancelling, or moving, would cost at this moment; null when it is too late. */
  cancellation: termsRead.nullable(),
  moving: termsRead.nullable(),
});
export type VisitRead = z.output<typeof visitRead>;

export const visitsRead = z.object({ items: z.array(visitRead) });
