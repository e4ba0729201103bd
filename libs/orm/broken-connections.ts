import type { Duplex } from 'node:stream';
import type { Pool, PoolClient } from 'pg';

/** What opens and closes a transaction. */
const edge = /^(?:begin|start transaction.*|rollback)$/;

/** What the driver says when it does not wait any longer. */
const timedOut = 'Query read timeout';

/**
 * Kysely, under the ORM, gives a connection back to the pool after a `commit` or `rollback` that worked. Where `begin` or `rollback` itself
 * fails, because the server has gone away, it keeps it for ever: every transaction that an outage interrupts would cost a connection, and
 * soon the program would have none left. Here such a connection is given up, and its place is free.
 *
 * A query that the driver does not wait for any longer is still on its way, and might be done after its caller was told that it was not: its
 * connection is hung up, so that what has not begun never does.
 */
export function giveUpBrokenConnections(pool: Pool): void {
  pool.on('connect', (client: PoolClient) => {
    const query = client.query.bind(client) as (...input: unknown[]) => unknown;
    client.query = ((...input: unknown[]) => {
      const result = query(...input);
      if (typeof input[0] !== 'string' || !(result instanceof Promise)) return result;
      const isEdge = edge.test(input[0]);
      result.catch((error: Error) => {
        if (error.message === timedOut) hangUp(client);
        if (isEdge) client.release(true);
      });
      return result;
    }) as PoolClient['query'];
  });
}

function hangUp(client: PoolClient): void {
  (client as unknown as { connection: { stream: Duplex } }).connection.stream.destroy();
}
