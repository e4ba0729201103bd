import type { SqlEntityManager } from '@mikro-orm/sql';
import type { OpenDatabase } from './orm.module.js';

/**
 * For tables from which much is removed, by whoever owns them. A server does this by itself; the embedded database does not, and what is read
 * often would grow by the dead versions of its rows. Not to be called in a transaction.
 */
export async function vacuumTables(
  em: SqlEntityManager,
  database: OpenDatabase,
  ...tables: readonly string[]
): Promise<void> {
  if (database.shared) return;
  for (const table of tables) await em.fork().execute(`vacuum (analyze) ${table}`);
}
