// What a role may do at this moment. Read on every request of staff, so that a change acts on the next one, on every instance; it is
// one query over a handful of rows, which costs less than it would to keep copies of them right.
import { Inject, Injectable } from '@nestjs/common';
import { EntityManager } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { highestRole, permissions } from './roles.js';

const everything: ReadonlySet<string> = new Set(permissions);

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
}
