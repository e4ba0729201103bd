import { Injectable } from '@nestjs/common';
import type { EntityManager } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { HoldsPersonalData, type PersonalDataSource } from '#libs/personal-data';
import { GapAsker, KnowledgeGap } from './gaps/knowledge-gap.entity.js';

/** Questions that the documents did not answer. What somebody else has asked as well tells nothing of one of them, and stays. */
@HoldsPersonalData('knowledge_gaps')
@Injectable()
export class KnowledgePersonalData implements PersonalDataSource {
  async export(em: EntityManager, customerId: string) {
    const asked = await em.find(GapAsker, { customerId });
    const gaps = await em.find(
      KnowledgeGap,
      { id: { $in: asked.map(({ gap }) => gap) } },
      { orderBy: { id: 'asc' } },
    );
    return gaps.map(({ question, lastAskedAt }) => ({ question, lastAskedAt }));
  }

  async erase(em: EntityManager, customerId: string): Promise<void> {
    await (em as SqlEntityManager).execute(forgetOwn, [customerId, customerId]);
    await em.nativeDelete(GapAsker, { customerId });
  }
}

const forgetOwn = `
  delete from knowledge_gaps g using knowledge_gap_askers a
  where a.gap_id = g.id and a.customer_id = ?
    and not exists (select from knowledge_gap_askers o where o.gap_id = g.id and o.customer_id <> ?)`;
