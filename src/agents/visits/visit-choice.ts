// Whether a message picks one of the visits that were shown, and asks for nothing else.
import type { TurnUnderstanding } from '../language/language-understander.js';

/** More words than this say something else beside a choice. */
const wordsAtMost = 8;
const ofChoices = new Set(['book_service', 'provide_details', 'change_details', 'affirm', 'deny', 'recall']);

export function isChoice({ text, asks }: TurnUnderstanding): boolean {
  const isShort = text.trim().split(/\s+/).length <= wordsAtMost;
  return (
    isShort &&
    !text.includes('?') &&
    asks.every(({ intents }) => !intents[0] || ofChoices.has(intents[0].name))
  );
}
