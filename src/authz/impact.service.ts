// What a change of roles would do, before anybody makes it: worked out on copies, nothing is written.
import { Injectable } from '@nestjs/common';
import { EntityManager } from '@mikro-orm/core';
import { NotFound, type DomainError } from '#libs/errors';
import { ToolRegistry } from '#libs/tools';
import type { Actor } from '../access/actor.js';
import { RolesService } from '../access/roles.service.js';
import {
  refusalsOfGrant,
  refusalsOfPermission,
  refusalsOfPersonChange,
  refusalsOfRoleChange,
  refusalsOfRoleLoss,
  withRole,
} from '../access/role-change.policy.js';
import { heldByRole, roleNamed, type RoleFacts } from '../access/role-graph.js';
import { RouteTable } from '../access/route-table.js';
import { SecondFactorDutyService } from '../staff/second-factor-duty.service.js';
import { StaffManagementService } from '../staff/staff-management.service.js';
import { Staff } from '../staff/staff.entity.js';
import type { ImpactQuery } from './authz.schemas.js';

type Held = ReadonlySet<string>;

@Injectable()
export class ImpactService {
  constructor(
    private readonly em: EntityManager,
    private readonly roles: RolesService,
    private readonly table: RouteTable,
    private readonly tools: ToolRegistry,
    private readonly management: StaffManagementService,
    private readonly duty: SecondFactorDutyService,
  ) {}

  /** @throws NotFound for a role or somebody who is not there */
  async of(actor: Actor, query: ImpactQuery) {
    const all = await this.roles.all();
    for (const name of [query.role, query.covers])
      if (name && !roleNamed(name, all)) throw new NotFound('Role', name);
    return query.staffId
      ? this.ofMove(actor, query.staffId, query.role, all)
      : this.ofChange(actor, query, all);
  }

  private async ofChange(actor: Actor, query: ImpactQuery, all: readonly RoleFacts[]) {
    const role = withChange(roleNamed(query.role, all)!, query);
    const changed = withRole(all, role);
    const [before, after] = [heldByRole(all), heldByRole(changed)];
    const [asks, wouldAsk] = [this.duty.askingOf(all), this.duty.askingOf(changed)];
    const people = await this.management.activeByRole();
    const roles = all
      .filter(
        ({ name }) => !isSame(before.get(name)!, after.get(name)!) || asks.has(name) !== wouldAsk.has(name),
      )
      .map(({ name }) => ({
        role: name,
        activeStaff: people.get(name) ?? 0,
        secondFactorNeeded: wouldAsk.has(name),
        ...this.difference(before.get(name)!, after.get(name)!),
      }));
    const shutsOut = await this.duty.isOwedBy(actor, changed);
    const refusals = [
      ...refusalsOfPermission(actor, 'roles.update'),
      ...refusalsOfRoleChange(actor, { role, roles: all, shutsOut }),
    ];
    return answered(refusals, roles);
  }

  private async ofMove(actor: Actor, id: string, to: string, all: readonly RoleFacts[]) {
    const staff = await this.em.findOne(Staff, { id });
    if (!staff) throw new NotFound('Staff', id);
    const [held, asks] = [heldByRole(all), this.duty.askingOf(all)];
    const [before, after] = [held.get(staff.role)!, held.get(to)!];
    const move = {
      role: to,
      activeStaff: Number(staff.status === 'active'),
      secondFactorNeeded: asks.has(to),
      ...this.difference(before, after),
    };
    const refusals = [
      ...refusalsOfPermission(actor, 'staff.update'),
      ...refusalsOfPersonChange(actor, staff, all),
      ...refusalsOfGrant(actor, to, all),
      ...(staff.role === to ? [] : await this.refusalsOfLoss(staff)),
    ];
    const changesNothing = isSame(before, after) && asks.has(staff.role) === asks.has(to);
    return answered(refusals, changesNothing ? [] : [move]);
  }

  private async refusalsOfLoss({ role, status }: Staff): Promise<DomainError[]> {
    const isActive = status === 'active';
    const active = (await this.management.activeByRole()).get(role) ?? 0;
    return refusalsOfRoleLoss({ role, isActive }, active - Number(isActive));
  }

  private difference(before: Held, after: Held) {
    const gains = [...after].filter((permission) => !before.has(permission)).sort();
    const loses = [...before].filter((permission) => !after.has(permission)).sort();
    return { gains, loses, opens: this.reachOf(gains), closes: this.reachOf(loses) };
  }

  private reachOf(permissions: readonly string[]) {
    return {
      routes: this.table
        .all()
        .filter(({ access, audience }) => audience !== 'customer' && permissions.includes(access))
        .map(({ method, path }) => ({ method, path })),
      tools: this.tools
        .list()
        .filter(({ permission }) => permissions.includes(permission))
        .map(({ name }) => name),
    };
  }
}

function withChange(
  role: RoleFacts,
  { grant = [], revoke = [], covers = role.covers }: ImpactQuery,
): RoleFacts {
  const taken = new Set<string>(revoke);
  const grants = [...role.grants, ...grant].filter((permission) => !taken.has(permission));
  return { ...role, covers, grants };
}

function isSame(one: Held, other: Held): boolean {
  return one.size === other.size && [...one].every((permission) => other.has(permission));
}

function answered<Role extends { activeStaff: number }>(refusals: DomainError[], roles: Role[]) {
  const activeStaff = roles.reduce((sum, role) => sum + role.activeStaff, 0);
  return { allowed: refusals.length === 0, refusals, activeStaff, roles };
}
