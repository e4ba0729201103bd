import { builtInRoles, customerGrants, permissions, roleGrants, staffRoles } from './roles.js';

describe('roles and permissions', () => {
  it('are eight roles and thirty permissions over eleven modules', () => {
    expect([staffRoles.length, permissions.length, new Set(permissions).size]).toEqual([8, 30, 30]);
    expect(new Set(permissions.map((permission) => permission.split('.')[0])).size).toBe(11);
  });

  it('cover downwards: each role of the ladder holds what the next one holds', () => {
    const ladder = ['super_admin', 'admin', 'ops_manager', 'ops_lead', 'ops_agent', 'viewer'] as const;
    ladder.slice(1).forEach((lower, index) => {
      expect(
        roleGrants[lower].filter((permission) => !roleGrants[ladder[index]!].includes(permission)),
      ).toEqual([]);
    });
  });

  it('stand higher than what they cover, and are granted nothing twice', () => {
    for (const { covers, level, grants } of Object.values(builtInRoles)) {
      if (!covers) continue;
      expect(level).toBeGreaterThan(builtInRoles[covers].level);
      expect(grants.filter((permission) => roleGrants[covers].includes(permission))).toEqual([]);
    }
  });

  it('use every permission somewhere', () => {
    const held = new Set([...Object.values(roleGrants).flat(), ...customerGrants]);
    expect(permissions.filter((permission) => !held.has(permission))).toEqual([]);
  });

  it('give the highest role everything', () => {
    expect(roleGrants.super_admin).toEqual(permissions);
  });

  it('leave only the highest role able to change roles', () => {
    expect(staffRoles.filter((role) => roleGrants[role].includes('roles.update'))).toEqual(['super_admin']);
  });
});
