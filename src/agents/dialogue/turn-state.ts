// What the graph carries. What is kept under `stack`, `agenda`, `memory`, `focus`, `mentioned`, `language` and `misses` lasts from turn to
// turn; the rest belongs to one turn.
import { Annotation } from '@langchain/langgraph';
import type { AnswerSource, DangerKind, TurnOutcome } from '../../conversations/conversation.entity.js';
import type { ReplyLanguage } from '#libs/format';
import type { TurnUnderstanding } from '../language/language-understander.js';
import type { ServiceFocus, VisitsMentioned } from './agent.js';
import type { AgendaItem, Command } from './interpreter.js';

/** What one agent contributes to the answer of a turn. */
export interface AgentReply {
  agent: string;
  text: string;
  tools: string[];
  outcomes: TurnOutcome[];
  /** Passages that were quoted. */
  sources?: AnswerSource[];
  /** A booking that was made, in full. */
  booking?: Record<string, unknown>;
  /** Which step of the turn it is from: what is taken up later is said later. */
  step: number;
  isMissed?: boolean;
  /** Milliseconds that the agent took, with which version of its configuration; none where the engine speaks for it. */
  ms?: number;
  version?: number;
  /** The agent in whose place an apology is said. */
  failed?: string;
}

export const noVisits: VisitsMentioned = { shown: [], last: null };

const lasting = <T>(first: () => T) => Annotation<T>({ reducer: (_, next) => next, default: first });

export const TurnState = Annotation.Root({
  text: Annotation<string>,
  /** Of the message; of a later step of the same turn: of the part that is taken up then. */
  understanding: Annotation<TurnUnderstanding>,
  /** Of the whole message. */
  message: Annotation<TurnUnderstanding>,
  /** Heard in the message, before anything else. */
  danger: Annotation<DangerKind | null>,
  /** What was answered in the turn before, for "say that again". */
  lastReply: Annotation<string | null>,
  /** Who answers now, and to which words. */
  commands: Annotation<Command[]>,
  step: Annotation<number>,
  /** Agents whose question waits for an answer; the last one's is the open one, the others were interrupted. */
  stack: lasting<string[]>(() => []),
  /** Asked for in the same breath, to be taken up when the open question is settled. */
  agenda: lasting<AgendaItem[]>(() => []),
  /** What each agent keeps, by its name; agents that answer side by side keep their own. */
  memory: Annotation<Record<string, unknown>>({
    reducer: (before, more) => ({ ...before, ...more }),
    default: () => ({}),
  }),
  focus: lasting<ServiceFocus | null>(() => null),
  mentioned: lasting<VisitsMentioned>(() => noVisits),
  language: lasting<ReplyLanguage>(() => 'en'),
  /** How many turns in a row nothing was made of. */
  misses: lasting<number>(() => 0),
  /** Agents may answer side by side: their replies add up. Null begins a new turn. */
  replies: Annotation<AgentReply[], AgentReply[] | null>({
    reducer: (before, more) => (more === null ? [] : [...before, ...more]),
    default: () => [],
  }),
});
export type DialogueState = typeof TurnState.State;
export type DialogueUpdate = typeof TurnState.Update;
