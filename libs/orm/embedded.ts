// The embedded database: PostgreSQL 18 compiled to WebAssembly, in this process, in one directory.
import { join } from 'node:path';
import { PGlite, type PGliteOptions } from '@electric-sql/pglite';
import { btree_gist } from '@electric-sql/pglite/contrib/btree_gist';
import { createPostgreSqlTypeParsers } from '@mikro-orm/sql';
import { parse as parseArray } from 'postgres-array';
import { lockDirectory } from './directory-lock.js';
import { queueSchema } from './queue-pool.js';

const options = {
  extensions: { btree_gist },
  // MikroORM sets its own parsers only on instances it makes itself.
  parsers: createPostgreSqlTypeParsers((text: string) => parseArray(text)),
};

/**
 * Opens (or creates) the database in `directory`, for this process alone.
 *
 * Durability: a write survives the end of the process, kill -9 included, because it has reached the operating system. It is
 * not forced to the disk (no fsync), so a power cut may lose the last seconds. Use a PostgreSQL server where that matters.
 *
 * Every statement runs on the event loop: nothing may run here that takes more than a few milliseconds.
 * @throws DirectoryInUse when another process holds the directory
 */
export async function openEmbedded(directory: string): Promise<PGlite> {
  const lock = lockDirectory(directory);
  const database = await opened({ ...options, dataDir: join(directory, 'pg') }).catch((error) => {
    lock.release();
    throw error;
  });
  const close = database.close.bind(database);
  database.close = async () => {
    await close();
    lock.release();
  };
  return database;
}

/** A database that lives in memory only; `more` may name a dump to begin with. For tests. */
export function openInMemory(more: PGliteOptions = {}): Promise<PGlite> {
  return opened({ ...options, ...more });
}

/** The one connection serves the ORM and the queue: the product's own tables come first. */
async function opened(settings: PGliteOptions): Promise<PGlite> {
  const database = await PGlite.create(settings);
  await database.exec(`set search_path to public, ${queueSchema}`);
  return database;
}
