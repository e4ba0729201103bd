import { DriverException } from '@mikro-orm/core';

/** SQLSTATE of constraint violations: what the database refused. */
const violations = {
  '23505': 'unique',
  '23P01': 'exclusion',
  '23503': 'foreign key',
  '23514': 'check',
} as const;

/**
 * Whether `error` is the database refusing a write because of the constraint or unique index `name`.
 * Services turn exactly the violations they expect into domain errors and let everything else fail loudly.
 */
export function violatesConstraint(error: unknown, name: string): boolean {
  if (!(error instanceof DriverException)) return false;
  const cause = error as DriverException & { code?: string; constraint?: string };
  return cause.code !== undefined && cause.code in violations && cause.constraint === name;
}
