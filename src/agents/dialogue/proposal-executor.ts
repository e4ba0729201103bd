// Where a yes becomes a write: exactly the proposal that was shown, once. What it was is read from the database, not from the dialogue.
import { Injectable } from '@nestjs/common';
import type { ToolRefusal } from '#libs/tools';
import type { Proposal } from '../../conversations/proposal.entity.js';
import { ProposalsService } from '../../conversations/proposals.service.js';
import type { ToolAnswer, ToolName, ToolSession } from '../agent-tools.js';

export type ExecutedProposal<Name extends ToolName> =
  | { kind: 'done'; output: Extract<ToolAnswer<Name>, { ok: true }>['output'] }
  /** It ran out, was withdrawn, or is another one's: nothing was done, and it has to be proposed anew. */
  | { kind: 'gone' }
  /** Nothing was done. */
  | { kind: 'refused'; refusal: ToolRefusal }
  /** Nobody knows yet; the same yes may be said again, and nothing happens twice. */
  | { kind: 'undecided'; refusal: ToolRefusal };

/** Refusals that decide nothing: what is busy, away or too slow has not said no. */
const undecidedCodes = new Set(['TIMED_OUT', 'FAILED']);
const undecidedKinds = new Set(['unavailable', 'too_many_requests']);

@Injectable()
export class ProposalExecutor {
  constructor(private readonly proposals: ProposalsService) {}

  /**
   * Executes the proposal that was shown last, and no other. A turn that was cut off after it had written is answered anew: the write is
   * there, and found by its proposal.
   * @param proposalId as the dialogue remembers it
   * @param known the open proposal of the conversation, where it was read already
   */
  async execute<Name extends ToolName>(
    conversationId: string,
    proposalId: string | null,
    tool: Name,
    tools: ToolSession,
    known?: Proposal | null,
  ): Promise<ExecutedProposal<Name>> {
    const open = known === undefined ? await this.proposals.open(conversationId) : known;
    const proposal = await this.agreedTo(open, proposalId, tool);
    if (!proposal) return { kind: 'gone' };
    const answered = await tools.use(tool, proposal.arguments, proposal.id);
    if (answered.ok) {
      await this.proposals.settle(proposal, 'executed', idsOf(answered.output));
      return { kind: 'done', output: answered.output as never };
    }
    const { refusal } = answered;
    if (undecidedCodes.has(refusal.code) || undecidedKinds.has(refusal.kind))
      return { kind: 'undecided', refusal };
    await this.proposals.settle(proposal, 'refused', { code: refusal.code });
    return { kind: 'refused', refusal };
  }

  private async agreedTo(open: Proposal | null, id: string | null, tool: string): Promise<Proposal | null> {
    const proposal = open ? (open.id === id ? open : null) : await this.proposals.executed(id);
    return proposal?.tool === tool ? proposal : null;
  }
}

/** What was brought about, by its ids alone: the rest is told by whoever owns it. */
function idsOf(output: unknown): Record<string, unknown> {
  const { id, booking } = output as { id?: string; booking?: { id: string } };
  return { id: id ?? booking?.id };
}
