// A write that an agent proposes. "Yes" confirms exactly this: the tool, the arguments, the price. It is re-checked when executed.
import { defineEntity, p } from '@mikro-orm/core';
import { idColumn, paiseColumn, timestampColumns } from '#libs/orm';
import { Conversation } from './conversation.entity.js';

export const proposalStatuses = ['open', 'executed', 'withdrawn', 'refused', 'expired'] as const;
export type ProposalStatus = (typeof proposalStatuses)[number];

const ProposalSchema = defineEntity({
  name: 'Proposal',
  tableName: 'proposals',
  checks: [{ name: 'proposals_price_check', expression: 'price_paise >= 0' }],
  indexes: [
    { name: 'proposals_conversation_time_index', properties: ['conversation', 'createdAt'] },
    {
      // One open proposal a conversation: "yes" can never mean two things.
      name: 'proposals_open_unique',
      expression: (columns, table, index) =>
        `create unique index "${index}" on ${table} ("${columns.conversation}") where status = 'open'`,
    },
  ],
  properties: {
    id: idColumn(),
    conversation: () => p.manyToOne(Conversation),
    tool: p.string().length(80),
    arguments: p.json().$type<Record<string, unknown>>(),
    /** What the customer was shown, in words. */
    summary: p.text(),
    pricePaise: paiseColumn().nullable(),
    /** Of the slot that is kept for the customer while it is open (src/slots). */
    holdId: p.uuid().nullable(),
    status: p.enum(proposalStatuses).default('open'),
    expiresAt: p.datetime(),
    /** What the tool answered when it was executed. */
    result: p.json().$type<Record<string, unknown>>().nullable(),
    ...timestampColumns(),
  },
});
export class Proposal extends ProposalSchema.class {
  isOpen(now: Date): boolean {
    return this.status === 'open' && this.expiresAt > now;
  }
}
ProposalSchema.setClass(Proposal);
