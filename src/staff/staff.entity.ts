// People who run the operation. Customers are a different thing (src/customers).
import { defineEntity, p } from '@mikro-orm/core';
import { idColumn, timestampColumns } from '#libs/orm';
import { Role } from '../access/role.entity.js';
import { lowestRole } from '../access/roles.js';
import { StaffStatusConflict } from './staff.errors.js';

export const staffStatuses = ['pending', 'active', 'suspended', 'left'] as const;
export type StaffStatus = (typeof staffStatuses)[number];

const StaffSchema = defineEntity({
  name: 'Staff',
  tableName: 'staff',
  checks: [{ name: 'staff_email_check', expression: 'email = lower(email)' }],
  properties: {
    id: idColumn(),
    name: p.string().length(120),
    /** Lower case. Stays taken when they leave: who was meant by it must stay clear. */
    email: p.string().length(254).unique('staff_email_unique'),
    /** Null until they have chosen one by the link that was mailed to them: so the address is theirs. */
    passwordHash: p.string().length(255).nullable().hidden(),
    role: () => p.manyToOne(Role).mapToPk().index().fieldName('role'),
    status: p.enum(staffStatuses).default('pending'),
    lastLoginAt: p.datetime().nullable(),
    /** For If-Match: counted up by what people change, not by signing in. */
    version: p.integer().default(1),
    ...timestampColumns(),
  },
});
export class Staff extends StaffSchema.class {
  mayLogIn(): boolean {
    return this.status === 'active';
  }

  /** @returns whether it changes anything. @throws StaffStatusConflict for those who have left */
  become({ name, role }: Pick<Staff, 'name' | 'role'>): boolean {
    if (this.status === 'left') throw new StaffStatusConflict(this.status);
    if (this.name === name && this.role === role) return false;
    this.name = name;
    this.role = role;
    this.version += 1;
    return true;
  }

  /** @throws StaffStatusConflict */
  approve(role: string): void {
    this.passTo('active', 'pending');
    this.role = role;
  }

  /** @throws StaffStatusConflict */
  suspend(): void {
    this.passTo('suspended', 'active');
  }

  /** @throws StaffStatusConflict */
  reactivate(): void {
    this.passTo('active', 'suspended');
  }

  /** For good. What they were is in the audit log; here they are nothing any more, so that a role of theirs can go. */
  leave(): void {
    this.passTo('left', 'pending', 'active', 'suspended');
    this.role = lowestRole;
    this.passwordHash = null;
  }

  private passTo(status: StaffStatus, ...from: StaffStatus[]): void {
    if (!from.includes(this.status)) throw new StaffStatusConflict(this.status);
    this.status = status;
    this.version += 1;
  }
}
StaffSchema.setClass(Staff);
