import type { LangGraphRunnableConfig } from '@langchain/langgraph';
import type { Actor } from '../../access/actor.js';
import type { TurnConfigurations } from '../registry/live-configurations.js';
import type { TurnReads } from '../agent-tools.js';

/** Who is speaking, where and when: given to every node of the graph, never persisted with its state. */
export interface TurnContext {
  actor: Actor;
  conversationId: string;
  messageId: string;
  now: Date;
  /** What was read through tools so far. */
  reads: TurnReads;
  /** How the agents are set for this conversation. */
  configurations: TurnConfigurations;
}

export function turnContext(config: LangGraphRunnableConfig): TurnContext {
  return (config.configurable as { turn: TurnContext }).turn;
}
