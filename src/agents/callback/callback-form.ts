// A call that is being arranged: when, what about, and whether it was agreed to. Plain data, kept between turns.
import { z } from 'zod';
import { noWish, type TimePreference } from '../reading/time-preference.js';

const isRecord = (value: unknown): boolean => typeof value === 'object' && value !== null;

const callbackForm = z.object({
  asked: z.enum(['when', 'yes']),
  /** What was said of when; what an earlier version did not know is empty. */
  wish: z.custom<TimePreference>(isRecord).transform((kept): TimePreference => ({ ...noWish, ...kept })),
  /** The words in which it was asked for: whoever calls reads them. */
  about: z.string(),
  /** Of the account, masked; empty while nothing is proposed. */
  phone: z.string(),
  proposalId: z.string().nullable(),
  /** As it was asked, in the language of then. */
  question: z.string(),
});
export type CallbackForm = z.output<typeof callbackForm>;

/** Null while none is being arranged, and where what was kept is of no version that is known. */
export const callbackMemory = callbackForm.nullable().catch(null);

export function newCallbackForm(about: string): CallbackForm {
  return { asked: 'when', wish: noWish, about, phone: '', proposalId: null, question: '' };
}
