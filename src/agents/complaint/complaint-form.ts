// A complaint in the making: plain data, kept between turns.
import { z } from 'zod';
import { visitLabel } from '../visits/visit-label.js';
import { complaintMatters, complaintWishes } from './matters.js';

const complaintForm = z.object({
  /** `what`: what happened; `matter`: which of those that are offered; `which`: of the visits; `yes`: whether to file it. */
  asked: z.enum(['what', 'matter', 'which', 'yes']),
  /** What happened, in the words of the customer. */
  account: z.string(),
  matter: z.enum(complaintMatters).nullable(),
  wishes: z.array(z.enum(complaintWishes)),
  /** Shown to choose from. */
  among: z.array(visitLabel),
  visit: visitLabel.nullable(),
  /** Whether it is known which visit it is about, or that it is about none. */
  isVisitKnown: z.boolean(),
  /** Told meanwhile of other visits, each to be complained of by itself. */
  further: z.array(z.string()),
  proposalId: z.string().nullable(),
  /** As it was asked, in the language of then. */
  question: z.string(),
});
export type ComplaintForm = z.output<typeof complaintForm>;

/** Null while none is being made, and where what was kept is of no version that is known. */
export const complaintMemory = complaintForm.nullable().catch(null);

/** Characters that are kept of what happened: as many as a complaint takes. */
const accountAtMost = 4000;

export function newComplaintForm(): ComplaintForm {
  return {
    ...{ asked: 'what', account: '', matter: null, wishes: [], among: [], visit: null },
    ...{ isVisitKnown: false, further: [], proposalId: null, question: '' },
  };
}

/** What was told so far, and `more`; in one line, by whole characters. */
export function withAccount(form: ComplaintForm, more: string): ComplaintForm {
  const said = more.replace(/\s+/g, ' ').trim();
  const joined = [form.account, said].filter((part) => part !== '').join(' ');
  return { ...form, account: Array.from(joined).slice(0, accountAtMost).join('') };
}
