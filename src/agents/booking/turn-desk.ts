// What a turn of the booking agent has before it, and what comes of it.
import type { Proposal } from '../../conversations/proposal.entity.js';
import type { BookingRead, ToolSession } from '../agent-tools.js';
import type { AgentTurn } from '../dialogue/agent.js';
import type { ArrangeStep } from './booking-policy.js';
import type { BookingDialogue, BookingTask } from './booking-form.js';

export type BookingTurn = AgentTurn<BookingDialogue>;

export interface StepOutcome {
  dialogue: BookingDialogue;
  text: string;
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
  lead = '',
): StepOutcome {
  return { dialogue: { ...dialogue, task }, text: lead ? `${lead} ${text}` : text };
}
