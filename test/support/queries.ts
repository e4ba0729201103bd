import type { MikroORM } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';

/** What the database was asked while `work` was done, by anybody. */
export async function queriesDuring(orm: MikroORM, work: () => Promise<unknown>): Promise<string[]> {
  const connection = (orm.em as SqlEntityManager).getConnection();
  const execute = connection.execute;
  const queries: string[] = [];
  connection.execute = function (this: typeof connection, ...args: Parameters<typeof execute>) {
    queries.push(String(args[0]));
    return execute.apply(this, args);
  } as typeof execute;
  try {
    await work();
    return queries;
  } finally {
    connection.execute = execute;
  }
}
