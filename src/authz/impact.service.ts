// What a change of roles would do, before anybody makes it: worked out on copies, nothing is written.
import { Inject, Injectable } from '@nestjs/common';
import { EntityManager } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { NotFound, type DomainError } from '#libs/errors';
import { ToolRegistry } from '#libs/tools';
import type { Actor } from '../access/actor.js';
import { RoleBookService } from '../access/role-book.service.js';
import { heldByRole, type RoleFacts } from '../access/role-graph.js';
import { highestRole } from '../access/roles.js';
import { RouteTable } from '../access/route-table.js';
import { SecondFactorDutyService } from '../staff/second-factor-duty.service.js';
import { SecondFactorService } from '../staff/second-factor.service.js';
import { Staff } from '../staff/staff.entity.js';
import type { ImpactQuery } from './authz.schemas.js';
import { obstaclesToChange, obstaclesToMove } from './obstacles.js';

type Held = ReadonlySet<string>;

@Injectable()
export class ImpactService {
  constructor(
    @Inject(EntityManager) private readonly em: SqlEntityManager,
    private readonly roles: RoleBookService,
    private readonly table: RouteTable,
    private readonly tools: ToolRegistry,
    private readonly secondFactors: SecondFactorService,
    private readonly duty: SecondFactorDutyService,
  ) {}

  /** @throws NotFound for a role or somebody who is not there */
  async of(actor: Actor, query: ImpactQuery) {
    const all = await this.roles.all();
    const byName = new Map(all.map((role) => [role.name, role]));
    for (const name of [query.role, query.covers])
      if (name && !byName.has(name)) throw new NotFound('Role', name);
    return query.staffId
      ? this.ofMove(actor, query.staffId, query.role, all)
      : this.ofChange(actor, query, all);
  }

  private async ofChange(actor: Actor, query: ImpactQuery, all: readonly RoleFacts[]) {
    const changed = all.map((role) => (role.name === query.role ? withChange(role, query) : role));
    const [before, after] = [heldByRole(all), heldByRole(changed)];
    const [asks, wouldAsk] = [this.askingForSecondFactor(all), this.askingForSecondFactor(changed)];
    const people = await this.activeStaff();
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
    const shutsOut = wouldAsk.has(actor.role ?? '') && !(await this.secondFactors.isOn(actor.id));
    const change = { name: query.role, before: all, after: changed, shutsOut };
    return answered(obstaclesToChange(actor, change), roles);
  }

  private async ofMove(actor: Actor, id: string, to: string, all: readonly RoleFacts[]) {
    const staff = await this.em.findOne(Staff, { id });
    if (!staff) throw new NotFound('Staff', id);
    const [held, asks] = [heldByRole(all), this.askingForSecondFactor(all)];
    const [before, after] = [held.get(staff.role)!, held.get(to)!];
    const isLeaving = staff.role === highestRole && to !== highestRole && staff.status === 'active';
    const leavesNobody = isLeaving && (await this.activeStaff()).get(highestRole) === 1;
    const move = {
      role: to,
      activeStaff: Number(staff.status === 'active'),
      secondFactorNeeded: asks.has(to),
      ...this.difference(before, after),
    };
    return answered(
      obstaclesToMove(actor, { staffId: id, before, after, leavesNobody }),
      isSame(before, after) && asks.has(staff.role) === asks.has(to) ? [] : [move],
    );
  }

  /** Names of the roles that hold nothing until a second factor is set up. */
  private askingForSecondFactor(all: readonly RoleFacts[]): Set<string> {
    const heldOf = heldByRole(all);
    const asking = [...heldOf].filter(([, held]) => this.duty.asks(held, heldOf));
    return new Set(asking.map(([name]) => name));
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

  /** By role. */
  private async activeStaff(): Promise<Map<string, number>> {
    const rows = await this.em.execute<{ role: string; people: number }[]>(
      `select role, count(*)::int as people from staff where status = 'active' group by role`,
    );
    return new Map(rows.map(({ role, people }) => [role, people]));
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
