// The embedded database: PostgreSQL 18 compiled to WebAssembly, in a thread of this process, in one directory.
import { cpSync, existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DataDirectoryUnusable, lockDirectory } from './directory-lock.js';
import { EmbeddedServer } from './embedded/embedded-server.js';
import type { WasmSource } from './embedded/worker-orders.js';

/**
 * Opens (or creates) the database in `directory`, for this process alone.
 *
 * Durability: a write survives the end of the process, kill -9 included, because it has reached the operating system. It is
 * not forced to the disk (no fsync), so a power cut may lose the last seconds. Use a PostgreSQL server where that matters.
 * @param statementLimitMs see {@link EmbeddedServer.open}
 * @param template directory of a database that was closed in order: a new one begins as a copy of it, where it is there
 * @throws DirectoryInUse when another process holds the directory
 * @throws DataDirectoryUnusable when no database can be opened or created there
 */
export async function openEmbedded(
  directory: string,
  statementLimitMs: number,
  template?: string,
): Promise<EmbeddedServer> {
  const lock = lockDirectory(directory);
  try {
    const server = await openWhole(directory, statementLimitMs, template);
    server.onClosed(() => lock.release());
    return server;
  } catch (error) {
    lock.release();
    throw new DataDirectoryUnusable(directory, error);
  }
}

/** A database whose creation was cut off, by a kill or a full disk, is in its directory in part: it is taken away, and made again. */
async function openWhole(
  directory: string,
  statementLimitMs: number,
  template?: string,
): Promise<EmbeddedServer> {
  const database = join(directory, 'pg');
  const unfinished = join(directory, 'pg.unfinished');
  if (existsSync(unfinished)) rmSync(database, { recursive: true, force: true });
  else if (!existsSync(database)) writeFileSync(unfinished, '');
  if (!existsSync(database) && template && existsSync(template))
    cpSync(template, database, { recursive: true });
  const server = await EmbeddedServer.open({ directory: database }, statementLimitMs);
  rmSync(unfinished, { force: true });
  return server;
}

/** For databases that live in memory only: a statement may take as long as a test may. */
const inMemoryLimitMs = 60_000;

/** A database that lives in memory only; `source` may name a dump to begin with. For tests, and for what only reads the schema. */
export function openInMemory(
  source: Exclude<WasmSource, { directory: string }> = {},
): Promise<EmbeddedServer> {
  return EmbeddedServer.open(source, inMemoryLimitMs);
}
