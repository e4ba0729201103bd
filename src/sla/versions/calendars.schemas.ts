import { IANAZone } from 'luxon';
import { z } from 'zod';
import { listOf, plainText, publishSchema } from '#libs/http';
import type { WorkingInterval, WorkingWeekday } from '../clock/calendar-terms.entity.js';
import { slaExamples } from '../sla.examples.js';
import { slaVersionFields } from './version.schemas.js';

const intervalsADay = 12;
/** Ten years of a state's list. */
const holidaysAtMost = 400;
/** Less than that a week, and a deadline would be years away. */
const minutesAWeek = 60;

const interval = z
  .strictObject({
    fromMinute: z.int().min(0).max(1439),
    toMinute: z.int().min(1).max(1440),
  })
  .describe('Minutes of the local day, half open: 540 to 1080 is nine to six, 1440 the end of the day.');

const intervals = z.array(interval).max(intervalsADay).superRefine(checkIntervals);

const calendarFields = {
  note: plainText({ min: 1, max: 500, lineBreaks: true }).describe('What has changed and why.'),
  cityId: z
    .uuid()
    .nullable()
    .default(null)
    .describe('Whose it is. Null is everybody’s; a city with a calendar of its own uses that.'),
  timeZone: z
    .string()
    .max(60, { abort: true })
    .regex(/^[A-Za-z]/, { message: 'must be the name of a time zone', abort: true })
    .refine((zone) => IANAZone.isValidZone(zone), 'must be the name of a time zone')
    .meta({ examples: ['Asia/Kolkata'] }),
  week: z
    .array(z.strictObject({ weekday: z.int().min(1).max(7), intervals }))
    .max(7)
    .superRefine(checkWeek)
    .describe('ISO: Monday 1 … Sunday 7. What is not named is free.'),
  holidays: z
    .array(
      z.strictObject({
        date: z.iso.date(),
        name: plainText({ min: 1, max: 120, brackets: false }),
        intervals,
      }),
    )
    .max(holidaysAtMost)
    .superRefine((days, context) =>
      checkUnique(
        days.map(({ date }) => date),
        'date',
        context,
      ),
    )
    .describe('In place of what the weekday has: nothing, or intervals of their own.'),
};

export const createCalendarInput = z.strictObject(calendarFields);
publishSchema(createCalendarInput, 'CreateBusinessCalendar', slaExamples.CreateBusinessCalendar);
export type CreateCalendarInput = z.output<typeof createCalendarInput>;

/** Whose it is stays: it is a number in one line. */
export const replaceCalendarInput = z.strictObject(calendarFields);
publishSchema(replaceCalendarInput, 'ReplaceBusinessCalendar', slaExamples.ReplaceBusinessCalendar);

export const publishCalendarInput = z
  .strictObject({
    validFrom: z.iso
      .datetime({ offset: true })
      .transform((text) => new Date(text))
      .optional()
      .describe('Time from then on is counted by it, also of cases that are open. Default: now.'),
  })
  .prefault({});
publishSchema(publishCalendarInput, 'PublishBusinessCalendar', slaExamples.PublishBusinessCalendar);
export type PublishCalendarInput = z.output<typeof publishCalendarInput>;

const intervalView = z.object({ fromMinute: z.int(), toMinute: z.int() });

export const calendarView = z.object({
  ...slaVersionFields,
  cityId: z.uuid().nullable(),
  timeZone: z.string(),
  week: z.array(z.object({ weekday: z.int(), intervals: z.array(intervalView) })),
  holidays: z.array(z.object({ date: z.string(), name: z.string(), intervals: z.array(intervalView) })),
});
publishSchema(calendarView, 'BusinessCalendar', slaExamples.BusinessCalendar);

export const calendarsView = listOf(calendarView);

/** Each has a length, and none reaches into the one before it. They may touch. */
function checkIntervals(all: readonly WorkingInterval[], context: z.RefinementCtx): void {
  for (const [index, { fromMinute, toMinute }] of all.entries()) {
    if (toMinute <= fromMinute) issue(context, 'must end after it begins', index);
    else if (index > 0 && fromMinute < all[index - 1]!.toMinute)
      issue(context, 'begins before the one before it has ended', index);
  }
}

function checkWeek(week: readonly WorkingWeekday[], context: z.RefinementCtx): void {
  checkUnique(
    week.map(({ weekday }) => weekday),
    'weekday',
    context,
  );
  const minutes = week
    .flatMap((day) => day.intervals)
    .reduce((sum, { fromMinute, toMinute }) => sum + toMinute - fromMinute, 0);
  if (minutes < minutesAWeek) issue(context, `must have ${minutesAWeek} minutes of working time in all`);
}

function checkUnique(values: readonly unknown[], what: string, context: z.RefinementCtx): void {
  for (const [index, value] of values.entries())
    if (values.indexOf(value) < index) issue(context, `repeats the ${what} ${String(value)}`, index);
}

function issue(context: z.RefinementCtx, message: string, index?: number): void {
  context.addIssue({ code: 'custom', message, path: index === undefined ? [] : [index] });
}
