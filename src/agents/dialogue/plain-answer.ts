// The first step of every frame with its question open: a plain yes, no, "drop it" or "one moment" is that, however it sounds.
import { readAgreement, readAgreementTo, type Agreement } from '../reading/agreement.js';

/** What each plain answer does; one that is missing is read like anything else that was said. */
export type PlainSteps<Answer> = Partial<Record<Exclude<Agreement, 'other'>, (() => Answer) | false>>;

/**
 * @param deed words for what the question is whether to do
 * @returns null where the message is no plain answer, or none that this question has
 */
export function plainlyAnswered<Answer>(
  text: string,
  steps: PlainSteps<Answer>,
  deed?: RegExp,
): Answer | null {
  const agreement = deed ? readAgreementTo(text, deed) : readAgreement(text);
  const step = agreement !== 'other' && steps[agreement];
  return step ? step() : null;
}
