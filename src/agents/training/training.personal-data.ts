import { Injectable } from '@nestjs/common';
import type { EntityManager } from '@mikro-orm/core';
import { HoldsPersonalData, type PersonalDataSource } from '#libs/personal-data';
import { Message } from '../../conversations/conversation.entity.js';
import { TrainingExample } from './training-example.entity.js';

/**
 * Examples that were taken from messages of a person are deleted with them: what is masked is not always all. A model that has learned them
 * keeps hashed groups of letters and numbers, from which no text can be read.
 */
@HoldsPersonalData('training')
@Injectable()
export class TrainingPersonalData implements PersonalDataSource {
  async export(em: EntityManager, customer: string) {
    const examples = await this.of(em, customer);
    return examples.map(({ text, intent, messageId, createdAt }) => ({ text, intent, messageId, createdAt }));
  }

  async erase(em: EntityManager, customer: string): Promise<void> {
    const ids = (await this.of(em, customer)).map(({ id }) => id);
    await em.nativeDelete(TrainingExample, { id: { $in: ids } });
  }

  private async of(em: EntityManager, customer: string): Promise<TrainingExample[]> {
    const messages = await em.find(Message, { conversation: { customer } }, { fields: ['id'] });
    const taken = { message: { $in: messages.map(({ id }) => id) } };
    return em.find(TrainingExample, taken, { orderBy: { createdAt: 'asc', id: 'asc' } });
  }
}
