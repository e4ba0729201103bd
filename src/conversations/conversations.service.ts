import { Injectable } from '@nestjs/common';
import { EntityManager } from '@mikro-orm/core';
import { NotFound } from '#libs/errors';
import { PageReader, type Page } from '#libs/http';
import { violatesConstraint } from '#libs/orm';
import { OpensStream, StreamLog } from '#libs/realtime';
import { Clock } from '#libs/time';
import { Forbidden } from '../access/access.errors.js';
import { customerScope, mayDo, type Actor } from '../access/actor.js';
import { customerOwning, FindsOwner } from '../access/resource-owners.js';
import { ReadsService } from '../audit/reads.service.js';
import {
  Conversation,
  Message,
  type AnswerPart,
  type IntentMetric,
  type TurnOutcome,
} from './conversation.entity.js';
import { conversationStream, messageCreated } from './conversation.stream.js';
import {
  conversationsList,
  messagesList,
  type HistoryQuery,
  type SessionsQuery,
} from './conversations.schemas.js';
import { MisunderstoodService } from './misunderstood.service.js';

export interface UnderstoodTurn {
  intents: IntentMetric[];
  entities: Record<string, unknown>[];
  sentiment: number;
  /** How surely it was made out, 0 … 1; null, or left out, where nothing had to be. */
  certainty?: number | null;
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

@Injectable()
export class ConversationsService {
  constructor(
    private readonly em: EntityManager,
    private readonly pages: PageReader,
    private readonly streams: StreamLog,
    private readonly reads: ReadsService,
    private readonly misunderstood: MisunderstoodService,
    private readonly clock: Clock,
  ) {}

  @FindsOwner('conversation')
  async ownerOf(id: string) {
    return customerOwning(await this.em.findOne(Conversation, { id }));
  }

  /**
   * Keeps what the customer said, before anything is made of it.
   * @param conversationId of the customer; a new conversation begins without one
   * @param requestKey what the request is known by: the same key is never received twice, and answers with the message that is there
   * @throws NotFound when the conversation is another customer's
   */
  async receive(actor: Actor, text: string, conversationId?: string, requestKey?: string): Promise<Message> {
    const customer = customerScope(actor);
    if (!customer) throw new Forbidden('to be a customer');
    const earlier = requestKey && (await this.received(customer, requestKey));
    if (earlier) return earlier;
    try {
      return await this.add(actor, customer, text, conversationId, requestKey);
    } catch (error) {
      if (!requestKey || !violatesConstraint(error, 'messages_request_key_unique')) throw error;
      // What could not be written must not be tried again with the answer.
      this.em.clear();
      return (await this.received(customer, requestKey))!;
    }
  }

  /** The answer to `message`, if it was answered already. */
  answerTo(message: Message): Promise<Message | null> {
    return this.em.fork().findOne(Message, { replyTo: message.id });
  }

  /** What the customer said before `message`, the last first, and the text of each answer; in a turn, where whose it is has been checked. */
  async saidBefore(message: Message, atMost: number): Promise<{ text: string; answer: string | null }[]> {
    const em = this.em.fork();
    const said = await em.find(
      Message,
      {
        conversation: message.conversation.id,
        role: 'customer',
        id: { $ne: message.id },
        createdAt: { $lte: message.createdAt },
      },
      { orderBy: { createdAt: 'desc', id: 'desc' }, limit: atMost },
    );
    const answers = await em.find(Message, { replyTo: { $in: said.map(({ id }) => id) } });
    const textOf = new Map(answers.map((answer) => [answer.replyTo?.id, answer.text]));
    return said.map(({ id, text }) => ({ text, answer: textOf.get(id) ?? null }));
  }

  /** What was made of a message that was answered; in a turn, where whose it is has been checked. */
  async understoodOf(messageId: string): Promise<UnderstoodTurn> {
    const { intents, entities, sentiment } = await this.em.fork().findOneOrFail(Message, { id: messageId });
    return { intents: intents ?? [], entities: entities ?? [], sentiment: Number(sentiment ?? 0) };
  }

