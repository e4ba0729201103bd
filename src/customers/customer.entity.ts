// A person who books. Staff are a different thing (src/staff).
import { defineEntity, OptionalProps, p } from '@mikro-orm/core';
import { idColumn, timestampColumns } from '#libs/orm';
import { dayMs } from '#libs/time';
import { IllegalAccountChange } from './customers.errors.js';

export const customerStatuses = ['active', 'locked', 'deleted', 'erased'] as const;
export type CustomerStatus = (typeof customerStatuses)[number];

/** How much we promise to whom: what SLA policies ask for as `customerTiers`. Staff set it; nothing sets it by itself. */
export const customerTiers = ['standard', 'plus', 'premium'] as const;
export type CustomerTier = (typeof customerTiers)[number];

/** What leads where, and from where. What was erased stays so: there is nobody left behind it. */
const moves = {
  lock: { from: ['active'], to: 'locked' },
  unlock: { from: ['locked'], to: 'active' },
  delete: { from: ['active', 'locked'], to: 'deleted' },
  reopen: { from: ['deleted'], to: 'active' },
  erase: { from: ['deleted'], to: 'erased' },
} as const satisfies Record<string, { from: readonly CustomerStatus[]; to: CustomerStatus }>;

/** Who has closed an account: what staff have closed, its owner cannot reopen. */
const closers = ['customer', 'staff'] as const;
export type AccountCloser = (typeof closers)[number];

/** By what they are reached and log in. */
export type ContactField = 'email' | 'phone';

/** Languages that mails and messages are written in. */
export const customerLanguages = ['en', 'hi'] as const;

const CustomerSchema = defineEntity({
  name: 'Customer',
  tableName: 'customers',
  checks: [
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
    // Whose a contact is, has been proven once at most. Of those who have only claimed it there may be several (decision 0026).
    {
      name: 'customers_email_unique',
      expression: (columns, table, index) =>
        `create unique index "${index}" on ${table} ("${columns.email}") where ${columns.emailVerifiedAt} is not null`,
    },
    {
      name: 'customers_phone_unique',
      expression: (columns, table, index) =>
        `create unique index "${index}" on ${table} ("${columns.phone}") where ${columns.phoneVerifiedAt} is not null`,
    },
    {
      // For searches by the beginning of the name; those of email and phone serve whole values as well.
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
    id: idColumn(),
    name: p.string().length(120),
    /** Lower case. Unique among those who have proven it; who has not loses it to who does, and may be left with no contact at all. */
    email: p.string().length(254).nullable(),
    /** +91 and ten digits. The same. */
    phone: p.string().length(16).nullable(),
    passwordHash: p.string().length(255).hidden(),
    status: p.enum(customerStatuses).default('active'),
    tier: p.enum(customerTiers).default('standard'),
    emailVerifiedAt: p.datetime().nullable(),
    phoneVerifiedAt: p.datetime().nullable(),
    language: p.string().length(8).default('en'),
    lastLoginAt: p.datetime().nullable(),
    deletedAt: p.datetime().nullable(),
    /** When what is personal goes; until then verified contacts stay taken. */
    eraseAt: p.datetime().nullable(),
    closedBy: p.enum(closers).nullable(),
    /**
     * Of the profile. Counted by the rules below and not by the ORM: logins write the same row and must neither fail because of
     * each other nor make the profile that somebody is editing look outdated.
     */
    version: p.integer().default(1),
    ...timestampColumns(),
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

  /** Of an audit entry: that it is about this customer, whose personal data it holds. */
  auditTarget() {
    return { object: { type: 'customer', id: this.id }, person: this.id };
  }

  /** What the profile says from now on. An address that is new has not been verified. */
  change(profile: Pick<Customer, 'name' | 'email' | 'phone' | 'language'>): void {
    if (profile.email !== this.email) this.emailVerifiedAt = null;
    if (profile.phone !== this.phone) this.phoneVerifiedAt = null;
    Object.assign(this, profile);
    this.version++;
  }

  /** @returns whether that is news. @throws IllegalAccountChange when the account is closed */
  moveToTier(tier: CustomerTier): boolean {
    if (this.status === 'deleted' || this.status === 'erased')
      throw new IllegalAccountChange(this.status, tier);
    if (this.tier === tier) return false;
    this.tier = tier;
    this.version++;
    return true;
  }

  /** Whether they have proven that it is theirs. */
  hasProven(what: ContactField): boolean {
    return what === 'email' ? this.emailVerified : this.phoneVerified;
  }

  /** That it is theirs. To be called with the row locked. */
  verify(what: ContactField, now: Date): void {
    if (what === 'email') this.emailVerifiedAt ??= now;
    else this.phoneVerifiedAt ??= now;
    this.version++;
  }

  /** What they never proved has turned out to be somebody else's. To be called with the row locked. */
  lose(what: ContactField): void {
    this[what] = null;
    this.version++;
  }

  /** Keeps them out until staff let them in again. @throws IllegalAccountChange */
  lock(): void {
    this.move('lock');
  }

  /** @throws IllegalAccountChange */
  unlock(): void {
    this.move('unlock');
  }

  /** @param days until what is personal is erased @throws IllegalAccountChange */
  delete(now: Date, days: number, closedBy: AccountCloser): void {
    this.move('delete');
    this.deletedAt = now;
    this.eraseAt = new Date(now.getTime() + days * dayMs);
    this.closedBy = closedBy;
  }

  /** Until what is personal is erased, by whoever closed it: its owner. */
  mayReopen(now: Date): boolean {
    return this.status === 'deleted' && this.closedBy === 'customer' && this.eraseAt! > now;
  }

  /** As it was when it was closed, with nobody signed in. @throws IllegalAccountChange */
  reopen(): void {
    this.move('reopen');
    Object.assign(this, { deletedAt: null, eraseAt: null, closedBy: null });
  }

  /** Leaves the row, which bookings refer to, and nothing that says who it was. @throws IllegalAccountChange */
  erase(): void {
    this.move('erase');
    Object.assign(this, { name: '', email: null, phone: null, passwordHash: '', language: 'en' });
    this.tier = 'standard';
    Object.assign(this, { emailVerifiedAt: null, phoneVerifiedAt: null, lastLoginAt: null, eraseAt: null });
  }

  private move(name: keyof typeof moves): void {
    const { from, to }: { from: readonly CustomerStatus[]; to: CustomerStatus } = moves[name];
    const status = this.status as CustomerStatus;
    if (!from.includes(status)) throw new IllegalAccountChange(status, to);
    this.status = to;
    this.version++;
  }
}
CustomerSchema.setClass(Customer);
