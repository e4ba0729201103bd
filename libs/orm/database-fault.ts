// Errors of the database that are no fault of the program: it is away or busy, lacks room or memory, or was handed a value it cannot hold.
import { DriverException } from '@mikro-orm/core';

/**
 * SQLSTATE: a value whose form the schema let through but the database refuses (bad uuid, NUL in a text, out of range, too long).
 * 08P01 is what the drivers make of a NUL; as a fault of the connection it does not come up.
 */
const badValues = new Set(['22P02', '22P05', '22021', '22001', '22003', '22007', '22008', '22009', '08P01']);

/** SQLSTATE classes and codes of a server that is away, starting, stopping or taken up, or has lost the database; and those of the socket to it. */
const away =
  /^(08...|57P0[1-5]|53300|3D000|ECONNREFUSED|ECONNRESET|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EPIPE|EHOSTUNREACH)$/;

/** The PostgreSQL client gives these no code. */
const awayMessages =
  /The database does not answer|Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error|Client was closed and is not queryable|driver has already been destroyed|Cannot use a pool after calling end/;

/** SQLSTATE: given up after its time, lock not to be had, deadlock, lost against a parallel transaction. The same may work in a moment. */
const busy = new Set(['57014', '55P03', '40P01', '40001']);
const busyMessage = 'Query read timeout';

/** SQLSTATE classes: what it needs it has not (room on the disk, memory, locks), or the system under it failed (reading and writing files). */
const exhausted = /^(53|58)...$/;

/**
 * The file system under the embedded database, which ends what it does there without a word of PostgreSQL: the error numbers of WASI
 * (https://wasi.dev: quota, input/output, no room, read only).
 */
const brokenFiles = new Set([19, 29, 51, 69]);

export type DatabaseFault = 'away' | 'busy' | 'exhausted' | 'bad value';

/** What an error of the database is about; undefined when it is a fault of the program, or no database error. */
export function databaseFault(error: unknown): DatabaseFault | undefined {
  if (isOfBrokenFiles(error)) return 'exhausted';
  if (!(error instanceof Error)) return undefined;
  const code = String((error as { code?: unknown }).code);
  if (isOfDatabase(error)) {
    if (badValues.has(code)) return 'bad value';
    if (busy.has(code)) return 'busy';
    if (away.test(code)) return 'away';
    if (exhausted.test(code)) return 'exhausted';
  }
  if (error.message.includes(busyMessage)) return 'busy';
  return awayMessages.test(error.message) ? 'away' : undefined;
}

/**
 * What fails at the begin or the end of a transaction comes as the driver made it: what the server says carries a severity, what the
 * socket says the call that failed. A client of ours that hangs up gives ECONNRESET, too, but names no call.
 */
function isOfDatabase(error: Error): boolean {
  // A host with several addresses: one error for all of them.
  const [first = error] = error instanceof AggregateError ? (error.errors as Error[]) : [];
  return error instanceof DriverException || 'severity' in error || 'syscall' in first;
}

/** Such an error is none of JavaScript's own. */
function isOfBrokenFiles(error: unknown): boolean {
  const { name, errno, cause } = Object(error) as { name?: string; errno?: number; cause?: unknown };
  if (name === 'ErrnoError') return brokenFiles.has(errno!);
  return cause !== undefined && isOfBrokenFiles(cause);
}