  /** How many messages are in a conversation. @throws NotFound when it is another customer's */
  async size(actor: Actor, conversationId: string): Promise<number> {
    return this.em.count(Message, { conversation: (await this.get(actor, conversationId)).id });
  }

  private received(customer: string, requestKey: string): Promise<Message | null> {
    return this.em.findOne(
      Message,
      { requestKey, conversation: { customer } },
      { populate: ['conversation'] },
    );
  }

  private async add(
    actor: Actor,
    customer: string,
    text: string,
    conversationId?: string,
    requestKey?: string,
  ): Promise<Message> {
    const now = this.clock.now();
    const conversation = conversationId
      ? await this.get(actor, conversationId)
      : this.em.create(Conversation, {
          customer,
          title: [...text].slice(0, 120).join(''),
          lastMessageAt: now,
        });
    conversation.lastMessageAt = now;
    const said = { conversation, role: 'customer', text, requestKey, createdAt: now } as const;
    const message = this.em.create(Message, said);
    await this.keep(message);
    return message;
  }

  /** Keeps the answer to `message` and what was understood of it; a message is answered once. */
  async answer(
    message: Message,
    { certainty, ...understood }: UnderstoodTurn,
    answer: TurnAnswer,
  ): Promise<Message> {
    const now = this.clock.now();
    Object.assign(message, understood);
    message.conversation.lastMessageAt = now;
    const reply = this.em.create(Message, {
      ...answer,
      conversation: message.conversation,
      replyTo: message,
      role: 'assistant',
      createdAt: now,
    });
    await this.keep(reply, () => this.misunderstood.note(message, certainty ?? null));
    return reply;
  }

  /** @throws CursorInvalid, ValidationFailed */
  async sessions(actor: Actor, query: SessionsQuery): Promise<Page<Conversation>> {
    await this.reads.note(actor, {
      action: 'conversations.listed',
      object: { type: 'conversation', id: 'many' },
    });
    const { status } = query;
    const where = [this.visibleTo(actor), status ? { status } : {}];
    return this.pages.read(Conversation, conversationsList, query, { where });
  }

  /** @throws NotFound when the conversation is another customer's, CursorInvalid, ValidationFailed */
  async history(actor: Actor, query: HistoryQuery): Promise<Page<Message>> {
    const conversation = await this.get(actor, query.sessionId);
    return this.pages.read(Message, messagesList, query, { where: [{ conversation }] });
  }

  /** With what is told of it: last, because from there on nobody else can tell anything of this conversation until the commit. */
  private async keep(message: Message, alongside?: () => Promise<void>): Promise<void> {
    await this.em.transactional(async (em) => {
      await em.flush();
      await alongside?.();
      await this.streams.append(conversationStream(message.conversation.id), [messageCreated(message)]);
    });
  }

  /** That staff look is noted. @throws NotFound when there is none, it was deleted, or it is another customer's */
  async get(actor: Actor, id: string): Promise<Conversation> {
    const conversation = await this.em.findOne(Conversation, { id, ...this.visibleTo(actor) });
    if (!conversation) throw new NotFound('Conversation', id);
    const { customer: person } = conversation;
    await this.reads.note(actor, {
      action: 'conversation.viewed',
      object: { type: 'conversation', id },
      person,
    });
    return conversation;
  }

  /** Live, to whom {@link get} shows it. @throws NotFound, Forbidden */
  @OpensStream('conversation')
  async followed(actor: Actor, id: string): Promise<Conversation> {
    if (!mayDo(actor, 'conversations.read')) throw new Forbidden('conversations.read');
    return this.get(actor, id);
  }

  private visibleTo(actor: Actor): { customer?: string; status: { $ne: 'deleted' } } {
    const customer = customerScope(actor);
    return { status: { $ne: 'deleted' }, ...(customer && { customer }) };
  }
}
