// Those on which somebody still works, portion by portion, with what the clock needs to know of them.
import type { EntityManager, FilterQuery } from '@mikro-orm/core';
import { inIdBatches } from '#libs/orm';
import { Complaint } from '../complaint.entity.js';
import { unsolvedStatuses } from '../complaint.states.js';

const atOnce = 500;

export const openComplaints: FilterQuery<Complaint> = { status: { $in: [...unsolvedStatuses] } };

/** The ids of some of them, the oldest first. @returns how many in all. @throws the reason of `signal`, between two portions */
export function inOpenBatches(
  em: EntityManager,
  where: FilterQuery<Complaint>,
  step: (ids: readonly string[], done: number) => Promise<void>,
  signal?: AbortSignal,
): Promise<number> {
  const idsAfter = async (after: string | null, limit: number): Promise<string[]> => {
    const next = { $and: [openComplaints, where, after === null ? {} : { id: { $gt: after } }] };
    const rows = await em.fork().find(Complaint, next, { fields: ['id'], orderBy: { id: 'asc' }, limit });
    return rows.map(({ id }) => id);
  };
  return inIdBatches(atOnce, idsAfter, step, signal);
}
