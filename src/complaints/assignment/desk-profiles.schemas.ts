import { z } from 'zod';
import { ListForm, publishSchema } from '#libs/http';
import { complaintCategory } from '../complaints.schemas.js';
import { assignmentExamples } from './assignment.examples.js';
import { deskLanguages } from './assignment.strategies.js';
import { dutyExceptionKinds, dutyStates, overlapIn } from './duty.js';

const minute = z.int().min(0).max(1440);
const hours = z
  .strictObject({
    weekday: z.int().min(1).max(7).describe('ISO: Monday 1 … Sunday 7.'),
    fromMinute: minute.describe('Since midnight, in the business time zone.'),
    toMinute: minute.describe('Exclusive; 1440 is midnight.'),
  })
  .refine(({ fromMinute, toMinute }) => fromMinute < toMinute, {
    path: ['toMinute'],
    message: 'must be after `fromMinute`: what goes beyond midnight is two of them',
  });

const week = z
  .array(hours)
  .max(42)
  .check(({ value, issues }) => {
    const at = overlapIn(value);
    if (at === undefined) return;
    issues.push({
      code: 'custom',
      input: value,
      path: [at],
      message: 'overlaps with earlier hours of that day',
    });
  })
  .describe('When they work, every week: several times a day where there are breaks.');

const noTwice = (values: readonly string[]): boolean => new Set(values).size === values.length;

const profile = {
  skills: z
    .array(complaintCategory)
    .max(20)
    .refine(noTwice, 'must name each once')
    .describe('Categories that they take; none: all of them.'),
  languages: z.array(z.enum(deskLanguages)).min(1).max(5).refine(noTwice, 'must name each once'),
  capacity: z
    .int()
    .min(1)
    .max(1000)
    .describe(
      'Sum of weights: a low one weighs 2, medium 4, high 6, critical 8; half while it waits for somebody.',
    ),
  week,
  isPaused: z.boolean().describe('Whether they take nothing for the moment.'),
};

export const setDeskProfileInput = z.strictObject({ ...profile, isPaused: profile.isPaused.default(false) });
publishSchema(setDeskProfileInput, 'SetDeskProfile', assignmentExamples.SetDeskProfile);
export type SetDeskProfileInput = z.output<typeof setDeskProfileInput>;

export const pauseDeskInput = z.strictObject({ isPaused: profile.isPaused });
publishSchema(pauseDeskInput, 'PauseDesk', assignmentExamples.PauseDesk);
export type PauseDeskInput = z.output<typeof pauseDeskInput>;

export const deskProfileView = z.object({
  id: z.uuid().describe('Of the staff member.'),
  name: z.string(),
  role: z.string(),
  ...profile,
  duty: z.enum(dutyStates).describe('At this moment.'),
  load: z.int().describe('Weights of what they have, counted up to the capacity.'),
  lastAssignedAt: z.date().nullable(),
  createdAt: z.date(),
  version: z.int(),
});
publishSchema(deskProfileView, 'DeskProfile', assignmentExamples.DeskProfile);
export type DeskProfileView = z.output<typeof deskProfileView>;

export const deskProfilesList = new ListForm({ sortBy: { createdAt: 'id' }, default: 'createdAt' });
export type DeskProfilesQuery = z.output<typeof deskProfilesList.query>;

const instant = z.iso.datetime({ offset: true }).transform((text) => new Date(text));

export const addDutyExceptionInput = z
  .strictObject({
    kind: z.enum(dutyExceptionKinds).describe('`leave`: away. `extra`: on duty beyond the weekly hours.'),
    startsAt: instant,
    endsAt: instant.describe('Exclusive.'),
    handsOn: z
      .boolean()
      .default(true)
      .describe('Of leave: whether what they have is given to others when it begins.'),
  })
  .refine(({ startsAt, endsAt }) => startsAt < endsAt, {
    path: ['endsAt'],
    message: 'must be after `startsAt`',
  });
publishSchema(addDutyExceptionInput, 'AddDutyException', assignmentExamples.AddDutyException);
export type AddDutyExceptionInput = z.output<typeof addDutyExceptionInput>;

export const dutyExceptionView = z.object({
  id: z.uuid(),
  staffId: z.uuid(),
  kind: z.enum(dutyExceptionKinds),
  startsAt: z.date(),
  endsAt: z.date(),
  handsOn: z.boolean(),
  handedOnAt: z.date().nullable().describe('When what they had was given to others.'),
});
publishSchema(dutyExceptionView, 'DutyException', assignmentExamples.DutyException);

export const dutyExceptionsList = new ListForm({
  sortBy: { startsAt: 'instant' },
  default: 'startsAt',
  period: { of: 'startsAt', is: 'It begins' },
});
export type DutyExceptionsQuery = z.output<typeof dutyExceptionsList.query>;
