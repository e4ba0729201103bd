// For clients that cannot put a form before their person: what was proposed is agreed to by another call, which the client shows like any other.
import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { refusal } from '#libs/tools';
import { McpTool, type McpArguments, type McpCall } from '../mcp.declarations.js';
import { ProposalUnknown } from '../mcp.errors.js';
import { resultOf } from '../tool-results.js';
import { ToolProposalsService } from './tool-proposals.service.js';

const idInput = z.strictObject({ id: z.uuid() });
const idSchema = {
  type: 'object' as const,
  properties: {
    id: { type: 'string', format: 'uuid', description: 'Of the proposal, as NOT_DONE_YET told it.' },
  },
  required: ['id'],
  additionalProperties: false,
};
const cannotAsk = ({ canElicit }: Pick<McpCall, 'canElicit'>) => !canElicit;

@Injectable()
export class ProposalTools {
  constructor(private readonly proposals: ToolProposalsService) {}

  @McpTool({
    name: 'proposals_confirm',
    title: 'Confirm a proposal',
    description:
      'Does what was proposed, exactly as it was shown. Call it only when the person has read the proposal and agreed to it. Called again, it answers what came of it.',
    inputSchema: idSchema,
    annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: true, openWorldHint: false },
    isFor: cannotAsk,
  })
  async confirm(args: McpArguments, { actor }: McpCall) {
    const input = idInput.safeParse(args);
    if (!input.success) return resultOf(invalid);
    // What a person was asked for in a form is answered there.
    const { way } = await this.proposals.find(actor, input.data.id);
    if (way !== 'call') throw new ProposalUnknown();
    return resultOf(await this.proposals.confirm(actor, input.data.id));
  }

  @McpTool({
    name: 'proposals_decline',
    title: 'Decline a proposal',
    description: 'The person does not agree: what was proposed can no longer be confirmed.',
    inputSchema: idSchema,
    annotations: { readOnlyHint: false, destructiveHint: false, idempotentHint: true, openWorldHint: false },
    isFor: cannotAsk,
  })
  async decline(args: McpArguments, { actor }: McpCall) {
    const input = idInput.safeParse(args);
    if (!input.success) return resultOf(invalid);
    const { state } = await this.proposals.find(actor, input.data.id);
    await this.proposals.decline(actor, input.data.id);
    return resultOf({ ok: true, output: { state: state === 'open' ? 'declined' : state } });
  }
}

const invalid = refusal('INPUT_INVALID', 'invalid', 'The tool takes `id`, the UUID of a proposal.');
