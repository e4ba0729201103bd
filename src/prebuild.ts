// The last step of `npm run build`: makes ahead what every first start would make again (docs/decisions/0052). An empty embedded database with
// the schema of this version, and the models of what the program brings along. Kept in node_modules/.cache: made anew when it has changed.
import 'reflect-metadata';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Logger } from '@nestjs/common';
import { MikroORM } from '@mikro-orm/core';
import { openEmbedded } from '#libs/orm';
import { embeddedDatabase } from '../ormconfig.js';
import { makeModels } from './agents/prebuilt-models.service.js';
import { prebuiltPath } from './config/prebuilt.js';
import { migrate } from './migrations/migrate.js';

const cache = fileURLToPath(new URL('../../node_modules/.cache/prebuilt', import.meta.url));
const migrations = fileURLToPath(new URL('./migrations', import.meta.url));
/** A statement of a migration may take as long. */
const statementLimitMs = 60_000;

Logger.overrideLogger(false);
mkdirSync(cache, { recursive: true });
const [database] = await Promise.all([madeDatabase(), makeModels(cache)]);
cpSync(database, prebuiltPath('database'), { recursive: true });
cpSync(join(cache, 'models'), prebuiltPath('models'), { recursive: true });

/** One that was closed in order, so that it can be copied. */
async function madeDatabase(): Promise<string> {
  const home = join(cache, `database-${schemaFingerprint()}`);
  if (!existsSync(home)) {
    const unfinished = `${home}.${process.pid}`;
    const opened = embeddedDatabase(await openEmbedded(unfinished, statementLimitMs));
    const orm = await MikroORM.init(opened.options);
    await migrate(orm, opened);
    await orm.close();
    await opened.close();
    for (const other of readdirSync(cache).filter((name) => name.startsWith('database-')))
      if (join(cache, other) !== unfinished) rmSync(join(cache, other), { recursive: true, force: true });
    renameSync(unfinished, home);
  }
  return join(home, 'pg');
}

/** Changes with the migrations and with the database that they run on. */
function schemaFingerprint(): string {
  const hash = createHash('sha256');
  const require = createRequire(import.meta.url);
  hash.update(readFileSync(require.resolve('@electric-sql/pglite')));
  for (const file of readdirSync(migrations).sort()) hash.update(readFileSync(join(migrations, file)));
  return hash.digest('hex').slice(0, 16);
}
