// `npm run demo -- seed | verify | clear | reset [--factor N] [--seed N] [--yes]`, on the database that the settings name.
import { parseArgs } from 'node:util';
import { MikroORM } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { StartRefused } from '#libs/errors';
import { Clock } from '#libs/time';
import { openDatabase } from '../../ormconfig.js';
import { City } from '../catalogue/place.entity.js';
import { readSettings } from '../config/settings.js';
import { migrate } from '../migrations/migrate.js';
import { endRefused } from '../refusal.js';
import { clearDemoData, loadDemoData } from './demo-data.js';
import { verifyDemoData } from './verify.js';

const usage = 'Usage: npm run demo -- seed | verify | clear | reset [--factor N] [--seed N] [--yes]';

interface Job {
  em: SqlEntityManager;
  now: Date;
  factor: number;
  seed: number;
}

const commands: Readonly<Record<string, (job: Job) => Promise<void>>> = {
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
  const { values, positionals } = readArguments();
  const command = commands[positionals[0] ?? ''];
  if (!command || positionals.length > 1) throw new StartRefused(usage);
  const settings = readSettings(process.env);
  const destroys = command === clear || command === commands.reset;
  if (destroys && settings.NODE_ENV === 'production' && !values.yes) {
    throw new StartRefused('This empties a production database. Say --yes if that is meant.');
  }
  const amounts = { factor: positive(values.factor), seed: positive(values.seed) };
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

function readArguments() {
  const text = { type: 'string', default: '1' } as const;
  try {
    return parseArgs({
      allowPositionals: true,
      options: { factor: text, seed: text, yes: { type: 'boolean', default: false } },
    });
  } catch (error) {
    throw new StartRefused(`${(error as Error).message}\n${usage}`);
  }
}

function positive(text: string): number {
  if (!/^[1-9]\d{0,6}$/.test(text)) throw new StartRefused(`Not a positive whole number: ${text}\n${usage}`);
  return Number(text);
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

try {
  await run();
} catch (error) {
  endRefused(error);
}
