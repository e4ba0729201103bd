import { z } from 'zod';
import { ListForm, pageOf, publishSchema } from '#libs/http';
import { weekdayOf } from '#libs/time';
import { forward, isForward, minutes, visitsOf } from '../roster/roster.schemas.js';
import { draftsExamples } from './drafts.examples.js';
import { draftStatuses } from './shift-draft.entity.js';

const draftStatus = z.enum(draftStatuses).meta({ id: 'ShiftDraftStatus' });
const day = z.iso
  .date()
  .refine((text) => text >= '2000-01-01' && text < '2100-01-01', 'must be of this century');
const week = day
  .refine((text) => weekdayOf(text) === 1, 'must be a Monday')
  .describe('The Monday on which it begins.');

export const createDraftInput = z
  .strictObject({
    cityId: z.uuid(),
    week: week.describe('The Monday on which it begins; the week must not have begun.'),
    reservePercent: z
      .int()
      .min(0)
      .max(200)
      .default(20)
      .describe('Planned for on top of what is expected: a forecast is an average, and weeks differ.'),
    leastPresent: z
      .int()
      .min(0)
      .max(20)
      .default(1)
      .describe(
        'How many ought to be at work for each service in the open hours, however few visits are expected.',
      ),
    openFromHour: z.int().min(0).max(23).default(9),
    openToHour: z.int().min(1).max(24).default(19),
  })
  .refine(({ openFromHour, openToHour }) => openFromHour < openToHour, {
    path: ['openToHour'],
    message: 'must be after `openFromHour`',
  });
publishSchema(createDraftInput, 'CreateShiftDraft', draftsExamples.CreateShiftDraft);
export type CreateDraftInput = z.output<typeof createDraftInput>;

const draftShift = z.strictObject({ providerId: z.uuid(), day, ...minutes }).refine(isForward, forward);

export const replaceDraftShiftsInput = z.strictObject({
  shifts: z.array(draftShift).max(4_200).describe('All of the week.'),
});
publishSchema(replaceDraftShiftsInput, 'ReplaceDraftShifts', draftsExamples.ReplaceDraftShifts);
export type ReplaceDraftShiftsInput = z.output<typeof replaceDraftShiftsInput>;

export const publishDraftInput = z.strictObject({
  force: z
    .boolean()
    .default(false)
    .describe('Whether visits that are booked may end up in time that is not worked; the answer lists them.'),
});
publishSchema(publishDraftInput, 'PublishShiftDraft', draftsExamples.PublishShiftDraft);

export const draftsList = new ListForm({
  // Ids are in the order of time.
  sortBy: { createdAt: 'id' },
  default: '-createdAt',
  period: { of: 'createdAt', is: 'Made' },
  filters: { status: draftStatus.optional(), cityId: z.uuid().optional(), week: week.optional() },
});
export type DraftsQuery = z.output<typeof draftsList.query>;

export const forecastQuery = z.strictObject({ cityId: z.uuid() });

const accuracyView = z
  .object({
    heldOutWeeks: z.int(),
    visits: z.int().describe('That there were in those weeks.'),
    meanAbsoluteError: z.number().describe('Visits, an hour of the week and series.'),
    naiveMeanAbsoluteError: z
      .number()
      .describe('The same of "as many as in the same hour of the week before".'),
    totalError: z
      .number()
      .nullable()
      .describe(
        'By how much all visits together were missed, as a part of them; null where there were none.',
      ),
  })
  .nullable()
  .describe(
    'How well the method did on the last weeks, which it was not shown; null where the history is too short.',
  );

const seriesShape = {
  subcategoryId: z.uuid(),
  pincodeGroup: z.string().describe('First three digits of the pincodes.'),
};

export const forecastView = z.object({
  cityId: z.uuid(),
  history: z.object({
    first: z.iso.date(),
    weeks: z.int(),
    visits: z.int(),
  }),
  visitsInAll: z.number().describe('Expected in a week.'),
  items: z.array(
    z.object({
      ...seriesShape,
      weekday: z.int(),
      hour: z.int(),
      visits: z.number().describe('Expected to begin within the hour.'),
    }),
  ),
  accuracy: accuracyView,
});
publishSchema(forecastView, 'DemandForecast', draftsExamples.DemandForecast);

const shiftView = z.object({
  providerId: z.uuid(),
  day: z.iso.date(),
  fromMinute: z.int(),
  toMinute: z.int(),
});
const uncoveredView = z.object({
  ...seriesShape,
  day: z.iso.date(),
  fromHour: z.int(),
  toHour: z.int(),
  missingHours: z.number().describe('Hours of work that are expected and that nobody takes.'),
  lacksPresence: z.boolean().describe('Whether fewer are at work than ought to be.'),
});

const summaryShape = {
  id: z.uuid(),
  cityId: z.uuid(),
  week: z.iso.date(),
  status: draftStatus,
  reservePercent: z.int(),
  leastPresent: z.int(),
  openFromHour: z.int(),
  openToHour: z.int(),
  providers: z.int().describe('Who are planned.'),
  uncoveredInAll: z.int(),
  jobId: z
    .uuid()
    .nullable()
    .describe('The job that makes it, where there are many providers; see its stream.'),
  publishedAt: z.date().nullable(),
  version: z.int().describe('Also the `etag`; for `if-match`.'),
  createdAt: z.date(),
};
const draftSummaryView = z.object(summaryShape);
publishSchema(draftSummaryView, 'ShiftDraft', draftsExamples.ShiftDraft);
export const draftsView = pageOf(draftSummaryView);

export const draftView = z.object({
  ...summaryShape,
  accuracy: accuracyView,
  shifts: z.array(shiftView),
  uncovered: z.array(uncoveredView).describe('The first of them; `uncoveredInAll` counts all.'),
});
publishSchema(draftView, 'ShiftDraftDetail', draftsExamples.ShiftDraftDetail);

const hours = z.array(z.object({ fromMinute: z.int(), toMinute: z.int() }));
export const comparisonView = z.object({
  id: z.uuid(),
  publishedMinutes: z.int(),
  draftMinutes: z.int(),
  publishedUncovered: z.int().describe('How many entries nobody covers now.'),
  draftUncovered: z.int(),
  changes: z.array(
    z.object({
      providerId: z.uuid(),
      name: z.string(),
      day: z.iso.date(),
      published: hours,
      draft: hours,
    }),
  ),
});
publishSchema(comparisonView, 'ShiftDraftComparison', draftsExamples.ShiftDraftComparison);

export const publishedView = z.object({
  ...summaryShape,
  conflicts: visitsOf.describe('Booked visits that are now in time that is not worked.'),
});
publishSchema(publishedView, 'PublishedShiftDraft', draftsExamples.PublishedShiftDraft);
