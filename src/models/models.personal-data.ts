import { Injectable } from '@nestjs/common';
import type { EntityManager } from '@mikro-orm/core';
import { afterCommit } from '#libs/orm';
import { HoldsPersonalData, type PersonalDataSource, type PersonalSubject } from '#libs/personal-data';
import { AnswerCache } from './answer-cache.js';
import { ModelCall } from './model-call.entity.js';
import { ModelReservation, ModelSpending } from './model-spending.entity.js';

/** When a model was asked for somebody, and what it did cost. What was asked and answered is not held; that something was stays for the figures. */
@HoldsPersonalData('models')
@Injectable()
export class ModelsPersonalData implements PersonalDataSource {
  constructor(private readonly cache: AnswerCache) {}

  async export(em: EntityManager, customerId: string) {
    const calls = await em.find(ModelCall, { customerId }, { orderBy: { at: 'asc', id: 'asc' } });
    return calls.map(({ at, task, conversationId, inputTokens, outputTokens, outcome }) => ({
      at,
      task,
      conversationId,
      inputTokens,
      outputTokens,
      outcome,
    }));
  }

  async erase(em: EntityManager, customerId: string, theirs: readonly PersonalSubject[]): Promise<void> {
    const conversations = theirs.filter(({ type }) => type === 'conversation').map(({ id }) => id);
    const nobody = { customerId: null, conversationId: null };
    await em.nativeUpdate(ModelCall, { customerId }, nobody);
    await em.nativeUpdate(ModelReservation, { customerId }, nobody);
    await em.nativeDelete(ModelSpending, { scope: 'customer', subject: customerId });
    await em.nativeDelete(ModelSpending, { scope: 'conversation', subject: { $in: conversations } });
    await afterCommit(() => this.cache.forget(customerId));
  }
}
