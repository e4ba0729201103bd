// Errors of the database that are no fault of the program: it is away or busy, or it was handed a value it cannot hold.
import { DriverException } from '@mikro-orm/core';

/**
 * SQLSTATE: a value whose form the schema let through but the database refuses (bad uuid, NUL in a text, out of range, too long).
 * 08P01 is what the drivers make of a NUL; as a fault of the connection it does not come up.
 */
const badValues = new Set([
  ...['22P02', '22P05', '22021', '22001', '22003', '22007', '22008', '22009', '08P01'],
]);

/** SQLSTATE classes and codes of a server that is away, starting, stopping or full, or has lost the database; and those of the socket to it. */
const away =
  /^(08...|57P0[1-5]|53300|3D000|ECONNREFUSED|ECONNRESET|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EPIPE|EHOSTUNREACH)$/;

/** The PostgreSQL client gives these no code. */
const awayMessages =
  /The database does not answer|Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error|Client was closed and is not queryable|driver has already been destroyed|Cannot use a pool after calling end/;

/** SQLSTATE: given up after its time, lock not to be had, deadlock, lost against a parallel transaction. The same may work in a moment. */
const busy = new Set(['57014', '55P03', '40P01', '40001']);
const busyMessage = 'Query read timeout';

export type DatabaseFault = 'away' | 'busy' | 'bad value';

/** What an error of the database is about; undefined when it is a fault of the program, or no database error. */
export function databaseFault(error: unknown): DatabaseFault | undefined {
  if (!(error instanceof Error)) return undefined;
  const code = String((error as { code?: unknown }).code);
  if (isOfDatabase(error)) {
    if (badValues.has(code)) return 'bad value';
    if (busy.has(code)) return 'busy';
    if (away.test(code)) return 'away';
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
