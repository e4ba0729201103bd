// The rules against escalation: who may do what to roles and to the people who have them, and what must still be true afterwards.
// Each function returns all that stands against it, the first reason first. Who makes the change throws the first, under locks
// (src/staff); who asks what would happen is shown all of them (src/authz).
import type { DomainError } from '#libs/errors';
import { Forbidden } from './access.errors.js';
import type { Actor } from './actor.js';
import {
  AboveYou,
  GrantTooWide,
  LastSuperAdmin,
  LockedOut,
  OwnAccount,
  RoleCircle,
  RoleFixed,
  RoleUnknown,
} from './role-change.errors.js';
import { coveredBy, heldByRole, roleNamed, takenFrom, type RoleFacts } from './role-graph.js';
import { highestRole, type Permission } from './roles.js';

/** Who makes the change. `permissions` are what they hold at this moment. */
type RoleChanger = Pick<Actor, 'id' | 'role' | 'permissions'>;
type Roles = readonly RoleFacts[];

/** What it takes to undo a mistake with people or roles. */
const repairingPermissions: readonly Permission[] = ['roles.update', 'staff.update'];

export interface RoleChange {
  /** As it is to be. */
  role: RoleFacts;
  /** All of them as they are; `role` may be one of them, or new. */
  roles: Roles;
  /** Whether the actor's own role would then ask for a second factor that they have not set up. */
  shutsOut: boolean;
}

export function throwFirst(refusals: readonly DomainError[]): void {
  if (refusals[0]) throw refusals[0];
}

/** All roles, with `role` as it is to be. */
export function withRole(roles: Roles, role: RoleFacts): RoleFacts[] {
  return [...roles.filter(({ name }) => name !== role.name), role];
}

export function refusalsOfPermission({ permissions }: RoleChanger, needed: Permission): DomainError[] {
  return permissions.has(needed) ? [] : [new Forbidden(needed)];
}

/** Of making a role, or making it another. */
export function refusalsOfRoleChange(by: RoleChanger, { role, roles, shutsOut }: RoleChange): DomainError[] {
  const { name, covers } = role;
  const after = withRole(roles, role);
  const own = shutsOut ? undefined : heldByRole(after).get(by.role ?? '');
  const lost = repairingPermissions.filter(
    (permission) => by.permissions.has(permission) && !own?.has(permission),
  );
  return [
    ...(roleNamed(name, roles) ? touching(by, name, roles) : []),
    ...(covers !== null && !roleNamed(covers, roles) ? [new RoleUnknown(covers)] : []),
    ...(isCircular(role, after) ? [new RoleCircle()] : []),
    ...granting(by, holds(name, after)),
    ...above(by, takenFrom(roles, after)),
    ...(lost.length > 0 ? [new LockedOut(lost)] : []),
  ];
}

export function refusalsOfRoleRemoval(
  by: RoleChanger,
  { name, builtIn }: { name: string; builtIn: boolean },
  roles: Roles,
): DomainError[] {
  return builtIn ? [new RoleFixed()] : touching(by, name, roles);
}

/** Of changing anything about somebody: their role, whether they may sign in, their sessions. */
export function refusalsOfPersonChange(
  by: RoleChanger,
  { id, role }: { id: string; role: string },
  roles: Roles,
): DomainError[] {
  return id === by.id ? [new OwnAccount()] : above(by, holds(role, roles));
}

/** Of giving somebody that role. */
export function refusalsOfGrant(by: RoleChanger, role: string, roles: Roles): DomainError[] {
  return roleNamed(role, roles) ? granting(by, holds(role, roles)) : [new RoleUnknown(role)];
}

/** Of taking somebody's role from them, or their account. @param others how many others are active in the same role */
export function refusalsOfRoleLoss(
  { role, isActive }: { role: string; isActive: boolean },
  others: number,
): DomainError[] {
  return role === highestRole && isActive && others === 0 ? [new LastSuperAdmin()] : [];
}

function touching(by: RoleChanger, name: string, roles: Roles): DomainError[] {
  return [...(name === highestRole ? [new RoleFixed()] : []), ...above(by, holds(name, roles))];
}

function above({ permissions }: RoleChanger, held: ReadonlySet<string>): DomainError[] {
  const missing = lacking(permissions, held);
  return missing.length > 0 ? [new AboveYou(missing)] : [];
}

function granting({ permissions }: RoleChanger, held: ReadonlySet<string>): DomainError[] {
  const missing = lacking(permissions, held);
  return missing.length > 0 ? [new GrantTooWide(missing)] : [];
}

function holds(role: string, roles: Roles): ReadonlySet<string> {
  return heldByRole(roles).get(role) ?? new Set();
}

function isCircular({ name, covers }: RoleFacts, after: Roles): boolean {
  const byName = new Map(after.map((role) => [role.name, role]));
  return covers !== null && coveredBy(covers, byName).some((role) => role.name === name);
}

function lacking(held: ReadonlySet<string>, wanted: ReadonlySet<string>): string[] {
  return [...wanted].filter((permission) => !held.has(permission)).sort();
}
