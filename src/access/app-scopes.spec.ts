import { appScopeNames, appScopes, permissionsIn, scopeFor, scopesHeld } from './app-scopes.js';
import { customerGrants, permissions, roleGrants } from './roles.js';

describe('what an app can be let do', () => {
  it('is said of every permission: in one scope, or in none because people do that themselves', () => {
    const never = permissions.filter((permission) => scopeFor(permission) === null);
    expect(never).toEqual([
      'users.delete',
      'staff.update',
      'staff.approve',
      'roles.update',
      'system.configure',
      'system.unlimited',
    ]);
    expect([...permissionsIn(appScopeNames), ...never].sort()).toEqual([...permissions].sort());
  });

  it.each(appScopeNames)('is something with %s, in words', (scope) => {
    expect(permissionsIn([scope])).not.toEqual([]);
    expect(appScopes[scope].en).toMatch(/^[A-Z]/);
    expect(appScopes[scope].hi).toMatch(/^\p{Script=Devanagari}/u);
  });

  it('covers all that a customer may do, in words that are not about staff', () => {
    const held = scopesHeld(appScopeNames, new Set(customerGrants));
    expect(held).toEqual(['read', 'book', 'complain', 'chat']);
    expect(customerGrants.filter((permission) => !permissionsIn(held).includes(permission))).toEqual([]);
  });

  it('is nothing for whoever may do nothing, and all for whoever may do all', () => {
    expect(scopesHeld(appScopeNames, new Set())).toEqual([]);
    expect(scopesHeld(appScopeNames, new Set(roleGrants.super_admin))).toEqual([...appScopeNames]);
    expect([scopeFor('self'), scopeFor('toString')]).toEqual([null, null]);
  });
});
