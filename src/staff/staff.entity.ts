// People who run the operation. Customers are a different thing (src/auth).
import { defineEntity, p } from '@mikro-orm/core';
import { id, timestamps } from '#libs/orm';
import { staffRoles } from '../access/roles.js';

export const staffStatuses = ['pending', 'active', 'suspended'] as const;

const StaffSchema = defineEntity({
  name: 'Staff',
  tableName: 'staff',
  checks: [{ name: 'staff_email_check', expression: 'email = lower(email)' }],
  properties: {
    id: id(),
    name: p.string().length(120),
    email: p.string().length(254).unique('staff_email_unique'),
    passwordHash: p.string().length(255).hidden(),
    role: p.enum(staffRoles).index(),
    status: p.enum(staffStatuses).default('pending'),
    lastLoginAt: p.datetime().nullable(),
    ...timestamps(),
  },
});
export class Staff extends StaffSchema.class {}
StaffSchema.setClass(Staff);
