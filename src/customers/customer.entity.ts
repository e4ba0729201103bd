// A person who books. Staff are a different thing (src/staff).
import { defineEntity, p } from '@mikro-orm/core';
import { id, timestamps } from '#libs/orm';

export const customerStatuses = ['active', 'locked', 'deleted'] as const;

const CustomerSchema = defineEntity({
  name: 'Customer',
  tableName: 'customers',
  checks: [
    { name: 'customers_reachable_check', expression: 'email is not null or phone is not null' },
    { name: 'customers_email_check', expression: 'email = lower(email)' },
    { name: 'customers_phone_check', expression: `phone ~ '^\\+91[6-9][0-9]{9}$'` },
  ],
  properties: {
    id: id(),
    name: p.string().length(120),
    /** Lower case; unique among customers. */
    email: p.string().length(254).nullable().unique('customers_email_unique'),
    /** +91 and ten digits; unique among customers. */
    phone: p.string().length(16).nullable().unique('customers_phone_unique'),
    passwordHash: p.string().length(255).hidden(),
    status: p.enum(customerStatuses).default('active'),
    emailVerifiedAt: p.datetime().nullable(),
    phoneVerifiedAt: p.datetime().nullable(),
    language: p.string().length(8).default('en'),
    lastLoginAt: p.datetime().nullable(),
    ...timestamps(),
  },
});
export class Customer extends CustomerSchema.class {
  mayLogIn(): boolean {
    return this.status === 'active';
  }
}
CustomerSchema.setClass(Customer);
