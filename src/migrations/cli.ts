// `npm run migration -- create NAME | check`. Works on a fresh in-memory database to which all migrations so far were applied.
import { MikroORM } from '@mikro-orm/core';
import type { Migrator } from '@mikro-orm/migrations';
import { readCommand } from '#libs/command';
import { openInMemory } from '#libs/orm';
import { embeddedDatabase } from '../../ormconfig.js';
import { commandLines } from '../command-lines.js';
import { migrate } from './migrate.js';

const [command, name] = readCommand(commandLines.migration).words;
const database = embeddedDatabase(await openInMemory());
const orm = await MikroORM.init(database.options);
const migrator = orm.migrator as Migrator;
await migrate(orm, database);

if (command === 'create') {
  const { fileName } = await migrator.create(undefined, false, false, name);
  process.stdout.write(
    fileName ? `src/migrations/${fileName}: add it to src/migrations/index.ts\n` : 'Nothing has changed.\n',
  );
} else {
  const drift = await migrator.checkSchema();
  process.stdout.write(
    drift
      ? 'The entities differ from the migrations: npm run migration -- create NAME\n'
      : 'Migrations match the entities.\n',
  );
  process.exitCode = drift ? 1 : 0;
}

await orm.close();
await database.close();
