import { Injectable } from '@nestjs/common';
import type { EntityManager } from '@mikro-orm/core';
import { HoldsPersonalData, type PersonalDataSource } from '#libs/personal-data';
import { ToolProposal } from './tool-proposal.entity.js';

/** Arguments are words of whoever proposed them. What staff have proposed about a customer is gone within a day. */
@HoldsPersonalData('toolProposals')
@Injectable()
export class ToolProposalsPersonalData implements PersonalDataSource {
  async export(em: EntityManager, person: string) {
    const proposals = await em.find(ToolProposal, { callerId: person }, { orderBy: { id: 'asc' } });
    return proposals.map(({ id, tool, arguments: args, summary, state, createdAt }) => ({
      id,
      tool,
      arguments: args,
      summary,
      state,
      createdAt,
    }));
  }

  async erase(em: EntityManager, person: string): Promise<void> {
    await em.nativeDelete(ToolProposal, { callerId: person });
  }
}
