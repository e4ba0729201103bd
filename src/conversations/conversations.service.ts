import { Injectable } from '@nestjs/common';
import { EntityManager } from '@mikro-orm/core';
import { NotFound } from '#libs/errors';
import { PageReader, type Page } from '#libs/http';
import { OpensStream } from '#libs/realtime';
import { Forbidden } from '../access/access.errors.js';
import { customerScope, mayDo, type Actor } from '../access/actor.js';
import { customerOwning, FindsOwner } from '../access/resource-owners.js';
import { ReadsService } from '../audit/reads.service.js';
import { Conversation, Message } from './conversation.entity.js';
import {
  conversationsList,
  messagesList,
  type HistoryQuery,
  type SessionsQuery,
} from './conversations.schemas.js';
import type { ReceivedMessage, UnderstoodTurn } from './open-turn.js';

@Injectable()
export class ConversationsService {
  constructor(
    private readonly em: EntityManager,
    private readonly pages: PageReader,
    private readonly reads: ReadsService,
  ) {}

  @FindsOwner('conversation')
  async ownerOf(id: string) {
    return customerOwning(await this.em.findOne(Conversation, { id }));
  }

  /** The answer to `message`, if it was answered already. */
  answerTo({ id }: ReceivedMessage): Promise<Message | null> {
    return this.em.fork().findOne(Message, { replyTo: id });
  }

  /** What the customer said before `message`, the last first, and the text of each answer; in a turn, where whose it is has been checked. */
  async saidBefore(
    message: ReceivedMessage,
    atMost: number,
  ): Promise<{ text: string; answer: string | null }[]> {
    const em = this.em.fork();
    const said = await em.find(
      Message,
      {
        conversation: message.conversationId,
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
