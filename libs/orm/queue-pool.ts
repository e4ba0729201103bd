// The database as the queue (libs/queue) wants it: a pool of connections of its own.
import { EventEmitter } from 'node:events';
import { Pool } from 'pg';
import type { ServerConnection } from './database-heartbeat.js';

/** Where the queue keeps its tables. */
export const queueSchema = 'bullmq';

interface Rows {
  // What node-postgres says of its rows as well.
  // oxlint-disable-next-line typescript/no-explicit-any
  rows: any[];
  rowCount?: number | null;
}

/** What the queue needs of node-postgres. */
export interface QueuePool extends EventEmitter {
  query(text: string, parameters?: readonly unknown[]): Promise<Rows>;
  connect(): Promise<EventEmitter & { query: QueuePool['query']; release(destroy?: boolean): void }>;
  end(): Promise<void>;
}

/** Before the first probe of a connection that is silent. */
const keepAliveMs = 10_000;

/**
 * @param connections each queue that is worked on keeps one to listen
 * @param timeoutMs of a query, and of waiting for a connection
 */
export function queuePool(connection: ServerConnection, connections: number, timeoutMs: number): QueuePool {
  return new Pool({
    ...connection,
    max: connections,
    keepAlive: true,
    keepAliveInitialDelayMillis: keepAliveMs,
    connectionTimeoutMillis: timeoutMs,
    query_timeout: timeoutMs + 1_000,
    // The statements of the queue name no schema.
    options: `-c search_path=${queueSchema}`,
  }) as unknown as QueuePool;
}
