// By which strategy complaints find somebody by themselves. One row.
import { defineEntity, p } from '@mikro-orm/core';
import { timestampColumns } from '#libs/orm';
import { assignmentStrategies } from './assignment.strategies.js';

/** `off`: only by hand. */
export const automaticStrategies = ['off', ...assignmentStrategies] as const;

export const theOnlyPolicy = 1;

const AssignmentPolicySchema = defineEntity({
  name: 'AssignmentPolicy',
  tableName: 'assignment_policy',
  checks: [{ name: 'assignment_policy_one_check', expression: 'id = 1' }],
  properties: {
    id: p.smallint().primary().autoincrement(false).default(theOnlyPolicy),
    strategy: p.enum(automaticStrategies),
    version: p.integer().version(),
    ...timestampColumns(),
  },
});
export class AssignmentPolicy extends AssignmentPolicySchema.class {}
AssignmentPolicySchema.setClass(AssignmentPolicy);
