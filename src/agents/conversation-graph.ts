// The graph of a turn: coordinator -> booking | service | fallback (side by side where several are meant) -> end.
import { Injectable } from '@nestjs/common';
import { END, START, StateGraph, type LangGraphRunnableConfig } from '@langchain/langgraph';
import { BookingAgent } from './booking/booking.agent.js';
import { CheckpointSaver } from './checkpoint-saver.js';
import { CoordinatorAgent } from './coordinator.agent.js';
import { FallbackAgent } from './fallback.agent.js';
import { ServiceAgent } from './service.agent.js';
import { TurnState, type AgentTurn, type TurnUpdate } from './turn-state.js';
import { turnContext, type TurnContext } from './turn-context.js';

interface Agent {
  answer(state: AgentTurn, turn: TurnContext): TurnUpdate | Promise<TurnUpdate>;
}

@Injectable()
export class ConversationGraph {
  private readonly graph;

  constructor(
    coordinator: CoordinatorAgent,
    booking: BookingAgent,
    service: ServiceAgent,
    fallback: FallbackAgent,
    checkpoints: CheckpointSaver,
  ) {
    this.graph = new StateGraph(TurnState)
      .addNode('coordinator', node(coordinator))
      .addNode('booking', node(booking))
      .addNode('service', node(service))
      .addNode('fallback', node(fallback))
      .addEdge(START, 'coordinator')
      .addConditionalEdges('coordinator', ({ routes }) => routes, ['booking', 'service', 'fallback'])
      .addEdge('booking', END)
      .addEdge('service', END)
      .addEdge('fallback', END)
      .compile({ checkpointer: checkpoints });
  }

  /** Runs one turn from where the conversation stands, and keeps where it stands then. */
  async run(text: string, turn: TurnContext): Promise<AgentTurn> {
    const configurable = { thread_id: turn.conversationId, turn };
    return this.graph.invoke({ text }, { configurable, durability: 'exit' });
  }
}

function node(agent: Agent) {
  return (state: AgentTurn, config: LangGraphRunnableConfig) => agent.answer(state, turnContext(config));
}
