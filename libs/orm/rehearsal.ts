// What a use case would do: it is done in a transaction that is then given up, whatever comes of it.
import { AsyncLocalStorage } from 'node:async_hooks';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { asOneTransaction } from './after-commit.js';

const rehearsals = new AsyncLocalStorage<true>();

/** Whether the running code belongs to a rehearsal. What would be written beside its transaction must then not be written. */
export function isRehearsing(): boolean {
  return rehearsals.getStore() === true;
}

/** Rows of one table that would be another way. One that is written twice counts twice. */
export interface TableChange {
  table: string;
  inserted: number;
  updated: number;
  deleted: number;
}

export interface Rehearsed<Result> {
  result: Result;
  /** By the names of the tables; those in which nothing would change are left out. */
  changes: TableChange[];
}

/** Ends the transaction of a rehearsal that went well. */
class GivenUp extends Error {}

/**
 * Does `work` as it would be done, checks what is left for the commit to check, and gives all of it up. What waits for the commit
 * (`afterCommit`, signals of the database, jobs, events) never happens.
 *
 * `work` must keep to the entity manager of its context: a statement beside the transaction is refused, because it would be written for good
 * and, on the embedded database, would wait for the transaction that waits for it. It must be short: there the transaction holds everybody up.
 * @throws what `work` throws
 */
export async function rehearse<Result>(
  em: SqlEntityManager,
  work: () => Promise<Result>,
): Promise<Rehearsed<Result>> {
  let rehearsed: Rehearsed<Result> | undefined;
  const transaction = () =>
    em.transactional(async (own) => {
      const inner = own as SqlEntityManager;
      const before = await counts(inner);
      const result = await rehearsals.run(true, work);
      await inner.flush();
      await inner.execute('set constraints all immediate');
      rehearsed = { result, changes: changesSince(before, await counts(inner)) };
      throw new GivenUp();
    });
  await asOneTransaction(transaction).catch((error: unknown) => {
    if (!(error instanceof GivenUp)) throw error;
  });
  return rehearsed!;
}

/** What the session has counted and not told yet: also of transactions before this one, so that only the difference says something. */
function counts(em: SqlEntityManager): Promise<TableChange[]> {
  return em.execute<TableChange[]>(
    `select relname as "table", n_tup_ins::int as inserted, n_tup_upd::int as updated, n_tup_del::int as deleted
     from pg_stat_xact_user_tables where n_tup_ins + n_tup_upd + n_tup_del > 0 order by relname`,
  );
}

function changesSince(before: readonly TableChange[], after: readonly TableChange[]): TableChange[] {
  const known = new Map(before.map((each) => [each.table, each]));
  return after
    .map(({ table, ...now }) => {
      const then = known.get(table);
      return {
        table,
        inserted: now.inserted - (then?.inserted ?? 0),
        updated: now.updated - (then?.updated ?? 0),
        deleted: now.deleted - (then?.deleted ?? 0),
      };
    })
    .filter(({ inserted, updated, deleted }) => inserted + updated + deleted > 0);
}
