// A write that a program has proposed and a person is to agree to. What is agreed to is exactly this: the tool and the arguments as they are kept.
import { defineEntity, p } from '@mikro-orm/core';
import type { ToolOutcome } from '#libs/tools';
import { idColumn, timestampColumns } from '#libs/orm';

/**
 * `open` until somebody agrees; then `started`, before anything is done; then `done` or `refused`, with the outcome. `unknown`: the time was up
 * in the middle of what must not be done twice.
 */
export const proposalStates = ['open', 'started', 'done', 'refused', 'declined', 'unknown'] as const;

/** How the person is asked: in a form that their client shows, or by a call of `proposals_confirm`. */
export const proposalWays = ['form', 'call'] as const;

const ToolProposalSchema = defineEntity({
  name: 'ToolProposal',
  tableName: 'tool_proposals',
  indexes: [
    { name: 'tool_proposals_caller_index', properties: ['callerId', 'state'] },
    { name: 'tool_proposals_expires_index', properties: ['expiresAt'] },
  ],
  checks: [
    {
      name: 'tool_proposals_started_check',
      expression: `(state in ('open', 'declined')) = (started_at is null)`,
    },
  ],
  properties: {
    /** Also the confirmation under which the tool is called: one effect, however often it is called. */
    id: idColumn(),
    callerKind: p.string().length(20),
    callerId: p.string().length(80),
    /** Of the program that the caller uses: what one key has proposed, another cannot confirm. Empty for the person. */
    callerKey: p.string().length(80),
    way: p.enum(proposalWays),
    tool: p.string().length(120),
    arguments: p.json().$type<Record<string, unknown>>(),
    /** What the person is shown, in words. */
    summary: p.text(),
    state: p.enum(proposalStates).default('open'),
    expiresAt: p.datetime(),
    startedAt: p.datetime().nullable(),
    outcome: p.json().$type<ToolOutcome>().nullable(),
    ...timestampColumns(),
  },
});
export class ToolProposal extends ToolProposalSchema.class {}
ToolProposalSchema.setClass(ToolProposal);
