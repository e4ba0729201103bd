// A person who books. Staff are a different thing (src/staff).
import { defineEntity, OptionalProps, p } from '@mikro-orm/core';
import { id, timestamps } from '#libs/orm';
import { IllegalAccountChange } from './customers.errors.js';

export const customerStatuses = ['active', 'locked', 'deleted', 'erased'] as const;
export type CustomerStatus = (typeof customerStatuses)[number];

/** The legal moves. What was erased stays so: there is nobody left behind it. */
const transitions: Readonly<Record<CustomerStatus, readonly CustomerStatus[]>> = {
  active: ['locked', 'deleted'],
  locked: ['active', 'deleted'],
  deleted: ['erased'],
  erased: [],
};

/** Languages that mails and messages are written in. */
export const languages = ['en', 'hi'] as const;

const dayMs = 86_400_000;

const CustomerSchema = defineEntity({
  name: 'Customer',
  tableName: 'customers',
  checks: [
    {
      name: 'customers_reachable_check',
      expression: `email is not null or phone is not null or status = 'erased'`,
    },
    { name: 'customers_email_check', expression: 'email = lower(email)' },
    { name: 'customers_phone_check', expression: `phone ~ '^\\+91[6-9][0-9]{9}$'` },
    {
      // What waits for its erasure knows when, and nothing else does.
      name: 'customers_erase_check',
      expression: `(status = 'deleted') = (erase_at is not null)`,
    },
  ],
  indexes: [
    { name: 'customers_erase_index', properties: ['status', 'eraseAt'] },
    { name: 'customers_time_index', properties: ['createdAt', 'id'] },
    {
      // For searches by the beginning of the name; the unique indexes below serve only whole values.
      name: 'customers_name_index',
      expression: (_, table, index) => `create index "${index}" on ${table} (lower(name) text_pattern_ops)`,
    },
    {
      name: 'customers_email_index',
      expression: (columns, table, index) =>
        `create index "${index}" on ${table} ("${columns.email}" text_pattern_ops)`,
    },
    {
      name: 'customers_phone_index',
      expression: (columns, table, index) =>
        `create index "${index}" on ${table} ("${columns.phone}" text_pattern_ops)`,
    },
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
    deletedAt: p.datetime().nullable(),
    /** When what is personal goes; until then e-mail and phone stay taken. */
    eraseAt: p.datetime().nullable(),
    /**
     * Of the profile. Counted by the rules below and not by the ORM: logins write the same row and must neither fail because of
     * each other nor make the profile that somebody is editing look outdated.
     */
    version: p.integer().default(1),
    ...timestamps(),
  },
});
export class Customer extends CustomerSchema.class {
  declare [OptionalProps]?: 'emailVerified' | 'phoneVerified';

  get emailVerified(): boolean {
    return this.emailVerifiedAt != null;
  }

  get phoneVerified(): boolean {
    return this.phoneVerifiedAt != null;
  }

  mayLogIn(): boolean {
    return this.status === 'active';
  }

  /** What the profile says from now on. An address that is new has not been verified. */
  change(profile: Pick<Customer, 'name' | 'email' | 'phone' | 'language'>): void {
    if (profile.email !== this.email) this.emailVerifiedAt = null;
    if (profile.phone !== this.phone) this.phoneVerifiedAt = null;
    Object.assign(this, profile);
    this.version++;
  }

  /** That the e-mail address is theirs. To be called with the row locked. */
  verifyEmail(now: Date): void {
    this.emailVerifiedAt ??= now;
    this.version++;
  }

  /** That the phone number is theirs. To be called with the row locked. */
  verifyPhone(now: Date): void {
    this.phoneVerifiedAt ??= now;
    this.version++;
  }

  /** Keeps them out until staff let them in again. @throws IllegalAccountChange */
  lock(): void {
    this.moveTo('locked');
  }

  /** @throws IllegalAccountChange */
  unlock(): void {
    this.moveTo('active');
  }

  /** @param days until what is personal is erased @throws IllegalAccountChange */
  delete(now: Date, days: number): void {
    this.moveTo('deleted');
    this.deletedAt = now;
    this.eraseAt = new Date(now.getTime() + days * dayMs);
  }

  /** Leaves the row, which bookings refer to, and nothing that says who it was. @throws IllegalAccountChange */
  erase(): void {
    this.moveTo('erased');
    Object.assign(this, { name: '', email: null, phone: null, passwordHash: '', language: 'en' });
    Object.assign(this, { emailVerifiedAt: null, phoneVerifiedAt: null, lastLoginAt: null, eraseAt: null });
  }

  private moveTo(status: CustomerStatus): void {
    const from = this.status as CustomerStatus;
    if (!transitions[from].includes(status)) throw new IllegalAccountChange(from, status);
    this.status = status;
    this.version++;
  }
}
CustomerSchema.setClass(Customer);
