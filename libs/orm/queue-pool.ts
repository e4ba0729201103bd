// The database as the queue (libs/queue) wants it: a pool of connections, of which on the embedded database there is only one.
import { EventEmitter } from 'node:events';
import type { PGlite } from '@electric-sql/pglite';
import { Pool } from 'pg';
import type { ServerConnection } from './heartbeat.js';

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
export function serverQueuePool(
  connection: ServerConnection,
  connections: number,
  timeoutMs: number,
): QueuePool {
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

/**
 * Statements wait for the ORM's transaction to end, as it waits for them, but never run within it: so nobody may wait for the queue in
 * a transaction. The schema of the queue is on the search path of the one connection there is (`openEmbedded`).
 */
export function embeddedQueuePool(pglite: PGlite): QueuePool {
  return new EmbeddedPool(pglite);
}

const listening = /^(?:\s|--[^\n]*\n)*listen\s+"?(\w+)"?/i;

class EmbeddedPool extends EventEmitter implements QueuePool {
  /** Read by the queue: there is no network that could be silent. */
  readonly options = { keepAlive: true };

  constructor(private readonly pglite: PGlite) {
    super();
  }

  async query(text: string, parameters?: readonly unknown[]): Promise<Rows> {
    // Without parameters it may be several statements: those that make the tables.
    if (!parameters) return { rows: (await this.pglite.exec(text)).at(-1)?.rows ?? [] };
    const { rows, affectedRows } = await this.pglite.query(text, [...parameters]);
    return { rows, rowCount: affectedRows };
  }

  async connect(): Promise<EmbeddedClient> {
    return new EmbeddedClient(this, this.pglite);
  }

  async end(): Promise<void> {}
}

class EmbeddedClient extends EventEmitter {
  private readonly stops: (() => Promise<void>)[] = [];

  constructor(
    private readonly pool: EmbeddedPool,
    private readonly pglite: PGlite,
  ) {
    super();
  }

  async query(text: string, parameters?: readonly unknown[]): Promise<Rows> {
    const [, channel] = listening.exec(text) ?? [];
    if (!channel) return this.pool.query(text, parameters);
    const hear = (payload: string): boolean => this.emit('notification', { channel, payload });
    this.stops.push(await this.pglite.listen(channel, hear));
    return { rows: [] };
  }

  release(): void {
    for (const stop of this.stops.splice(0)) void stop().catch(() => undefined);
  }
}
