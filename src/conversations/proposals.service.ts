import { Injectable } from '@nestjs/common';
import { EntityManager } from '@mikro-orm/core';
import { Clock } from '#libs/time';
import { Settings } from '../config/settings.js';
import { Proposal, type ProposalStatus } from './proposal.entity.js';

/** A write to be agreed to. */
export interface ProposalOffer {
  tool: string;
  arguments: Record<string, unknown>;
  summary: string;
  pricePaise: number | null;
}

/** Proposals belong to conversations, whose owner was checked when the message came in; the agents alone use this. */
@Injectable()
export class ProposalsService {
  constructor(
    private readonly em: EntityManager,
    private readonly clock: Clock,
    private readonly settings: Settings,
  ) {}

  /** Makes `offer` the one that a "yes" confirms; an earlier open one is withdrawn. */
  async propose(conversationId: string, offer: ProposalOffer): Promise<Proposal> {
    return this.em.transactional(async (em) => {
      await em.nativeUpdate(
        Proposal,
        { conversation: conversationId, status: 'open' },
        { status: 'withdrawn' },
      );
      const expiresAt = new Date(this.clock.now().getTime() + this.settings.PROPOSAL_MINUTES * 60_000);
      return em.create(Proposal, { ...offer, conversation: conversationId, expiresAt });
    });
  }

  /** The proposal that a "yes" would confirm, if there is one. */
  async open(conversationId: string): Promise<Proposal | null> {
    const proposal = await this.em.fork().findOne(Proposal, { conversation: conversationId, status: 'open' });
    if (!proposal || proposal.isOpen(this.clock.now())) return proposal;
    await this.settle(proposal.id, 'expired');
    return null;
  }

  /** The proposal if it was executed: what was agreed to has happened. */
  async executed(id: string | null): Promise<Proposal | null> {
    return id ? this.em.fork().findOne(Proposal, { id, status: 'executed' }) : null;
  }

  /** How it ended. Only an open proposal ends. */
  async settle(
    id: string,
    status: Exclude<ProposalStatus, 'open'>,
    result?: Record<string, unknown>,
  ): Promise<void> {
    await this.em.nativeUpdate(Proposal, { id, status: 'open' }, { status, ...(result && { result }) });
  }

  async withdraw(conversationId: string): Promise<void> {
    await this.em.nativeUpdate(
      Proposal,
      { conversation: conversationId, status: 'open' },
      { status: 'withdrawn' },
    );
  }
}
