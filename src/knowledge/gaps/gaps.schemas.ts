import { z } from 'zod';
import { ListForm, publishSchema } from '#libs/http';
import { gapsExamples } from './gaps.examples.js';
import { gapStatuses } from './knowledge-gap.entity.js';

const gapStatus = z.enum(gapStatuses).meta({ id: 'KnowledgeGapStatus' });

export const gapsList = new ListForm({
  sortBy: { lastAskedAt: 'instant', times: 'number' },
  default: '-lastAskedAt',
  period: { of: 'lastAskedAt', is: 'It was asked last' },
  filters: { status: gapStatus.optional() },
});
export type ListGaps = z.output<typeof gapsList.query>;

export const markGapInput = z.strictObject({
  status: gapStatus.describe(
    '`answered`: the documents answer it now; asked again without an answer it is open again. `dismissed`: they need not.',
  ),
});
publishSchema(markGapInput, 'MarkKnowledgeGap', gapsExamples.MarkKnowledgeGap);
export type MarkGap = z.output<typeof markGapInput>;

export const gapView = z.object({
  id: z.uuid(),
  question: z.string().describe('As it was asked first; contacts, references and long numbers are left out.'),
  status: gapStatus,
  times: z.int().describe('How often it was asked.'),
  lastAskedAt: z.date(),
  nearestPassage: z.uuid().nullable().describe('The passage that came closest; it may be gone since.'),
  nearestHeading: z.string().nullable(),
  grounding: z.number().describe('The probability that the nearest passage answers, 0 to 1.'),
  closedAt: z.date().nullable(),
  closedBy: z.uuid().nullable().describe('Staff.'),
  version: z.int(),
  createdAt: z.date(),
});
publishSchema(gapView, 'KnowledgeGap', gapsExamples.KnowledgeGap);
