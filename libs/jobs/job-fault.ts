// What an error says about trying again.
import { DriverException } from '@mikro-orm/core';
import { databaseFault } from '#libs/orm';

/** The database was away, busy or full: no fault of the job, and no attempt that counts. */
export function isOfTheMoment(error: unknown): boolean {
  const fault = isOfDatabase(error) ? databaseFault(error) : undefined;
  return fault === 'away' || fault === 'busy' || fault === 'exhausted';
}

/** Given up after its time, lost against another transaction, or too large: an effect that is too slow or too large would be so for ever. */
export function isBusy(error: unknown): boolean {
  const fault = isOfDatabase(error) ? databaseFault(error) : undefined;
  return fault === 'busy' || fault === 'exhausted';
}

/** SQLSTATE classes: data, constraints, too large or too deep. */
const unwritable = /^(22|23|54)...$/;

/** The same could never be written, however often: it does not fit the database, or is no JSON. */
export function isUnwritable(error: unknown): boolean {
  if (!isOfDatabase(error)) return databaseFault(error) === undefined;
  return databaseFault(error) === 'bad value' || unwritable.test(String(Object(error).code));
}

/** At the begin and the end of a transaction errors come as the driver made them. */
function isOfDatabase(error: unknown): boolean {
  return error instanceof DriverException || Object(error).severity !== undefined;
}
