import { Injectable } from '@nestjs/common';
import { EntityManager, type FilterQuery } from '@mikro-orm/core';
import { z } from 'zod';
import { NotFound } from '#libs/errors';
import { cursorDate, decodeCursor, pageFrom, type Page } from '#libs/http';
import { Streams } from '#libs/realtime';
import { Clock } from '#libs/time';
import { Forbidden } from '../access/access.errors.js';
import { customerScope, type Actor } from '../access/actor.js';
import { Conversation, Message, type IntentMetric } from './conversation.entity.js';
import { conversationStream, messageCreated } from './conversation.stream.js';
import type { HistoryQuery, SessionsQuery } from './conversations.schemas.js';

const position = z.tuple([cursorDate, z.uuid()]);

export interface Understood {
  intents: IntentMetric[];
  entities: Record<string, unknown>[];
  sentiment: number;
}

export interface Answer {
  text: string;
  agent: string;
  tools: string[];
  latencyMs: number;
}

@Injectable()
export class ConversationsService {
  constructor(
    private readonly em: EntityManager,
    private readonly streams: Streams,
    private readonly clock: Clock,
  ) {}

  /**
   * Keeps what the customer said, before anything is made of it.
   * @param conversationId of the customer; a new conversation begins without one
   * @throws NotFound when the conversation is another customer's
   */
  async receive(actor: Actor, text: string, conversationId?: string): Promise<Message> {
    const customer = customerScope(actor);
    if (!customer) throw new Forbidden('to be a customer');
    const now = this.clock.now();
    const conversation = conversationId
      ? await this.get(actor, conversationId)
      : this.em.create(Conversation, {
          customer,
          title: [...text].slice(0, 120).join(''),
          lastMessageAt: now,
        });
    conversation.lastMessageAt = now;
    const message = this.em.create(Message, { conversation, role: 'customer', text, createdAt: now });
    await this.keep(message);
    return message;
  }

  /** Keeps the answer to `message` and what was understood of it; a message is answered once. */
  async answer(message: Message, understood: Understood, answer: Answer): Promise<Message> {
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
    await this.keep(reply);
    return reply;
  }

  /** Last used first. */
  async sessions(actor: Actor, { cursor, limit }: SessionsQuery): Promise<Page<Conversation>> {
    const where: FilterQuery<Conversation>[] = [this.visibleTo(actor)];
    if (cursor) {
      const [lastMessageAt, id] = decodeCursor(cursor, position);
      where.push({ $or: [{ lastMessageAt: { $lt: lastMessageAt } }, { lastMessageAt, id: { $lt: id } }] });
    }
    const orderBy = { lastMessageAt: 'desc', id: 'desc' } as const;
    const rows = await this.em.find(Conversation, { $and: where }, { orderBy, limit: limit + 1 });
    return pageFrom(rows, limit, (conversation) => [conversation.lastMessageAt, conversation.id]);
  }

  /** Oldest first. @throws NotFound when the conversation is another customer's */
  async history(actor: Actor, { sessionId, cursor, limit }: HistoryQuery): Promise<Page<Message>> {
    const conversation = await this.get(actor, sessionId);
    const where: FilterQuery<Message>[] = [{ conversation }];
    if (cursor) {
      const [createdAt, id] = decodeCursor(cursor, position);
      where.push({ $or: [{ createdAt: { $gt: createdAt } }, { createdAt, id: { $gt: id } }] });
    }
    const orderBy = { createdAt: 'asc', id: 'asc' } as const;
    const rows = await this.em.find(Message, { $and: where }, { orderBy, limit: limit + 1 });
    return pageFrom(rows, limit, (message) => [message.createdAt, message.id]);
  }

  /** With what is told of it: last, because from there on nobody else can tell anything of this conversation until the commit. */
  private async keep(message: Message): Promise<void> {
    await this.em.transactional(async (em) => {
      await em.flush();
      await this.streams.append(conversationStream(message.conversation.id), [messageCreated(message)]);
    });
  }

  /** @throws NotFound when there is none, it was deleted, or it is another customer's */
  async get(actor: Actor, id: string): Promise<Conversation> {
    const conversation = await this.em.findOne(Conversation, { id, ...this.visibleTo(actor) });
    if (!conversation) throw new NotFound('Conversation', id);
    return conversation;
  }

  private visibleTo(actor: Actor): { customer?: string; status: { $ne: 'deleted' } } {
    const customer = customerScope(actor);
    return { status: { $ne: 'deleted' }, ...(customer && { customer }) };
  }
}
