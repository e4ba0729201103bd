// One turn: keep the message, run the graph, keep the answer. The message is never lost and never without an answer.
import { Injectable, Logger } from '@nestjs/common';
import { Clock } from '#libs/time';
import type { Actor } from '../access/actor.js';
import { ConversationsService } from '../conversations/conversations.service.js';
import { MisunderstoodService } from '../conversations/misunderstood.service.js';
import {
  TurnsService,
  type EndingPart,
  type ReceivedMessage,
  type UnderstoodTurn,
} from '../conversations/turns.service.js';
import { ProposalsService } from '../conversations/proposals.service.js';
import type { AnswerPart, Message } from '../conversations/conversation.entity.js';
import { AgentTools, TurnReads } from './agent-tools.js';
import type { ChatInput } from './chat.schemas.js';
import { AgentFailed, ConversationGraph } from './dialogue/conversation-graph.js';
import { SlotKeeper } from './dialogue/slot-keeper.js';
import { LiveConfigurations } from './registry/live-configurations.js';
import { clearService } from './language/service.recogniser.js';
import type { TurnUnderstanding } from './language/language-understander.js';
import { asksToTryAgain } from './reading/try-again.js';
import { AgentRegistry } from './dialogue/agent-registry.js';
import { joinedReplies, orderedReplies } from './dialogue/composer.js';
import { apologyIn, isApology } from './dialogue/dialogue-responses.js';
import type { AgentReply, DialogueState } from './dialogue/turn-state.js';
import { replyLanguageOf } from './language/reply-language.js';

/** So often a failed message is looked for behind "try again". */
const mostTries = 10;

interface Answered {
  replies: AgentReply[];
  understood: UnderstoodTurn;
  /** How surely it was made out, 0 … 1; null where nothing had to be. */
  certainty: number | null;
  /** Where the dialogue stands now, to be kept with the answer. */
  left: EndingPart[];
}

@Injectable()
export class ChatService {
  private readonly logger = new Logger(ChatService.name);

  constructor(
    private readonly conversations: ConversationsService,
    private readonly turns: TurnsService,
    private readonly proposals: ProposalsService,
    private readonly graph: ConversationGraph,
    private readonly keeper: SlotKeeper,
    private readonly toolbox: AgentTools,
    private readonly agents: AgentRegistry,
    private readonly configurations: LiveConfigurations,
    private readonly misunderstood: MisunderstoodService,
    private readonly clock: Clock,
  ) {}

  /**
   * @param requestKey what the request is known by: a message of the same key is received once and answered once
   * @throws NotFound when the session is another customer's, TurnInProgress, IdempotencyKeyReused
   */
  async message(actor: Actor, { message: text, sessionId }: ChatInput, requestKey?: string) {
    const started = performance.now();
    return this.turns.run(actor, { text, conversationId: sessionId, requestKey }, async (turn) => {
      const { message } = turn;
      const earlier = turn.isRepeated && (await this.conversations.answerTo(message));
      if (earlier) return this.answeredEarlier(message.id, earlier);
      const { replies, understood, certainty, left } = await this.answer(actor, message);
      const answer = {
        text: joinedReplies(replies),
        agent: agentsOf(replies).join('+'),
        tools: replies.flatMap((each) => each.tools),
        parts: replies.map(partOf),
        latencyMs: Math.round(performance.now() - started),
        outcomes: replies.flatMap((each) => each.outcomes),
        made: bookingOf(replies),
      };
      const proposal = await this.proposals.open(message.conversationId);
      await this.keeper.giveBack(message.conversationId, () =>
        this.toolbox.inHandsOf('booking', actor, new TurnReads()),
      );
      const id = await this.turns.end(turn, understood, answer, [
        ...left,
        ...this.misunderstood.noting(message, certainty),
      ]);
      return {
        sessionId: message.conversationId,
        messageId: message.id,
        reply: { id, text: answer.text, agents: agentsOf(replies), tools: answer.tools, parts: answer.parts },
        ...understood,
        proposal,
        outcomes: answer.outcomes,
        booking: answer.made?.booking ?? null,
      };
    });
  }

