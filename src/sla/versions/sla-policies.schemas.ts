import { z } from 'zod';
import { listOf, plainText, publishSchema } from '#libs/http';
import { countingModes, waitingReasons, type SlaRule } from '../clock/sla-terms.entity.js';
import { slaExamples } from '../sla.examples.js';
import { slaVersionFields } from './version.schemas.js';

const rulesAtMost = 100;
/** Thirty days of 24 hours. */
const minutesAtMost = 30 * 24 * 60;

const counting = z.enum(countingModes).meta({ id: 'SlaCounting' });
const waitingReason = z.enum(waitingReasons).meta({ id: 'SlaWaitingReason' });

const target = z
  .strictObject({
    minutes: z.int().min(1).max(minutesAtMost),
    counting: counting.describe('Working time of the calendar, or day and night.'),
    pausedBy: z
      .array(waitingReason)
      .max(waitingReasons.length)
      .refine((reasons) => new Set(reasons).size === reasons.length, 'names one twice')
      .describe('Time stands still while somebody waits for one of these.'),
    atRiskMinutes: z
      .int()
      .min(0)
      .max(minutesAtMost)
      .describe('At risk when no more than this is left, counted alike.'),
  })
  .refine(({ minutes, atRiskMinutes }) => atRiskMinutes <= minutes, {
    message: 'cannot be more than the target',
    path: ['atRiskMinutes'],
  });

const words = z
  .array(
    z
      .string()
      .max(40)
      .regex(/^[a-z][a-z0-9_]*$/, 'must be small letters, digits and underscores'),
  )
  .min(1)
  .max(60)
  .nullable()
  .default(null);

const rule = z.strictObject({
  id: z
    .string()
    .max(40)
    .regex(/^[a-z][a-z0-9_]*$/, 'must be small letters, digits and underscores')
    .describe('What explanations name it by.'),
  when: z
    .strictObject({ categories: words, severities: words, customerTiers: words })
    .prefault({})
    .describe('What has to hold; null does not matter. The first rule that holds decides.'),
  firstResponse: target,
  nextResponse: target,
  resolution: target,
});

const policyFields = {
  note: plainText({ min: 1, max: 500, lineBreaks: true }).describe('What has changed and why.'),
  rules: z.array(rule).min(1).max(rulesAtMost).superRefine(checkRules),
};

export const createSlaPolicyInput = z.strictObject(policyFields);
publishSchema(createSlaPolicyInput, 'CreateSlaPolicy', slaExamples.CreateSlaPolicy);
export type CreateSlaPolicyInput = z.output<typeof createSlaPolicyInput>;

export const replaceSlaPolicyInput = z.strictObject(policyFields);
publishSchema(replaceSlaPolicyInput, 'ReplaceSlaPolicy', slaExamples.ReplaceSlaPolicy);

export const publishSlaPolicyInput = z
  .strictObject({
    validFrom: z.iso
      .datetime({ offset: true })
      .transform((text) => new Date(text))
      .optional()
      .describe('What is filed from then on is under it. Default: now.'),
    isForOpenCases: z
      .boolean()
      .default(false)
      .describe(
        'What is open is put under it as well, as if it had been filed under it. Only with one that holds at once.',
      ),
  })
  .prefault({});
publishSchema(publishSlaPolicyInput, 'PublishSlaPolicy', slaExamples.PublishSlaPolicy);
export type PublishSlaPolicyInput = z.output<typeof publishSlaPolicyInput>;

const targetView = z.object({
  minutes: z.int(),
  counting,
  pausedBy: z.array(waitingReason),
  atRiskMinutes: z.int(),
});
const wordsView = z.array(z.string()).nullable();

export const slaPolicyView = z.object({
  ...slaVersionFields,
  rules: z.array(
    z.object({
      id: z.string(),
      when: z.object({ categories: wordsView, severities: wordsView, customerTiers: wordsView }),
      firstResponse: targetView,
      nextResponse: targetView,
      resolution: targetView,
    }),
  ),
});
publishSchema(slaPolicyView, 'SlaPolicy', slaExamples.SlaPolicy);

export const slaPoliciesView = listOf(slaPolicyView);

/** Something is promised to everybody, every rule can be reached, and ids are unique. */
function checkRules(rules: readonly Pick<SlaRule, 'id' | 'when'>[], context: z.RefinementCtx): void {
  const issue = (message: string, index: number): void =>
    context.addIssue({ code: 'custom', message, path: [index] });
  const isUnconditional = ({ when }: Pick<SlaRule, 'when'>) =>
    Object.values(when).every((accepted) => accepted === null);
  for (const [index, each] of rules.entries()) {
    if (rules.findIndex(({ id }) => id === each.id) < index) issue(`repeats the id ${each.id}`, index);
    const isLast = index === rules.length - 1;
    if (isLast && !isUnconditional(each)) issue('the last rule must hold without a condition', index);
    if (!isLast && isUnconditional(each)) issue('no rule after this one would ever be reached', index);
  }
}
