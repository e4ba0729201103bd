// Searching the log: the same for pages and for the export.
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
}

export function conditionsOf({ actor, object, ...same }: AuditFilter): FilterQuery<AuditEntry>[] {
  const { actorKind, action, objectType, person, correlationId } = same;
  const columns = {
    actorKind,
    action,
    objectType,
    person,
    correlationId,
    actorId: actor,
    objectId: object,
  };
  return Object.entries(columns)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => ({ [name]: value }));
}

/** Half-open. */
export interface AuditPeriod {
  from?: Date;
  to?: Date;
}

/** After which entry to go on: its time and id. */
export type AuditPosition = readonly [at: Date, id: string];

/** Newest first. */
export function findEntries(
  em: EntityManager,
  { from, to, ...filter }: AuditFilter & AuditPeriod,
  after: AuditPosition | null,
  limit: number,
): Promise<AuditEntry[]> {
  const where = conditionsOf(filter);
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
