import { stringify } from 'csv-stringify/sync';

/** A spreadsheet takes what begins with = + - @ for a formula (OWASP, CSV injection): such cells get an apostrophe in front. */
export function csv(rows: readonly (readonly unknown[])[]): string {
  return stringify(rows as unknown[][], { escape_formulas: true });
}
