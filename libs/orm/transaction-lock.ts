// Locks on what has no row of its own: how many somebody may have, a name that is still to be written, work of one process at a time. They are
// advisory locks of PostgreSQL, which knows them by numbers: here the number is made of a name and a key.
import type { EntityManager } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';

/**
 * Waits until nobody else holds the lock, and holds it until the transaction ends, however it ends.
 * @param name `domain.what`, of one place in the program: test/contracts/locks.spec.ts finds two that share one
 * @param key which of that name; whoever takes several takes them in one order, or two of them wait for each other
 */
export async function lockFor(em: EntityManager, name: string, ...key: readonly string[]): Promise<void> {
  await inTransaction(em).execute('select pg_advisory_xact_lock(hashtextextended(?, 0))', [
    lockText(name, key),
  ]);
}

/**
 * Waits until nobody holds the lock for himself, and holds it beside others who share it, until the transaction ends.
 * @param name of a lock that somebody takes with {@link lockFor}: whoever shares it names the same one
 */
export async function shareLockFor(
  em: EntityManager,
  name: string,
  ...key: readonly string[]
): Promise<void> {
  await inTransaction(em).execute('select pg_advisory_xact_lock_shared(hashtextextended(?, 0))', [
    lockText(name, key),
  ]);
}

/** The same as {@link lockFor} without waiting. @returns whether it is held from now on */
export async function tryLockFor(
  em: EntityManager,
  name: string,
  ...key: readonly string[]
): Promise<boolean> {
  return tryLocksFor(em, name, [key]);
}

/** Several of one name, in one statement. When one is refused, those that were free are held all the same: give up the transaction. */
export async function tryLocksFor(
  em: EntityManager,
  name: string,
  keys: readonly (readonly string[])[],
): Promise<boolean> {
  const [row] = await inTransaction(em).execute<{ mine: boolean }[]>(
    `select bool_and(pg_try_advisory_xact_lock(hashtextextended(wanted, 0))) as mine
     from (values ${keys.map(() => '(?::text)').join()}) as locks (wanted)`,
    keys.map((key) => lockText(name, key)),
  );
  return row!.mine;
}

/** Outside of a transaction the lock would be gone with the statement that took it. */
function inTransaction(em: EntityManager): SqlEntityManager {
  if (!em.isInTransaction()) throw new Error('A lock is held by a transaction, and there is none.');
  return em as SqlEntityManager;
}

function lockText(name: string, key: readonly string[]): string {
  return JSON.stringify([name, ...key]);
}
