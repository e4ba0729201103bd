import { AsyncLocalStorage } from 'node:async_hooks';
import type { MikroORM } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';

/** What the database was asked while `work` was done, by anybody. */
export async function queriesDuring(orm: MikroORM, work: () => Promise<unknown>): Promise<string[]> {
  return (await statementsDuring(orm, work)).map(({ sql }) => sql);
}

/** The same with what stands for the question marks, in their order. */
export async function statementsDuring(
  orm: MikroORM,
  work: () => Promise<unknown>,
): Promise<{ sql: string; parameters: unknown[] }[]> {
  const connection = (orm.em as SqlEntityManager).getConnection();
  const execute = connection.execute;
  const queries: { sql: string; parameters: unknown[] }[] = [];
  connection.execute = function (this: typeof connection, ...args: Parameters<typeof execute>) {
    // Parameters that go by name stand for no question mark.
    queries.push({ sql: String(args[0]), parameters: Array.isArray(args[1]) ? [...args[1]] : [] });
    return execute.apply(this, args);
  } as typeof execute;
  try {
    await work();
    return queries;
  } finally {
    connection.execute = execute;
  }
}

const counting = new AsyncLocalStorage<{ count: number }>();

/**
 * How often `work` waits for the database: for each statement, and for the beginning and the end of each transaction. What others do meanwhile
 * (jobs, other requests) is not counted.
 */
export async function roundTripsDuring(orm: MikroORM, work: () => Promise<unknown>): Promise<number> {
  const connection = (orm.em as SqlEntityManager).getConnection();
  const waits = ['execute', 'begin', 'commit', 'rollback'] as const;
  for (const name of waits) {
    const wait = connection[name] as (...args: unknown[]) => Promise<unknown>;
    Object.defineProperty(connection, name, {
      configurable: true,
      value(...args: unknown[]) {
        const counted = counting.getStore();
        if (counted) counted.count++;
        return wait.apply(this, args);
      },
    });
  }
  const counted = { count: 0 };
  try {
    await counting.run(counted, work);
    return counted.count;
  } finally {
    for (const name of waits) Reflect.deleteProperty(connection, name);
  }
}
