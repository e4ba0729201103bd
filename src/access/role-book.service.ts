// All roles at once, as they are at this moment: who else holds a permission, and what a change of one role would do.
import { Inject, Injectable } from '@nestjs/common';
import { EntityManager } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { heldByRole, type RoleFacts } from './role-graph.js';

@Injectable()
export class RoleBookService {
  constructor(@Inject(EntityManager) private readonly em: SqlEntityManager) {}

  /** The highest level first. */
  all(): Promise<RoleFacts[]> {
    return this.em.fork().execute<RoleFacts[]>(
      `select name, covers, coalesce(
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
