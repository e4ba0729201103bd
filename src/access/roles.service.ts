// What roles may do at this moment. Read on every request of staff, so that a change acts on the next one, on every instance; it is
// one query over a handful of rows, which costs less than it would to keep copies of them right.
import { Inject, Injectable } from '@nestjs/common';
import { EntityManager } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { heldByRole, type RoleFacts } from './role-graph.js';
import { highestRole, permissions } from './roles.js';

const everything: ReadonlySet<string> = new Set(permissions);

export interface DescribedRole extends RoleFacts {
  label: string;
  description: string;
  level: number;
  builtIn: boolean;
  version: number;
}

@Injectable()
export class RolesService {
  constructor(@Inject(EntityManager) private readonly em: SqlEntityManager) {}

  /** Its own and those of every role that it covers, directly or not. Nothing at all for a role that does not exist. */
  async heldBy(role: string): Promise<ReadonlySet<string>> {
    if (role === highestRole) return everything;
    // `union` and not `union all`: it would come to an end even in a circle.
    const [row] = await this.em.execute<{ permissions: string[] }[]>(
      `with recursive held (name, covers) as (
         select name, covers from roles where name = ?
         union select below.name, below.covers from held join roles below on below.name = held.covers
       )
       select coalesce(json_agg(distinct permission), '[]') as permissions from role_permissions
       where role in (select name from held)`,
      [role],
    );
    return new Set(row!.permissions);
  }

  /** The highest level first. Within a transaction as it sees them. */
  all(): Promise<DescribedRole[]> {
    return this.em.execute<DescribedRole[]>(
      `select name, label, description, level, built_in as "builtIn", covers, version, coalesce(
         (select json_agg(permission order by permission) from role_permissions where role = roles.name), '[]'
       ) as grants from roles order by level desc, name`,
    );
  }

  /** Names of the roles that hold `permission`, their own or through one that they cover. */
  async holding(permission: string): Promise<string[]> {
    const held = heldByRole(await this.all());
    return [...held].filter(([, permissions]) => permissions.has(permission)).map(([name]) => name);
  }
}
