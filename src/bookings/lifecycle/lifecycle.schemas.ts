import { z } from 'zod';
import { listOf, plainText, publishSchema } from '#libs/http';
import { bookingStatus, bookingStepView } from '../bookings.schemas.js';
import { bookingActions } from './booking-actions.js';
import { lifecycleExamples } from './lifecycle.examples.js';

const reason = plainText({ max: 300, lineBreaks: true });

/** A step needs no reason, hence no body. */
export const stepInput = z.strictObject({ reason: reason.default('') }).prefault({});
publishSchema(stepInput, 'VisitStep', lifecycleExamples.VisitStep);
export type StepInput = z.output<typeof stepInput>;

export const startInput = z
  .strictObject({
    startCode: z
      .string()
      .max(4)
      .regex(/^\d{4}$/, 'must be four digits')
      .optional()
      .describe(
        'The four digits that the customer has told the professional; either this or `overrideReason`.',
      ),
    overrideReason: plainText({ min: 5, max: 300, lineBreaks: true })
      .optional()
      .describe('Why it begins without the code: it is kept in the history and audited.'),
  })
  .refine((input) => (input.startCode === undefined) !== (input.overrideReason === undefined), {
    message: 'give either startCode or overrideReason',
    path: ['startCode'],
  });
publishSchema(startInput, 'StartVisit', lifecycleExamples.StartVisit);
export type StartInput = z.output<typeof startInput>;

export const startRefusedView = z.looseObject({
  triesLeft: z.int().optional().describe('START_CODE_WRONG: how many more codes are taken.'),
});

/** What the refusals of a step carry. */
export const stepRefusedView = z.looseObject({
  from: z.string().optional().describe('BOOKING_TRANSITION_ILLEGAL: what it is.'),
  to: z.string().optional().describe('What it cannot become.'),
  allowed: z.array(z.string()).optional().describe('BOOKING_TRANSITION_ILLEGAL: what it may become.'),
  earliest: z.date().optional().describe('BOOKING_STEP_TOO_EARLY: when it may.'),
});

export const visitStatusView = z.object({
  status: bookingStatus,
  since: z.date().describe('When it became that.'),
  startCode: z
    .string()
    .nullable()
    .describe(
      'Four digits to tell the professional at the door. The customer sees them from the day before until the visit has begun; null otherwise.',
    ),
  next: z
    .array(
      z.object({
        action: z.enum(bookingActions),
        isAllowed: z.boolean(),
        whyNot: z
          .object({ code: z.string(), detail: z.string() })
          .nullable()
          .describe('The problem that it would be answered with now.'),
        method: z.string(),
        href: z.string(),
      }),
    )
    .describe('What the caller may do about it, and what not.'),
});
publishSchema(visitStatusView, 'VisitStatus', lifecycleExamples.VisitStatus);

export const historyView = listOf(bookingStepView);
