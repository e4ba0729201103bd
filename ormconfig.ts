// The one place that names the database driver. A PostgreSQL server and the embedded database are reached, and migrated, in the same way.
import { Migrator } from '@mikro-orm/migrations';
import type { Pool } from 'pg';
import {
  BoundParametersDriver,
  StatementBacklog,
  checkServer,
  DatabaseSignals,
  giveUpBrokenConnections,
  DatabaseHeartbeat,
  openEmbedded,
  queuePool,
  queueSchema,
  type EmbeddedServer,
  type OpenDatabase,
  type ServerConnection,
} from '#libs/orm';
import { entities } from './src/entities.js';
import { prebuiltPath } from './src/config/prebuilt.js';
import type { Settings } from './src/config/settings.js';
import { migrationsList } from './src/migrations/index.js';

/** Each queue listens on one, and its statements share the others. */
const queueConnections = 8;
/** Waiting for a free connection of the pool counts as well: it must outlast a burst. */
const connectTimeoutMs = 10_000;

const common = {
  entities,
  extensions: [Migrator],
  forceUtcTimezone: true,
  // Triggers and functions (those of the audit log) are written by hand, in migrations.
  schemaGenerator: { ignoreTriggers: true, ignoreRoutines: true, ignoreSchema: [queueSchema] },
  migrations: { migrationsList, pathTs: 'src/migrations', snapshot: false, silent: true },
};

/** On the embedded database one is served at a time: the others wait there, so that it has something to do while the answer is read. */
const embeddedConnections = 10;

/**
 * Opens the database that the settings name: a PostgreSQL server by `DATABASE_URL`, otherwise the embedded one in `DATA_DIR`.
 * @throws StartRefused when it cannot be used; a database on a server is never created here, where a typing error would do it
 */
export async function openDatabase(settings: Settings): Promise<OpenDatabase> {
  const { DATABASE_URL, DATABASE_POOL, DATABASE_TIMEOUT_SECONDS, DATA_DIR } = settings;
  const timeoutMs = DATABASE_TIMEOUT_SECONDS * 1000;
  if (!DATABASE_URL)
    return embeddedDatabase(await openEmbedded(DATA_DIR, timeoutMs, prebuiltPath('database')));
  await checkServer(DATABASE_URL, connectTimeoutMs);
  return serverDatabase(DATABASE_URL, DATABASE_POOL, timeoutMs);
}

/**
 * @param connections upper bound of the pool
 * @param timeoutMs of a query: it is given up by the server itself where it can, and a second later by us where it cannot. A server that has
 *   gone silent is noticed before, by the heartbeat.
 */
export function serverDatabase(url: string, connections: number, timeoutMs: number): OpenDatabase {
  const { connection } = new DatabaseHeartbeat(url);
  const backlog = new StatementBacklog();
  return {
    ...databaseAt(connection, connections, timeoutMs, backlog),
    shared: true,
    backlog: () => backlog.read(),
    close: async () => {},
  };
}

export function embeddedDatabase(server: EmbeddedServer): OpenDatabase {
  const backlog = new StatementBacklog();
  return {
    ...databaseAt(server.connection, embeddedConnections, server.statementLimitMs, backlog),
    shared: false,
    backlog: () => backlog.read(server.backlog()),
    close: () => server.close(),
  };
}

function databaseAt(
  connection: ServerConnection,
  connections: number,
  timeoutMs: number,
  backlog: StatementBacklog,
): Pick<OpenDatabase, 'options' | 'signals' | 'queuePool'> {
  return {
    options: {
      ...common,
      driver: BoundParametersDriver,
      clientUrl: connection.connectionString,
      pool: { min: 0, max: connections },
      driverOptions: {
        ...(connection.ssl !== undefined && { ssl: connection.ssl }),
        stream: connection.stream,
        connectionTimeoutMillis: connectTimeoutMs,
        statement_timeout: timeoutMs,
        query_timeout: timeoutMs + 1_000,
        idle_in_transaction_session_timeout: timeoutMs,
        onPoolCreated: (pool: Pool) => {
          giveUpBrokenConnections(pool);
          backlog.watch(pool);
        },
      },
    },
    signals: new DatabaseSignals(connection),
    queuePool: () => queuePool(connection, queueConnections, timeoutMs),
  };
}
