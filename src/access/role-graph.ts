// What each role holds in all, worked out from what each is granted and which one it covers. For looking at all of them, also as
// they would be after a change; what one role may do now is asked of RolesService.
import { highestRole, permissions } from './roles.js';

export interface RoleFacts {
  readonly name: string;
  readonly covers: string | null;
  readonly grants: readonly string[];
}

export function roleNamed(name: string, roles: readonly RoleFacts[]): RoleFacts | undefined {
  return roles.find((role) => role.name === name);
}

/** By the name of the role. Comes to an end even where roles cover each other in a circle. */
export function heldByRole(roles: readonly RoleFacts[]): Map<string, ReadonlySet<string>> {
  const byName = new Map(roles.map((role) => [role.name, role]));
  return new Map(roles.map(({ name }) => [name, heldBy(name, byName)]));
}

/** The role itself and those that it covers, directly or not, from the top down. */
export function coveredBy(name: string, byName: ReadonlyMap<string, RoleFacts>): RoleFacts[] {
  const covered = new Set<RoleFacts>();
  for (let role = byName.get(name); role && !covered.has(role); role = byName.get(role.covers ?? ''))
    covered.add(role);
  return [...covered];
}

/** What those roles hold now that would hold less, in all: whoever takes it from them must hold it. The highest role loses nothing. */
export function takenFrom(before: readonly RoleFacts[], after: readonly RoleFacts[]): Set<string> {
  const [held, wouldHold] = [heldByRole(before), heldByRole(after)];
  const losing = [...held].filter(([name, permissions]) =>
    [...permissions].some((permission) => !wouldHold.get(name)?.has(permission)),
  );
  return new Set(losing.flatMap(([, permissions]) => [...permissions]));
}

function heldBy(name: string, byName: ReadonlyMap<string, RoleFacts>): ReadonlySet<string> {
  if (name === highestRole) return new Set(permissions);
  return new Set(coveredBy(name, byName).flatMap(({ grants }) => grants));
}
