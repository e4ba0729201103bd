// What the graph carries. `dialogue` and `focus` last from turn to turn; the rest belongs to one turn.
import { Annotation } from '@langchain/langgraph';
import type { BookingDialogue } from './booking/booking-form.js';
import type { TurnUnderstanding } from './language/language-understander.js';

/** Of a turn that failed. */
export const apologyText =
  'Sorry, something does not work on our side at the moment. Your message is kept, and nothing was booked because of it. Please try again in a minute.';

export type AgentName = 'booking' | 'service' | 'fallback';

/** What one agent contributes to the answer of a turn. */
export interface AgentReply {
  agent: AgentName;
  text: string;
  tools: string[];
  /** The booking that was made. */
  booking?: Record<string, unknown>;
}

/** What was last talked about without booking it: "book it" means this. */
export interface DialogueFocus {
  serviceId: string;
  attributes: string[];
  quantity: number;
  pincode: string | null;
}

export const emptyDialogue: BookingDialogue = { task: null, queue: [], last: null };

export const TurnState = Annotation.Root({
  text: Annotation<string>,
  understanding: Annotation<TurnUnderstanding>,
  /** What was answered in the turn before, for "say that again". */
  lastReply: Annotation<string | null>,
  routes: Annotation<AgentName[]>,
  dialogue: Annotation<BookingDialogue>({ reducer: (_, next) => next, default: () => emptyDialogue }),
  focus: Annotation<DialogueFocus | null>({ reducer: (_, next) => next, default: () => null }),
  /** Agents may answer side by side: their replies add up. Null begins a new turn. */
  replies: Annotation<AgentReply[], AgentReply[] | null>({
    reducer: (before, more) => (more === null ? [] : [...before, ...more]),
    default: () => [],
  }),
});
export type AgentTurn = typeof TurnState.State;
export type TurnUpdate = typeof TurnState.Update;

/** The answers of a turn as one text, in the order of its routes. */
export function joinedReplies({ replies, routes }: Pick<AgentTurn, 'replies' | 'routes'>): string {
  return inOrder({ replies, routes })
    .map((reply) => reply.text)
    .join('\n\n');
}

export function inOrder({ replies, routes }: Pick<AgentTurn, 'replies' | 'routes'>): AgentReply[] {
  return routes.flatMap((route) => replies.filter((reply) => reply.agent === route));
}
