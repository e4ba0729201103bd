// Roles as staff see and change them. What a role may do is read from the database on every request: a change acts on the next one.
import { Inject, Injectable } from '@nestjs/common';
import { EntityManager } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { NotFound } from '#libs/errors';
import { checkVersion, type ExpectedVersions } from '#libs/http';
import { violatesConstraint } from '#libs/orm';
import type { Actor } from '../access/actor.js';
import { coveredBy, heldByRole, takenFrom, type RoleFacts } from '../access/role-graph.js';
import { Role, RolePermission } from '../access/role.entity.js';
import { highestRole, permissionMeanings, permissions } from '../access/roles.js';
import { AuditService, type AuditRecord } from '../audit/audit.service.js';
import {
  AboveYou,
  GrantTooWide,
  LockedOut,
  RoleCircle,
  RoleExists,
  RoleFixed,
  RoleInUse,
  RoleUnknown,
} from './management.errors.js';
import {
  lackingPermissions,
  StaffManagementService,
  repairingRoles,
  type RoleChangeContext,
} from './staff-management.service.js';
import type { ChangeRoleInput, CreateRoleInput } from './roles.schemas.js';
import { SecondFactorDutyService } from './second-factor-duty.service.js';
import { SecondFactorService } from './second-factor.service.js';

interface Row extends RoleFacts {
  label: string;
  description: string;
  level: number;
  built_in: boolean;
  staff: number;
  version: number;
}

@Injectable()
export class RolesManagementService {
  constructor(
    @Inject(EntityManager) private readonly em: SqlEntityManager,
    private readonly management: StaffManagementService,
    private readonly audit: AuditService,
    private readonly secondFactors: SecondFactorService,
    private readonly duty: SecondFactorDutyService,
  ) {}

  /** The highest level first. */
  async list(_actor: Actor) {
    const rows = await this.em.execute<Row[]>(
      `select name, label, description, level, built_in, covers, version,
         coalesce((select json_agg(permission order by permission) from role_permissions where role = roles.name), '[]') as grants,
         (select count(*)::int from staff where role = roles.name and status <> 'left') as staff
       from roles order by level desc, name`,
    );
    const held = heldByRole(rows);
    return rows.map(({ built_in: builtIn, grants, ...row }) => ({
      ...{ ...row, builtIn, permissions: grants },
      holds: [...held.get(row.name)!].sort(),
    }));
  }

  /** @throws NotFound */
  async get(actor: Actor, name: string) {
    const role = (await this.list(actor)).find((each) => each.name === name);
    if (!role) throw new NotFound('Role', name);
    return role;
  }

  /** What may be done at all, and who may. */
  async permissions(actor: Actor) {
    const roles = await this.list(actor);
    return permissions.map((name) => ({
      name,
      module: name.split('.')[0]!,
      meaning: permissionMeanings[name],
      roles: roles.filter(({ holds }) => holds.includes(name)).map((role) => role.name),
    }));
  }

  /** @throws RoleExists, RoleUnknown, GrantTooWide */
  async create(actor: Actor, input: CreateRoleInput) {
    await this.management.changing(actor, 'roles.update', async (scene) => {
      const { name, permissions: grants, ...facts } = input;
      if (scene.roles.has(name)) throw new RoleExists(name);
      await this.checkAfter(scene, { name, covers: input.covers, grants });
      const level = await this.levelBeside(input.covers);
      await this.em.insert(Role, { name, ...facts, level });
      await this.grant(name, grants);
      await this.record(actor, 'role.created', name, { after: { ...facts, permissions: grants } });
    });
    return this.get(actor, input.name);
  }

