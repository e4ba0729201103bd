import { z } from 'zod';
import { listOf, plainText, publishSchema } from '#libs/http';
import { policiesExamples } from './policies.examples.js';
import { clauseKinds, type PolicyClause } from './policy-terms.entity.js';
import { policyStatuses } from './policy-version.entity.js';

const paise = z.int().nonnegative().max(2_000_000_000);
const clauseKind = z.enum(clauseKinds).meta({ id: 'PolicyClauseKind' });
const policyStatus = z.enum(policyStatuses).meta({ id: 'PolicyStatus' });

/** How many clauses a version has at most. */
const clausesAtMost = 60;

const clauseId = z
  .string()
  .max(8)
  .regex(/^[A-Z]{3}-\d{1,3}$/, 'must be three capital letters, a hyphen and a number')
  .meta({ examples: ['CAN-2'] });

const clauseFields = {
  id: clauseId,
  kind: clauseKind,
  text: z.strictObject({
    en: plainText({ min: 1, max: 400, brackets: false }),
    hi: plainText({ min: 1, max: 400, brackets: false }),
  }),
  when: z
    .strictObject({
      isEnRoute: z.boolean().nullable().default(null).describe('Whether the professional has set out.'),
      hoursBeforeStart: z
        .number()
        .min(0)
        .max(720)
        .nullable()
        .default(null)
        .describe('The visit begins in this many hours, or later.'),
      daysAfterVisit: z
        .int()
        .min(0)
        .max(3650)
        .nullable()
        .default(null)
        .describe('At most this many days have passed since the end of the visit.'),
    })
    .prefault({})
    .describe('What has to hold; null does not matter. The first clause of a kind that holds decides.'),
  amount: z
    .strictObject({
      sharePercent: z.int().min(0).max(100).default(0).describe('Of the total of the booking, tax included.'),
      fixedPaise: paise.default(0),
      capPaise: paise.nullable().default(null),
    })
    .prefault({})
    .describe('The share plus the fixed amount, at most the cap; a fee is never more than the total.'),
  countsAsCancellation: z
    .boolean()
    .default(false)
    .describe('Moving the visit is settled as a cancellation at that moment.'),
};

export const policyClauseInput = z.strictObject(clauseFields);
publishSchema(policyClauseInput, 'NewPolicyClause', policiesExamples.NewPolicyClause);

const policyFields = {
  note: plainText({ min: 1, max: 500, lineBreaks: true }).describe('What has changed and why.'),
  clauses: z.array(policyClauseInput).min(1).max(clausesAtMost).superRefine(checkClauses),
};

export const createPolicyInput = z.strictObject(policyFields);
publishSchema(createPolicyInput, 'CreatePolicy', policiesExamples.CreatePolicy);
export type CreatePolicyInput = z.output<typeof createPolicyInput>;

export const replacePolicyInput = z.strictObject(policyFields);
publishSchema(replacePolicyInput, 'ReplacePolicy', policiesExamples.ReplacePolicy);

export const publishPolicyInput = z
  .strictObject({
    validFrom: z.iso
      .datetime({ offset: true })
      .transform((text) => new Date(text))
      .optional()
      .describe('Bookings made from then on are under it. Default: now.'),
  })
  .prefault({});
publishSchema(publishPolicyInput, 'PublishPolicy', policiesExamples.PublishPolicy);
export type PublishPolicyInput = z.output<typeof publishPolicyInput>;

/** Whoever cancels, moves or is not at home always finds a clause; ids are unique; moving counts as nothing but cancelling. */
function checkClauses(clauses: PolicyClause[], context: z.RefinementCtx): void {
  const issue = (message: string, index?: number): void =>
    context.addIssue({ code: 'custom', message, path: index === undefined ? [] : [index] });
  clauses.forEach(({ id, kind, countsAsCancellation, when }, index) => {
    if (clauses.findIndex((each) => each.id === id) < index) issue(`repeats the id ${id}`, index);
    if (countsAsCancellation && kind !== 'rescheduling')
      issue('only rescheduling can count as a cancellation', index);
    const isOfVisit = kind !== 'refund' && kind !== 'goodwill';
    if (isOfVisit && when.daysAfterVisit !== null)
      issue('days after the visit belong to refunds and goodwill', index);
    if (!isOfVisit && (when.isEnRoute !== null || when.hoursBeforeStart !== null))
      issue('of refunds and goodwill only days after the visit can be a condition', index);
  });
  for (const kind of ['cancellation', 'rescheduling', 'no_show'] as const) {
    const last = clauses.findLast((each) => each.kind === kind);
    if (!last || last.when.isEnRoute !== null || last.when.hoursBeforeStart !== null)
      issue(`the last clause of ${kind} must hold without a condition`);
  }
}

export const clauseView = z.object({
  id: z.string().meta({ examples: ['CAN-2'] }),
  kind: clauseKind,
  text: z.object({ en: z.string(), hi: z.string() }),
  when: z.object({
    isEnRoute: z.boolean().nullable(),
    hoursBeforeStart: z.number().nullable(),
    daysAfterVisit: z.int().nullable(),
  }),
  amount: z.object({ sharePercent: z.int(), fixedPaise: z.int(), capPaise: z.int().nullable() }),
  countsAsCancellation: z.boolean(),
});
publishSchema(clauseView, 'PolicyClause', policiesExamples.PolicyClause);

export const policyView = z.object({
  number: z.int(),
  status: policyStatus,
  note: z.string(),
  clauses: z.array(clauseView),
  validFrom: z
    .date()
    .nullable()
    .describe('Bookings made from then on are under it; null while it is a draft.'),
  retiredAt: z.date().nullable(),
  version: z.int(),
  createdAt: z.date(),
  updatedAt: z.date(),
});
publishSchema(policyView, 'PolicyVersion', policiesExamples.PolicyVersion);

export const policiesView = listOf(policyView);

export const currentPolicyView = z.object({
  number: z.int(),
  validFrom: z.date(),
  clauses: z.array(clauseView),
});
publishSchema(currentPolicyView, 'CurrentPolicy', policiesExamples.CurrentPolicy);

export const policyNumber = z.coerce.number<string>().int().min(1).max(1_000_000);
