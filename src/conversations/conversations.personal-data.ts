import { Injectable } from '@nestjs/common';
import type { EntityManager } from '@mikro-orm/core';
import { z } from 'zod';
import { HoldsPersonalData, subjectsOf, type PersonalDataSource } from '#libs/personal-data';
import { StreamLog } from '#libs/realtime';
import { Conversation, Message } from './conversation.entity.js';
import { conversationStream } from './conversation.stream.js';
import { messageView, sessionView } from './conversations.schemas.js';
import { Proposal } from './proposal.entity.js';

const proposalView = z.object({
  tool: z.string(),
  arguments: z.record(z.string(), z.unknown()),
  summary: z.string(),
  status: z.string(),
  createdAt: z.date(),
});

@HoldsPersonalData('conversations')
@Injectable()
export class ConversationsPersonalData implements PersonalDataSource {
  constructor(private readonly streams: StreamLog) {}

  /** Those that the customer has deleted are still held, and therefore shown. What their streams tell is the same messages again. */
  async export(em: EntityManager, customer: string) {
    const orderBy = { createdAt: 'asc', id: 'asc' } as const;
    const conversations = await em.find(Conversation, { customer }, { orderBy });
    const messages = await em.find(Message, { conversation: { customer } }, { orderBy });
    const proposals = await em.find(Proposal, { conversation: { customer } }, { orderBy });
    return conversations.map((conversation) => ({
      ...sessionView.parse(conversation),
      messages: of(conversation, messages).map((message) => ({
        ...messageView.parse(message),
        danger: message.danger,
      })),
      proposals: of(conversation, proposals).map((proposal) => proposalView.parse(proposal)),
    }));
  }

  subjects(em: EntityManager, customer: string) {
    return subjectsOf(em, 'conversation', Conversation, { customer });
  }

  async erase(em: EntityManager, customer: string): Promise<void> {
    const conversations = await em.find(Conversation, { customer }, { fields: ['id'] });
    await this.streams.remove(
      em,
      conversations.map(({ id }) => conversationStream(id)),
    );
    await em.nativeDelete(Proposal, { conversation: { customer } });
    await em.nativeDelete(Message, { conversation: { customer } });
    await em.nativeDelete(Conversation, { customer });
  }
}

function of<Row extends { conversation: { id: string } }>(conversation: Conversation, rows: Row[]): Row[] {
  return rows.filter((row) => row.conversation.id === conversation.id);
}
