// Who holds which permission. The one list that the guard, the seeder, the documentation and the tests share.

/** What may be done, as `module.action`, and what that means to a person. */
export const permissionMeanings = {
  'users.read': 'Look at customers',
  'users.update': 'Change customers, lock and unlock them',
  'users.delete': 'Delete customers',
  'staff.read': 'Look at staff, roles and permissions',
  'staff.update': 'Add, change, suspend and remove staff',
  'staff.approve': 'Let in staff who have registered',
  'roles.update': 'Make, change and delete roles',
  'catalogue.read': 'Look at services and prices',
  'catalogue.update': 'Change services and prices',
  'providers.read': 'Look at providers',
  'providers.update': 'Change providers and their shifts',
  'bookings.read': 'Look at bookings',
  'bookings.create': 'Book',
  'bookings.update': 'Move and cancel bookings',
  'bookings.refund': 'Refund bookings',
  'complaints.read': 'Look at complaints',
  'complaints.create': 'File complaints',
  'complaints.update': 'Work on complaints',
  'complaints.assign': 'Give complaints to somebody',
  'complaints.escalate': 'Escalate complaints',
  'conversations.read': 'Read conversations',
  'conversations.create': 'Write in conversations',
  'agents.read': 'Look at agents, tools and workflows',
  'agents.configure': 'Change agents, tools and workflows',
  'agents.execute': 'Run agents, tools and workflows',
  'reports.read': 'Look at reports',
  'reports.export': 'Export reports',
  'system.configure': 'Change settings, flags and keys',
  'system.audit': 'Read and verify the audit log',
  'system.unlimited': 'Not be held up by rate limits',
} as const;

/** What may be done, as `module.action`. */
export type Permission = keyof typeof permissionMeanings;

export const permissions = Object.keys(permissionMeanings) as readonly Permission[] as readonly [
  Permission,
  ...Permission[],
];

/** One's own account: every signed-in person holds it, no API key does, and it opens nothing of anybody else. */
export const ownAccount = 'self';

/** Whoever says who they are, API keys included: for routes that only tell callers about themselves. */
export const identifiedPermission = 'identified';

export type Requirement = Permission | typeof ownAccount | typeof identifiedPermission;

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

/** A role as it is before anybody has changed it. */
export interface BuiltInRole {
  label: string;
  description: string;
  /** Higher stands above lower: for lists and for people. It decides nothing. */
  level: number;
  /** The role whose permissions it has as well. */
  covers: StaffRole | null;
  /** Beyond those of the covered role. */
  grants: readonly Permission[];
}

/** Holds every permission of the list, whatever the database says: there is always somebody who can put things right. */
export const highestRole: StaffRole = 'super_admin';

/** What whoever registers has until somebody approves them with the role that they are to have. */
export const lowestRole: StaffRole = 'viewer';

/** The roles that every installation begins with. They live in the database: there staff change them and add their own. */
export const builtInRoles: Readonly<Record<StaffRole, BuiltInRole>> = {
  super_admin: {
    label: 'Super admin',
    description: 'Everything, roles and limits included.',
    level: 100,
    covers: 'admin',
    grants: ['roles.update', 'system.unlimited'],
  },
  admin: {
    label: 'Admin',
    description: 'Runs the installation: staff, settings, agents, audit.',
    level: 80,
    covers: 'ops_manager',
    grants: [
      'users.delete',
      'staff.update',
      'staff.approve',
      'agents.configure',
      'system.configure',
      'system.audit',
    ],
  },
  ops_manager: {
    label: 'Operations manager',
    description: 'Catalogue, providers, refunds and exports.',
    level: 60,
    covers: 'ops_lead',
    grants: ['users.update', 'catalogue.update', 'providers.update', 'bookings.refund', 'reports.export'],
  },
  ops_lead: {
    label: 'Operations lead',
    description: 'Assigns and escalates the work of a team.',
    level: 50,
    covers: 'ops_agent',
    grants: ['complaints.assign', 'complaints.escalate', 'reports.read', 'staff.read'],
  },
  ops_agent: {
    label: 'Operations agent',
    description: 'Books for customers and works on their complaints.',
    level: 40,
    covers: 'viewer',
    grants: [
      'users.read',
      'bookings.create',
      'bookings.update',
      'complaints.create',
      'complaints.update',
      'conversations.read',
      'conversations.create',
      'agents.execute',
    ],
  },
  finance: {
    label: 'Finance',
    description: 'Refunds and reports. Stands beside the ladder.',
    level: 30,
    covers: 'viewer',
    grants: ['bookings.refund', 'reports.read', 'reports.export'],
  },
  analyst: {
    label: 'Analyst',
    description: 'Reports and conversations, to learn from. Stands beside the ladder.',
    level: 20,
    covers: 'viewer',
    grants: ['conversations.read', 'reports.read', 'reports.export'],
  },
  viewer: {
    label: 'Viewer',
    description: 'Looks, and changes nothing.',
    level: 10,
    covers: null,
    grants: ['catalogue.read', 'providers.read', 'bookings.read', 'complaints.read', 'agents.read'],
  },
};

/** What each built-in role holds in all, before anybody has changed it. */
export const roleGrants: Readonly<Record<StaffRole, readonly Permission[]>> = Object.fromEntries(
  staffRoles.map((role) => [role, permissions.filter((permission) => grantedFrom(role).has(permission))]),
) as Record<StaffRole, Permission[]>;

function grantedFrom(role: StaffRole): Set<Permission> {
  const { covers, grants } = builtInRoles[role];
  return new Set([...grants, ...(covers ? grantedFrom(covers) : [])]);
}

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
