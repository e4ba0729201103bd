// How somebody works at the desk: on what, in which languages, how much, and when.
import { defineEntity, p } from '@mikro-orm/core';
import { idColumn, timestampColumns } from '#libs/orm';
import { Staff } from '../../staff/staff.entity.js';
import type { ComplaintCategory } from '../complaint.terms.js';
import type { DeskLanguage } from './assignment.strategies.js';
import { dutyExceptionKinds, type DutyHours } from './duty.js';

const DeskProfileSchema = defineEntity({
  name: 'DeskProfile',
  tableName: 'desk_profiles',
  checks: [{ name: 'desk_profiles_capacity_check', expression: 'capacity >= 1 and capacity <= 1000' }],
  properties: {
    id: idColumn(),
    staff: () =>
      p.oneToOne(Staff).mapToPk().owner().unique('desk_profiles_staff_unique').deleteRule('cascade'),
    /** None: every category. */
    skills: p.json<ComplaintCategory[]>(),
    languages: p.json<DeskLanguage[]>(),
    /** Sum of the weights of what they have at a time, as far as it is given by itself. */
    capacity: p.smallint(),
    week: p.json<DutyHours[]>(),
    /** They take nothing for the moment. */
    isPaused: p.boolean().default(false),
    /** Whose turn it is. */
    lastAssignedAt: p.datetime().nullable(),
    /** For If-Match: counted up by what people change, not by what they are given. */
    version: p.integer().default(1),
    ...timestampColumns(),
  },
});
export class DeskProfile extends DeskProfileSchema.class {
  change(input: Partial<Pick<DeskProfile, 'skills' | 'languages' | 'capacity' | 'week' | 'isPaused'>>): void {
    Object.assign(this, input);
    this.version += 1;
  }
}
DeskProfileSchema.setClass(DeskProfile);

const DutyExceptionSchema = defineEntity({
  name: 'DutyException',
  tableName: 'desk_exceptions',
  checks: [{ name: 'desk_exceptions_span_check', expression: 'ends_at > starts_at' }],
  indexes: [
    { name: 'desk_exceptions_staff_time_index', properties: ['staff', 'startsAt', 'id'] },
    {
      // Leave whose work is still to be handed on.
      name: 'desk_exceptions_due_index',
      expression: (columns, table, index) =>
        `create index "${index}" on ${table} ("${columns.startsAt}") where "${columns.handsOn}" and "${columns.handedOnAt}" is null`,
    },
  ],
  properties: {
    id: idColumn(),
    staff: () => p.manyToOne(Staff).mapToPk().deleteRule('cascade'),
    kind: p.enum(dutyExceptionKinds),
    startsAt: p.datetime(),
    /** Exclusive. */
    endsAt: p.datetime(),
    /** Of leave: whether what they have is given to others when it begins. */
    handsOn: p.boolean().default(false),
    handedOnAt: p.datetime().nullable(),
    ...timestampColumns(),
  },
});
export class DutyException extends DutyExceptionSchema.class {}
DutyExceptionSchema.setClass(DutyException);
