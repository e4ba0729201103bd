const changeable = {
  label: 'Night shift',
  description: 'Answers customers at night.',
  covers: 'ops_agent',
  permissions: ['complaints.read'],
};

/** By name in the API document. */
export const rolesExamples = {
  ReplaceRole: changeable,
  UpdateRole: { label: 'Night shift, south' },
  CreateRole: { name: 'night_shift', ...changeable },
  Role: {
    name: 'night_shift',
    ...changeable,
    level: 15,
    builtIn: false,
    holds: ['bookings.read', 'complaints.read'],
    staff: 4,
    version: 1,
  },
  GrantedPermission: {
    name: 'complaints.read',
    module: 'complaints',
    meaning: 'Look at complaints',
    roles: ['super_admin', 'night_shift'],
  },
};
