// When a provider works: a weekly plan, and the days that differ from it. Minutes are since midnight in the business time zone.
import { defineEntity, p } from '@mikro-orm/core';
import { idColumn, timestampColumns } from '#libs/orm';
import { Provider } from './provider.entity.js';

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

export const shiftExceptionKinds = ['off', 'extra'] as const;

const ShiftExceptionSchema = defineEntity({
  name: 'ShiftException',
  tableName: 'shift_exceptions',
  checks: [
    {
      name: 'shift_exceptions_minutes_check',
      expression: 'from_minute >= 0 and from_minute < to_minute and to_minute <= 1440',
    },
  ],
  indexes: [{ name: 'shift_exceptions_provider_day_index', properties: ['provider', 'day'] }],
  properties: {
    id: idColumn(),
    provider: () => p.manyToOne(Provider),
    day: p.date(),
    /** `off`: does not work then; `extra`: works then besides the plan. */
    kind: p.enum(shiftExceptionKinds),
    fromMinute: p.smallint().default(0),
    toMinute: p.smallint().default(1440),
    reason: p.string().length(120).default(''),
    ...timestampColumns(),
  },
});
export class ShiftException extends ShiftExceptionSchema.class {}
ShiftExceptionSchema.setClass(ShiftException);
