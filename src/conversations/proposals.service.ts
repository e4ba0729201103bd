import { Injectable } from '@nestjs/common';
import { EntityManager } from '@mikro-orm/core';
import { newId } from '#libs/orm';
import { Clock } from '#libs/time';
import { Settings } from '../config/settings.js';
import { Proposal, type ProposalStatus } from './proposal.entity.js';
import { TurnsService } from './turns.service.js';

/** A write to be agreed to. */
export interface ProposalOffer {
  tool: string;
  arguments: Record<string, unknown>;
  summary: string;
  pricePaise: number | null;
  /** Of the slot that is kept while it is open. */
  holdId?: string | null;
}

/**
 * Proposals belong to conversations, whose owner was checked when the message came in; the agents alone use this, in a turn. The one that is
 * open is read with the lease of the turn, and nobody else changes it until that is given back.
 */
@Injectable()
export class ProposalsService {
  constructor(
    private readonly em: EntityManager,
    private readonly turns: TurnsService,
    private readonly clock: Clock,
    private readonly settings: Settings,
  ) {}

  /** Makes `offer` the one that a "yes" confirms; an earlier open one is withdrawn. */
  async propose(conversationId: string, offer: ProposalOffer): Promise<Proposal> {
    await this.withdraw(conversationId);
    const now = this.clock.now();
    const expiresAt = new Date(now.getTime() + this.settings.PROPOSAL_MINUTES * 60_000);
    const em = this.em.fork();
    const open = { ...offer, id: newId(), conversation: conversationId, status: 'open', expiresAt } as const;
    const proposal = em.create(Proposal, { ...open, createdAt: now, updatedAt: now });
    await em.insert(proposal);
    this.turns.current(conversationId).proposal = proposal;
    return proposal;
  }

  /** The proposal that a "yes" would confirm, if there is one. */
  async open(conversationId: string): Promise<Proposal | null> {
    const { proposal } = this.turns.current(conversationId);
    if (!proposal || proposal.isOpen(this.clock.now())) return proposal;
    await this.settle(proposal, 'expired');
    return null;
  }

  /** The slot that is kept for what was proposed last, and that what is proposed instead may take the place of. */
  keptSlot(conversationId: string): string | null {
    const { proposal, leftHolds } = this.turns.current(conversationId);
    return proposal?.holdId ?? [...leftHolds].at(-1) ?? null;
  }

  /** The slot is given back, or kept for what is proposed next. */
  letGoOf(conversationId: string, holdId: string): void {
    const { proposal, leftHolds } = this.turns.current(conversationId);
    leftHolds.delete(holdId);
    if (proposal?.holdId === holdId) proposal.holdId = null;
  }

  /** Slots that nothing is proposed for any more; each is told once. */
  takeLeftHolds(conversationId: string): string[] {
    const { leftHolds } = this.turns.current(conversationId);
    const ids = [...leftHolds];
    leftHolds.clear();
    return ids;
  }

  /** The proposal if it was executed: what was agreed to has happened. */
  async executed(id: string | null): Promise<Proposal | null> {
    return id ? this.em.fork().findOne(Proposal, { id, status: 'executed' }) : null;
  }

  /** How it ended. Only an open proposal ends. */
  async settle(
    { id, conversation, holdId }: Proposal,
    status: Exclude<ProposalStatus, 'open'>,
    result?: Record<string, unknown>,
  ): Promise<void> {
    const changes = { status, ...(result && { result }) };
    await this.em.fork().nativeUpdate(Proposal, { id, status: 'open' }, changes);
    const turn = this.turns.current(conversation.id);
    if (turn.proposal?.id === id) turn.proposal = null;
    // Of what was executed the slot has become the booking.
    if (holdId && status !== 'executed') turn.leftHolds.add(holdId);
  }

  /** What is open is not to be agreed to any more. */
  async withdraw(conversationId: string): Promise<void> {
    const { proposal } = this.turns.current(conversationId);
    if (proposal) await this.settle(proposal, 'withdrawn');
  }
}
