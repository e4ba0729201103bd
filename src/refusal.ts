// How the program and its commands end when they cannot do what they are asked, for a reason that a person can remedy.
import { StartRefused } from '#libs/errors';
import { databaseFault, type DatabaseFault } from '#libs/orm';

/** Of a database that was there a moment before; what is wrong from the beginning is named where it is opened. */
const whileStarting: Readonly<Partial<Record<DatabaseFault, string>>> = {
  away: 'The database (DATABASE_URL, otherwise DATA_DIR) went away during the start. Start again when it is back.',
  exhausted:
    'The database (DATABASE_URL, otherwise DATA_DIR) has no room, memory or connections left for a start. Make some and start again.',
};

/**
 * Says why in one sentence and lets the process end with code 1.
 * @throws `error` itself when nobody but a programmer can remedy it
 */
export function endRefused(error: unknown): void {
  const sentence = error instanceof StartRefused ? error.message : whileStarting[databaseFault(error)!];
  if (sentence === undefined) throw error;
  process.stderr.write(`${sentence}\n`);
  process.exitCode = 1;
}
