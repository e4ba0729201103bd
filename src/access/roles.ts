// Who holds which permission. The one list that the guard, the seeder, the documentation and the tests share.

export const permissions = [
  'users.read',
  'users.update',
  'users.delete',
  'staff.read',
  'staff.update',
  'staff.approve',
  'roles.update',
  'catalogue.read',
  'catalogue.update',
  'providers.read',
  'providers.update',
  'bookings.read',
  'bookings.create',
  'bookings.update',
  'bookings.refund',
  'complaints.read',
  'complaints.create',
  'complaints.update',
  'complaints.assign',
  'complaints.escalate',
  'conversations.read',
  'conversations.create',
  'agents.read',
  'agents.configure',
  'agents.execute',
  'reports.read',
  'reports.export',
  'system.configure',
  'system.audit',
  'system.unlimited',
] as const;

/** What may be done, as `module.action`. */
export type Permission = (typeof permissions)[number];

/** One's own account: every signed-in person holds it, no API key does, and it opens nothing of anybody else. */
export const ownAccount = 'self';

/** Whoever says who they are, API keys included: for routes that only tell callers about themselves. */
export const identified = 'identified';

export type Requirement = Permission | typeof ownAccount | typeof identified;

export const staffRoles = [
  'super_admin',
  'admin',
  'ops_manager',
  'ops_lead',
  'ops_agent',
  'finance',
  'analyst',
  'viewer',
] as const;
export type StaffRole = (typeof staffRoles)[number];

const viewer: readonly Permission[] = [
  'catalogue.read',
  'providers.read',
  'bookings.read',
  'complaints.read',
  'agents.read',
];
const agent: readonly Permission[] = [
  ...viewer,
  'users.read',
  'bookings.create',
  'bookings.update',
  'complaints.create',
  'complaints.update',
  'conversations.read',
  'conversations.create',
  'agents.execute',
];
const lead: readonly Permission[] = [
  ...agent,
  'complaints.assign',
  'complaints.escalate',
  'reports.read',
  'staff.read',
];
const manager: readonly Permission[] = [
  ...lead,
  'users.update',
  'catalogue.update',
  'providers.update',
  'bookings.refund',
  'reports.export',
];

/** A role covers what the roles below it cover; finance and analyst stand beside the ladder. */
export const roleGrants: Readonly<Record<StaffRole, readonly Permission[]>> = {
  super_admin: permissions,
  admin: permissions.filter(
    (permission) => permission !== 'roles.update' && permission !== 'system.unlimited',
  ),
  ops_manager: manager,
  ops_lead: lead,
  ops_agent: agent,
  finance: [...viewer, 'bookings.refund', 'reports.read', 'reports.export'],
  analyst: [...viewer, 'conversations.read', 'reports.read', 'reports.export'],
  viewer,
};

/** What a customer may do with what is theirs; ownership is checked in the query. */
export const customerGrants: readonly Permission[] = [
  'catalogue.read',
  'providers.read',
  'bookings.read',
  'bookings.create',
  'bookings.update',
  'complaints.read',
  'complaints.create',
  'conversations.read',
  'conversations.create',
];
