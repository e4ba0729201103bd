// The graph of a turn, made of the agents that are declared: begin -> those who are asked, side by side -> goOn -> end, or the next step.
import { Injectable } from '@nestjs/common';
import { END, START, StateGraph, type LangGraphRunnableConfig } from '@langchain/langgraph';
import { Settings } from '../../config/settings.js';
import type { EndingPart } from '../../conversations/turns.service.js';
import { AgentTools } from '../agent-tools.js';
import { AgentRegistry } from './agent-registry.js';
import { switchedOffText } from '../registry/switched-off-responses.js';
import type { AgentDeclaration, AgentTurn } from './agent.js';
import { CheckpointSaver } from './checkpoint-saver.js';
import { Coordinator } from './coordinator.js';
import { heardWithout } from './interpreter.js';
import { turnContext, type TurnContext } from './turn-context.js';
import { TurnState, type DialogueState, type DialogueUpdate } from './turn-state.js';

@Injectable()
export class ConversationGraph {
  private compiled?: ReturnType<ConversationGraph['compile']>;

  constructor(
    private readonly registry: AgentRegistry,
    private readonly coordinator: Coordinator,
    private readonly toolbox: AgentTools,
    private readonly checkpoints: CheckpointSaver,
    private readonly settings: Settings,
  ) {}

  /** Runs one turn from where the conversation stands. Where it stands then is to be kept with the answer: {@link left}. */
  async run(text: string, turn: TurnContext): Promise<DialogueState> {
    const configurable = { thread_id: turn.conversationId, turn };
    return this.graph.invoke({ text }, { configurable, durability: 'exit' });
  }

  /** Where the conversation stands after a turn, also after one that failed, to be written with the answer. To be asked for once a turn. */
  left(conversationId: string): EndingPart[] {
    return this.checkpoints.taken(conversationId);
  }

  /** The graph as Mermaid text. */
  async drawMermaid(): Promise<string> {
    return (await this.graph.getGraphAsync()).drawMermaid();
  }

  private get graph() {
    this.compiled ??= this.compile();
    return this.compiled;
  }

  private compile() {
    const { declarations } = this.registry.directory;
    const names = declarations.map(({ name }) => name);
    const asked = ({ commands }: DialogueState): string[] => commands.map(({ agent }) => agent);
    const graph = new StateGraph(TurnState)
      .addNode('coordinator', (state, config) => this.coordinator.begin(state, turnContext(config)))
      .addNode('composer', (state, config) => this.coordinator.goOn(state, turnContext(config)));
    // The names of the nodes are known when the program runs, not when it is compiled.
    const open = graph as unknown as StateGraph<typeof TurnState.spec, DialogueState, DialogueUpdate, string>;
    for (const declaration of declarations)
      open
        .addNode(declaration.name, (state: DialogueState, config: LangGraphRunnableConfig) =>
          this.answerOf(declaration, state, turnContext(config)),
        )
        .addEdge(declaration.name, 'composer');
    return open
      .addEdge(START, 'coordinator')
      .addConditionalEdges('coordinator', asked, names)
      .addConditionalEdges('composer', (state) => (state.commands.length > 0 ? asked(state) : END), [
        ...names,
        END,
      ])
      .compile({ checkpointer: this.checkpoints });
  }

  private async answerOf(
    { name, kind, isForDanger }: AgentDeclaration,
    state: DialogueState,
    turn: TurnContext,
  ): Promise<DialogueUpdate> {
    const { isEnabled, version, settings } = turn.configurations(name);
    if (!isEnabled) return this.switchedOff(name, state);
    const agent = this.registry.agent(name);
    const started = performance.now();
    const tools = this.toolbox.inHandsOf(name, turn.actor, turn.reads);
    const command = state.commands.find((each) => each.agent === name)!;
    const others = state.commands.flatMap((other) => (other.agent === name ? [] : [other.agent]));
    const { directory } = this.registry;
    const asked: AgentTurn = {
      ...{ ...turn, tools, settings },
      ...{ language: state.language, timeZone: this.settings.BUSINESS_TIME_ZONE },
      heard: heardWithout(state.understanding, command.unheard),
      own: command.own,
      memory: agent.restoreMemory(state.memory[name]),
      danger: isForDanger && state.danger ? { kind: state.danger, interrupts: state.stack.some((other) => other !== name) } : null, // prettier-ignore
      isFront: state.stack.at(-1) === name,
      others,
      isBesideFrame: others.some((other) => directory.named(other).kind === 'frame'),
      ...{ focus: state.focus, mentioned: state.mentioned, lastReply: state.lastReply },
    };
    const answer = await answerOrFail(name, () => agent.answer(asked));
    const {
      text,
      memory,
      isOpen = false,
      focus,
      mentioned,
      outcomes = [],
      sources,
      booking,
      isMissed,
    } = answer;
    const below = state.stack.filter((other) => other !== name && !directory.haveSameSubject(other, name));
    const ms = Math.round(performance.now() - started);
    const reply = { agent: name, text, tools: tools.used, outcomes, step: state.step, ms, version };
    return {
      replies: [
        { ...reply, ...(booking && { booking }), ...(sources && { sources }), ...(isMissed && { isMissed }) },
      ],
      ...(memory !== undefined && { memory: { [name]: memory } }),
      ...(kind === 'frame' && { stack: isOpen ? [...below, name] : below }),
      ...(focus !== undefined && { focus }),
      ...(mentioned && { mentioned }),
    };
  }

  /** Honest about what is not possible, and never taken for something else. What it was arranging is given up. */
  private switchedOff(name: string, state: DialogueState): DialogueUpdate {
    const { language, step, commands } = state;
    const reader = { language, timeZone: this.settings.BUSINESS_TIME_ZONE };
    const isClosed = commands.some((command) => command.agent === name && command.isClosed);
    const text = switchedOffText(name, isClosed, reader);
    const agent = this.registry.directory.fallback.name;
    return { replies: [{ agent, text, tools: [], outcomes: [], step }], memory: { [name]: null } };
  }
}

/** An agent that could not answer. The turn cannot go on; the customer is told so. */
export class AgentFailed extends Error {
  constructor(
    readonly agent: string,
    cause: unknown,
  ) {
    super(`The agent ${agent} failed.`, { cause });
    this.name = 'AgentFailed';
  }
}

async function answerOrFail<Answer>(agent: string, answer: () => Answer | Promise<Answer>): Promise<Answer> {
  try {
    return await answer();
  } catch (error) {
    throw new AgentFailed(agent, error);
  }
}
