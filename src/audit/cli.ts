// `npm run audit -- verify [--expect SEQ:HASH]`, on the database that the settings name. Exit code 0: the log is as it was written.
import { MikroORM, TableNotFoundException } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { readCommand } from '#libs/command';
import { StartRefused } from '#libs/errors';
import { SecretBox } from '#libs/secrets';
import { Clock } from '#libs/time';
import { openDatabase } from '../../ormconfig.js';
import { commandLines } from '../command-lines.js';
import { secretOf } from '../config/secret.js';
import { readSettings } from '../config/settings.js';
import { endRefused } from '../refusal.js';
import { AuditCheckpointsService } from './audit-checkpoints.service.js';
import { AuditVerifierService, type AuditVerification } from './audit-verifier.service.js';
import { linkOf, linkPattern } from './chain.hash.js';

async function run(): Promise<void> {
  const { expect } = readCommand(commandLines.audit).options;
  const isPlace = expect === undefined || linkPattern.test(String(expect));
  if (!isPlace) throw new StartRefused('--expect takes SEQ:HASH, as a checkpoint in the log says them.');
  const settings = readSettings(process.env);
  const database = await openDatabase(settings);
  const orm = await MikroORM.init(database.options);
  try {
    const em = orm.em as SqlEntityManager;
    const checkpoints = new AuditCheckpointsService(em, new SecretBox(secretOf(settings)), new Clock());
    report(
      await new AuditVerifierService(em, checkpoints).verify(
        expect === undefined ? null : linkOf(String(expect)),
      ),
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
