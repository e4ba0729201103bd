import type { LangGraphRunnableConfig } from '@langchain/langgraph';
import type { Actor } from '../../access/actor.js';

/** Who is speaking, where and when: given to every node of the graph, never persisted with its state. */
export interface TurnContext {
  actor: Actor;
  conversationId: string;
  messageId: string;
  now: Date;
}

export function turnContext(config: LangGraphRunnableConfig): TurnContext {
  return (config.configurable as { turn: TurnContext }).turn;
}
