import { z } from 'zod';
import { listOf, plainText, publishSchema } from '#libs/http';
import { commentAtMost } from './survey.entity.js';
import { surveysExamples } from './surveys.examples.js';

export const answerSurveyInput = z.strictObject({
  score: z.int().min(1).max(5).describe('1 very bad, 5 very good.'),
  comment: plainText({ max: commentAtMost, lineBreaks: true }).default(''),
});
publishSchema(answerSurveyInput, 'AnswerComplaintSurvey', surveysExamples.AnswerComplaintSurvey);
export type AnswerSurveyInput = z.output<typeof answerSurveyInput>;

export const surveyView = z.object({
  id: z.uuid(),
  resolvedAt: z.date().describe('Of the solution that it is about.'),
  answerableUntil: z.date().describe('Until when it can be answered, and answered anew.'),
  score: z.int().nullable().describe('Null while nothing was said.'),
  comment: z.string(),
  answeredAt: z.date().nullable(),
});
publishSchema(surveyView, 'ComplaintSurvey', surveysExamples.ComplaintSurvey);
export const surveysView = listOf(surveyView);