  /**
   * @throws NotFound, PreconditionFailed, RoleFixed, RoleUnknown, RoleCircle
   * @throws AboveYou, GrantTooWide when it holds, or would hold, what the actor does not
   * @throws AboveYou when a role that covers it would lose something and holds what the actor does not
   * @throws LockedOut when the actor could not undo it
   */
  async change(actor: Actor, name: string, input: ChangeRoleInput, expected: ExpectedVersions) {
    await this.management.changing(actor, 'roles.update', async (scene) => {
      const role = await this.known(name);
      checkVersion(role, expected);
      this.checkMine(scene, name);
      const { permissions: grants, ...facts } = input;
      const before = scene.roles.get(name)!;
      await this.checkAfter(scene, { name, covers: input.covers, grants });
      const { label, description } = role;
      const level = role.builtIn ? role.level : await this.levelBeside(input.covers);
      await this.em.nativeUpdate(Role, { name }, { ...facts, level, version: role.version + 1 });
      await this.em.nativeDelete(RolePermission, { role: name });
      await this.grant(name, grants);
      await this.record(actor, 'role.changed', name, {
        before: { label, description, covers: before.covers, permissions: before.grants },
        after: { ...facts, permissions: grants },
      });
    });
    return this.get(actor, name);
  }

  /** @throws NotFound, RoleFixed, AboveYou, RoleInUse */
  async remove(actor: Actor, name: string): Promise<void> {
    try {
      await this.management.changing(actor, 'roles.update', async (scene) => {
        const { builtIn } = await this.known(name);
        if (builtIn) throw new RoleFixed();
        this.checkMine(scene, name);
        const { covers, grants } = scene.roles.get(name)!;
        await this.em.nativeDelete(Role, { name });
        await this.record(actor, 'role.deleted', name, { before: { covers, permissions: grants } });
      });
    } catch (error) {
      if (
        violatesConstraint(error, 'staff_role_foreign') ||
        violatesConstraint(error, 'roles_covers_foreign')
      )
        throw new RoleInUse();
      throw error;
    }
  }

  private async known(name: string): Promise<Role> {
    const role = await this.em.findOne(Role, { name }, { refresh: true });
    if (!role) throw new NotFound('Role', name);
    return role;
  }

  /** A role that holds more than the actor is above them, and not theirs to change. */
  private checkMine(scene: RoleChangeContext, name: string): void {
    if (name === highestRole) throw new RoleFixed();
    const missing = lackingPermissions(scene.held, this.management.holds(scene, name));
    if (missing.length > 0) throw new AboveYou(missing);
  }

  /** What would be true with `role` as it is to be: of it, of those that cover it, and of the actor. */
  private async checkAfter(scene: RoleChangeContext, role: RoleFacts): Promise<void> {
    const roles = new Map(scene.roles).set(role.name, role);
    if (role.covers !== null && !scene.roles.has(role.covers)) throw new RoleUnknown(role.covers);
    if (role.covers !== null && coveredBy(role.covers, roles).includes(role)) throw new RoleCircle();
    const after = { ...scene, roles };
    const missing = lackingPermissions(scene.held, this.management.holds(after, role.name));
    if (missing.length > 0) throw new GrantTooWide(missing);
    const above = lackingPermissions(scene.held, takenFrom([...scene.roles.values()], [...roles.values()]));
    if (above.length > 0) throw new AboveYou(above);
    const own = await this.heldByActor(after);
    const lost = repairingRoles.filter((permission) => scene.held.has(permission) && !own.has(permission));
    if (lost.length > 0) throw new LockedOut(lost);
  }

  /** Nothing, where their role asks for a second factor that they have not set up. */
  private async heldByActor(scene: RoleChangeContext): Promise<ReadonlySet<string>> {
    const { id, role } = scene.actor;
    const heldOf = heldByRole([...scene.roles.values()]);
    const held = heldOf.get(role)!;
    const isShut = this.duty.asks(held, heldOf) && !(await this.secondFactors.isOn(id));
    return isShut ? new Set() : held;
  }

  private async grant(role: string, grants: readonly RolePermission['permission'][]): Promise<void> {
    if (grants.length > 0)
      await this.em.insertMany(
        RolePermission,
        grants.map((permission) => ({ role, permission })),
      );
  }

  /** Beside the role that it covers; without one, at the bottom. */
  private async levelBeside(covers: string | null): Promise<number> {
    return covers === null ? 0 : (await this.known(covers)).level;
  }

  private record(actor: Actor, action: string, name: string, facts: Pick<AuditRecord, 'before' | 'after'>) {
    return this.audit.record(actor, { action, object: { type: 'role', id: name }, ...facts });
  }
}
