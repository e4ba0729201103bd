// What shall be done with a complaint that exists: plain data, kept between turns.
import { z } from 'zod';

export const caseSteps = ['add', 'escalate', 'withdraw', 'reopen'] as const;
/** What is written; how it stands is only told. */
export type WrittenStep = (typeof caseSteps)[number];

const caseLabel = z.object({ id: z.string(), reference: z.string(), subject: z.string() });
export type CaseLabel = z.output<typeof caseLabel>;

const caseForm = z.object({
  step: z.enum(caseSteps),
  /** `which`: of the complaints; `what`: what is to be added; `yes`: whether to do it. */
  asked: z.enum(['which', 'what', 'yes']),
  among: z.array(caseLabel),
  complaint: caseLabel.nullable(),
  /** In the words of the customer: what is added, or why. */
  said: z.string(),
  proposalId: z.string().nullable(),
  /** As it was asked, in the language of then. */
  question: z.string(),
});
export type CaseForm = z.output<typeof caseForm>;

/** Null while nothing is being done, and where what was kept is of no version that is known. */
export const caseMemory = caseForm.nullable().catch(null);

export function caseLabelOf({ id, reference, subject }: CaseLabel): CaseLabel {
  return { id, reference, subject };
}
