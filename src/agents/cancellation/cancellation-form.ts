// A cancellation in the making: which visit, and whether it was agreed to. Plain data, kept between turns.
import { z } from 'zod';
import { visitLabel, type VisitLabel } from '../visits/visit-label.js';

const cancellationForm = z.object({
  asked: z.enum(['which', 'yes']),
  /** Shown to choose from. */
  among: z.array(visitLabel),
  /** Proposed. */
  visit: visitLabel.nullable(),
  /** To be cancelled as well, one after the other. */
  further: z.array(visitLabel),
  proposalId: z.string().nullable(),
  /** As proposed, in the language of then. */
  summary: z.string(),
  /** The words in which it was asked for, for the history of the booking. */
  reason: z.string(),
});
export type CancellationForm = z.output<typeof cancellationForm>;

/** Null while none is being arranged, and where what was kept is of no version that is known. */
export const cancellationMemory = cancellationForm.nullable().catch(null);

export function formToChoose(among: VisitLabel[], reason: string): CancellationForm {
  return { asked: 'which', among, visit: null, further: [], proposalId: null, summary: '', reason };
}
