// What programs have proposed, kept until a person has answered, and done at most once: by two processes at the same moment, and by one that was
// killed in the middle.
import { Injectable } from '@nestjs/common';
import { EntityManager } from '@mikro-orm/core';
import { newId } from '#libs/orm';
import { refusalOf, ToolRegistry, type ToolOutcome } from '#libs/tools';
import { DomainError } from '#libs/errors';
import { Clock, hourMs, minuteMs } from '#libs/time';
import { programOf, type Actor } from '../../access/actor.js';
import { Settings } from '../../config/settings.js';
import {
  OutcomeUnknown,
  ProposalDeclined,
  ProposalExpired,
  ProposalUnderWay,
  ProposalUnknown,
  TooManyProposals,
} from '../mcp.errors.js';
import { ToolProposal, type proposalWays } from './tool-proposal.entity.js';

/** Of one caller, unanswered. */
const openAtOnce = 50;
/** A call ends after 30 seconds, whatever it does. Who began longer ago than this is not there any more. */
const startedForMs = 2 * minuteMs;
/** What may be done again safely is done again for so long: less than the day for which a key of a request is remembered. */
const repeatableForMs = hourMs;
/** Characters of an outcome that is kept for whoever asks again. */
const outcomeKept = 50_000;

/** Nobody knows what has become of a call that ended so. */
const unclear = new Set(['TIMED_OUT', 'CANCELLED', 'FAILED']);
/** Somebody else is doing it at this moment. */
const inFlight = 'IDEMPOTENCY_IN_FLIGHT';

export interface ProposalOffer {
  tool: string;
  arguments: Record<string, unknown>;
  summary: string;
  way: (typeof proposalWays)[number];
}

@Injectable()
export class ToolProposalsService {
  constructor(
    private readonly em: EntityManager,
    private readonly registry: ToolRegistry,
    private readonly clock: Clock,
    private readonly settings: Settings,
  ) {}

  /** @throws TooManyProposals */
  async propose(actor: Actor, offer: ProposalOffer): Promise<ToolProposal> {
    const em = this.em.fork();
    const now = this.clock.now();
    const caller = callerOf(actor);
    const waiting = await em.count(ToolProposal, { ...caller, state: 'open', expiresAt: { $gt: now } });
    if (waiting >= openAtOnce) throw new TooManyProposals(openAtOnce);
    const expiresAt = new Date(now.getTime() + this.settings.PROPOSAL_MINUTES * minuteMs);
    const proposal = em.create(ToolProposal, {
      ...offer,
      ...caller,
      id: newId(),
      expiresAt,
      createdAt: now,
      updatedAt: now,
    });
    await em.flush();
    return proposal;
  }

  /** The caller's own. @throws ProposalUnknown for everybody else */
  async find(actor: Actor, id: string): Promise<ToolProposal> {
    const proposal = await this.em.fork().findOne(ToolProposal, { ...callerOf(actor), id });
    if (!proposal) throw new ProposalUnknown();
    return proposal;
  }

  /** The person did not agree. */
  async decline(actor: Actor, id: string): Promise<void> {
    const own = { ...callerOf(actor), id, state: 'open' as const };
    await this.em.fork().nativeUpdate(ToolProposal, own, { state: 'declined', updatedAt: this.clock.now() });
  }

  /**
   * The person has agreed: does it, once. Asked again, it says what came of it.
   * @returns what the tool answered; a refusal for what cannot be done (any more)
   */
  async confirm(actor: Actor, id: string): Promise<ToolOutcome> {
    try {
      return await this.confirmOnce(actor, id);
    } catch (error) {
      if (error instanceof DomainError) return refusalOf(error);
      throw error;
    }
  }

  private async confirmOnce(actor: Actor, id: string): Promise<ToolOutcome> {
    const now = this.clock.now();
    const em = this.em.fork();
    const open = { ...callerOf(actor), id, state: 'open' as const, expiresAt: { $gt: now } };
    // One statement: of two who agree at the same moment, one has it.
    const claimed = await em.nativeUpdate(ToolProposal, open, {
      state: 'started',
      startedAt: now,
      updatedAt: now,
    });
    const proposal = await this.find(actor, id);
    if (claimed > 0) return this.run(actor, proposal);
    if (proposal.outcome) return proposal.outcome;
    switch (proposal.state) {
      case 'open':
        throw new ProposalExpired();
      case 'declined':
        throw new ProposalDeclined();
      case 'started':
        return this.resume(actor, proposal, now);
      default:
        throw new OutcomeUnknown();
    }
  }

  /** Begun by somebody who may be at it still, or may have been killed. */
  private async resume(actor: Actor, proposal: ToolProposal, now: Date): Promise<ToolOutcome> {
    const age = now.getTime() - proposal.startedAt!.getTime();
    if (this.isRepeatable(proposal.tool) && age < repeatableForMs) return this.run(actor, proposal);
    throw age < startedForMs ? new ProposalUnderWay() : new OutcomeUnknown();
  }

  private async run(actor: Actor, proposal: ToolProposal): Promise<ToolOutcome> {
    const { id, tool } = proposal;
    const outcome = await this.registry.execute(actor, tool, proposal.arguments, {
      confirmation: id,
      via: 'mcp',
    });
    const code = outcome.ok ? null : outcome.refusal.code;
    if (code === inFlight) throw new ProposalUnderWay();
    if (code !== null && unclear.has(code)) return this.leaveUnclear(proposal, outcome);
    const kept = JSON.stringify(outcome).length > outcomeKept ? shortOf(outcome) : outcome;
    await this.end(id, { state: outcome.ok ? 'done' : 'refused', outcome: kept });
    return outcome;
  }

  /** What may be done again stays begun, so that it can be; of the rest nobody may try again. */
  private async leaveUnclear({ id, tool }: ToolProposal, outcome: ToolOutcome): Promise<ToolOutcome> {
    if (this.isRepeatable(tool)) return outcome;
    await this.end(id, { state: 'unknown' });
    throw new OutcomeUnknown();
  }

  private async end(id: string, change: Partial<Pick<ToolProposal, 'state' | 'outcome'>>): Promise<void> {
    const updatedAt = this.clock.now();
    await this.em.fork().nativeUpdate(ToolProposal, { id, state: 'started' }, { ...change, updatedAt });
  }

  private isRepeatable(tool: string): boolean {
    return this.registry.find(tool)?.isRepeatable === true;
  }
}

function callerOf(actor: Actor) {
  return { callerKind: actor.kind, callerId: actor.id, callerKey: programOf(actor) ?? '' };
}

/** Done is done, however long the answer was. */
function shortOf(outcome: ToolOutcome): ToolOutcome {
  return outcome.ok
    ? { ok: true, output: { note: 'It was done. The answer was too long to be kept.' } }
    : outcome;
}
