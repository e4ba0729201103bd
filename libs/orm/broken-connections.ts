import type { Pool, PoolClient } from 'pg';

/** What opens and closes a transaction. */
const edge = /^(?:begin|start transaction.*|rollback)$/;

/**
 * Kysely, under the ORM, gives a connection back to the pool after a `commit` or `rollback` that worked. Where `begin` or `rollback` itself
 * fails, because the server has gone away, it keeps it for ever: every transaction that an outage interrupts would cost a connection, and
 * soon the program would have none left. Here such a connection is given up, and its place is free.
 */
export function giveUpBrokenConnections(pool: Pool): void {
  pool.on('connect', (client: PoolClient) => {
    const query = client.query.bind(client) as (...input: unknown[]) => unknown;
    client.query = ((...input: unknown[]) => {
      const result = query(...input);
      if (typeof input[0] === 'string' && edge.test(input[0]) && result instanceof Promise)
        result.catch(() => client.release(true));
      return result;
    }) as PoolClient['query'];
  });
}