  /** As it was answered then; the proposal is the one that is open now. */
  private async answeredEarlier(messageId: string, reply: Message) {
    const { intents, entities, sentiment } = await this.conversations.understoodOf(messageId);
    return {
      sessionId: reply.conversation.id,
      messageId,
      reply: {
        ...{ id: reply.id, text: reply.text, parts: reply.parts },
        ...{ agents: reply.agent!.split('+'), tools: reply.tools ?? [] },
      },
      ...{ intents, entities, sentiment },
      proposal: await this.proposals.open(reply.conversation.id),
      outcomes: reply.outcomes,
      booking: (reply.made?.booking as Record<string, unknown> | undefined) ?? null,
    };
  }

  /** "Try again" after a turn that failed says what was said then. */
  private async meantBy(message: ReceivedMessage): Promise<string> {
    if (!asksToTryAgain(message.text)) return message.text;
    const before = await this.conversations.saidBefore(message, mostTries);
    const failed = before.findIndex(({ text }) => !asksToTryAgain(text));
    const allFailed = before.slice(0, failed + 1).every(({ answer }) => answer === null || isApology(answer));
    return failed >= 0 && allFailed ? before[failed]!.text : message.text;
  }

  private async answer(actor: Actor, message: ReceivedMessage): Promise<Answered> {
    try {
      const turn = {
        ...{ actor, conversationId: message.conversationId, messageId: message.id },
        ...{ now: this.clock.now(), reads: new TurnReads() },
        configurations: await this.configurations.of(message.conversationId),
      };
      const answered = await this.graph.run(await this.meantBy(message), turn);
      const replies = orderedReplies(answered.replies, this.agents.directory);
      if (replies.length === 0) throw new Error('No agent had anything to say.');
      return {
        ...{ replies, understood: understoodOf(answered.message), certainty: certaintyOf(answered) },
        left: this.graph.left(message.conversationId),
      };
    } catch (error) {
      this.logger.error({ err: error, messageId: message.id }, 'turn failed');
      return {
        replies: [this.apology(message.text, error instanceof AgentFailed ? error.agent : undefined)],
        ...{ understood: { intents: [], entities: [], sentiment: 0 }, certainty: null },
        left: this.graph.left(message.conversationId),
      };
    }
  }

  private apology(said: string, failed?: string): AgentReply {
    const text = apologyIn(replyLanguageOf(said) ?? 'en');
    const agent = this.agents.directory.fallback.name;
    return { agent, text, tools: [], outcomes: [], step: 0, ...(failed && { failed }) };
  }
}

function partOf(reply: AgentReply): AnswerPart {
  const { agent, text, tools, sources = [], outcomes, ms, version, isMissed, failed } = reply;
  return {
    ...{ agent, text, tools, sources },
    ...(ms !== undefined && { ms, version: version ?? 0, effects: outcomes.length }),
    ...(isMissed && { isMissed }),
    ...(failed && { failed }),
  };
}

function agentsOf(replies: readonly AgentReply[]): string[] {
  return [...new Set(replies.map(({ agent }) => agent))];
}

function bookingOf(replies: readonly AgentReply[]): { booking: Record<string, unknown> } | null {
  const booking = replies.find((each) => each.booking)?.booking;
  return booking ? { booking } : null;
}

function understoodOf({ asks, entities, sentiment }: TurnUnderstanding): UnderstoodTurn {
  const best = new Map<string, number>();
  for (const { name, confidence } of asks.flatMap((ask) => ask.intents.slice(0, 1))) {
    best.set(name, Math.max(confidence, best.get(name) ?? 0));
  }
  // Every clause is read for a service; among details ("House 22, near the lock factory") only a clear one was meant.
  const services = asks.flatMap(({ guess, text, intents }) => {
    const enough = intents[0]?.name === 'provide_details' ? clearService : 0;
    const { service, confidence } = guess;
    return service && confidence >= enough
      ? [{ type: 'service', text, value: service.slug, confidence }]
      : [];
  });
  return {
    intents: [...best].map(([name, confidence]) => ({ name, confidence })),
    entities: [...services, ...entities.map(named)],
    sentiment,
  };
}

/** Of the intent that was heard least surely; 0 where no agent made anything of the message, null where none had to be heard. */
function certaintyOf({ message, misses }: DialogueState): number | null {
  if (misses > 0) return 0;
  const heard = message.asks.flatMap(({ intents: [best] }) => best?.confidence ?? []);
  return heard.length > 0 ? Math.min(...heard) : null;
}

/** Terms are told by what they name: a city, a booking reference. */
function named(entity: TurnUnderstanding['entities'][number]): Record<string, unknown> {
  if (entity.type !== 'term') return { ...entity };
  const { list, ...term } = entity;
  return { ...term, type: list };
}
