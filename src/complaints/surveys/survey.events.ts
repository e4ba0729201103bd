import { z } from 'zod';
import { defineEvent } from '#libs/events';
import { complaintFacts } from '../complaint.events.js';

export const complaintSurveyed = defineEvent({
  type: 'complaint.surveyed',
  aggregate: 'complaint',
  description: 'A customer has said how they found the solution of a complaint, or has said it anew.',
  isPublic: true,
  data: complaintFacts.extend({
    surveyId: z.uuid(),
    score: z
      .int()
      .describe('1 … 5')
      .meta({ examples: [4] }),
    resolvedAt: z.iso.datetime(),
  }),
});
