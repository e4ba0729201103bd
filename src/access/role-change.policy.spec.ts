import {
  refusalsOfGrant,
  refusalsOfPermission,
  refusalsOfPersonChange,
  refusalsOfRoleChange,
  refusalsOfRoleLoss,
  refusalsOfRoleRemoval,
  throwFirst,
} from './role-change.policy.js';
import type { RoleFacts } from './role-graph.js';
import { permissions } from './roles.js';

const role = (name: string, covers: string | null, ...grants: string[]): RoleFacts => ({
  name,
  covers,
  grants,
});

const roles = [
  role('super_admin', null, ...permissions),
  role('admin', 'agent', 'roles.update', 'staff.update'),
  role('agent', null, 'bookings.read'),
  role('auditor', null, 'system.audit'),
  role('head_auditor', 'auditor', 'reports.read'),
];
const admin = {
  id: 'a',
  role: 'admin',
  permissions: new Set(['roles.update', 'staff.update', 'bookings.read']),
};

const codes = (refusals: { code: string }[]) => refusals.map(({ code }) => code);

describe('a change of a role', () => {
  const cases: [what: string, RoleFacts, ...refused: string[]][] = [
    ['a new role of what one holds', role('desk', null, 'bookings.read')],
    ['a new role that covers one that one could be', role('desk', 'agent', 'staff.update')],
    ['a new role of more than one holds', role('desk', null, 'system.audit'), 'GRANT_TOO_WIDE'],
    ['a new role that covers more than one holds', role('desk', 'auditor'), 'GRANT_TOO_WIDE'],
    ['a new role that covers the highest', role('desk', 'super_admin'), 'GRANT_TOO_WIDE'],
    ['a new role that covers none that there is', role('desk', 'nobody'), 'ROLE_UNKNOWN'],
    ['a new role that covers itself', role('desk', 'desk'), 'ROLE_UNKNOWN', 'ROLE_CIRCLE'],
    ['less for a role below', role('agent', null)],
    [
      'the highest role',
      role('super_admin', null, ...permissions),
      'ROLE_FIXED',
      'ABOVE_YOU',
      'GRANT_TOO_WIDE',
    ],
    ['a role above', role('auditor', null, 'system.audit', 'bookings.read'), 'ABOVE_YOU', 'GRANT_TOO_WIDE'],
    ['less for a role above', role('head_auditor', 'auditor'), 'ABOVE_YOU', 'GRANT_TOO_WIDE', 'ABOVE_YOU'],
    ['a circle', role('agent', 'admin', 'bookings.read'), 'ROLE_CIRCLE'],
    ['less than it takes to undo it', role('admin', 'agent', 'roles.update'), 'LOCKED_OUT'],
  ];

  it.each(cases)('%s', (_, changed, ...refused) => {
    expect(codes(refusalsOfRoleChange(admin, { role: changed, roles, shutsOut: false }))).toEqual(refused);
  });

  it('takes nothing from a role above, by way of one below that it covers', () => {
    const covering = [...roles, role('chief', 'agent', 'system.audit')];
    const change = { role: role('agent', null), roles: covering, shutsOut: false };
    const [refusal] = refusalsOfRoleChange(admin, change);
    expect(refusal).toMatchObject({ code: 'ABOVE_YOU', data: { missing: ['system.audit'] } });
  });

  it('leaves nobody without what it takes to undo it, for want of a second factor', () => {
    const change = { role: role('desk', null), roles, shutsOut: true };
    expect(refusalsOfRoleChange(admin, change)).toMatchObject([
      { code: 'LOCKED_OUT', data: { lost: ['roles.update', 'staff.update'] } },
    ]);
  });

  it('does not ask of whoever never could undo it that they still can', () => {
    const by = { ...admin, role: 'agent', permissions: new Set(['bookings.read', 'roles.update']) };
    const change = { role: role('desk', null), roles, shutsOut: false };
    expect(refusalsOfRoleChange(by, change)).toMatchObject([{ data: { lost: ['roles.update'] } }]);
    const harmless = { ...by, permissions: new Set(['bookings.read']) };
    expect(refusalsOfRoleChange(harmless, change)).toEqual([]);
  });
});

describe('the removal of a role', () => {
  it.each<[string, boolean, string[]]>([
    ['agent', false, []],
    ['agent', true, ['ROLE_FIXED']],
    ['auditor', false, ['ABOVE_YOU']],
  ])('%s, built in: %s', (name, builtIn, refused) => {
    expect(codes(refusalsOfRoleRemoval(admin, { name, builtIn }, roles))).toEqual(refused);
  });
});

describe('a change of a person', () => {
  it.each<[string, string, string[]]>([
    ['b', 'agent', []],
    ['b', 'admin', []],
    ['b', 'auditor', ['ABOVE_YOU']],
    ['b', 'super_admin', ['ABOVE_YOU']],
    ['a', 'admin', ['OWN_ACCOUNT']],
    // Before they were let in: no role, nothing above.
    ['b', '', []],
  ])('%s, who is %s', (id, name, refused) => {
    expect(codes(refusalsOfPersonChange(admin, { id, role: name }, roles))).toEqual(refused);
  });

  it.each<[string, string[]]>([
    ['agent', []],
    ['auditor', ['GRANT_TOO_WIDE']],
    ['nobody', ['ROLE_UNKNOWN']],
  ])('to the role %s', (name, refused) => {
    expect(codes(refusalsOfGrant(admin, name, roles))).toEqual(refused);
  });

  it.each<[string, boolean, number, string[]]>([
    ['super_admin', true, 0, ['LAST_SUPER_ADMIN']],
    ['super_admin', true, 1, []],
    ['super_admin', false, 0, []],
    ['admin', true, 0, []],
  ])('from %s, active: %s, with %d others', (name, isActive, others, refused) => {
    expect(codes(refusalsOfRoleLoss({ role: name, isActive }, others))).toEqual(refused);
  });
});

it('asks for the permission first of all, and throws the first refusal', () => {
  const refusals = [
    ...refusalsOfPermission(admin, 'system.audit'),
    ...refusalsOfGrant(admin, 'nobody', roles),
  ];
  expect(() => throwFirst(refusals)).toThrow(expect.objectContaining({ code: 'FORBIDDEN' }));
  expect(() => throwFirst(refusalsOfPermission(admin, 'roles.update'))).not.toThrow();
});
