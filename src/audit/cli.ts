// `npm run audit -- verify [--expect SEQ:HASH]`, on the database that the settings name. Exit code 0: the log is as it was written.
import { parseArgs } from 'node:util';
import { MikroORM, TableNotFoundException } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { StartRefused } from '#libs/errors';
import { SecretBox } from '#libs/secrets';
import { Clock } from '#libs/time';
import { openDatabase } from '../../ormconfig.js';
import { secretOf } from '../config/secret.js';
import { readSettings } from '../config/settings.js';
import { endRefused } from '../refusal.js';
import { AuditCheckpointsService } from './audit-checkpoints.service.js';
import { AuditVerifierService, type AuditVerification } from './audit-verifier.service.js';
import { linkOf, linkPattern } from './chain.hash.js';

const usage = 'Usage: npm run audit -- verify [--expect SEQ:HASH], as a checkpoint in the log says them';

async function run(): Promise<void> {
  const expect = readArguments();
  const settings = readSettings(process.env);
  const database = await openDatabase(settings);
  const orm = await MikroORM.init(database.options);
  try {
    const em = orm.em as SqlEntityManager;
    const checkpoints = new AuditCheckpointsService(em, new SecretBox(secretOf(settings)), new Clock());
    report(
      await new AuditVerifierService(em, checkpoints).verify(expect === undefined ? null : linkOf(expect)),
    );
  } catch (error) {
    if (error instanceof TableNotFoundException)
      throw new StartRefused('There is no audit log in this database.');
    throw error;
  } finally {
    await orm.close();
    await database.close();
  }
}

function readArguments(): string | undefined {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: { expect: { type: 'string' } },
    });
    const isPlace = values.expect === undefined || linkPattern.test(values.expect);
    if (positionals.join() === 'verify' && isPlace) return values.expect;
  } catch {
    // An option that there is not.
  }
  throw new StartRefused(usage);
}

function report({ intact, broken, entries, checkpoints, head }: AuditVerification): void {
  const walked = `${entries} entries and ${checkpoints} signed checkpoints, up to ${head.seq}:${head.hash}`;
  if (intact) {
    process.stdout.write(`The audit log is intact: ${walked}.\n`);
    return;
  }
  const name = broken!.id === null ? '' : ` (id ${broken!.id})`;
  process.stdout.write(
    `BROKEN, ${broken!.fault}: ${broken!.detail}${name}\nIn order before it: ${walked}.\n`,
  );
  process.exitCode = 1;
}

try {
  await run();
} catch (error) {
  endRefused(error);
}
