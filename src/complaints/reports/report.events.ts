import { z } from 'zod';
import { defineEvent } from '#libs/events';

const weekFacts = z.object({
  week: z.iso.date().describe('The Monday on which it begins.'),
  filed: z.int().meta({ examples: [120] }),
  resolved: z
    .int()
    .describe('In the week, whenever they were filed.')
    .meta({ examples: [81] }),
  backlog: z
    .int()
    .describe('Unsolved when the week ended.')
    .meta({ examples: [40] }),
});
export type WeekFacts = z.input<typeof weekFacts>;

export const complaintWeekReported = defineEvent({
  type: 'complaint.week_reported',
  aggregate: 'complaint_report',
  description: 'The figures of complaints of a week were counted.',
  isPublic: true,
  data: weekFacts,
});
