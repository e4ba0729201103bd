import { z } from 'zod';
import { listOf, pincodeText, plainText, publishSchema } from '#libs/http';
import { addDays } from '#libs/time';
import { providerStatuses } from '../../providers/provider.entity.js';
import { leaveKinds } from '../../providers/shift.entity.js';
import { rosterExamples } from './roster.examples.js';

// A second schema of one name would be a second component: here the values stand in line.
const providerStatus = z.enum(providerStatuses);
const leaveKind = z.enum(leaveKinds).meta({ id: 'LeaveKind' });
/** Years in which people plan. */
const day = z.iso
  .date()
  .refine((text) => text >= '2000-01-01' && text < '2100-01-01', 'must be of this century');
const reason = plainText({ max: 120, brackets: false }).default('');

export const minutes = {
  fromMinute: z.int().min(0).max(1439).describe('Minutes since midnight in the business time zone.'),
  toMinute: z.int().min(1).max(1440).describe('1440 is the next midnight.'),
};
export const isForward = (line: { fromMinute: number; toMinute: number }) => line.fromMinute < line.toMinute;
export const forward = { path: ['toMinute'], message: 'must be after `fromMinute`' };

const force = z
  .boolean()
  .default(false)
  .describe('Whether visits that are booked may end up in time that is not worked; the answer lists them.');

export const changeStatusInput = z.strictObject({ reason });
publishSchema(changeStatusInput, 'ChangeProviderStatus', rosterExamples.ChangeProviderStatus);
export type ChangeStatusInput = z.output<typeof changeStatusInput>;

const weeklyShift = z
  .strictObject({ weekday: z.int().min(1).max(7).describe('Monday 1 … Sunday 7.'), ...minutes })
  .refine(isForward, forward);

export const replaceShiftsInput = z
  .strictObject({
    validFrom: day.describe('First day on which the plan holds; not before today.'),
    validUntil: day.nullable().default(null).describe('Last day, inclusive; null while it stands.'),
    shifts: z.array(weeklyShift).max(70).describe('The week; an empty one means no work at all.'),
    force,
  })
  .refine(({ validFrom, validUntil }) => validUntil === null || validFrom <= validUntil, {
    path: ['validUntil'],
    message: 'must not be before `validFrom`',
  });
publishSchema(replaceShiftsInput, 'ReplaceProviderShifts', rosterExamples.ReplaceProviderShifts);
export type ReplaceShiftsInput = z.output<typeof replaceShiftsInput>;

export const addExceptionInput = z
  .strictObject({
    day,
    kind: z.enum(['off', 'extra']).describe('`off`: does not work then; `extra`: works besides the plan.'),
    fromMinute: minutes.fromMinute.default(0),
    toMinute: minutes.toMinute.default(1440),
    reason,
    force,
  })
  .refine(isForward, forward);
publishSchema(addExceptionInput, 'AddShiftException', rosterExamples.AddShiftException);
export type AddExceptionInput = z.output<typeof addExceptionInput>;

export const addLeaveInput = z
  .strictObject({ firstDay: day, lastDay: day.describe('Inclusive.'), kind: leaveKind, reason, force })
  .refine(({ firstDay, lastDay }) => firstDay <= lastDay, {
    path: ['lastDay'],
    message: 'must not be before `firstDay`',
  })
  .refine(({ firstDay, lastDay }) => lastDay < addDays(firstDay, 366), {
    path: ['lastDay'],
    message: 'must be within a year',
  });
publishSchema(addLeaveInput, 'AddProviderLeave', rosterExamples.AddProviderLeave);
export type AddLeaveInput = z.output<typeof addLeaveInput>;

export const forceQuery = z.strictObject({
  force: z
    .enum(['true', 'false'])
    .default('false')
    .transform((text) => text === 'true')
    .describe('Whether visits that are booked may end up in time that is not worked.'),
});

const visitView = z.object({
  bookingId: z.uuid(),
  reference: z.string(),
  providerId: z.uuid(),
  startsAt: z.date(),
  endsAt: z.date(),
});
publishSchema(visitView, 'ConflictingVisit', rosterExamples.ConflictingVisit);
export const conflictsView = listOf(visitView);
export const visitsOf = z.array(visitView);

export const statusChangeView = z.object({
  id: z.uuid(),
  status: providerStatus,
  nextStatuses: z.array(providerStatus),
  version: z.int(),
  visits: visitsOf.describe('Visits that are still booked with who works no more, soonest first.'),
});
publishSchema(statusChangeView, 'ProviderStatusChange', rosterExamples.ProviderStatusChange);

const planShape = {
  id: z.uuid().describe('Of the provider.'),
  version: z.int().describe('Of the provider; also the `etag`.'),
  weeklyMaxMinutes: z.int(),
  minRestMinutes: z.int(),
  shifts: z.array(
    z.object({
      id: z.uuid(),
      weekday: z.int(),
      fromMinute: z.int(),
      toMinute: z.int(),
      validFrom: z.iso.date(),
      validUntil: z.iso.date().nullable(),
    }),
  ),
  exceptions: z.array(
    z.object({
      id: z.uuid(),
      day: z.iso.date(),
      kind: z
        .enum(['off', 'extra', 'away'])
        .describe('`away`: an absence that was reported; nothing is worked then.'),
      fromMinute: z.int(),
      toMinute: z.int(),
      reason: z.string(),
    }),
  ),
  leaves: z.array(
    z.object({
      id: z.uuid(),
      firstDay: z.iso.date(),
      lastDay: z.iso.date(),
      kind: leaveKind,
      reason: z.string(),
    }),
  ),
};

export const planView = z.object(planShape);
publishSchema(planView, 'ProviderPlan', rosterExamples.ProviderPlan);

export const planChangeView = z.object({
  ...planShape,
  addedId: z.uuid().nullable().describe('Of the exception or leave that was added.'),
  conflicts: visitsOf.describe('Booked visits that are not in time that is worked.'),
});
publishSchema(planChangeView, 'ProviderPlanChange', rosterExamples.ProviderPlanChange);

/** Days that one look at a provider's time may have. */
export const availabilityDays = 31;

const availabilityShape = {
  from: day.describe('First day, in the business time zone.'),
  to: day.describe(`Last day, inclusive; at most ${availabilityDays} days in all.`),
  serviceId: z.uuid().optional().describe('Only windows in which a visit of this service would fit.'),
  pincode: pincodeText.optional().describe('No windows unless the provider comes there.'),
};
const isOrdered = ({ from, to }: { from: string; to: string }) => from <= to;
const ordered = { path: ['to'], message: 'must not be before `from`' };
const isShort = ({ from, to }: { from: string; to: string }) => to < addDays(from, availabilityDays);
const short = { path: ['to'], message: `must be within ${availabilityDays} days` };

export const availabilityQuery = z
  .strictObject(availabilityShape)
  .refine(isOrdered, ordered)
  .refine(isShort, short);
export const availabilityToolInput = z
  .strictObject({ providerId: z.uuid(), ...availabilityShape })
  .refine(isOrdered, ordered)
  .refine(isShort, short);
export type AvailabilityQuery = z.output<typeof availabilityQuery>;

const windowView = z.object({ from: z.date(), to: z.date() });
export const availabilityView = z.object({
  providerId: z.uuid(),
  windows: z.array(windowView).describe('Time that is worked and not taken, from now on, in order.'),
});
publishSchema(availabilityView, 'ProviderAvailability', rosterExamples.ProviderAvailability);
