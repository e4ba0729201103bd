// Much is done in small portions: each is a short transaction, so that nobody waits long, and on the embedded database nothing else runs meanwhile.
import { setImmediate as breathe } from 'node:timers/promises';
import {
  LockMode,
  type EntityManager,
  type EntityKey,
  type EntityName,
  type FilterQuery,
  type QueryOrderMap,
} from '@mikro-orm/core';

/** Rows of a portion, where a row takes nothing else along. */
const defaultBatchSize = 500;

/**
 * Repeats `step` until it finds less than it could have done.
 * @param step does at most `limit`, and says how many it did
 * @returns how many in all
 * @throws the reason of `signal`, between two steps
 */
export async function inBatches(
  limit: number,
  step: (limit: number) => Promise<number>,
  signal?: AbortSignal,
): Promise<number> {
  for (let total = 0; ;) {
    signal?.throwIfAborted();
    const done = await step(limit);
    total += done;
    if (done < limit) return total;
  }
}

/**
 * Goes through ids in their order, and lets others run between two portions. The last portion may be empty.
 * @param idsAfter the next `limit` of them; `null` stands before the first
 * @param step hears how many there have been with these
 * @returns how many in all
 * @throws the reason of `signal`, between two portions
 */
export function inIdBatches(
  limit: number,
  idsAfter: (after: string | null, limit: number) => Promise<string[]>,
  step: (ids: readonly string[], done: number) => Promise<void>,
  signal?: AbortSignal,
): Promise<number> {
  let after: string | null = null;
  let done = 0;
  const goOn = async (): Promise<number> => {
    const ids = await idsAfter(after, limit);
    done += ids.length;
    await step(ids, done);
    if (ids.length === limit) await breathe();
    after = ids.at(-1) ?? after;
    return ids.length;
  };
  return inBatches(limit, goOn, signal);
}

export interface BatchedDeletion<Entity> {
  /** Which go first: as the index goes that finds them. */
  orderBy: EntityKey<Entity>;
  batchSize?: number;
  signal?: AbortSignal | undefined;
}

/**
 * Deletes the rows that are as `where` says, batch by batch, each in a transaction of its own: never to be called in one, where the embedded
 * database would wait for itself. What another process is changing or deleting is passed over.
 * @returns how many
 * @throws the reason of `signal`, between two batches
 */
export function deleteInBatches<Entity extends object>(
  em: EntityManager,
  entity: EntityName<Entity>,
  where: FilterQuery<NoInfer<Entity>>,
  { orderBy, batchSize = defaultBatchSize, signal }: BatchedDeletion<Entity>,
): Promise<number> {
  if (em.isInTransaction()) throw new Error('Batches are transactions of their own.');
  const fields = em.getMetadata(entity).primaryKeys as never[];
  const deleteSome = (limit: number) =>
    em.fork().transactional(async (inner) => {
      const found: object[] = await inner.find(entity, where, {
        fields,
        orderBy: { [orderBy]: 'asc' } as QueryOrderMap<Entity>,
        limit,
        lockMode: LockMode.PESSIMISTIC_PARTIAL_WRITE,
      });
      return inner.nativeDelete(entity, found as FilterQuery<NoInfer<Entity>>);
    });
  return inBatches(batchSize, deleteSome, signal);
}
