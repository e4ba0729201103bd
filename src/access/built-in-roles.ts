import type { SqlEntityManager } from '@mikro-orm/sql';
import { builtInRoles, staffRoles } from './roles.js';

/**
 * Adds the built-in roles that are not there yet, each with its permissions, and leaves those alone that are: staff may have changed
 * them. Several processes may do it at once: who comes second waits for the first and adds nothing.
 */
export async function addBuiltInRoles(em: SqlEntityManager): Promise<void> {
  const roles = staffRoles.map((name) => ({ name, ...builtInRoles[name] }));
  await em.transactional(async (transaction) => {
    const sql = transaction as SqlEntityManager;
    // One statement: a role may come before the one that it covers.
    const added = await sql.execute<{ name: string }[]>(
      `insert into roles (name, label, description, level, built_in, covers)
       select name, label, description, level, true, covers
       from json_to_recordset(?::json) as new (name text, label text, description text, level int, covers text)
       on conflict (name) do nothing returning name`,
      [JSON.stringify(roles)],
    );
    const names = new Set(added.map(({ name }) => name));
    const grants = roles
      .filter(({ name }) => names.has(name))
      .flatMap(({ name, grants: held }) => held.map((permission) => ({ role: name, permission })));
    if (grants.length === 0) return;
    await sql.execute(
      `insert into role_permissions (role, permission)
       select role, permission from json_to_recordset(?::json) as new (role text, permission text)`,
      [JSON.stringify(grants)],
    );
  });
}
