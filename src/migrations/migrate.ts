import { setTimeout } from 'node:timers/promises';
import type { DriverException, MikroORM } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { StartRefused } from '#libs/errors';
import { tryLockFor, type OpenDatabase } from '#libs/orm';
import { prepareQueueTables } from '#libs/queue';

const askAgainMs = 100;

/** SQLSTATE: the user may not, or nobody may (a standby, or `default_transaction_read_only`). */
const notAllowed = new Set(['42501', '25006']);

/**
 * Brings the schema up to date. Where several processes share the database and start at once, one migrates and the others wait.
 * @throws StartRefused when the user of the database may not change it
 */
export async function migrate(orm: MikroORM, database: OpenDatabase): Promise<void> {
  try {
    await exclusively(orm, database, async () => {
      await orm.migrator.up();
      // There whatever the queue runs on, so that this can be changed.
      await prepareQueueTables(database.queuePool());
    });
  } catch (error) {
    if (!notAllowed.has(String((error as DriverException).code))) throw error;
    throw new StartRefused(
      'The user of DATABASE_URL may not change the schema of its database: make it the owner of the database, and that one writable.',
    );
  }
}

/**
 * Does `work` while no other process does work that is as exclusive, on a database that several may share.
 * The lock needs a connection of its own, which the embedded database does not have; there nobody else can be.
 */
export async function exclusively<Result>(
  orm: MikroORM,
  database: { shared: boolean },
  work: () => Promise<Result>,
): Promise<Result> {
  if (!database.shared) return work();
  return (orm.em as SqlEntityManager).transactional(async (transaction) => {
    // `work` may take longer than this connection may usually be silent; and who waits asks again, as a query is given up after a time.
    await transaction.execute('set local idle_in_transaction_session_timeout = 0');
    while (!(await tryLockFor(transaction, 'migrations.start'))) await setTimeout(askAgainMs);
    return work();
  });
}
