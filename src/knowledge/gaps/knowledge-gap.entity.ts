// A question that the documents did not answer, as those who write them see it: without who asked, and how often it was asked.
import { defineEntity, p } from '@mikro-orm/core';
import { idColumn, timestampColumns } from '#libs/orm';

export const gapStatuses = ['open', 'answered', 'dismissed'] as const;
export type GapStatus = (typeof gapStatuses)[number];

/** Characters. */
export const gapQuestionAtMost = 300;

const KnowledgeGapSchema = defineEntity({
  name: 'KnowledgeGap',
  tableName: 'knowledge_gaps',
  indexes: [
    { name: 'knowledge_gaps_last_asked_index', properties: ['lastAskedAt', 'id'] },
    { name: 'knowledge_gaps_times_index', properties: ['times', 'id'] },
  ],
  properties: {
    id: idColumn(),
    /** As it was asked first, without numbers, contacts and references. */
    question: p.string().length(gapQuestionAtMost),
    /** SHA-256, hex, of its telling words in their alphabet: the same question in another order is the same. */
    questionKey: p.string().columnType('char(64)').unique('knowledge_gaps_question_key_unique'),
    status: p.enum(gapStatuses).default('open'),
    times: p.integer().default(1),
    lastAskedAt: p.datetime(),
    /** The passage that came closest: it may be gone since. */
    nearestPassage: p.uuid().nullable(),
    nearestHeading: p.string().length(300).nullable(),
    /** The probability that it answers. */
    grounding: p.double(),
    closedAt: p.datetime().nullable(),
    /** Staff. */
    closedBy: p.uuid().nullable(),
    version: p.integer().default(1),
    ...timestampColumns(),
  },
});
export class KnowledgeGap extends KnowledgeGapSchema.class {
  /** To be called with the row locked. @param by staff */
  mark(status: GapStatus, by: string, now: Date): void {
    this.status = status;
    this.closedAt = status === 'open' ? null : now;
    this.closedBy = status === 'open' ? null : by;
    this.version += 1;
  }
}
KnowledgeGapSchema.setClass(KnowledgeGap);

const GapAskerSchema = defineEntity({
  name: 'GapAsker',
  tableName: 'knowledge_gap_askers',
  indexes: [{ name: 'knowledge_gap_askers_customer_index', properties: ['customerId'] }],
  properties: {
    gap: () => p.manyToOne(KnowledgeGap).mapToPk().primary().deleteRule('cascade'),
    /** Of a customer. A question that nobody else has asked goes with them. */
    customerId: p.uuid().primary(),
    createdAt: p.datetime().defaultRaw('now()'),
  },
});
export class GapAsker extends GapAskerSchema.class {}
GapAskerSchema.setClass(GapAsker);
