// What a turn of the booking agent has before it, and what comes of it.
import type { Proposal } from '../../conversations/proposal.entity.js';
import type { BookingRead, ToolSession } from '../agent-tools.js';
import { joinedTexts, saidAgain, type ReplyText } from '../language/responses.js';
import type { ArrangeStep } from './booking-policy.js';
import type { ArrangingTurn } from './booking-settings.js';
import type { BookingDialogue, BookingTask } from './booking-form.js';

export type BookingTurn = ArrangingTurn<BookingDialogue>;

export interface StepOutcome {
  dialogue: BookingDialogue;
  text: ReplyText;
  booking?: BookingRead;
  /** Nothing was made of the message. */
  isMissed?: boolean;
}

/** A turn in which something can be done: what stands, and the means. */
export interface TurnDesk {
  dialogue: BookingDialogue;
  task: BookingTask;
  proposal: Proposal | null;
  hands: ToolSession;
  turn: BookingTurn;
}

export function proceededWith(
  { dialogue }: Pick<TurnDesk, 'dialogue'>,
  { task, text }: ArrangeStep,
  ...leads: ReplyText[]
): StepOutcome {
  return { dialogue: { ...dialogue, task }, text: joinedTexts(...leads, text) };
}

/** The open question stays, and is put again. */
export function answeredBeside(
  dialogue: BookingDialogue,
  { question }: BookingTask,
  ...leads: ReplyText[]
): StepOutcome {
  return { dialogue, text: joinedTexts(...leads, saidAgain(question)) };
}
