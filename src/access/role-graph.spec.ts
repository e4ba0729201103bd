import { coveredBy, heldByRole, type RoleFacts } from './role-graph.js';
import { builtInRoles, permissions, roleGrants, staffRoles } from './roles.js';

const role = (name: string, covers: string | null, ...grants: string[]): RoleFacts => ({
  name,
  covers,
  grants,
});

describe('what roles hold', () => {
  it('is their own and that of every role that they cover', () => {
    const held = heldByRole([role('top', 'middle', 'a'), role('middle', 'low', 'b'), role('low', null, 'c')]);
    expect([...held].map(([name, all]) => [name, [...all].sort()])).toEqual([
      ['top', ['a', 'b', 'c']],
      ['middle', ['b', 'c']],
      ['low', ['c']],
    ]);
  });

  it('is everything for the highest, whatever is written down', () => {
    expect(heldByRole([role('super_admin', null)]).get('super_admin')).toEqual(new Set(permissions));
  });

  it('comes to an end in a circle', () => {
    const circle = [role('a', 'b', 'x'), role('b', 'a', 'y')];
    expect([...heldByRole(circle).get('a')!].sort()).toEqual(['x', 'y']);
    expect(coveredBy('a', new Map(circle.map((each) => [each.name, each])))).toHaveLength(2);
  });

  it('of the built-in roles is what the list says', () => {
    const held = heldByRole(staffRoles.map((name) => ({ name, ...builtInRoles[name] })));
    expect(staffRoles.map((name) => [...held.get(name)!].sort())).toEqual(
      staffRoles.map((name) => roleGrants[name].toSorted()),
    );
  });
});
