// Searching the log, newest first: the same for pages and for the export.
import type { EntityManager, FilterQuery } from '@mikro-orm/core';
import { AuditEntry } from './audit-entry.entity.js';

/** All of what is given must hold. */
export interface AuditFilter {
  /** Id of who did it. */
  actor?: string;
  actorKind?: string;
  action?: string;
  objectType?: string;
  /** Id of what it was done to. */
  object?: string;
  /** Id of whose personal data it holds. */
  person?: string;
  correlationId?: string;
  /** Inclusive. */
  from?: Date;
  /** Exclusive. */
  to?: Date;
}

/** After which entry to go on: its time and id. */
export type AuditPosition = readonly [at: Date, id: string];

export function findEntries(
  em: EntityManager,
  { actor, object, from, to, ...same }: AuditFilter,
  after: AuditPosition | null,
  limit: number,
): Promise<AuditEntry[]> {
  const where: FilterQuery<AuditEntry>[] = Object.entries({ ...same, actorId: actor, objectId: object })
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => ({ [name]: value }));
  if (from) where.push({ at: { $gte: from } });
  if (to) where.push({ at: { $lt: to } });
  if (after) {
    const [at, id] = after;
    // The first condition says no more than the second, but is one that an index can begin at.
    where.push({ at: { $lte: at } }, { $or: [{ at: { $lt: at } }, { id: { $lt: id } }] });
  }
  return em.find(
    AuditEntry,
    { $and: where },
    { orderBy: { at: 'desc', id: 'desc' }, limit, disableIdentityMap: true },
  );
}
