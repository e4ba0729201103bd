// Roles as staff see and change them. What a role may do is read from the database on every request: a change acts on the next one.
import { Inject, Injectable } from '@nestjs/common';
import { EntityManager } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { NotFound } from '#libs/errors';
import { checkVersion, type ExpectedVersions } from '#libs/http';
import { violatesConstraint } from '#libs/orm';
import type { Actor } from '../access/actor.js';
import {
  refusalsOfRoleChange,
  refusalsOfRoleRemoval,
  throwFirst,
  withRole,
} from '../access/role-change.policy.js';
import { heldByRole, roleNamed, type RoleFacts } from '../access/role-graph.js';
import { Role, RolePermission } from '../access/role.entity.js';
import { permissionMeanings, permissions } from '../access/roles.js';
import { RolesService } from '../access/roles.service.js';
import { AuditService, type AuditRecord } from '../audit/audit.service.js';
import { RoleExists, RoleInUse } from './roles.errors.js';
import { StaffManagementService, type RoleChangeContext } from './staff-management.service.js';
import type { CreateRoleInput, UpdateRoleInput } from './roles.schemas.js';
import { SecondFactorDutyService } from './second-factor-duty.service.js';

@Injectable()
export class RolesManagementService {
  constructor(
    @Inject(EntityManager) private readonly em: SqlEntityManager,
    private readonly roles: RolesService,
    private readonly management: StaffManagementService,
    private readonly audit: AuditService,
    private readonly duty: SecondFactorDutyService,
  ) {}

  /** The highest level first. */
  async list(_actor: Actor) {
    const all = await this.roles.all();
    const [held, staff] = [heldByRole(all), await this.staffByRole()];
    return all.map(({ grants, ...role }) => ({
      ...role,
      permissions: grants,
      holds: [...held.get(role.name)!].sort(),
      staff: staff.get(role.name) ?? 0,
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
    await this.management.changing(actor, 'roles.update', async (context) => {
      const { name, permissions: grants, ...facts } = input;
      if (roleNamed(name, context.roles)) throw new RoleExists(name);
      await this.checkChange(context, { name, covers: input.covers, grants });
      const level = await this.levelBeside(input.covers);
      await this.em.insert(Role, { name, ...facts, level });
      await this.grant(name, grants);
      await this.record(actor, 'role.created', name, { after: { ...facts, permissions: grants } });
    });
    return this.get(actor, input.name);
  }

  /**
   * What is left out stays.
   * @throws NotFound, PreconditionFailed, RoleFixed, RoleUnknown, RoleCircle
   * @throws AboveYou, GrantTooWide when it holds, or would hold, what the actor does not
   * @throws AboveYou when a role that covers it would lose something and holds what the actor does not
   * @throws LockedOut when the actor could not undo it
   */
  async change(actor: Actor, name: string, input: UpdateRoleInput, expected: ExpectedVersions) {
    await this.management.changing(actor, 'roles.update', async (context) => {
      const role = await this.known(name);
      checkVersion(role, expected);
      const { label, description } = role;
      const before = roleNamed(name, context.roles)!;
      const { permissions: granted, ...changes } = input;
      const grants = granted ?? before.grants;
      const facts = { label, description, covers: before.covers, ...changes };
      await this.checkChange(context, { name, covers: facts.covers, grants });
      const level = role.builtIn ? role.level : await this.levelBeside(facts.covers);
      await this.em.nativeUpdate(Role, { name }, { ...facts, level, version: role.version + 1 });
      if (granted) {
        await this.em.nativeDelete(RolePermission, { role: name });
        await this.grant(name, granted);
      }
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
      await this.management.changing(actor, 'roles.update', async (context) => {
        const { builtIn } = await this.known(name);
        throwFirst(refusalsOfRoleRemoval(context.actor, { name, builtIn }, context.roles));
        const { covers, grants } = roleNamed(name, context.roles)!;
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

  private async staffByRole(): Promise<Map<string, number>> {
    const rows = await this.em.execute<{ role: string; staff: number }[]>(
      `select role, count(*)::int as staff from staff where status <> 'left' group by role`,
    );
    return new Map(rows.map(({ role, staff }) => [role, staff]));
  }

  /** @param role as it is to be */
  private async checkChange({ actor, roles }: RoleChangeContext, role: RoleFacts): Promise<void> {
    const shutsOut = await this.duty.isOwedBy(actor, withRole(roles, role));
    throwFirst(refusalsOfRoleChange(actor, { role, roles, shutsOut }));
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
