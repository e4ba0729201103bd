import { setTimeout } from 'node:timers/promises';
import type { MikroORM } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import type { OpenDatabase } from '#libs/orm';
import { prepareQueueTables } from '#libs/queue';

const startLock = 7_213_045;
const askAgainMs = 100;

/** Brings the schema up to date. Where several processes share the database and start at once, one migrates and the others wait. */
export function migrate(orm: MikroORM, database: OpenDatabase): Promise<unknown> {
  return exclusively(orm, database, async () => {
    await orm.migrator.up();
    // There whatever the queue runs on, so that this can be changed.
    await prepareQueueTables(database.queuePool());
  });
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
    while (!(await isMine(transaction))) await setTimeout(askAgainMs);
    return work();
  });
}

async function isMine(transaction: SqlEntityManager): Promise<boolean> {
  const [row] = await transaction.execute<{ mine: boolean }[]>(
    'select pg_try_advisory_xact_lock(?) as mine',
    [startLock],
  );
  return row!.mine;
}
