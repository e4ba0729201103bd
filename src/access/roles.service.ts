// What a role may do at this moment. Read on every request of staff, so that a change acts on the next one, on every instance; it is
// one query over a handful of rows, which costs less than it would to keep copies of them right.
import { Inject, Injectable } from '@nestjs/common';
import { EntityManager } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { highestRole, permissions } from './roles.js';

export interface EffectiveRole {
  /** Its own and those of every role that it covers, directly or not. */
  readonly permissions: ReadonlySet<string>;
  /** Itself and every role that it covers. */
  readonly roles: ReadonlySet<string>;
}

const everything: ReadonlySet<string> = new Set(permissions);

@Injectable()
export class RolesService {
  constructor(@Inject(EntityManager) private readonly em: SqlEntityManager) {}

  /** Nothing at all for a role that does not exist. */
  async effective(role: string): Promise<EffectiveRole> {
    // `union` and not `union all`: it would come to an end even in a circle.
    const [row] = await this.em.execute<{ roles: string[]; permissions: string[] }[]>(
      `with recursive held (name, covers) as (
         select name, covers from roles where name = ?
         union select below.name, below.covers from held join roles below on below.name = held.covers
       )
       select coalesce((select json_agg(name) from held), '[]') as roles,
         coalesce((select json_agg(distinct permission) from role_permissions
           where role in (select name from held)), '[]') as permissions`,
      [role],
    );
    return {
      roles: new Set(row!.roles),
      permissions: role === highestRole ? everything : new Set(row!.permissions),
    };
  }
}
