// `npm run demo -- seed | verify | clear | reset [--factor N] [--seed N] [--yes]`, on the database that the settings name.
import { MikroORM } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { readCommand } from '#libs/command';
import { StartRefused } from '#libs/errors';
import { Clock } from '#libs/time';
import { openDatabase } from '../../ormconfig.js';
import { City } from '../catalogue/place.entity.js';
import { commandLines } from '../command-lines.js';
import { readSettings } from '../config/settings.js';
import { migrate } from '../migrations/migrate.js';
import { endRefused } from '../refusal.js';
import { clearDemoData, loadDemoData } from './demo-data.js';
import { verifyDemoData } from './verify.js';

interface Job {
  em: SqlEntityManager;
  now: Date;
  factor: number;
  seed: number;
}

const commands: Readonly<Record<keyof (typeof commandLines)['demo']['forms'], (job: Job) => Promise<void>>> =
  {
    seed: load,
    verify,
    clear,
    reset: async (job) => {
      await clear(job);
      await load(job);
    },
  };

async function load({ em, now, factor, seed }: Job): Promise<void> {
  if ((await em.count(City)) > 0) throw new StartRefused('There is data already: use reset.');
  await loadDemoData(em, { seed, now, factor });
  say(
    `Loaded: seed ${seed}, factor ${factor}, in ${((new Clock().now().getTime() - now.getTime()) / 1000).toFixed(1)} s.`,
  );
}

async function verify({ em, now, factor }: Job): Promise<void> {
  const findings = await verifyDemoData(em, { now, factor });
  for (const { check, expected, found, ok } of findings)
    say(`${ok ? 'ok   ' : 'WRONG'} ${check}: ${found} (expected ${expected})`);
  const wrong = findings.filter(({ ok }) => !ok).length;
  if (wrong > 0) throw new StartRefused(`${wrong} of ${findings.length} checks failed.`);
  say(`All ${findings.length} checks passed.`);
}

async function clear({ em }: Job): Promise<void> {
  await clearDemoData(em);
  say('Cleared.');
}

async function run(): Promise<void> {
  const { words, options } = readCommand(commandLines.demo);
  const command = commands[words[0] as keyof typeof commands];
  const settings = readSettings(process.env);
  const destroys = command === clear || command === commands.reset;
  if (destroys && settings.NODE_ENV === 'production' && !options.yes) {
    throw new StartRefused('This empties a production database. Say --yes if that is meant.');
  }
  const amounts = { factor: Number(options.factor ?? 1), seed: Number(options.seed ?? 1) };
  // Multiplied demo data take their time.
  const database = await openDatabase({ ...settings, DATABASE_TIMEOUT_SECONDS: 3600 });
  const orm = await MikroORM.init(database.options);
  try {
    await migrate(orm, database);
    await command({ em: orm.em.fork() as SqlEntityManager, now: new Clock().now(), ...amounts });
  } finally {
    await orm.close();
    await database.close();
  }
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

try {
  await run();
} catch (error) {
  endRefused(error);
}
