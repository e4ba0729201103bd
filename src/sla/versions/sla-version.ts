// What calendars and policies have in common: numbered versions, which are never changed once they have been published.
import { p } from '@mikro-orm/core';
import { timestampColumns } from '#libs/orm';
import { SlaVersionNotDraft, SlaVersionNotPublished, SlaWindowInvalid } from '../sla.errors.js';

export const slaVersionStatuses = ['draft', 'published', 'retired'] as const;

export const slaVersionColumns = () => ({
  number: p.integer().autoincrement(false).primary(),
  status: p.enum(slaVersionStatuses).default('draft'),
  /** What has changed and why, for colleagues. */
  note: p.string().length(500),
  /** Null while it is a draft. */
  validFrom: p.datetime().nullable(),
  retiredAt: p.datetime().nullable(),
  /** For If-Match. */
  version: p.integer().version(),
  ...timestampColumns(),
});

/** The same in the database. @param table names them */
export const slaVersionChecks = (table: string) => [
  { name: `${table}_number_check`, expression: 'number >= 1' },
  { name: `${table}_published_check`, expression: `(status = 'draft') = (valid_from is null)` },
  { name: `${table}_retired_check`, expression: `(status = 'retired') = (retired_at is not null)` },
];

export interface SlaVersionRow {
  number: number;
  status: string;
  note: string;
  validFrom?: Date | null;
  retiredAt?: Date | null;
  version: number;
}

/** Only a draft can be. @throws SlaVersionNotDraft */
export function rewrite<Row extends SlaVersionRow>(row: Row, change: Partial<Row>): void {
  if (row.status !== 'draft') throw new SlaVersionNotDraft(row.number, row.status);
  Object.assign(row, change);
}

/**
 * @param validFrom not in the past: what has been counted stays counted
 * @throws SlaVersionNotDraft, SlaWindowInvalid
 */
export function publish(row: SlaVersionRow, validFrom: Date, now: Date): void {
  if (row.status !== 'draft') throw new SlaVersionNotDraft(row.number, row.status);
  if (validFrom < now) throw new SlaWindowInvalid(now);
  Object.assign(row, { status: 'published', validFrom });
}

/** From now on the one before holds again. @throws SlaVersionNotPublished */
export function retire(row: SlaVersionRow, now: Date): void {
  if (row.status !== 'published') throw new SlaVersionNotPublished(row.number, row.status);
  Object.assign(row, { status: 'retired', retiredAt: now });
}
