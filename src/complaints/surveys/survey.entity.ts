// How a customer found the way in which a complaint was solved: asked once for each time that it was.
import { defineEntity, OptionalProps, p } from '@mikro-orm/core';
import { idColumn, timestampColumns } from '#libs/orm';
import { Complaint } from '../complaint.entity.js';
import { reopenableMs } from '../complaint.states.js';
import { SurveyClosed, SurveyNotAsked } from './surveys.errors.js';

/** Characters. */
export const commentAtMost = 1000;

/** As long as it can be reopened. */
const answerableMs = reopenableMs;

const ComplaintSurveySchema = defineEntity({
  name: 'ComplaintSurvey',
  tableName: 'complaint_surveys',
  checks: [
    { name: 'complaint_surveys_score_check', expression: 'score >= 1 and score <= 5' },
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
    return answerableUntil(this.resolvedAt);
  }

  /** What is said last counts. @returns whether it is news */
  answer({ score, comment }: { score: number; comment: string }, now: Date): boolean {
    if (this.score === score && this.comment === comment) return false;
    Object.assign(this, { score, comment, answeredAt: now });
    return true;
  }
}
ComplaintSurveySchema.setClass(ComplaintSurvey);

const answerableUntil = (resolvedAt: Date): Date => new Date(resolvedAt.getTime() + answerableMs);

/** Whether the solution of a complaint can be rated now. @throws SurveyNotAsked, SurveyClosed */
export function checkSurvey(complaint: Pick<Complaint, 'reference' | 'resolvedAt'>, now: Date): void {
  const { reference, resolvedAt } = complaint;
  if (!resolvedAt) throw new SurveyNotAsked(reference);
  const until = answerableUntil(resolvedAt);
  if (now >= until) throw new SurveyClosed(until);
}
