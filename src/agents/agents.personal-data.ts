import { Injectable } from '@nestjs/common';
import type { EntityManager } from '@mikro-orm/core';
import { HoldsPersonalData, type PersonalDataSource } from '#libs/personal-data';
import { Conversation } from '../conversations/conversation.entity.js';
import { Checkpoint } from './dialogue/checkpoint.entity.js';

/** What the agents remember of the conversations. It goes with them (`on delete cascade`). */
@HoldsPersonalData('agents')
@Injectable()
export class AgentsPersonalData implements PersonalDataSource {
  async export(em: EntityManager, customer: string) {
    const rows = await em.find(Checkpoint, { conversation: { $in: await conversationsOf(em, customer) } });
    return rows.map(({ conversation, checkpoint, updatedAt }) => ({
      conversation,
      remembered: checkpoint.channel_values,
      updatedAt,
    }));
  }

  async erase(em: EntityManager, customer: string): Promise<void> {
    await em.nativeDelete(Checkpoint, { conversation: { $in: await conversationsOf(em, customer) } });
  }
}

async function conversationsOf(em: EntityManager, customer: string): Promise<string[]> {
  const conversations = await em.find(Conversation, { customer }, { fields: ['id'] });
  return conversations.map(({ id }) => id);
}
