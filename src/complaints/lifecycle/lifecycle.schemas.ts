import { z } from 'zod';
import { plainText, publishSchema } from '#libs/http';
import { complaintStatuses, complaintTransitions, isUnsolved } from '../complaint.states.js';
import { complaintStatus } from '../complaints.schemas.js';
import { complaintActions, settableStatuses } from './complaint-actions.js';
import { lifecycleExamples } from './lifecycle.examples.js';

export const setStatusInput = z.strictObject({
  status: z.enum(settableStatuses),
  reason: plainText({ max: 300, lineBreaks: true })
    .default('')
    .describe('Why: kept as an update for staff only.'),
});
publishSchema(setStatusInput, 'SetComplaintStatus', lifecycleExamples.SetComplaintStatus);
export type SetStatusInput = z.output<typeof setStatusInput>;

export const nextActionView = z.object({
  action: z.enum(complaintActions),
  isAllowed: z.boolean(),
  whyNot: z
    .object({ code: z.string(), detail: z.string() })
    .nullable()
    .describe('The problem that it would be answered with now.'),
  method: z.string(),
  href: z.string(),
});

export const complaintStatusView = z.object({
  status: complaintStatus,
  nextStatuses: z.array(complaintStatus).describe('What the caller may make of it now.'),
  next: z.array(nextActionView).describe('What the caller may do about it, and what not.'),
});
publishSchema(complaintStatusView, 'ComplaintStanding', lifecycleExamples.ComplaintStanding);
export type ComplaintStatusView = z.output<typeof complaintStatusView>;

/** The table that every step of a complaint is held against. */
export const transitionsView = z.object({
  items: z.array(
    z.object({
      from: complaintStatus,
      to: z.array(complaintStatus),
      isUnsolved: z.boolean().describe('Whether somebody is still expected to do something.'),
    }),
  ),
});
publishSchema(transitionsView, 'ComplaintTransitions', lifecycleExamples.ComplaintTransitions);

export const complaintTransitionTable = {
  items: complaintStatuses.map((from) => ({
    from,
    to: [...complaintTransitions[from]],
    isUnsolved: isUnsolved(from),
  })),
};
