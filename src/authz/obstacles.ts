// Why somebody could not make a change of roles. The same rules, in the same order, that src/staff applies when the change is made,
// where they are asked again under locks: what is said here is a forecast.
import type { DomainError } from '#libs/errors';
import { Forbidden } from '../access/access.errors.js';
import type { Actor } from '../access/actor.js';
import { coveredBy, heldByRole, takenFrom, type RoleFacts } from '../access/role-graph.js';
import { highestRole } from '../access/roles.js';
import {
  AboveYou,
  GrantTooWide,
  LastSuperAdmin,
  LockedOut,
  OwnAccount,
  RoleCircle,
  RoleFixed,
} from '../staff/management.errors.js';
import { lackingPermissions, repairingRoles } from '../staff/staff-management.service.js';

type Held = ReadonlySet<string>;

/** A role that would be another one. */
export interface RoleChange {
  name: string;
  /** All roles, as they are and would be. */
  before: readonly RoleFacts[];
  after: readonly RoleFacts[];
  /** Whether the actor's own role would ask for a second factor that they have not set up. */
  shutsOut: boolean;
}

export function obstaclesToChange(
  actor: Actor,
  { name, before, after, shutsOut }: RoleChange,
): DomainError[] {
  const [held, wouldHold] = [heldByRole(before), heldByRole(after)];
  const own = shutsOut ? undefined : wouldHold.get(actor.role ?? '');
  const lost = repairingRoles.filter(
    (permission) => actor.permissions.has(permission) && !own?.has(permission),
  );
  return [
    ...lackingPermission(actor, 'roles.update'),
    ...(name === highestRole ? [new RoleFixed()] : []),
    ...above(actor, held.get(name)!),
    ...(isCircular(name, after) ? [new RoleCircle()] : []),
    ...granting(actor, wouldHold.get(name)!),
    ...above(actor, takenFrom(before, after)),
    ...(lost.length > 0 ? [new LockedOut(lost)] : []),
  ];
}

/** Somebody who would get another role. */
export interface RoleMove {
  staffId: string;
  /** What they hold now, and would hold. */
  before: Held;
  after: Held;
  /** Whether nobody would be left of the highest role. */
  leavesNobody: boolean;
}

export function obstaclesToMove(
  actor: Actor,
  { staffId, before, after, leavesNobody }: RoleMove,
): DomainError[] {
  return [
    ...lackingPermission(actor, 'staff.update'),
    ...(staffId === actor.id ? [new OwnAccount()] : above(actor, before)),
    ...granting(actor, after),
    ...(leavesNobody ? [new LastSuperAdmin()] : []),
  ];
}

function lackingPermission(actor: Actor, permission: string): DomainError[] {
  return actor.permissions.has(permission) ? [] : [new Forbidden(permission)];
}

function above(actor: Actor, held: Held): DomainError[] {
  const missing = lackingPermissions(actor.permissions, held);
  return missing.length > 0 ? [new AboveYou(missing)] : [];
}

function granting(actor: Actor, held: Held): DomainError[] {
  const missing = lackingPermissions(actor.permissions, held);
  return missing.length > 0 ? [new GrantTooWide(missing)] : [];
}

function isCircular(name: string, roles: readonly RoleFacts[]): boolean {
  const covered = coveredBy(name, new Map(roles.map((role) => [role.name, role])));
  return covered.at(-1)!.covers !== null;
}
