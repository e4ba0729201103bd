// What a specialist declares, what it is handed in a turn, and what it hands back. The engine knows agents by this alone, and no agent
// knows another.
import type { z } from 'zod';
import { Declaration } from '#libs/discovery';
import type { Actor } from '../../access/actor.js';
import type { AnswerSource, DangerKind, TurnOutcome } from '../../conversations/conversation.entity.js';
import type { ToolSession } from '../agent-tools.js';
import type { AskedIntent, TurnUnderstanding } from '../language/language-understander.js';
import type { ResponseReader } from '../language/responses.js';

export interface AgentDeclaration {
  /** As it stands in answers, audit lines and the graph. */
  name: string;
  /** For whoever reads the list of agents. */
  description: string;
  /** Where its part stands in an answer: the lower is read first. Questions come last, so frames have the highest. */
  order: number;
  /** What it is asked by; each intent belongs to one agent. */
  intents: readonly string[];
  /**
   * `aside`: answers at once, beside others. `frame`: asks for what it needs over several turns and may write in the end; of these one
   * has the word at a time.
   */
  kind: 'aside' | 'frame';
  /** What a frame is about, where others are about the same: the one that begins takes the place of the one that is open. */
  subject?: string;
  /** Intents of other agents that, while its own question is open, are about what it is asking for ("cancel that"). */
  absorbs?: readonly string[];
  /** Of an aside: "and for moving it?" right after its answer goes on with it, whatever else it sounds like. */
  takesFollowUps?: boolean;
  /** Answers whatever nobody else does. Exactly one does. */
  isFallback?: boolean;
  /**
   * Answers alone when danger is heard, whatever else is said. What it asks afterwards it asks for one turn: a message that is no answer to it goes
   * to what was interrupted. At most one does.
   */
  isForDanger?: boolean;
  /** What staff may set of it while the program runs (docs/agents.md); each setting with a default and a description. */
  settings?: z.ZodObject;
}

/** That somebody is in danger, before anything else in the message. */
export interface HeardDanger {
  kind: DangerKind;
  /** Whether a question was open, which waits now. */
  interrupts: boolean;
}

/** A service that was talked about last: "book it" means this. */
export interface ServiceFocus {
  /** The agent that goes on when more is asked of the same ("and for 3 bhk?"). */
  by: string;
  serviceId: string;
  attributes: string[];
  quantity: number;
  pincode: string | null;
  /** ISO instant, where one was chosen. */
  startsAt: string | null;
  /** Whether it is being arranged, and not only talked about. */
  isArranged: boolean;
}

/** Visits of the customer that were talked about, by the ids of their bookings: "the second one", "it". */
export interface VisitsMentioned {
  /** The last list that was shown, in its order. */
  shown: string[];
  last: string | null;
  /** The id of the complaint that was talked about last, where one was. */
  complaint?: string;
}

/** One turn as one agent sees it; its answer is read in the language and time zone of the turn. */
export interface AgentTurn<Memory = unknown, Settings = unknown> extends ResponseReader {
  actor: Actor;
  conversationId: string;
  /** Of the message of the customer. */
  messageId: string;
  now: Date;
  tools: ToolSession;
  /** As they are set for this conversation, in the form that the agent declares. */
  settings: Settings;
  /** The message without what other frames were asked by. */
  heard: TurnUnderstanding;
  /** Set only for the agent that is for it. */
  danger: HeardDanger | null;
  /** The parts of it that this agent is asked by; none when it goes on with its question. */
  own: AskedIntent[];
  memory: Memory;
  /** Whether the question that is open is its own. */
  isFront: boolean;
  /** The other agents that answer in this turn. */
  others: readonly string[];
  /** Whether one of them asks a question of its own. */
  isBesideFrame: boolean;
  focus: ServiceFocus | null;
  mentioned: VisitsMentioned;
  /** What was answered in the turn before, for "say that again". */
  lastReply: string | null;
}

export interface AgentAnswer<Memory = unknown> {
  text: string;
  /** Unchanged where it is missing. */
  memory?: Memory;
  /** Of a frame: whether it waits for an answer now. */
  isOpen?: boolean;
  focus?: ServiceFocus | null;
  mentioned?: VisitsMentioned;
  outcomes?: TurnOutcome[];
  /** Passages of documents that it quotes. */
  sources?: AnswerSource[];
  /** A booking that was made, in full. */
  booking?: Record<string, unknown>;
  /** Nothing was made of the message. */
  isMissed?: boolean;
}

export interface DialogueAgent<Memory = unknown> {
  /** @param kept as an earlier turn, or an earlier version of the program, left it; undefined in the first turn */
  restoreMemory(kept: unknown): Memory;
  answer(turn: AgentTurn<Memory>): AgentAnswer<Memory> | Promise<AgentAnswer<Memory>>;
  /** Whether the whole message answers its open question, whatever its words sound like ("12, Cancel Road"). */
  takesAnswer?(heard: TurnUnderstanding, memory: Memory): boolean;
  /** Its open question in short, said again when what came in between is done. */
  openQuestion?(memory: Memory, reader: ResponseReader): string;
}

export const agentDeclarations = new Declaration<AgentDeclaration>('agents', ({ name }) => name);

/** Declares a specialist: its class becomes a node of the graph, and is asked by its intents. */
export const Agent = (declaration: AgentDeclaration) => agentDeclarations.onClass<DialogueAgent>(declaration);
