import { z } from 'zod';
import { ListForm, plainText, publishSchema } from '#libs/http';
import { remediesExamples } from './remedies.examples.js';
import { reasonAtMost } from './remedy.entity.js';
import { paidKinds, remedyKinds, remedyStatuses, type RemedyKind } from './remedy.states.js';

const kind = z.enum(remedyKinds).meta({ id: 'RemedyKind' });
const status = z.enum(remedyStatuses).meta({ id: 'RemedyStatus' });
const reason = plainText({ min: 3, max: reasonAtMost, lineBreaks: true });

const isPaid = (wanted: RemedyKind): boolean => (paidKinds as readonly string[]).includes(wanted);

export const proposeRemedyInput = z
  .strictObject({
    kind,
    amountPaise: z
      .int()
      .min(1)
      .max(2_000_000_000)
      .optional()
      .describe('Of a refund and of credit, and of nothing else.'),
    as: z
      .enum(['money', 'credit'])
      .optional()
      .describe('Of a refund: `credit` only where the customer wishes it. Default `money`.'),
    slot: z
      .strictObject({
        startsAt: z.iso.datetime({ offset: true }).transform((text) => new Date(text)),
        providerId: z.uuid(),
      })
      .optional()
      .describe('Of a free visit; without it the earliest slot that is free.'),
    reason: reason.describe('For colleagues: why.'),
    resolves: z.boolean().default(false).describe('Whether the complaint is solved as soon as it is done.'),
  })
  .refine((input) => isPaid(input.kind) === (input.amountPaise !== undefined), {
    message: 'an amount belongs to a refund or credit',
    path: ['amountPaise'],
  })
  .refine((input) => input.as === undefined || input.kind === 'refund', {
    message: 'belongs to a refund',
    path: ['as'],
  })
  .refine((input) => input.slot === undefined || input.kind === 'revisit', {
    message: 'belongs to a free visit',
    path: ['slot'],
  });
publishSchema(proposeRemedyInput, 'ProposeRemedy', remediesExamples.ProposeRemedy);
export type ProposeRemedyInput = z.output<typeof proposeRemedyInput>;

/** Whoever rejects says why. */
export const decideRemedyInput = z.strictObject({ reason });
publishSchema(decideRemedyInput, 'DecideRemedy', remediesExamples.DecideRemedy);
export type DecideRemedyInput = z.output<typeof decideRemedyInput>;

export const remediesList = new ListForm({
  sortBy: { createdAt: 'instant' },
  default: 'createdAt',
  period: { of: 'createdAt', is: 'It was proposed' },
  filters: {
    status: status.optional(),
    kind: kind.optional(),
    complaintId: z.uuid().optional(),
  },
});
export type RemediesQuery = z.output<typeof remediesList.query>;

export const remedyView = z.object({
  id: z.uuid(),
  complaintId: z.uuid(),
  customerId: z.uuid(),
  bookingId: z.uuid().nullable(),
  incidentId: z.uuid().nullable().describe('Where it was given to all whom one cause has hit.'),
  kind,
  status,
  nextStatuses: z.array(status),
  amountPaise: z.int().describe('0 of what is no amount of money.'),
  refundAs: z.string().nullable(),
  startsAt: z.date().nullable().describe('The slot that was chosen for a free visit.'),
  providerId: z.uuid().nullable(),
  reason: z.string(),
  resolves: z.boolean(),
  needsApproval: z.boolean().describe('It was above what the proposer gives by themselves.'),
  proposedById: z.uuid(),
  decidedById: z.uuid().nullable(),
  decidedAt: z.date().nullable(),
  decisionReason: z.string(),
  doneAt: z.date().nullable(),
  ledgerEntryId: z.uuid().nullable(),
  revisitId: z.uuid().nullable().describe('The free visit that was booked.'),
  failureCode: z.string().nullable().describe('The problem by which it could not be done.'),
  failureDetail: z.string().nullable(),
  createdAt: z.date(),
  version: z.int(),
});
publishSchema(remedyView, 'Remedy', remediesExamples.Remedy);

export const remedyRefusedView = z.looseObject({
  allowed: z.array(z.string()).optional().describe('What it may become.'),
  reason: z.string().optional().describe('`no_visit`, `given_already` or `too_many`.'),
  leftPaise: z.int().optional().describe('REMEDY_TOO_HIGH: what may still be given.'),
});
