// When a provider works: a weekly plan, the days that differ from it, and leave. Minutes are since midnight in the business time zone.
import { defineEntity, p } from '@mikro-orm/core';
import { idColumn, timestampColumns } from '#libs/orm';
import { Provider } from './provider.entity.js';

// What planners above this domain hold a plan against.
export { workViolations, worsened, type WorkLimits, type WorkSpan } from './plans/work-rules.js';
export {
  calendarOf,
  workingPeriods,
  workSpans,
  type PlanException,
  type WorkingPeriod,
  type WorkPlan,
} from './working-windows.js';

const ShiftSchema = defineEntity({
  name: 'Shift',
  tableName: 'shifts',
  checks: [
    { name: 'shifts_weekday_check', expression: 'weekday >= 1 and weekday <= 7' },
    {
      name: 'shifts_minutes_check',
      expression: 'from_minute >= 0 and from_minute < to_minute and to_minute <= 1440',
    },
    { name: 'shifts_validity_check', expression: 'valid_until is null or valid_until >= valid_from' },
    {
      // Nobody is planned twice for the same minute, whoever plans.
      name: 'shifts_apart',
      expression: `exclude using gist (provider_id with =, weekday with =, int4range(from_minute, to_minute) with &&, daterange(valid_from, valid_until, '[]') with &&)`,
    },
  ],
  indexes: [{ name: 'shifts_provider_weekday_index', properties: ['provider', 'weekday'] }],
  properties: {
    id: idColumn(),
    provider: () => p.manyToOne(Provider),
    /** ISO: Monday 1 … Sunday 7. */
    weekday: p.smallint(),
    fromMinute: p.smallint(),
    toMinute: p.smallint(),
    validFrom: p.date(),
    /** Last day, inclusive; null while the plan stands. */
    validUntil: p.date().nullable(),
    ...timestampColumns(),
  },
});
export class Shift extends ShiftSchema.class {}
ShiftSchema.setClass(Shift);

export const shiftExceptionKinds = ['off', 'extra', 'away'] as const;

const ShiftExceptionSchema = defineEntity({
  name: 'ShiftException',
  tableName: 'shift_exceptions',
  checks: [
    {
      name: 'shift_exceptions_minutes_check',
      expression: 'from_minute >= 0 and from_minute < to_minute and to_minute <= 1440',
    },
    {
      // A day differs from the plan in one way at a time; what is `extra` may lie in what is `off`.
      name: 'shift_exceptions_apart',
      expression: `exclude using gist (provider_id with =, day with =, kind with =, int4range(from_minute, to_minute) with &&)`,
    },
  ],
  indexes: [{ name: 'shift_exceptions_provider_day_index', properties: ['provider', 'day'] }],
  properties: {
    id: idColumn(),
    provider: () => p.manyToOne(Provider),
    day: p.date(),
    /** `off`: does not work then; `extra`: works then besides the plan; `away`: ill, or called off, whatever else is said of the day. */
    kind: p.enum(shiftExceptionKinds),
    fromMinute: p.smallint().default(0),
    toMinute: p.smallint().default(1440),
    reason: p.string().length(120).default(''),
    ...timestampColumns(),
  },
});
export class ShiftException extends ShiftExceptionSchema.class {}
ShiftExceptionSchema.setClass(ShiftException);

export const leaveKinds = ['annual', 'sick', 'unpaid', 'training', 'other'] as const;
export type LeaveKind = (typeof leaveKinds)[number];

const ProviderLeaveSchema = defineEntity({
  name: 'ProviderLeave',
  tableName: 'provider_leaves',
  checks: [
    {
      name: 'provider_leaves_days_check',
      expression: 'last_day >= first_day and last_day - first_day < 366',
    },
    {
      name: 'provider_leaves_apart',
      expression: `exclude using gist (provider_id with =, daterange(first_day, last_day, '[]') with &&)`,
    },
  ],
  indexes: [{ name: 'provider_leaves_provider_index', properties: ['provider', 'firstDay'] }],
  properties: {
    id: idColumn(),
    provider: () => p.manyToOne(Provider),
    /** Both inclusive. Nothing is worked then, not even what is `extra`. */
    firstDay: p.date(),
    lastDay: p.date(),
    kind: p.enum(leaveKinds),
    reason: p.string().length(120).default(''),
    ...timestampColumns(),
  },
});
export class ProviderLeave extends ProviderLeaveSchema.class {}
ProviderLeaveSchema.setClass(ProviderLeave);
