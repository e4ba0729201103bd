// A database of its own for every suite. On PGlite it is loaded from a dump of a migrated one, made once and kept; on PostgreSQL
// (DATABASE_URL) it is copied from a migrated template database and dropped afterwards.
import { createHash, randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { MikroORM } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { openInMemory, type EmbeddedServer, type OpenDatabase } from '#libs/orm';
import { embeddedDatabase, serverDatabase } from '../../ormconfig.js';
import { migrate } from '../../src/migrations/migrate.js';

const serverUrl = process.env.DATABASE_URL;
const queryTimeoutMs = 30_000;
const cacheDirectory = 'node_modules/.cache/test-database';
const migrationsDirectory = 'src/migrations';

/** A migrated, empty database that nobody else uses; closing it throws it away. */
export function freshDatabase(): Promise<OpenDatabase> {
  return serverUrl ? copyOnServer(serverUrl) : copyInMemory();
}

/** A shared database opened a second time, as another process would. Only the first may throw it away. */
export function besides({ options }: OpenDatabase): OpenDatabase {
  return serverDatabase((options as { clientUrl: string }).clientUrl, 10, queryTimeoutMs);
}

async function copyInMemory(): Promise<OpenDatabase> {
  return embeddedDatabase(await freshServer());
}

/** An embedded server with such a database, in memory. */
export async function freshServer(): Promise<EmbeddedServer> {
  const dump = new Uint8Array(readFileSync(await dumpFile()));
  return openInMemory({ dump, modules: await (compiled ??= compile()) });
}

let compiled: ReturnType<typeof compile> | undefined;

// The types of this are those of browsers.
declare const WebAssembly: { compile(bytes: Uint8Array): Promise<never> };

/** Once a process: what one suite has made V8 optimise is fast for the next one. */
async function compile() {
  const directory = dirname(createRequire(import.meta.url).resolve('@electric-sql/pglite'));
  const read = (name: string) => WebAssembly.compile(readFileSync(join(directory, name)));
  return { pgliteWasmModule: await read('pglite.wasm'), initdbWasmModule: await read('initdb.wasm') };
}

/** Suites run in parallel and may both find it missing: each writes its own, the rename puts one in place. */
async function dumpFile(): Promise<string> {
  const file = join(cacheDirectory, `${migrationsFingerprint()}.tar`);
  if (existsSync(file)) return file;
  const server = await openInMemory();
  await migrated(embeddedDatabase(server), dropTemplates);
  const dump = await server.dump();
  await server.close();
  mkdirSync(cacheDirectory, { recursive: true });
  const own = `${file}.${process.pid}`;
  writeFileSync(own, dump);
  renameSync(own, file);
  for (const other of readdirSync(cacheDirectory)) {
    if (other.endsWith('.tar') && join(cacheDirectory, other) !== file)
      rmSync(join(cacheDirectory, other), { force: true });
  }
  return file;
}

async function copyOnServer(url: string): Promise<OpenDatabase> {
  // Of its own for each role: only the owner of a database may copy it.
  const template = `test_template_${migrationsFingerprint(new URL(url).username)}`;
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  await onServer(url, async (execute) => {
    // One at a time: PostgreSQL copies a template only while nobody is connected to it.
    await execute(`select pg_advisory_lock(hashtext('${template}'))`);
    await makeTemplate(execute, url, template);
    await execute(`create database ${name} template ${template}`);
  });
  return {
    ...serverDatabase(at(url, name), 10, queryTimeoutMs),
    close: () =>
      onServer(url, async (execute) => void (await execute(`drop database if exists ${name} with (force)`))),
  };
}

async function makeTemplate(execute: Execute, url: string, template: string): Promise<void> {
  const known = await execute(`select 1 from pg_database where datname = '${template}'`);
  if (known.length > 0) return;
  const unfinished = `${template}_new`;
  await execute(`drop database if exists ${unfinished} with (force)`);
  await execute(`create database ${unfinished}`);
  await migrated(serverDatabase(at(url, unfinished), 2, queryTimeoutMs));
  await execute(`alter database ${unfinished} rename to ${template}`);
}

type Execute = (sql: string) => Promise<unknown[]>;

/** Over one connection, which holds the lock until it is closed. */
async function onServer(url: string, work: (execute: Execute) => Promise<void>): Promise<void> {
  const orm = await MikroORM.init(serverDatabase(url, 1, queryTimeoutMs).options);
  try {
    await work((sql) => (orm.em as SqlEntityManager).execute(sql));
  } finally {
    await orm.close();
  }
}

async function migrated(
  database: OpenDatabase,
  finish: (em: SqlEntityManager) => Promise<void> = async () => {},
): Promise<void> {
  const orm = await MikroORM.init(database.options);
  await migrate(orm, database);
  await finish(orm.em as SqlEntityManager);
  await orm.close();
}

/** Nobody makes a database in an embedded server: two thirds of the files would be copied for nothing. */
async function dropTemplates(em: SqlEntityManager): Promise<void> {
  await em.execute('update pg_database set datistemplate = false, datallowconn = true');
  for (const name of ['template0', 'template1']) await em.execute(`drop database ${name}`);
  await em.execute('checkpoint');
}

function at(url: string, database: string): string {
  const address = new URL(url);
  address.pathname = `/${database}`;
  return address.toString();
}

/** Changes with the migrations, so that what is kept of a migrated database is never out of date. */
export function migrationsFingerprint(owner = ''): string {
  const hash = createHash('sha256').update(owner);
  for (const file of readdirSync(migrationsDirectory).sort())
    hash.update(readFileSync(join(migrationsDirectory, file)));
  return hash.digest('hex').slice(0, 16);
}
