// A visit that is being moved: which one, when it shall be, and whether that was agreed to. Plain data, kept between turns.
import { z } from 'zod';
import type { SlotRead } from '../agent-tools.js';
import { noWish, type TimePreference } from '../reading/time-preference.js';
import { visitLabel, type VisitLabel } from '../visits/visit-label.js';

const isRecord = (value: unknown): boolean => typeof value === 'object' && value !== null;

const reschedulingForm = z.object({
  /** `deed`: whether it shall be moved at all, or cancelled. */
  asked: z.enum(['which', 'when', 'yes', 'deed']),
  /** Shown to choose from. */
  among: z.array(visitLabel),
  visit: visitLabel.nullable(),
  /** To be moved as well, one after the other. */
  further: z.array(visitLabel).default([]),
  /** What was said of the new time; what an earlier version did not know is empty. */
  wish: z.custom<TimePreference>(isRecord).transform((kept): TimePreference => ({ ...noWish, ...kept })),
  offered: z.array(z.custom<SlotRead>(isRecord)),
  slot: z.custom<SlotRead>(isRecord).nullable(),
  proposalId: z.string().nullable(),
  /** As it was asked, in the language of then. */
  question: z.string(),
  /** What asked for the move: while it is not known which visit, the new time is still in it. */
  request: z.string(),
});
export type ReschedulingForm = z.output<typeof reschedulingForm>;

/** Null while none is being moved, and where what was kept is of no version that is known. */
export const reschedulingMemory = reschedulingForm.nullable().catch(null);

export function newReschedulingForm(known: Partial<ReschedulingForm>): ReschedulingForm {
  return {
    asked: 'which',
    among: [] as VisitLabel[],
    visit: null,
    further: [],
    wish: noWish,
    offered: [],
    slot: null,
    proposalId: null,
    question: '',
    request: '',
    ...known,
  };
}
