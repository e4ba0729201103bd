// What a turn of the booking agent has before it, and what comes of it.
import type { Proposal } from '../../conversations/proposal.entity.js';
import type { BookingRead, Hands } from '../toolbox.js';
import type { TurnContext } from '../turn.context.js';
import type { Step } from './arranger.js';
import type { BookingDialogue, BookingTask } from './task.js';

export interface Outcome {
  dialogue: BookingDialogue;
  text: string;
  booking?: BookingRead;
}

/** A turn in which something can be done: what stands, and the means. */
export interface Desk {
  dialogue: BookingDialogue;
  task: BookingTask;
  proposal: Proposal | null;
  hands: Hands;
  turn: TurnContext;
}

export function proceeded({ dialogue }: Pick<Desk, 'dialogue'>, { task, text }: Step, lead = ''): Outcome {
  return { dialogue: { ...dialogue, task }, text: lead ? `${lead} ${text}` : text };
}
