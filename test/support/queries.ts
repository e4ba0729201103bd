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

/**
 * How often the database was waited for while `work` was done, by anybody: for each statement, and for the beginning and the end of each
 * transaction.
 */
export async function roundTripsDuring(orm: MikroORM, work: () => Promise<unknown>): Promise<number> {
  const connection = (orm.em as SqlEntityManager).getConnection();
  const waits = ['execute', 'begin', 'commit', 'rollback'] as const;
  const before = Object.getOwnPropertyDescriptors(connection);
  let count = 0;
  for (const name of waits) {
    const wait = connection[name] as (...args: unknown[]) => Promise<unknown>;
    Object.defineProperty(connection, name, {
      configurable: true,
      value(...args: unknown[]) {
        count++;
        return wait.apply(this, args);
      },
    });
  }
  try {
    await work();
    return count;
  } finally {
    for (const name of waits) {
      Reflect.deleteProperty(connection, name);
      if (before[name]) Object.defineProperty(connection, name, before[name]);
    }
  }
}
