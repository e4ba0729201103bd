import { z } from 'zod';
import { publishSchema } from '#libs/http';
import { addDays } from '#libs/time';
import { complaintCategory } from '../complaints.schemas.js';
import { reportsExamples } from './reports.examples.js';

const daysAtMost = 366;
const day = z.iso.date().describe('In the business time zone.');

const range = {
  from: day,
  to: day.describe('Itself included.'),
  category: complaintCategory.optional(),
  city: z.string().max(60).optional().describe('Its slug: `bengaluru`.'),
};
const format = { format: z.enum(['csv', 'pdf']).default('csv') };

/** A range of days, both included. */
const isInOrder = ({ from, to }: { from: string; to: string }) => from <= to;
const order = { message: 'must not be before `from`', path: ['to'] };
const isShort = ({ from, to }: { from: string; to: string }) => to < addDays(from, daysAtMost);
const length = { message: `must be less than ${daysAtMost} days after \`from\``, path: ['to'] };

export const figuresQuery = z.strictObject(range).refine(isInOrder, order).refine(isShort, length);
export type FiguresQuery = z.output<typeof figuresQuery>;

export const figuresFormats = { csv: 'text/csv; charset=utf-8', pdf: 'application/pdf' } as const;
export type FiguresFormat = keyof typeof figuresFormats;

export const formatQuery = z.strictObject(format);
export const exportQuery = z
  .strictObject({ ...range, ...format })
  .refine(isInOrder, order)
  .refine(isShort, length);
export type ExportQuery = z.output<typeof exportQuery>;

const minutes = z
  .object({ median: z.number().nullable(), p90: z.number().nullable() })
  .describe('Minutes on the clock since it was filed, nights included; null where there was none.');

const attained = z
  .object({ met: z.int(), missed: z.int(), pending: z.int(), percent: z.number().nullable() })
  .describe('Always kept, missed at least once, neither yet or never owed; `percent` of the first two.');

const counted = {
  filed: z.int(),
  open: z.int().describe('Of these, still unsolved now.'),
  resolved: z.int().describe('Of these, solved now.'),
  reopened: z.int().describe('Of these, reopened at least once.'),
  escalated: z.int().describe('Of these, passed up at least once.'),
  sla: z
    .object({ firstResponse: attained, nextResponse: attained, resolution: attained })
    .describe('Whether what was promised was kept (`docs/sla.md`).'),
  survey: z
    .object({ answers: z.int(), average: z.number().nullable(), satisfiedPercent: z.number().nullable() })
    .describe('How customers found it, 1 to 5; satisfied are those who gave 4 or 5.'),
  firstResponse: minutes,
  resolution: minutes,
};
const figures = z.object(counted);
const group = z.object({
  key: z.string().describe('As the complaint has it; empty for none.'),
  label: z.string(),
  ...counted,
});
export type Figures = z.output<typeof figures>;
export type FiguresGroup = z.output<typeof group>;

export const complaintFiguresView = z.object({
  from: day,
  to: day,
  timeZone: z.string(),
  at: z.date().describe('When it was counted.'),
  total: figures.describe('Of the complaints that were filed in these days.'),
  steps: z
    .object({ resolved: z.int(), reopened: z.int(), withdrawn: z.int() })
    .describe('What happened in these days, whenever it was filed.'),
  backlog: z.object({ before: z.int(), after: z.int() }).describe('Unsolved when the days began and ended.'),
  byCategory: z.array(group),
  bySeverity: z.array(group),
  byCity: z.array(group),
  byProvider: z.array(group).describe('The hundred with the most.'),
  byAssignee: z.array(group).describe('The hundred with the most.'),
  byDay: z.array(group),
  byHour: z.array(group),
});
publishSchema(complaintFiguresView, 'ComplaintFigures', reportsExamples.ComplaintFigures);
export type ComplaintFigures = z.output<typeof complaintFiguresView>;

export const weekParam = z.iso.date().describe('A Monday.');

export const weeklyReportView = z.object({
  week: day.describe('The Monday on which it begins.'),
  figures: complaintFiguresView,
  createdAt: z.date(),
});
publishSchema(weeklyReportView, 'WeeklyComplaintReport', reportsExamples.WeeklyComplaintReport);
