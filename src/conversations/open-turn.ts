// A turn that is under way: one message of a customer, and what is made of it.
import type { AnswerPart, IntentMetric, TurnOutcome } from './conversation.entity.js';
import type { Proposal } from './proposal.entity.js';

/** A message of a customer that has been kept. */
export interface ReceivedMessage {
  id: string;
  conversationId: string;
  text: string;
  createdAt: Date;
}

/** Nobody else writes in the conversation meanwhile, so what was read once holds until the turn changes it. */
export interface OpenTurn {
  readonly message: ReceivedMessage;
  /** Only the turn that has it may write in the conversation. */
  readonly lease: string;
  /** Whether the same request came before: then it may be answered already. */
  readonly isRepeated: boolean;
  /** What a "yes" would confirm, as the turn has left it; kept by `ProposalsService`. It may have run out. */
  proposal: Proposal | null;
  /** Slots that were kept for proposals which the turn has ended, to be given back at its end. */
  readonly leftHolds: Set<string>;
}

export interface UnderstoodTurn {
  intents: IntentMetric[];
  entities: Record<string, unknown>[];
  sentiment: number;
}

export interface TurnAnswer {
  text: string;
  agent: string;
  tools: string[];
  parts: AnswerPart[];
  latencyMs: number;
  outcomes: TurnOutcome[];
  /** The booking among them, in full. */
  made: { booking: Record<string, unknown> } | null;
}
