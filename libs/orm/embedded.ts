// The embedded database: PostgreSQL 18 compiled to WebAssembly, in a thread of this process, in one directory.
import { join } from 'node:path';
import { lockDirectory } from './directory-lock.js';
import { EmbeddedServer } from './embedded/embedded-server.js';
import type { Source } from './embedded/orders.js';

/**
 * Opens (or creates) the database in `directory`, for this process alone.
 *
 * Durability: a write survives the end of the process, kill -9 included, because it has reached the operating system. It is
 * not forced to the disk (no fsync), so a power cut may lose the last seconds. Use a PostgreSQL server where that matters.
 * @param statementLimitMs see {@link EmbeddedServer.open}
 * @throws DirectoryInUse when another process holds the directory
 */
export async function openEmbedded(directory: string, statementLimitMs: number): Promise<EmbeddedServer> {
  const lock = lockDirectory(directory);
  const server = await EmbeddedServer.open({ directory: join(directory, 'pg') }, statementLimitMs).catch(
    (error) => {
      lock.release();
      throw error;
    },
  );
  const close = server.close.bind(server);
  server.close = async () => {
    await close();
    lock.release();
  };
  return server;
}

/** For databases that live in memory only: a statement may take as long as a test may. */
const inMemoryLimitMs = 60_000;

/** A database that lives in memory only; `source` may name a dump to begin with. For tests, and for what only reads the schema. */
export function openInMemory(source: Exclude<Source, { directory: string }> = {}): Promise<EmbeddedServer> {
  return EmbeddedServer.open(source, inMemoryLimitMs);
}
