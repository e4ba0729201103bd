// How a customer found the way in which a complaint was solved: asked once for each time that it was.
import { defineEntity, OptionalProps, p } from '@mikro-orm/core';
import { idColumn, timestampColumns } from '#libs/orm';
import { Complaint } from '../complaint.entity.js';
import { reopenableMs } from '../complaint.states.js';
import { SurveyClosed } from './surveys.errors.js';

/** Characters. */
export const commentAtMost = 1000;

/** As long as it can be reopened. */
const answerableMs = reopenableMs;

const ComplaintSurveySchema = defineEntity({
  name: 'ComplaintSurvey',
  tableName: 'complaint_surveys',
  checks: [
    { name: 'complaint_surveys_score_check', expression: 'score between 1 and 5' },
    { name: 'complaint_surveys_answered_check', expression: '(score is null) = (answered_at is null)' },
    { name: 'complaint_surveys_comment_check', expression: `length(comment) <= ${commentAtMost}` },
  ],
  uniques: [{ name: 'complaint_surveys_resolution_unique', properties: ['complaint', 'resolvedAt'] }],
  indexes: [{ name: 'complaint_surveys_answered_index', properties: ['answeredAt'] }],
  properties: {
    id: idColumn(),
    complaint: () => p.manyToOne(Complaint),
    /** Which resolution it is about: that of this moment. */
    resolvedAt: p.datetime(),
    /** 1 very bad … 5 very good; null while nothing was said. */
    score: p.smallint().nullable(),
    comment: p.text().default(''),
    /** When it was said last. */
    answeredAt: p.datetime().nullable(),
    ...timestampColumns(),
  },
});

export class ComplaintSurvey extends ComplaintSurveySchema.class {
  declare [OptionalProps]?: 'answerableUntil';

  get answerableUntil(): Date {
    return new Date(this.resolvedAt.getTime() + answerableMs);
  }

  /** What is said later counts. @returns whether it is news @throws SurveyClosed after 14 days */
  answer({ score, comment }: { score: number; comment: string }, now: Date): boolean {
    if (now >= this.answerableUntil) throw new SurveyClosed(this.answerableUntil);
    if (this.score === score && this.comment === comment) return false;
    Object.assign(this, { score, comment, answeredAt: now });
    return true;
  }
}
ComplaintSurveySchema.setClass(ComplaintSurvey);
